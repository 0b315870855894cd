import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

const MAX_ID = 2n ** 63n - 1n;

function refusal(context: IExecuteFunctions, label: string, value: unknown): NodeOperationError {
	const isRounded = typeof value === 'number' && !Number.isSafeInteger(value);
	const description = isRounded
		? 'It came as a number and has lost digits on the way. Pass IDs as text.'
		: 'IDs are whole numbers, e.g. 8100000000000001. No call was spent.';
	return new NodeOperationError(context.getNode(), `The ${label} is not an ID`, { description });
}

/** Whether a field was left empty: nothing, blank text, or a list of nothing. */
export function isEmpty(value: unknown): boolean {
	if (Array.isArray(value)) return value.length === 0;
	return value === undefined || value === null || (typeof value === 'string' && !value.trim());
}

/**
 * Checks an id before a call is spent on it.
 *
 * @param label how the field is called in messages, e.g. `order ID`.
 * @returns the id as it goes out: plain digits, however long.
 */
export function idOf(context: IExecuteFunctions, label: string, value: unknown): bigint {
	const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
	const digits = typeof text === 'string' ? text.trim() : '';
	if (!/^\d{1,19}$/.test(digits)) throw refusal(context, label, value);
	const id = BigInt(digits);
	if (id === 0n || id > MAX_ID) throw refusal(context, label, value);
	return id;
}

/**
 * Checks several ids, given as a list or as text with commas, blanks or line ends between them.
 *
 * @param most how many the platform takes in one call.
 * @returns no ids only for a field left empty. Anything else that holds none is refused: it would
 *   otherwise read as "no filter".
 */
export function idsOf(
	context: IExecuteFunctions,
	label: string,
	value: unknown,
	most: number,
): bigint[] {
	if (isEmpty(value)) return [];
	const parts: unknown = typeof value === 'string' ? value.split(/[\s,;]+/) : value;
	const given = (Array.isArray(parts) ? parts : [parts]).filter((part) => part !== '');
	if (given.length === 0) throw refusal(context, label, value);
	const ids = [...new Set(given.map((part) => idOf(context, label, part)))];
	if (ids.length <= most) return ids;
	throw new NodeOperationError(context.getNode(), `There are more than ${most} ${label}s`, {
		description: `One call takes at most ${most}; ${ids.length} were given. Split them over several items.`,
	});
}
