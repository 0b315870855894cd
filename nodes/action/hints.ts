import type { IExecuteFunctions, NodeApiError } from 'n8n-workflow';

const given = new WeakMap<object, Set<string>>();

/**
 * Shows a notice beside the output, once per execution however many items cause it.
 * Contexts without hints (older n8n, some AI tool runs) show none.
 */
export function addHint(context: IExecuteFunctions, message: string): void {
	if (typeof context.addExecutionHints !== 'function') return;
	const known = given.get(context) ?? new Set<string>();
	given.set(context, known);
	if (known.has(message)) return;
	known.add(message);
	context.addExecutionHints({ message, location: 'outputPane', type: 'warning' });
}

/**
 * Says that a list ended early because the quota refused, e.g. `Limited to 50 orders by …`.
 *
 * @param by whose limit, where it is not that of the day.
 */
export function addQuotaHint(
	context: IExecuteFunctions,
	rows: number,
	what: string,
	{ by = "today's quota", reason }: { by?: string; reason: NodeApiError },
): void {
	addHint(context, `Limited to ${rows} ${what} by ${by}. ${reason.message}.`);
}
