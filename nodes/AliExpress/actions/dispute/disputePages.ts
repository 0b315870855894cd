import type { IExecuteFunctions } from 'n8n-workflow';

import type { Client } from '../../../client/client';
import type { Page } from '../../../client/paginate';
import type { PrintableJson } from '../../../wire/json';
import { parseDisputes, type RawDispute } from '../../parse/dispute/dispute';
import { readAnswer } from '../operation';

const METHOD = 'aliexpress.issue.issuelist.get';
/** Disputes of a page: the most the platform gives. */
export const PAGE_SIZE = 50;

/** A `query_dto` without its page. */
export type DisputeQuery = Readonly<Record<string, PrintableJson>>;

/** Reads pages of the dispute list, counted from 1. */
export function disputePages(context: IExecuteFunctions, client: Client, query: DisputeQuery) {
	return async (page: number): Promise<Page<RawDispute>> => {
		const asked = { ...query, current_page: page, page_size: PAGE_SIZE };
		const answer = await client.call(METHOD, { query_dto: asked });
		const { disputes, totalCount } = readAnswer(context, () => parseDisputes(answer, page));
		// A total of 0 beside rows is no total; a page that is not full then tells the end.
		const isLast = totalCount ? page * PAGE_SIZE >= totalCount : disputes.length < PAGE_SIZE;
		return { rows: disputes, isLast };
	};
}
