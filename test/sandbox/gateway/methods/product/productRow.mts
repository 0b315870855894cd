import type { JsonObject } from '../../../json.mts';
import { decimalText } from '../../../shop/orders.mts';
import type { Product, Sku } from '../../../shop/products.mts';
import { list } from '../../envelope.mts';
import { timeTexts } from '../method.mts';
import type { MethodCall } from '../method.mts';

/** Least and greatest price of a product's variants, in cents. */
export function priceRange({ skus }: Product): { leastCents: number; mostCents: number } {
	const prices = skus.map(({ priceCents }) => priceCents);
	return { leastCents: Math.min(...prices), mostCents: Math.max(...prices) };
}

/** All pictures of a product in one text. */
export function imageText({ imageUrl }: Product): string {
	return `${imageUrl};${imageUrl.replace('.jpg', '_2.jpg')}`;
}

/** What both detail methods say about a product, under the same names. */
export function sharedDetail(product: Product, call: MethodCall): JsonObject {
	const text = timeTexts(call, 'products');
	const { sizeCm, bulk, offline, nationalQuote } = product;
	return {
		product_id: product.id,
		category_id: product.categoryId,
		product_status_type: product.status,
		product_price: decimalText(priceRange(product).leastCents),
		currency_code: product.currency,
		image_u_r_ls: imageText(product),
		group_ids: list('number', [product.groupId]),
		freight_template_id: product.freightTemplateId,
		promise_template_id: product.promiseTemplateId,
		delivery_time: 3,
		gross_weight: (product.weightGrams / 1000).toFixed(3),
		package_length: sizeCm[0],
		package_width: sizeCm[1],
		package_height: sizeCm[2],
		package_type: false,
		lot_num: 1,
		product_unit: 100_000_015,
		reduce_strategy: 'payment_success_deduct',
		bulk_order: bulk?.from,
		bulk_discount: bulk?.discountPercent,
		ws_display: offline?.reason,
		ws_offline_date: text(offline?.atMs),
		ws_valid_num: 30,
		gmt_create: text(product.createdAtMs),
		gmt_modified: text(product.modifiedAtMs),
		aeop_national_quote_configuration: nationalQuote && {
			configuration_type: nationalQuote.type,
			configuration_data: nationalQuote.data,
		},
		aeop_ae_product_propertys: list(
			'global_aeop_ae_product_property',
			product.attributes.map(({ nameId, name, valueId, value }) => ({
				attr_name_id: nameId,
				attr_name: name,
				attr_value_id: valueId,
				attr_value: value,
			})),
		),
		aeop_ae_product_s_k_us: list(
			'global_aeop_ae_product_sku',
			product.skus.map((sku) => skuRow(sku, product)),
		),
	};
}

function skuRow(sku: Sku, product: Product): JsonObject {
	return {
		id: sku.attributes,
		sku_Id: sku.id,
		sku_code: sku.code,
		sku_price: decimalText(sku.priceCents),
		sku_discount_price:
			sku.discountCents === undefined ? undefined : decimalText(sku.discountCents),
		currency_code: product.currency,
		ipm_sku_stock: sku.stock,
		sku_stock: sku.stock > 0,
		barcode: `69${sku.id % 10_000_000_000n}`,
		ean_code: '',
		gross_weight: (product.weightGrams / 1000).toFixed(3),
		aeop_s_k_u_property_list: list(
			'global_aeop_sku_property',
			sku.properties.map(({ propertyId, valueId, label, imageUrl }) => ({
				sku_property_id: propertyId,
				property_value_id: valueId,
				property_value_definition_name: label,
				sku_image: imageUrl,
			})),
		),
		aeop_s_k_u_national_discount_price_list: list(
			'aeop_sku_national_discount_price',
			Object.entries(sku.nationalCents).map(([shipto_country, cents]) => ({
				shipto_country,
				discount_price: decimalText(cents),
			})),
		),
	};
}
