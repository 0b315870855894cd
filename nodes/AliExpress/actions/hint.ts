import type { IExecuteFunctions, NodeApiError } from 'n8n-workflow';

import { addHint } from '../../action/hint';

/** Says that a list ended early because the quota refused, e.g. `Limited to 50 orders by …`. */
export function addQuotaHint(
	context: IExecuteFunctions,
	rows: number,
	what: string,
	reason: NodeApiError,
): void {
	addHint(context, `Limited to ${rows} ${what} by today's quota. ${reason.message}.`);
}
