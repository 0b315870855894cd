import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { z } from 'zod';

import { choicesOf } from '../../../action/fields';
import type { Client } from '../../../client/client';
import type { Policy } from '../../../quota/policy';
import { roomFor } from '../../../quota/shares';
import {
	planOrders,
	planReviewPass,
	planTrigger,
	readsByList,
	type OrderPlan,
	type ReviewPassPlan,
} from '../../../quota/triggerPlan';
import { PARCEL_CALLS, planWatches } from '../../../quota/watchPlan';
import type { Operation } from '../operation';

const someOf = z.coerce.number().int().min(0).max(1_000_000);

const wanted = z.object({
	reads: z.array(z.enum(['orders', 'changed', 'finished', 'reviews', 'disputes'])).min(1),
	pollEveryMinutes: z.coerce.number().min(1).max(1_440),
	callsPerRead: z.coerce.number().int().min(1).max(50),
	activeHours: z.coerce.number().min(1).max(24),
	callsByActions: z.coerce.number().int().min(0).max(1_000_000),
	ordersPerDay: z.coerce.number().min(0).max(10_000_000),
	watches: z.array(
		z.enum([
			'compliance',
			'health',
			'parcels',
			'products',
			'promotions',
			'sales',
			'shipping',
			'stock',
		]),
	),
	ordersToShip: someOf,
	parcels: someOf,
	parcelCallsADay: someOf,
	products: someOf,
	watchedProducts: someOf,
});

function readWanted(context: IExecuteFunctions, index: number): z.infer<typeof wanted> {
	const parsed = wanted.safeParse({
		reads: choicesOf(context.getNodeParameter('reads', index, [])),
		pollEveryMinutes: context.getNodeParameter('pollEveryMinutes', index, 1),
		callsPerRead: context.getNodeParameter('callsPerRead', index, 1),
		activeHours: context.getNodeParameter('activeHours', index, 24),
		callsByActions: context.getNodeParameter('callsByActions', index, 0),
		ordersPerDay: context.getNodeParameter('ordersPerDay', index, 0),
		watches: choicesOf(context.getNodeParameter('watches', index, [])),
		ordersToShip: context.getNodeParameter('ordersToShip', index, 0),
		parcels: context.getNodeParameter('parcels', index, 0),
		parcelCallsADay: context.getNodeParameter('parcelCallsADay', index, PARCEL_CALLS),
		products: context.getNodeParameter('products', index, 0),
		watchedProducts: context.getNodeParameter('watchedProducts', index, 0),
	});
	if (parsed.success) return parsed.data;
	const field = parsed.error.issues[0]?.path[0] ?? 'reads';
	throw new NodeOperationError(
		context.getNode(),
		`The value of "${field}" cannot be planned with`,
		{
			description:
				'Choose at least one of the offered lists and none but the offered watches, 1 to 1440 minutes between polls, 1 to 50 calls for a read, 1 to 24 active hours, no negative numbers.',
		},
	);
}

interface Planned {
	policy: Policy;
	wantedCallsPerDay: number;
	readsPerDay: number;
	callsByActions: number;
	ordersPerDay: number;
	orders: OrderPlan | undefined;
	reviewPass: ReviewPassPlan | null;
}

/** The calls that triggers have by the end of a day on which actions make so many. */
function callsOfTriggers(policy: Policy, callsByActions: number): number {
	const { shares, windows } = policy;
	if (windows.day === undefined) return shares.trigger;
	const used = { connect: 0, recovery: 0, trigger: 0, action: callsByActions, browse: 0 };
	return Math.max(shares.trigger, roomFor('trigger', policy, used, windows.day, 0));
}

/** What does not fit, and what to do about it; undefined when all does. */
function troubleOf({ policy, readsPerDay, callsByActions, ordersPerDay, orders }: Planned) {
	const { trigger, action } = policy.shares;
	if (readsPerDay < 1) {
		return `One read of all lists takes more than the ${trigger} calls set aside for triggers. Read fewer lists, or divide the day yourself in the credential.`;
	}
	if (callsByActions > action) {
		return `Actions need ${callsByActions} calls but ${action} are set aside for them. Run them less often, or divide the day yourself in the credential.`;
	}
	if (!orders || ordersPerDay <= orders.orderCapacityPerDay) return undefined;
	return `The calls for orders bring about ${orders.orderCapacityPerDay} a day in time. Of ${ordersPerDay} those of busy hours come hours late, and are caught up in slow ones. Read fewer lists, or use an app with more calls a day.`;
}

