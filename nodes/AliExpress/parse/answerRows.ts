import { isJsonObject, type JsonObject, type JsonValue } from '../../wire/json';
import { fieldsOf, isMissing } from '../../wire/reading';
import { count, listOf, readShape, schemaOf, yesNo } from './shape';

const anyList = listOf(schemaOf((value) => value as JsonValue));

/**
 * Where a list stands in an answer. For
 * `{ "result": { "success": true, "total_count": 1, "data": { "data_list": [{ … }] } } }` it is
 * `{ field: 'data_list', within: ['result', 'data'], total: 'total_count' }`; the answer without `data` is an
 * empty list then when `total_count` is 0, and refused when it is 1.
 */
export interface ListPlace {
	/** Name of the list, e.g. `data_list`. */
	field: string;
	/** Objects around it, outermost first, e.g. `['result', 'data']`. Any of them may be left out. */
	within?: readonly string[];
	/** Field that counts all rows of all pages. */
	total?: string;
	/** Other objects and lists that may stand beside it. */
	beside?: readonly string[];
	/** True when the method has neither a flag nor a total that would tell that the list is empty. */
	isAlone?: boolean;
	/** False for later pages, which may be empty whatever the total says. */
	isFirstPage?: boolean;
}

/** A row as it came, and where in the answer, e.g. `result.data_list[0]`. */
export interface Row {
	source: JsonObject;
	at: string;
}

/** An object of an answer and the path to it; the answer itself has none. */
interface Holder {
	object: JsonObject;
	path: string;
}

function under(path: string, field: string): string {
	return path === '' ? field : `${path}.${field}`;
}

/**
 * The answer and the objects inside it under the given names, outermost first.
 *
 * @throws TypeError when one of them is there but no object, since rows may be behind it.
 */
function holdersOf(value: JsonObject, within: readonly string[]): Holder[] {
	const holders: Holder[] = [{ object: value, path: '' }];
	for (const name of within) {
		const { object, path } = holders.at(-1) ?? { object: value, path: '' };
		const inner = object[name];
		if (isMissing(inner)) continue;
		if (!isJsonObject(inner)) {
			throw new TypeError(`The field "${under(path, name)}" of the answer is not an object.`);
		}
		holders.push({ object: inner, path: under(path, name) });
	}
	return holders;
}

function innermostWith(holders: readonly Holder[], field: string): Holder | undefined {
	return holders.filter(({ object }) => !isMissing(object[field])).at(-1);
}

function holdsMore(value: JsonValue): boolean {
	return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

const FLAGS = ['success', 'result_success', 'is_success'];

/** Whether the answer says that all went well, or counts rows. */
function saysSomething(holders: readonly Holder[], { isAlone = false }: ListPlace): boolean {
	const flags = holders.flatMap(({ object }) => FLAGS.map((name) => object[name]));
	return isAlone || flags.some((flag) => readShape(yesNo, flag, 'success') === true);
}

/**
 * The platform leaves empty lists out. So does a broken answer: the list counts as empty only when
 * a flag or a total says so, and nothing stands under another name.
 *
 * @param isNamed whether the list is there as `{}`, which is empty by itself.
 */
function refuseHiddenRows(holders: readonly Holder[], place: ListPlace, isNamed: boolean): void {
	const { field, within = [], beside = [], total, isFirstPage = true } = place;
	const known = new Set([field, ...within, ...beside]);
	const isElsewhere = holders.some(({ object }) =>
		Object.entries(object).some(([key, value]) => !known.has(key) && holdsMore(value)),
	);
	const counted =
		total === undefined ? undefined : readCount(holders[0]?.object ?? {}, within, total);
	const isCounted = counted !== undefined && counted > 0 && isFirstPage;
	const isTold = isNamed || counted !== undefined || saysSomething(holders, place);
	if (isTold && !isElsewhere && !isCounted) return;
	const at = under(holders.at(-1)?.path ?? '', field);
	throw new TypeError(`The field "${at}" of the answer is missing.`);
}

/**
 * The entries of a list, in whichever shape it came. A list that is left out is empty, unless the
 * answer says otherwise.
 */
export function readEntries(
	value: JsonObject,
	place: ListPlace,
): { entries: JsonValue[]; at: string } {
	const holders = holdersOf(value, place.within ?? []);
	const holder = innermostWith(holders, place.field);
	const at = under((holder ?? holders.at(-1))?.path ?? '', place.field);
	const list = holder?.object[place.field];
	const entries = readShape(anyList, list, at);
	const isInWrapper =
		isJsonObject(list) && Object.values(list).some((inner) => Array.isArray(inner));
	const isTold = entries.length > 0 || Array.isArray(list) || isInWrapper;
	if (!isTold) refuseHiddenRows(holders, place, isJsonObject(list));
	return { entries, at };
}

/** The rows of a list. What is no object is refused, so that it never reads as an empty row. */
export function readRows(value: JsonObject, place: ListPlace): Row[] {
	const { entries, at } = readEntries(value, place);
	return entries.map((entry, index) => {
		// In some lists each entry is the JSON text of one.
		const source = fieldsOf(entry) as JsonObject | undefined;
		if (source) return { source, at: `${at}[${index}]` };
		throw new TypeError(`The field "${at}[${index}]" of the answer is not an object.`);
	});
}

/** A count beside a list, e.g. `total_page`; undefined when it is missing or no whole number. */
export function readCount(
	value: JsonObject,
	within: readonly string[],
	field: string,
): number | undefined {
	const holder = innermostWith(holdersOf(value, within), field);
	return holder && readShape(count, holder.object[field], field);
}

/** An object of an answer that must be there, e.g. `result_object`, at the top or under `result`. */
export function readObject(value: JsonObject, field: string): Row {
	const holders = holdersOf(value, ['result']);
	const holder = innermostWith(holders, field);
	const at = under(holder?.path ?? '', field);
	const source = holder?.object[field];
	if (source !== undefined && isJsonObject(source)) return { source, at };
	throw new TypeError(`The field "${at}" of the answer is missing or not an object.`);
}
