import { isJsonObject, parseJson, type JsonValue } from '../../../wire/json';
import { optional, readerOf, text } from '../shape';

const FIELD = 'orderBusinessModel';
const readText = readerOf(text);

function opened(value: unknown): JsonValue | undefined {
	if (typeof value !== 'string') return value as JsonValue;
	// Most lines say nothing about it, and lists hold thousands of them.
	if (!value.includes(FIELD)) return undefined;
	try {
		return parseJson(value);
	} catch {
		// A broken text is one detail that cannot be read.
		return undefined;
	}
}

/**
 * Who does what for an order line, e.g. `SEMI_CHOICE_SELF`, from the JSON text `extend_map` of a line. Absent
 * when the line does not say.
 */
export const businessModel = optional((value): string | undefined => {
	const map = opened(value);
	return isJsonObject(map) ? readText(map[FIELD], { path: [] }) : undefined;
});

/** What a line or an order says about its model. */
export interface BusinessModel {
	businessModel?: string;
	/** Whether something of it ships by the rules of semi-managed goods; absent when that is not said. */
	isSemiManaged?: boolean;
}

/**
 * The model of an order by its lines, or of a single line.
 *
 * @param models of all lines, undefined for one that does not say. Those that differ leave the order without one.
 */
export function businessModelOf(models: ReadonlyArray<string | undefined>): BusinessModel {
	const told = models.filter((model) => model !== undefined);
	const [first] = told;
	if (first === undefined) return {};
	const isOne = told.every((model) => model === first);
	const isSemiManaged = told.some((model) => /(?:^|_)semi(?:_|$)/i.test(model));
	return {
		...(isOne && { businessModel: first }),
		...((isSemiManaged || told.length === models.length) && { isSemiManaged }),
	};
}
