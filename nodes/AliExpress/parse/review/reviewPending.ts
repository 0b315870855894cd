import type { z } from 'zod';

import type { JsonObject } from '../../../wire/json';
import { readCount, readRows } from '../answerRows';
import { fields, id, readShape } from '../shape';

const pendingSchema = fields({ orderId: id, order_id: id });

/** An order that waits for the seller's rating. */
export interface RawPending {
	orderId: string;
	source: JsonObject;
}

/** One page of pending ratings; the total is absent when the platform left it out. */
export interface PendingPage {
	pending: RawPending[];
	totalCount?: number;
}

function readPending(source: JsonObject, at: string): RawPending {
	const read: z.infer<typeof pendingSchema> = readShape(pendingSchema, source, at);
	const orderId = read.orderId ?? read.order_id;
	if (orderId !== undefined) return { orderId, source };
	throw new TypeError(`The field "${at}.orderId" of the answer is missing or not an id.`);
}

/**
 * Reads a page of `aliexpress.appraise.redefining.querysellerevaluationorderlist`, whose entries are
 * JSON text.
 *
 * @param page number of the page; a first page without rows is refused when the total says otherwise.
 */
export function parsePendingReviews(value: JsonObject, page: number): PendingPage {
	const rows = readRows(value, {
		field: 'result_list',
		within: ['result'],
		total: 'total_item',
		isFirstPage: page === 1,
	});
	const totalCount = readCount(value, ['result'], 'total_item');
	const pending = rows.map(({ source, at }) => readPending(source, at));
	return { pending, ...(totalCount !== undefined && { totalCount }) };
}
