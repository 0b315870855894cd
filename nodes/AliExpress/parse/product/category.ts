import type { z } from 'zod';

import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '../../../wire/json';
import { readRows, type ListPlace } from '../answerRows';
import { present } from '../present';
import {
	count,
	detail,
	fields,
	id,
	identity,
	listOf,
	object,
	readShape,
	text,
	yesNo,
} from '../shape';

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

/** Reads the answer of `aliexpress.category.tree.list`: the categories right below one. */
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

const attributeSchema = fields({
	id: identity,
	required: yesNo,
	key_attribute: yesNo,
	sku: yesNo,
	visible: yesNo,
	input_type: text,
	attribute_show_type_value: text,
	spec: count,
	customized_name: yesNo,
	customized_pic: yesNo,
	support_enum_input: yesNo,
	units: detail(listOf(fields({ unit_name: text, rate: text }))),
	values: listOf(object),
});

/** An attribute of a category: the checked fields, and the object as the platform wrote it. */
interface RawAttribute {
	fields: z.infer<typeof attributeSchema>;
	source: JsonObject;
}

/** Reads the answer of `…getchildattributesresultbypostcateidandpath`. */
export function parseAttributes(value: JsonObject): RawAttribute[] {
	return readRows(value, { field: 'attributes', within: ['result'] }).map(({ source, at }) => ({
		fields: readShape(attributeSchema, source, at),
		source,
	}));
}

/** Countries in which an attribute is required, from its features; none when it says nothing. */
function requiringCountries(source: JsonObject): string[] {
	const { AE_FEATURE_PRequireStrategy: countries = '' } = labelsOf(source.features);
	return countries.split(',').flatMap((country) => country.trim() || []);
}

const valueSchema = fields({ id, has_sub_attr: yesNo });

function toValue(source: JsonObject, locale: string) {
	const read = readShape(valueSchema, source, 'value');
	return present({
		valueId: read.id,
		name: labelIn(labelsOf(source.names), locale),
		hasAttributes: read.has_sub_attr,
	});
}

/**
 * Normalises an attribute. `isRequired` is said of every attribute: products without a required one
 * are refused by the platform.
 */
export function toAttributeItem({ fields: read, source }: RawAttribute, locale: string) {
	const countries = requiringCountries(source);
	const names = labelsOf(source.names);
	return present({
		attributeId: read.id,
		name: labelIn(names, locale),
		isRequired: read.required === true,
		requiredInCountries: countries.length > 0 ? countries : undefined,
		isKey: read.key_attribute,
		isSku: read.sku,
		inputType: read.input_type,
		showType: read.attribute_show_type_value,
		units: (read.units ?? []).flatMap((unit) => unit.unit_name ?? []),
		values: read.values.map((value) => toValue(value ?? {}, locale)),
		isVisible: read.visible,
		skuOrder: read.spec,
		takesOwnName: read.customized_name,
		takesOwnPicture: read.customized_pic,
		takesOwnValue: read.support_enum_input,
		names,
	});
}

/** Takes an attribute down to what filling it in needs. */
export function simplifyAttribute(item: ReturnType<typeof toAttributeItem>) {
	const { attributeId, name, isRequired, requiredInCountries, isKey, isSku } = item;
	const { inputType, showType, units, values } = item;
	const form = { inputType, showType, units, values };
	return present({ attributeId, name, isRequired, requiredInCountries, isKey, isSku, ...form });
}

const groupSchema = fields({ group_id: identity, group_name: text });
type GroupFields = z.infer<typeof groupSchema>;

/** A product group of the shop and the group above it. */
interface RawGroup {
	fields: GroupFields;
	parent?: GroupFields;
	level: number;
	hasChildren: boolean;
	source: JsonObject;
}

/** Groups have two levels; more would be an answer that contains itself. */
const MOST_LEVELS = 5;

function readGroups(
	holder: JsonObject,
	place: ListPlace,
	path: string,
	parents: readonly GroupFields[],
): RawGroup[] {
	const parent = parents.at(-1);
	const level = parents.length + 1;
	return readRows(holder, place).flatMap(({ source, at }) => {
		const own = readShape(groupSchema, source, path + at);
		const below = { field: 'child_group_list', isAlone: true };
		const list = { child_group_list: source.child_group_list ?? null };
		const children =
			level < MOST_LEVELS ? readGroups(list, below, `${path}${at}.`, [...parents, own]) : [];
		const group = { fields: own, level, hasChildren: children.length > 0, source };
		return [{ ...group, ...(parent && { parent }) }, ...children];
	});
}

/**
 * Reads the answer of `aliexpress.product.productgroups.get`: all groups, each before those below it.
 */
export function parseProductGroups(value: JsonObject): RawGroup[] {
	return readGroups(value, { field: 'target_list', within: ['result'] }, '', []);
}

/** Normalises a group. */
export function toGroupItem({ fields: read, parent, level, hasChildren }: RawGroup) {
	return present({
		groupId: read.group_id,
		name: read.group_name,
		parentGroupId: parent?.group_id,
		parentName: parent?.group_name,
		level,
		hasChildren,
	});
}
