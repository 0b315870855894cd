import type { z } from 'zod';

import type { JsonObject } from '../../../wire/json';
import { readRows, type ListPlace } from '../answerRows';
import { present } from '../present';
import { fields, identity, readShape, text } from '../shape';

const groupSchema = fields({ group_id: identity, group_name: text });
type GroupFields = z.infer<typeof groupSchema>;

/** A product group of the shop and the group above it. */
export interface RawGroup {
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
