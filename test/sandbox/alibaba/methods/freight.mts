import { list } from '../../gateway/envelope.mts';
import { refuse } from '../../gateway/failures.mts';
import { jsonIn, objectParam, wholeField } from '../../gateway/methods/method.mts';
import { given, required } from '../../gateway/params.mts';
import { isJsonObject } from '../../json.mts';
import type { JsonObject, JsonValue } from '../../json.mts';
import { pageOf, v1Refusal } from '../method.mts';
import type { AlibabaMethod, AlibabaMethodCall } from '../method.mts';
import { DISPATCH_LOCATIONS, freightOptions, TEMPLATES } from '../trade/freight.mts';
import type { CodeKind, Shipment } from '../trade/freight.mts';
import { productWith } from './find.mts';

/** The seller's freight templates. */
export const shippingTemplates: AlibabaMethod = {
	path: '/alibaba/icbu/product/list/shipping/templates',
	answer: () => ({
		success: true,
		template_info_list: TEMPLATES.map(({ id, name }) => ({
			template_id: Number(id),
			template_name: name,
		})),
	}),
};

/** The same, page by page. */
export const shippingLineTemplates: AlibabaMethod = {
	name: 'alibaba.wholesale.shippingline.template.list',
	answer(call) {
		const names = { page: 'page_num', size: 'count', first: 1, limit: 100, usual: 20 };
		const { size, start } = pageOf(call, names);
		return {
			total: TEMPLATES.length,
			items: list(
				'shippingline_template',
				TEMPLATES.slice(start, start + size).map(({ id, name }) => ({ id, title: name })),
			),
		};
	},
};

/** What it costs to send one product; the codes are not good for ordering. */
export const freightCalculate: AlibabaMethod = {
	path: '/shipping/freight/calculate',
	name: 'alibaba.shipping.freight.calculate',
	answer(call) {
		// TOP wraps the same fields into one object.
		const fields = call.params.has('param_freight_template_request')
			? objectParam(call, 'param_freight_template_request')
			: Object.fromEntries(call.params);
		return quoted(call, fields, [fields], 'estimate');
	},
};

/** What it costs to send the goods of an order of one company. */
export const orderFreightCalculate: AlibabaMethod = {
	path: '/order/freight/calculate',
	answer(call) {
		const { params, shop } = call;
		if (required(params, 'e_company_id') !== shop.companyId) {
			return v1Refusal(call, '10012', 'The company does not exist');
		}
		const name = 'logistics_product_list';
		const goods = jsonIn(required(params, name), name);
		if (!Array.isArray(goods) || goods.length === 0 || !goods.every(isJsonObject)) {
			refuse('InvalidParameter', `"${name}" is no list of objects`);
		}
		return quoted(call, Object.fromEntries(params), goods, 'orderable');
	},
};

function quoted(
	call: AlibabaMethodCall,
	fields: JsonObject,
	goods: readonly JsonObject[],
	kind: CodeKind,
): JsonObject {
	const to = textField(fields, 'destination_country');
	const from = given(new Map(textEntries(fields)), 'dispatch_location') ?? 'CN';
	if (!DISPATCH_LOCATIONS.includes(from)) {
		refuse('InvalidParameter', '"dispatch_location" is CN, US or MX');
	}
	const shipments: Shipment[] = [];
	for (const item of goods) {
		const product = productWith(call.shop, textField(item, 'product_id'));
		const quantity = wholeField({ quantity: textField(item, 'quantity') }, 'quantity') ?? 0;
		if (!product) return v1Refusal(call, '10010', 'The product does not exist');
		if (product.state !== 'online') return v1Refusal(call, '130106', 'The product is offline');
		if (quantity < product.moq) {
			const code = kind === 'orderable' ? '10007' : '4027';
			return v1Refusal(call, code, `The minimum order quantity is ${product.moq}`);
		}
		const stock = product.skus.reduce((sum, sku) => sum + sku.stock, 0);
		if (kind === 'orderable' && quantity > stock) {
			return v1Refusal(call, '130703', 'The stock is too small');
		}
		const template = TEMPLATES.find(({ id }) => id === product.templateId);
		if (!template?.countries.includes(to)) {
			return v1Refusal(call, '4015', 'The freight template does not cover the country');
		}
		shipments.push({ product, quantity });
	}
	const rows = freightOptions(shipments, { from, to, kind });
	return call.profile === 'top' ? { values: list('value', rows) } : { value: list('value', rows) };
}

function textField(fields: JsonObject, name: string): string {
	return required(new Map(textEntries(fields)), name);
}

function textEntries(fields: JsonObject): [string, string][] {
	return Object.entries(fields).map(([name, value]: [string, JsonValue]) => [
		name,
		value === null || value === undefined ? '' : String(value),
	]);
}
