import type { z } from 'zod';

import { isJsonObject, type JsonObject } from '../../wire/envelope';
import { parseJson, type JsonValue } from '../../wire/json';
import { readRows } from './answerRows';
import { present } from './present';
import { count, fields, identity, readShape, text, yesNo } from './shape';

const categorySchema = fields({ id: identity, isleaf: yesNo, level: count });

/** Labels by language, e.g. `{ en: 'Dresses' }`. */
export type Labels = Readonly<Record<string, string>>;

/** A category of the platform. */
export interface RawCategory {
	fields: z.infer<typeof categorySchema>;
	names: Labels;
	source: JsonObject;
}

function objectOf(value: JsonValue | undefined): JsonObject | undefined {
	if (isJsonObject(value)) return value;
	if (typeof value !== 'string' || !value.trim().startsWith('{')) return undefined;
	try {
		const parsed = parseJson(value);
		return isJsonObject(parsed) ? parsed : undefined;
	} catch {
		// Names are a detail: a category is told by its id even when they cannot be read.
		return undefined;
	}
}

/** Labels of an answer: an object in one method, JSON text in another. Unreadable ones are none. */
export function labelsOf(value: JsonValue | undefined): Labels {
	const entries = Object.entries(objectOf(value) ?? {});
	return Object.fromEntries(
		entries.flatMap(([language, label]) => {
			const shown = readShape(text, label, language);
			return shown === undefined ? [] : [[language, shown]];
		}),
	);
}

/** The label of a language, e.g. of `en` or `en_US`; without it the English one, then any. */
export function labelIn(labels: Labels, locale: string): string | undefined {
	const [language = ''] = locale.split('_');
	return (
		labels[locale] ?? labels[language] ?? labels.en ?? labels.en_US ?? Object.values(labels)[0]
	);
}

/**
 * Reads the answer of `aliexpress.category.tree.list`: the categories right below one.
 *
 * @throws TypeError that names the field of the wrong shape and nothing of its content.
 */
export function parseCategories(value: JsonObject): RawCategory[] {
	const place = { field: 'aeop_post_category_list', within: ['result'] };
	return readRows(value, place).map(({ source, at }) => ({
		fields: readShape(categorySchema, source, at),
		names: labelsOf(source.names),
		source,
	}));
}

/** Normalises a category; `name` is in the language of `locale` where the platform has it. */
export function toCategoryItem({ fields: read, names }: RawCategory, locale: string) {
	return present({
		categoryId: read.id,
		name: labelIn(names, locale),
		isLeaf: read.isleaf,
		level: read.level,
		names,
	});
}
