import { list } from '../../gateway/envelope.mts';
import type { JsonObject } from '../../json.mts';
import { amountText } from '../catalogue/articlePrices.mts';
import type { AlibabaMethodCall } from '../method.mts';
import type { TradeLine, TradeOrder } from '../trade/orders.mts';
import { imageUrl } from './productInfo.mts';

const written = new Intl.DateTimeFormat('en-US', {
	timeZone: 'America/Los_Angeles',
	hourCycle: 'h23',
	year: 'numeric',
	month: 'short',
	day: 'numeric',
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit',
	timeZoneName: 'short',
});

/** A moment as orders carry it: `Jul. 31, 2025, 21:09:36 PDT.` and the ms as text. */
export function dateView(atMs: number): JsonObject {
	const parts: Record<string, string> = {};
	for (const { type, value } of written.formatToParts(atMs)) parts[type] = value;
	const clock = `${parts.hour}:${parts.minute}:${parts.second} ${parts.timeZoneName}`;
	return {
		format_date: `${parts.month}. ${parts.day}, ${parts.year}, ${clock}.`,
		timestamp: String(atMs),
	};
}

const money = (cents: number, currency = 'USD'): JsonObject => ({
	amount: amountText(cents),
	currency,
});

/** An order in full; what is missing is left out, null, or the word null. */
export function orderView(order: TradeOrder, { profile }: AlibabaMethodCall): JsonObject {
	const { buyer, lines } = order;
	const goods = lines.reduce((sum, { sku, quantity }) => sum + sku.cents * quantity, 0);
	return {
		trade_id: profile === 'top' ? order.id : String(order.id),
		trade_status: order.status,
		trade_term: order.term,
		pay_step: 'FULL',
		fulfillment_channel: 'TAD',
		shipment_method: order.parcel ? 'express' : 'null',
		remark: 'null',
		create_date: dateView(order.createdAtMs),
		modify_date: dateView(order.modifiedAtMs),
		order_products: list('trade_ecology_order_product', lines.map(lineView)),
		product_total_amount: money(goods),
		shipment_fee: money(order.shipmentCents),
		total_amount: money(goods + order.shipmentCents),
		discount_amount: null,
		carrier: order.parcel ? { code: order.parcel.carrier, name: order.parcel.carrier } : null,
		buyer: {
			immutable_eid: `eid-${buyer.loginId}`,
			full_name: `${buyer.firstName} ${buyer.lastName}`,
			country: buyer.country,
		},
		seller: { immutable_eid: 'eid-seller', full_name: 'Example Trading Co., Ltd.' },
		shipping_address: {
			contact_person: `${buyer.firstName} ${buyer.lastName}`,
			address: buyer.street,
			alternate_address: 'null',
			city: buyer.city,
			province: buyer.province,
			zip: buyer.zip,
			country: buyer.country,
			country_code: buyer.country,
			mobile: { country: buyer.phoneCountry, area: '', number: buyer.mobile },
		},
	};
}

function lineView({ product, sku, quantity }: TradeLine): JsonObject {
	return {
		product_id: String(product.id),
		sku_id: String(sku.id),
		sku_code: sku.code,
		model_number: product.modelNumber,
		name: product.titles.en ?? product.titles.zh,
		quantity: quantity.toFixed(4),
		unit: product.unit,
		unit_price: { amount: (sku.cents / 100).toFixed(4), currency: 'USD' },
		product_image: imageUrl(product),
		sku_attributes: list('sku_attribute', [{ key: 'Color', value: sku.color }]),
	};
}
