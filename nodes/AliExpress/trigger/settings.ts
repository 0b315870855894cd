import type { INodeProperties } from 'n8n-workflow';
import { IANAZone } from 'luxon';
import { z } from 'zod';

import { TICKET_LANGUAGES } from '../parse/review/ticketWords';
import type { PlatformZone } from '../../time/zones';
import { TRIGGER_EVENTS, type TriggerEvent } from './events/events';

const zones = ['America/Los_Angeles', 'Asia/Shanghai', 'UTC'] as const;

/** After so many failed reads in a row the user is told, unless another number is set. */
export const REPORT_AFTER_FAILED_READS = 5;

const startSchema = z.discriminatedUnion('from', [
	z.object({ from: z.literal('now') }),
	z.object({ from: z.literal('date'), atMs: z.number().int() }),
	z.object({ from: z.literal('last'), count: z.number().int().min(1).max(50) }),
]);

/** The node's settings after reading. */
export const settingsSchema = z.object({
	events: z.array(z.enum(TRIGGER_EVENTS)).min(1),
	start: startSchema,
	/**
	 * The start point as it was written: what the text means changes with the workflow's time zone,
	 * and with each poll if it is an expression, and neither may start the trigger over.
	 */
	startAsWritten: z.string(),
	simplify: z.boolean(),
	includeBuyerData: z.boolean(),
	/** Whether each item says how the feed is doing. */
	includeFeedStatus: z.boolean().optional(),
	alsoOnEdits: z.boolean(),
	negativeUpToStars: z.number().int().min(1).max(5),
	itemsPerPoll: z.number().int().min(1).max(1_000),
	reportAfterFailedReads: z.number().int().min(1).max(1_000).optional(),
	reviewOverlapDays: z.number().int().min(1).max(30),
	reviewZone: z.enum(zones),
	disputeZone: z.enum(zones).optional(),
	/** Whether a workflow that failed gets its events again. */
	repeatUntilSuccess: z.boolean().optional(),
	/** How many events an execution is about; without it each review and each dispute has its own. */
	executions: z.enum(['all', 'each']).optional(),
	/** Language of the headings of a review's ticket. */
	ticketLanguage: z.enum(TICKET_LANGUAGES).optional(),
	/** Part of the day's calls, in per cent, that is told when it is used. */
	quotaLowPercent: z.number().int().min(1).max(100).optional(),
	/** How long before a deadline or an end it is told. */
	shipWithinHours: z.number().int().min(1).max(720).optional(),
	promotionWithinHours: z.number().int().min(24).max(720).optional(),
	/** Stock at which a variant counts as low, and the products of which it is asked for. */
	/** Calls of a day that reviews of orders and following parcels may take. */
	complianceCallsADay: z.number().int().min(1).max(10_000).optional(),
	parcelCallsADay: z.number().int().min(1).max(10_000).optional(),
	lowStock: z.number().int().min(0).max(1_000_000).optional(),
	watchedProducts: z
		.array(z.string().regex(/^\d{1,20}$/))
		.max(50)
		.optional(),
	/** Zone of the day of sales, an IANA name; that of the workflow without it. */
	salesZone: z
		.string()
		.refine((zone) => IANAZone.isValidZone(zone))
		.optional(),
	promotionZone: z.enum(zones).optional(),
	productZone: z.enum(zones).optional(),
	/** The hours in which the trigger reads, on the workflow's wall clock. */
	activeFromHour: z.number().int().min(0).max(23).optional(),
	activeToHour: z.number().int().min(1).max(24).optional(),
});
export type TriggerSettings = z.infer<typeof settingsSchema>;

/** In which zone the times of disputes are read; the platform states it for one of them only. */
export function disputeZoneOf({ disputeZone }: Pick<TriggerSettings, 'disputeZone'>): PlatformZone {
	return disputeZone ?? 'America/Los_Angeles';
}

/** The zones in which times may be that the platform does not state. */
export function zoneChoices() {
	return [
		{ name: 'Beijing', value: 'Asia/Shanghai' },
		{ name: 'US Pacific', value: 'America/Los_Angeles' },
		{ name: 'UTC', value: 'UTC' },
	];
}

/** Shows an option where one of these events is chosen. */
function chosen(...events: TriggerEvent[]): INodeProperties['displayOptions'] {
	return { show: { '/events': events } };
}

/** The options of watches, each shown where an event of its watch is chosen. Built afresh at each call. */
export function watchOptions(): INodeProperties[] {
	return [
		{
			displayName: 'Compliance Calls a Day',
			name: 'complianceCallsADay',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 10000 },
			displayOptions: chosen('order.complianceFailed'),
			default: 10,
			description:
				'How many calls looking at reviews of orders takes of a day, beside listing the orders that wait',
		},
		{
			displayName: 'Low Stock',
			name: 'lowStock',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 1000000 },
			displayOptions: chosen('product.stockLow'),
			default: 5,
			description: 'The stock of a variant at which it counts as low',
		},
		{
			displayName: 'Parcel Calls a Day',
			name: 'parcelCallsADay',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 10000 },
			displayOptions: chosen('parcel.milestone'),
			default: 20,
			description:
				'How many calls following parcels takes of a day. All watches together take at most 3 in 10 of the calls for triggers.',
		},
		{
			displayName: 'Product Time Zone',
			name: 'productZone',
			type: 'options',
			options: zoneChoices(),
			displayOptions: chosen('product.offline', 'product.priceChanged'),
			default: 'America/Los_Angeles',
			description: 'How to read the times of products. AliExpress does not say it.',
		},
		{
			displayName: 'Promotion Ends Within (Hours)',
			name: 'promotionWithinHours',
			type: 'number',
			typeOptions: { minValue: 24, maxValue: 720 },
			displayOptions: chosen('promotion.ending'),
			default: 48,
			description:
				'How long before its end a promotion is told. Promotions are looked at once a day, so it comes up to a day later.',
		},
		{
			displayName: 'Promotion Time Zone',
			name: 'promotionZone',
			type: 'options',
			options: zoneChoices(),
			displayOptions: chosen('promotion.ending'),
			default: 'America/Los_Angeles',
			description: 'How to read the times of promotions. AliExpress does not say it.',
		},
		{
			displayName: 'Quota Low at (%)',
			name: 'quotaLowPercent',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 100 },
			displayOptions: chosen('quota.low'),
			default: 80,
			description: "The part of the day's calls of the account that is told once it is used",
		},
		{
			displayName: 'Sales Time Zone',
			name: 'salesZone',
			type: 'string',
			displayOptions: chosen('sales.daily'),
			default: 'Asia/Shanghai',
			placeholder: 'e.g. Asia/Shanghai',
			description:
				"In which time zone the day of sales begins and ends; the workflow's own without this option",
		},
		{
			displayName: 'Ship Within (Hours)',
			name: 'shipWithinHours',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 720 },
			displayOptions: chosen('order.shipBy'),
			default: 24,
			description: 'How long before the deadline an order is told that is not shipped yet',
		},
	];
}
