import { fieldsOf, isMissing, valueOfJsonText } from './written';

/** The list of a JSON text that is one; every other value as it is. */
function opened(value: unknown): unknown {
	return valueOfJsonText(value, '[') ?? value;
}

/**
 * The entries of a list in any of the shapes that platform and gateways write: plain, as JSON text,
 * wrapped once more in the name of its elements, with one entry in place of a list of one. `null`, `""`,
 * `{}` and the word null are empty, also inside the wrapper.
 *
 * @returns undefined when it is no list, and for an object of several fields: that may be one entry.
 */
export function listOf(value: unknown): unknown[] | undefined {
	const list = opened(value);
	if (isMissing(list)) return [];
	if (Array.isArray(list)) return list;
	const wrapper = fieldsOf(list);
	const inner = wrapper && Object.values(wrapper).map(opened);
	if (inner === undefined || inner.length > 1) return undefined;
	const [only] = inner;
	if (isMissing(only)) return [];
	return Array.isArray(only) ? only : [only];
}
