import type { IExecuteFunctions, NodeApiError } from 'n8n-workflow';

import { addQuotaHint } from '../../action/hints';
import { paginate } from '../../client/paginate';
import type { JsonObject } from '../../wire/json';
import type { Fields } from '../../wire/reading';
import { readQuantity } from '../parse/quantity';
import { readAnswer } from './refusal';

/** A list that is read page by page. */
export interface PagedRead {
	pageSize: number;
	limit: number | undefined;
	/** What the rows are, for the notice of a list that ended early. */
	what: string;
	/** Reads a page; pages count from 1. Undefined when nothing is found. */
	read(page: number): Promise<JsonObject | undefined>;
	/** Takes rows and total out of an answer; throws TypeError when there is no list. */
	open(answer: JsonObject): { rows: Fields[]; total: unknown };
	keyOf(row: Fields): string;
}

/**
 * All rows of a list, up to the limit. When the quota refuses in the middle, what came so far is kept
 * and a notice says so.
 */
export async function readPages(context: IExecuteFunctions, list: PagedRead): Promise<Fields[]> {
	const { pageSize, limit, what } = list;
	const found: Fields[] = [];
	const rows = paginate<Fields>({
		parts: [
			async (page) => {
				const answer = await list.read(page);
				if (!answer) return { rows: [], isLast: true };
				const { rows: onPage, total } = readAnswer(context, () => list.open(answer));
				const known = readQuantity(total) ?? Number.POSITIVE_INFINITY;
				return { rows: onPage, isLast: onPage.length < pageSize || page * pageSize >= known };
			},
		],
		keyOf: (row) => list.keyOf(row),
		limit,
		onQuotaStop: (count: number, reason: NodeApiError) =>
			addQuotaHint(context, count, what, { by: 'the calls of the plan', reason }),
	});
	for await (const row of rows) found.push(row);
	return found;
}
