import type { z } from 'zod';

import type { JsonObject } from '../../../wire/json';
import { readObject, readRows } from '../answerRows';
import { fields, identity, readShape, text } from '../shape';

const noteSchema = fields({ remark_id: identity, content: text });

/** The seller's own note on an order. */
export interface RawNote {
	fields: z.infer<typeof noteSchema>;
	source: JsonObject;
}

/**
 * Reads the answer of `aliexpress.merchant.redefining.queryremarks`; orders without a note are left
 * out of it.
 */
export function parseNotes(value: JsonObject): RawNote[] {
	const { source: result } = readObject(value, 'result');
	// The method has no flag and no total; its code stands there unless empty fields are left out.
	const isAlone = 'error_code' in result || Object.keys(result).length === 0;
	return readRows(value, { field: 'datas', within: ['result'], isAlone }).map(({ source, at }) => ({
		fields: readShape(noteSchema, source, at),
		source,
	}));
}
