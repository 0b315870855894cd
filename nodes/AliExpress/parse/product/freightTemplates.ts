import type { z } from 'zod';

import type { JsonObject } from '../../../wire/json';
import { readRows } from '../answerRows';
import { present } from '../present';
import { fields, identity, readShape, text, yesNo } from '../shape';

const templateSchema = fields({ template_id: identity, template_name: text, is_default: yesNo });

/** A freight template of the shop. */
export interface RawFreightTemplate {
	fields: z.infer<typeof templateSchema>;
	source: JsonObject;
}

/** Reads the answer of `aliexpress.freight.redefining.listfreighttemplate`. */
export function parseFreightTemplates(value: JsonObject): RawFreightTemplate[] {
	const place = { field: 'aeop_freight_template_d_t_o_list', within: ['result'] };
	return readRows(value, place).map(({ source, at }) => ({
		fields: readShape(templateSchema, source, at),
		source,
	}));
}

/** Normalises a freight template. */
export function toFreightTemplateItem({ fields: read }: RawFreightTemplate) {
	return present({
		templateId: read.template_id,
		name: read.template_name,
		isDefault: read.is_default,
	});
}
