import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { choicesOf, collectionOf, isSimplified, limitOf } from '../../../action/fields';
import { addHint } from '../../../action/hints';
import { idsOf } from '../../../action/ids';
import type { Client } from '../../../client/client';
import { dateMs } from '../../../time/dates';
import { parseReviewList, simplifyReview, toReviewItem } from '../../parse/review';
import { readAnswer, withRaw } from '../answer';
import { optionsOf } from '../fields';
import { pickedIdOrNone } from '../locators';
import type { Operation } from '../operation';
import { reviewFields } from './fields';
import { isEmptyRange, reviewQuery, type ReviewFilter } from './query';

const METHOD = 'aliexpress.evaluation.listorderevaluation.get';
const MAX_ORDERS = 50;
/** The method has no pages and its row limit is not documented; from here on it may have been met. */
const SUSPICIOUS_ROWS = 100;

function starsOf(context: IExecuteFunctions, value: unknown): number[] {
	const chosen = choicesOf(value);
	if (chosen.every((stars) => /^[1-5]$/.test(stars))) return chosen.map(Number);
	throw new NodeOperationError(context.getNode(), 'Stars go from 1 to 5', {
		description: 'Choose whole numbers from 1 to 5. No call was spent.',
	});
}

function filterOf(
	context: IExecuteFunctions,
	index: number,
	nowMs: number,
): Omit<ReviewFilter, 'zone'> {
	const filters = collectionOf(context, 'filters', index);
	const filter = {
		stars: starsOf(context, context.getNodeParameter('stars', index, [])),
		validAfterMs: dateMs(context, 'Valid After', filters.validAfter),
		validBeforeMs: dateMs(context, 'Valid Before', filters.validBefore),
		productId: pickedIdOrNone(context, 'filters.productId', 'product ID', index),
		parentOrderIds: idsOf(context, 'order ID', filters.parentOrderIds, MAX_ORDERS),
	};
	if (!isEmptyRange(filter, nowMs)) return filter;
	const end = filter.validBeforeMs === undefined ? 'the present' : '"Valid Before"';
	throw new NodeOperationError(context.getNode(), `"Valid After" is not before ${end}`, {
		description: 'No review can lie in this range. No call was spent.',
	});
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const options = optionsOf(context, index);
	const limit = limitOf(context, index);
	const nowMs = Date.now();
	const query = reviewQuery({ ...filterOf(context, index, nowMs), zone: options.zone }, nowMs);
	const { access } = await client.open();
	const answer = await client.call(METHOD, { trade_evaluation_request: query });
	const reviews = readAnswer(context, () => parseReviewList(answer));
	if (reviews.length >= SUSPICIOUS_ROWS) {
		addHint(
			context,
			`AliExpress returned ${reviews.length} reviews in one answer. The list has no pages and may be cut: choose shorter date ranges to be sure that none is missing.`,
		);
	}
	const simplified = isSimplified(context, index);
	const choice = { ...options, pseudonymKey: access.appSecret };
	return reviews.slice(0, limit).map((raw) => {
		const item = toReviewItem(raw, choice);
		const shown = simplified ? simplifyReview(item, options) : item;
		return withRaw(shown, raw.source, options, choice);
	});
}

/** Reads reviews; the platform offers no other way to them than a time window. */
export const getMany: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many reviews',
	description:
		'Get effective reviews of the shop by stars, date, product or order, each with a ready ticket draft. Costs one call.',
	fields: reviewFields,
	run,
};