function adviceOf({ policy, wantedCallsPerDay }: Planned): string {
	return wantedCallsPerDay < policy.shares.trigger
		? 'It fits: every poll can read.'
		: 'It fits: the trigger spreads its share over the day by itself and leaves polls in between out.';
}

/** What becomes of reviews where the list of them cannot be gone by. */
function wordOfReviews({ reviewPass, ordersPerDay }: Planned): string {
	if (!reviewPass) return '';
	const { passDays, coveredDays } = reviewPass;
	const covered =
		coveredDays > 0
			? `reviews of orders placed more than ${coveredDays} days before can be missed`
			: 'reviews of some orders are never asked for';
	return ` Should reviews have to be read by their orders, going once through those of ${ordersPerDay} a day takes ${passDays} days, and ${covered}, since AliExpress lists finished orders for 30 days.`;
}

/** What becomes of watches that would take more than their part, and of parcels that are too many. */
function wordOfWatches({
	callsPerDay,
	wantedCallsPerDay,
	byWatch,
}: ReturnType<typeof planWatches>) {
	const scarce =
		wantedCallsPerDay <= callsPerDay
			? ''
			: ` The watches would take ${wantedCallsPerDay} calls a day and get ${callsPerDay} where actions leave the rest, so they look more seldom, as said for each.`;
	if (byWatch.parcels?.lookEveryHours !== null) return scarce;
	return `${scarce} So many parcels cannot be followed: new ones come faster than they are looked at. Give them more "Parcel Calls a Day", or watch less beside them.`;
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const { reads, watches, callsByActions, ordersPerDay, ...rest } = readWanted(context, index);
	const { pollEveryMinutes, callsPerRead, activeHours, ...counts } = rest;
	const setting = { pollEveryMinutes, callsPerRead, activeHours };
	const { access } = await client.open();
	const { policy } = access;
	const ofDay = callsOfTriggers(policy, callsByActions);
	const { trigger } = policy.shares;
	const watched = planWatches(watches, { ...counts, ordersPerDay }, trigger, ofDay);
	// The lists have what the watches leave.
	const share = trigger - watched.callsOfShare;
	// Every fourth read of disputes costs two calls more, for those that have ended.
	const lists = reads.length + (reads.includes('disputes') ? 0.5 : 0);
	const plan = planTrigger({ ...setting, lists, share });
	const orders = planOrders(reads, { ...setting, share }, ordersPerDay);
	const mayPass = reads.includes('reviews') && ordersPerDay > 0;
	const reviewPass = mayPass ? planReviewPass(reads, { ...setting, share }, ordersPerDay) : null;
	const planned: Planned = { ...plan, policy, callsByActions, ordersPerDay, orders, reviewPass };
	const trouble = troubleOf(planned);
	return [
		{
			callsPerDay: plan.callsPerDay,
			callsPerDayIfEveryPollRead: plan.wantedCallsPerDay,
			triggerShare: policy.shares.trigger,
			ofDay: policy.windows.day ?? null,
			readEveryMinutes: plan.readsPerDay >= 1 ? plan.readEveryMinutes : null,
			readsPerDay: plan.readsPerDay,
			byList: readsByList(reads, { ...setting, share }),
			...orders,
			...(mayPass && { reviewsByOrders: reviewPass }),
			...(watches.length > 0 && {
				watchCallsPerDay: watched.callsPerDay,
				byWatch: watched.byWatch,
			}),
			callsByActions,
			actionShare: policy.shares.action,
			fits: trouble === undefined,
			advice: `${trouble ?? adviceOf(planned)}${wordOfReviews(planned)}${wordOfWatches(watched)}`,
		},
	];
}

