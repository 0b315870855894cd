import type { IDataObject } from 'n8n-workflow';

import type { BuyerDataChoice } from '../../client/buyerData';
import type { JsonObject } from '../../wire/envelope';
import { maskedSource } from '../parse/maskedSource';

/**
 * Adds the object of the answer to an item when the user asks for it.
 *
 * @param buyer how buyer data in it is shown; undefined for objects that hold none.
 */
export function withRaw(
	item: IDataObject,
	source: JsonObject,
	{ includeRaw }: { includeRaw: boolean },
	buyer?: BuyerDataChoice,
): IDataObject {
	if (!includeRaw) return item;
	return { ...item, raw: buyer ? maskedSource(source, buyer) : source };
}
