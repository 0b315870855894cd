import type { z } from 'zod';

import { moneyOf } from './money';
import { present } from './present';
import { count, detail, fields, id, listOf, text, yesNo } from './shape';
import { pictureAddress } from './webAddress';

const propertySchema = fields({
	sku_property_id: id,
	property_value_id: id,
	property_value_definition_name: text,
	sku_image: text,
});

const nationalPriceSchema = fields({ shipto_country: text, discount_price: text });

/** A variant of a product in the platform's names, two of which differ from all others in capitals. */
export const skuSchema = fields({
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
export function skuIdOf(sku: RawSku): string | undefined {
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
