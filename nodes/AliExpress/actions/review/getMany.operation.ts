import { NodeOperationError, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import {
	choicesOf,
	collectionOf,
	filtersCollection,
	isSimplified,
	limitFields,
	limitOf,
	simplifyField,
} from '../../../action/fields';
import { addHint } from '../../../action/hints';
import { idsOf } from '../../../action/ids';
import type { Client } from '../../../client/client';
import { dateMs } from '../../../time/dates';
import { DAY_MS, HOUR_MS } from '../../../time/units';
import { boundText, type PlatformZone } from '../../../time/zones';
import type { PrintableJson } from '../../../wire/json';
import { parseReviewList, simplifyReview, toReviewItem } from '../../parse/review/review';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsField, optionsOf, zoneOption } from '../fields';
import { pickedIdOrNone, productLocator } from '../locators';
import { ticketLanguageField, ticketLanguageOf } from '../../ticketLanguage';

function filtersField(): INodeProperties {
	return filtersCollection([
		{
			displayName: 'Order IDs',
			name: 'parentOrderIds',
			type: 'string',
			default: '',
			placeholder: 'e.g. 8100000000000001, 8100000000000003',
			description: 'Only reviews of these orders: up to 50 IDs, separated by commas',
		},
		productLocator({ description: 'Only reviews of this product' }),
		{
			displayName: 'Valid After',
			name: 'validAfter',
			type: 'dateTime',
			default: '',
			description:
				'Only reviews that became effective at or after this time. Without dates and order IDs, the last 30 days are read. A review may become effective weeks after it was written.',
		},
		{
			displayName: 'Valid Before',
			name: 'validBefore',
			type: 'dateTime',
			default: '',
			description: 'Only reviews that became effective up to this time',
		},
	]);
}

/** The fields of Review: Get Many. */
function reviewFields(): INodeProperties[] {
	return [
		{
			displayName: 'Stars',
			name: 'stars',
			type: 'multiOptions',
			options: [1, 2, 3, 4, 5].map((value) => ({ name: String(value), value })),
			default: [],
			description:
				'Only reviews with one of these ratings, e.g. 1 and 2 for negative ones. Without a choice all are returned.',
			hint: 'Nothing chosen: reviews with any number of stars',
		},
		...limitFields(),
		simplifyField(),
		filtersField(),
		optionsField([zoneOption('Review Time Zone', 'reviews'), ticketLanguageField()]),
	];
}

/** How far back reviews are read when neither dates nor orders are given. */
const DEFAULT_DAYS = 30;

/** What the user asks for; times in ms UTC. */
interface ReviewFilter {
	stars: readonly number[];
	validAfterMs?: number | undefined;
	validBeforeMs?: number | undefined;
	productId?: bigint | undefined;
	parentOrderIds: readonly bigint[];
	zone: PlatformZone;
}

/** An hour ahead of this server's clock, so that a slow clock does not cut the newest review off. */
function endMs({ validBeforeMs }: Pick<ReviewFilter, 'validBeforeMs'>, nowMs: number): number {
	return validBeforeMs ?? nowMs + HOUR_MS;
}

/** Whether no review can lie between the dates of a filter; without an end that is the present. */
function isEmptyRange(
	filter: Pick<ReviewFilter, 'validAfterMs' | 'validBeforeMs'>,
	nowMs: number,
): boolean {
	return filter.validAfterMs !== undefined && filter.validAfterMs >= endMs(filter, nowMs);
}

/**
 * The `trade_evaluation_request` of a filter. Reviews are looked up by the date on which they
 * became effective, which may be weeks after they were written. Given orders are looked up without
 * dates, unless dates are given too.
 *
 * @param nowMs ms UTC.
 */
function reviewQuery(filter: ReviewFilter, nowMs: number): Readonly<Record<string, PrintableJson>> {
	const { stars, productId, parentOrderIds, zone, validAfterMs, validBeforeMs } = filter;
	const isDated = validAfterMs !== undefined || validBeforeMs !== undefined;
	const toMs = endMs(filter, nowMs);
	const fromMs = validAfterMs ?? Math.min(toMs, nowMs) - DEFAULT_DAYS * DAY_MS;
	const range = {
		start_valid_date: boundText(fromMs, 'start', zone),
		end_valid_date: boundText(toMs, 'end', zone),
	};
	return {
		...(stars.length > 0 && { buyer_product_ratings: stars }),
		...((isDated || parentOrderIds.length === 0) && range),
		...(productId !== undefined && { product_id: productId }),
		...(parentOrderIds.length > 0 && { parent_order_ids: parentOrderIds }),
	};
}

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
	const ticketLanguage = ticketLanguageOf(collectionOf(context, 'options', index).ticketLanguage);
	const choice = { ...options, pseudonymKey: access.appSecret, ticketLanguage };
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
		'Costs one call. Get effective reviews of the shop by stars, date, product or order, each with a ready ticket draft.',
	fields: reviewFields,
	run,
};
