import type { JsonObject } from '../../../wire/json';
import { readObject } from '../answerRows';
import { fields, id, readShape, text } from '../shape';

/** The review status of a product: `approved`, `auditing` or `refuse`; other words are handed on. */
export interface ProductStatus {
	productId?: string;
	status: string;
	source: JsonObject;
}

/** Reads the answer of `aliexpress.postproduct.redefining.findaeproductstatusbyid`. */
export function parseProductStatus(value: JsonObject): ProductStatus {
	const { source, at } = readObject(value, 'result');
	const { product_id: productId, status } = readShape(
		fields({ product_id: id, status: text }),
		source,
		at,
	);
	if (status === undefined) {
		throw new TypeError(`The field "${at}.status" of the answer is missing or not a text.`);
	}
	return { ...(productId !== undefined && { productId }), status, source };
}