function fields(): INodeProperties[] {
	return [
		{
			displayName: 'Reads',
			name: 'reads',
			type: 'multiOptions',
			options: [
				{
					name: 'Changed Orders',
					value: 'changed',
					description: 'Shipped orders, and wishes to cancel',
				},
				{
					name: 'Disputes',
					value: 'disputes',
					description: 'Opened and updated disputes; those that have ended every fourth read',
				},
				{
					name: 'Finished Orders',
					value: 'finished',
					description: 'Finished and cancelled orders, which the list of orders leaves out',
				},
				{ name: 'Orders', value: 'orders', description: 'New and paid orders' },
				{ name: 'Reviews', value: 'reviews', description: 'New, negative and updated reviews' },
			],
			default: ['orders'],
			description:
				'Which lists the triggers of the account need. Each costs its own calls; all its triggers share one read of it.',
		},
		{
			displayName: 'Poll Every (Minutes)',
			name: 'pollEveryMinutes',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 1440 },
			default: 1,
			description: 'As set under Poll Times in the trigger',
		},
		{
			displayName: 'Calls for a Read',
			name: 'callsPerRead',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 50 },
			default: 1,
			description: 'One for each list; one more for every 50 rows beyond the first 50',
		},
		{
			displayName: 'Active Hours',
			name: 'activeHours',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 24 },
			default: 24,
			description: 'In how many hours of the day the trigger reads',
		},
		{
			displayName: 'Orders a Day',
			name: 'ordersPerDay',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'How many orders the shop gets, to learn whether the calls suffice for them in busy hours, and how long reviews would take by their orders. 0 if you do not know.',
		},
		{
			displayName: 'Calls by Actions',
			name: 'callsByActions',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: 'How many calls a day the AliExpress nodes inside your workflows make',
		},
		...watchFields(),
	];
}

/** What there is of that a watch looks at: label, field, watch and description. */
const COUNTS = [
	[
		'Orders to Ship',
		'ordersToShip',
		['shipping', 'compliance'],
		'How many orders wait to be shipped',
	],
	['Parcels', 'parcels', ['parcels'], 'How many parcels are on their way'],
	['Parcel Calls a Day', 'parcelCallsADay', ['parcels'], 'As set under Options in the trigger'],
	['Products', 'products', ['products'], 'How many are on sale, offline or to be edited'],
	['Watched Products', 'watchedProducts', ['stock'], 'Of how many the stock is looked at'],
] as const;

function countField([displayName, name, watch, description]: (typeof COUNTS)[number]) {
	const field: INodeProperties = {
		displayName,
		name,
		type: 'number',
		typeOptions: { minValue: 0 },
		displayOptions: { show: { watches: [...watch] } },
		default: 0,
		description,
	};
	return name === 'parcelCallsADay' ? { ...field, default: PARCEL_CALLS } : field;
}

function watchFields(): INodeProperties[] {
	return [
		{
			displayName: 'Watches',
			name: 'watches',
			type: 'multiOptions',
			options: [
				{
					name: 'Daily Sales',
					value: 'sales',
					description: 'As if the lists did not show the day',
				},
				{ name: 'Order Compliance', value: 'compliance', description: 'With 10 calls a day' },
				{ name: 'Orders to Ship Soon', value: 'shipping' },
				{ name: 'Parcel Milestones', value: 'parcels' },
				{ name: 'Products Offline and Price Changes', value: 'products' },
				{ name: 'Promotions Ending', value: 'promotions' },
				{ name: 'Stock of Watched Products', value: 'stock' },
				{ name: 'Store Health', value: 'health' },
			],
			default: [],
			description:
				'What the trigger looks at beside its lists. All watches together take at most 3 in 10 of its calls.',
			hint: 'Nothing chosen: no watch takes calls',
		},
		...COUNTS.map(countField),
	];
}

/** What a set-up of triggers and actions needs of the day. Sends nothing to AliExpress. */
export const plan = {
	name: 'Plan',
	value: 'plan',
	action: 'Plan quota',
	description:
		'Costs no call. Work out how many AliExpress API calls a day a set-up of triggers and actions needs, how often orders and reviews are read with it, how late new orders come, and whether it fits.',
	fields,
	run,
} satisfies Operation;
