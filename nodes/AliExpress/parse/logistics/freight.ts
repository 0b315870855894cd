import type { z } from 'zod';

import { isJsonObject, type JsonObject } from '../../../wire/json';
import { readRows } from '../answerRows';
import { money } from '../money';
import { present } from '../present';
import { detail, fields, id, readShape, text, yesNo } from '../shape';

const templateSchema = fields({
	template_id: id,
	template_name: text,
	is_default: yesNo,
});

const settingSchema = fields({
	logistics_company: text,
	all_free_shipping: text,
	free_shipping_country: text,
	all_standard_shipping: text,
	all_standard_discount: text,
	standard_shipping_country: text,
	standard_shipping_discount: text,
});

/** The settings of a freight template, and the answer as the platform wrote it. */
export interface RawFreightSettings {
	template: z.infer<typeof templateSchema>;
	settings: Array<z.infer<typeof settingSchema>>;
	source: JsonObject;
}

/** Reads the answer of `aliexpress.freight.redefining.getfreightsettingbytemplatequery`. */
export function parseFreightSettings(value: JsonObject): RawFreightSettings {
	const rows = readRows(value, { field: 'freight_setting_list', within: ['result'] });
	const holder = isJsonObject(value.result) ? value.result : value;
	return {
		template: readShape(templateSchema, holder, 'answer'),
		settings: rows.map(({ source, at }) => readShape(settingSchema, source, at)),
		source: value,
	};
}

/**
 * Normalises the settings of a template.
 *
 * @param templateId that was asked for: the answer may leave it out, and writes it as a 32-bit number.
 */
export function toFreightSettingsItem(
	{ template, settings }: RawFreightSettings,
	templateId: string,
) {
	return present({
		templateId,
		templateName: template.template_name,
		isDefault: template.is_default,
		settings: settings.map((setting) =>
			present({
				company: setting.logistics_company,
				isFreeEverywhere: setting.all_free_shipping,
				freeCountries: setting.free_shipping_country,
				isStandardEverywhere: setting.all_standard_shipping,
				standardDiscountEverywhere: setting.all_standard_discount,
				standardCountries: setting.standard_shipping_country,
				standardDiscount: setting.standard_shipping_discount,
			}),
		),
	});
}

const costSchema = fields({
	service_name: text,
	freight: detail(money),
	standard_freight: detail(money),
	error_code: text,
});

/** What one service would cost, and the object as the platform wrote it. */
export interface RawFreightCost {
	fields: z.infer<typeof costSchema>;
	source: JsonObject;
}

/** Reads the answer of `aliexpress.freight.redefining.calculatefreight`. */
export function parseFreightCosts(value: JsonObject): RawFreightCost[] {
	const field = 'aeop_freight_calculate_result_d_t_o_list';
	return readRows(value, { field, within: ['result'] }).map(({ source, at }) => {
		const fields = readShape(costSchema, source, at);
		if (fields.service_name !== undefined) return { fields, source };
		throw new TypeError(`The field "${at}.service_name" of the answer is missing.`);
	});
}

const NO_REFUSAL = new Set(['0', '200']);

/** Normalises a cost. A service that the platform refuses for this parcel carries its code. */
export function toFreightCostItem({ fields }: RawFreightCost) {
	const { error_code: code } = fields;
	const refusal = code === undefined || NO_REFUSAL.has(code) ? undefined : code;
	return present({
		serviceName: fields.service_name,
		isAvailable: refusal === undefined && fields.freight !== undefined,
		freight: fields.freight,
		standardFreight: fields.standard_freight,
		refusalCode: refusal,
	});
}
