import type { z } from 'zod';

import type { JsonObject } from '../../../wire/json';
import { readObject } from '../answerRows';
import { moneyOf } from '../money';
import { present } from '../present';
import {
	count,
	detail,
	fields,
	id,
	identity,
	listOf,
	readShape,
	text,
	within,
	yesNo,
} from '../shape';
import { pictureAddress } from '../webAddress';

/** Reads a product with its variants and prices. */
export const PRODUCT_DETAIL = 'aliexpress.offer.product.query';

const propertySchema = fields({
	sku_property_id: id,
	property_value_id: id,
	property_value_definition_name: text,
	sku_image: text,
});

const nationalPriceSchema = fields({ shipto_country: text, discount_price: text });

/** A variant of a product in the platform's names, two of which differ from all others in capitals. */
const skuSchema = fields({
	id: text,
	sku_Id: id,
	sku_id: id,
	sku_code: text,
	sku_price: text,
	sku_discount_price: text,
	currency_code: text,
	ipm_sku_stock: count,
	sku_stock: yesNo,
	barcode: text,
	ean_code: text,
	gross_weight: text,
	package_length: count,
	package_width: count,
	package_height: count,
	aeop_s_k_u_property_list: detail(listOf(propertySchema)),
	aeop_s_k_u_national_discount_price_list: listOf(nationalPriceSchema),
});
export type RawSku = z.infer<typeof skuSchema>;

/** The key of a variant, e.g. `14:173;5:100014064`; undefined for a product without variants. */
export function skuKeyOf(sku: RawSku): string | undefined {
	return sku.id === '<none>' ? undefined : sku.id;
}

/** The id of a variant as the platform gives it out; undefined when it gives none. */
function skuIdOf(sku: RawSku): string | undefined {
	return sku.sku_Id ?? sku.sku_id;
}

function toProperty(property: z.infer<typeof propertySchema>) {
	return present({
		propertyId: property.sku_property_id,
		valueId: property.property_value_id,
		name: property.property_value_definition_name,
		imageUrl: pictureAddress(property.sku_image),
	});
}

/**
 * Normalises a variant.
 *
 * @param shopCurrency currency of the product, for variants that do not name one.
 */
export function toSku(sku: RawSku, shopCurrency: string | undefined) {
	const currency = sku.currency_code ?? shopCurrency;
	return present({
		skuId: skuIdOf(sku),
		skuKey: skuKeyOf(sku),
		skuCode: sku.sku_code,
		price: moneyOf(sku.sku_price, currency),
		discountPrice: moneyOf(sku.sku_discount_price, currency),
		stock: sku.ipm_sku_stock,
		inStock: sku.sku_stock,
		barcode: sku.barcode,
		ean: sku.ean_code,
		weightKg: sku.gross_weight,
		lengthCm: sku.package_length,
		widthCm: sku.package_width,
		heightCm: sku.package_height,
		properties: (sku.aeop_s_k_u_property_list ?? []).map(toProperty),
	});
}

const productSchema = fields({
	product_id: identity,
	subject_list: detail(listOf(fields({ locale: text, value: text }))),
	subject: text,
	detail_source_list: detail(
		listOf(fields({ locale: text, web_detail: text, mobile_detail: text })),
	),
	locale: text,
	category_id: id,
	product_price: text,
	currency_code: text,
	product_status_type: text,
	image_u_r_ls: text,
	market_images: detail(listOf(fields({ url: text, image_type: text }))),
	group_ids: detail(listOf(id)),
	freight_template_id: id,
	promise_template_id: id,
	sizechart_id: id,
	delivery_time: count,
	gross_weight: text,
	package_length: count,
	package_width: count,
	package_height: count,
	lot_num: count,
	package_type: text,
	product_unit: text,
	reduce_strategy: text,
	bulk_order: count,
	bulk_discount: count,
	ladder_price: detail(listOf(fields({ threshold_num: count, discount: text }))),
	aeop_ae_product_propertys: detail(
		listOf(
			fields({
				attr_name_id: id,
				attr_name: text,
				attr_value_id: id,
				attr_value: text,
				attr_value_unit: text,
			}),
		),
	),
	aeop_ae_product_s_k_us: listOf(skuSchema),
	aeop_a_e_multimedia: detail(
		within({
			aeop_a_e_videos: listOf(
				fields({ media_id: id, media_type: text, media_status: text, poster_url: text }),
			),
		}),
	),
	aeop_qualification_struct_list: detail(listOf(fields({ key: text, type: text, value: text }))),
	aeop_national_quote_configuration: within({ configuration_type: text, configuration_data: text }),
	// Of the solution methods, in place of three of the above.
	multi_language_subject_list: detail(listOf(fields({ locale: text, subject: text }))),
	multi_language_description_list: detail(
		listOf(fields({ locale: text, web_detail: text, mobile_detail: text })),
	),
	multi_country_price_configuration: within({
		price_type: text,
		country_price_list: listOf(
			fields({
				ship_to_country: text,
				sku_price_by_country_list: listOf(
					fields({ sku_code: text, price: text, discount_price: text }),
				),
			}),
		),
	}),
	gmt_create: text,
	gmt_modified: text,
	ws_display: text,
	ws_offline_date: text,
	ws_valid_num: count,
});
export type ProductFields = z.infer<typeof productSchema>;

/** A product in detail: the checked fields, and the object as the platform wrote it. */
export interface RawProduct {
	fields: ProductFields;
	source: JsonObject;
}

/** A product of the solution methods with its texts where the seller methods have them. */
function withTexts(read: ProductFields): ProductFields {
	const { subject_list = [], detail_source_list = [] } = read;
	const titles = (read.multi_language_subject_list ?? []).map(({ locale, subject: value }) => ({
		locale,
		value,
	}));
	return {
		...read,
		subject_list: subject_list.length > 0 ? subject_list : titles,
		detail_source_list:
			detail_source_list.length > 0 ? detail_source_list : read.multi_language_description_list,
	};
}

/**
 * Reads the answer of `aliexpress.offer.product.query` or `aliexpress.solution.product.info.get`.
 */
export function parseProduct(value: JsonObject): RawProduct {
	const { source, at } = readObject(value, 'result');
	return { fields: withTexts(readShape(productSchema, source, at)), source };
}
