import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

type NodeContext = Pick<IExecuteFunctions, 'getNode'>;

/** What the user has to change; no call was spent on it. */
export function refusalOf(
	context: NodeContext,
	message: string,
	remedy: string,
): NodeOperationError {
	return new NodeOperationError(context.getNode(), message, {
		description: `${remedy} No call was spent.`,
	});
}

/**
 * Runs a parser on an answer.
 *
 * @param platform display name, e.g. `AliExpress`.
 * @param remedy what to do about it, e.g. `Update this package.`
 * @throws NodeOperationError that names the unexpected field; parsers never quote its content.
 */
export function understood<T>(
	context: NodeContext,
	parse: () => T,
	{ platform, remedy }: { platform: string; remedy: string },
): T {
	try {
		return parse();
	} catch (reason) {
		const detail = reason instanceof Error ? reason.message : '';
		throw new NodeOperationError(
			context.getNode(),
			`${platform} answered in a form that this node does not know`,
			{ description: `${detail} Nothing was taken from this answer. ${remedy}` },
		);
	}
}

/** A text of a field, without blanks around it; undefined when it was left empty. */
export function textOf(value: unknown): string | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	return String(value).trim() || undefined;
}

/** How a text must look, and an example of one. */
export interface TextForm {
	label: string;
	pattern: RegExp;
	example: string;
}

/**
 * Checks a text before a call is spent on it.
 *
 * @returns undefined when the field was left empty.
 * @throws NodeOperationError for another form, and for anything that is no text.
 */
export function formedText(
	context: IExecuteFunctions,
	{ label, pattern, example }: TextForm,
	value: unknown,
): string | undefined {
	if (value === undefined || value === null) return undefined;
	const text = textOf(value);
	if (text === undefined && typeof value === 'string') return undefined;
	if (text !== undefined && pattern.test(text)) return text;
	throw refusalOf(context, `The ${label} is not in the expected form`, `Use e.g. ${example}.`);
}

/** Bounds of a number and how its field is called in messages. */
export interface NumberForm {
	label: string;
	least: number;
	most: number;
}

/** The refusal of a number out of bounds; `what` is e.g. `whole number`. */
export function refuseNumber(context: IExecuteFunctions, form: NumberForm, what: string) {
	const { label, least, most } = form;
	return refusalOf(
		context,
		`"${label}" must be a ${what} from ${least} to ${most}`,
		'Change the value.',
	);
}

/**
 * Checks a whole number, given as number or digits.
 *
 * @returns undefined when the field was left empty.
 */
export function wholeOf(
	context: IExecuteFunctions,
	form: NumberForm,
	value: unknown,
): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const text = textOf(value) ?? '';
	const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
	if (number >= form.least && number <= form.most) return number;
	throw refuseNumber(context, form, 'whole number');
}
