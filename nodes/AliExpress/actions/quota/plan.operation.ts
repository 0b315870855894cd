import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { z } from 'zod';

import { choicesOf } from '../../../action/fields';
import type { Client } from '../../../client/client';
import type { Policy } from '../../../quota/policy';
import {
	planOrders,
	planReviewPass,
	planTrigger,
	readsByList,
	type OrderPlan,
	type ReviewPassPlan,
} from '../../../quota/triggerPlan';
import type { Operation } from '../operation';

const wanted = z.object({
	reads: z.array(z.enum(['orders', 'changed', 'finished', 'reviews', 'disputes'])).min(1),
	pollEveryMinutes: z.coerce.number().min(1).max(1_440),
	callsPerRead: z.coerce.number().int().min(1).max(50),
	activeHours: z.coerce.number().min(1).max(24),
	callsByActions: z.coerce.number().int().min(0).max(1_000_000),
	ordersPerDay: z.coerce.number().min(0).max(10_000_000),
});

function readWanted(context: IExecuteFunctions, index: number): z.infer<typeof wanted> {
	const parsed = wanted.safeParse({
		reads: choicesOf(context.getNodeParameter('reads', index, [])),
		pollEveryMinutes: context.getNodeParameter('pollEveryMinutes', index, 1),
		callsPerRead: context.getNodeParameter('callsPerRead', index, 1),
		activeHours: context.getNodeParameter('activeHours', index, 24),
		callsByActions: context.getNodeParameter('callsByActions', index, 0),
		ordersPerDay: context.getNodeParameter('ordersPerDay', index, 0),
	});
	if (parsed.success) return parsed.data;
	const field = parsed.error.issues[0]?.path[0] ?? 'reads';
	throw new NodeOperationError(
		context.getNode(),
		`The value of "${field}" cannot be planned with`,
		{
			description:
				'Choose at least one of the offered lists, 1 to 1440 minutes between polls, 1 to 50 calls for a read, 1 to 24 active hours, no negative numbers.',
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

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const { reads, callsByActions, ordersPerDay, ...setting } = readWanted(context, index);
	const { access } = await client.open();
	const { policy } = access;
	const share = policy.shares.trigger;
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
			triggerShare: share,
			ofDay: policy.windows.day ?? null,
			readEveryMinutes: plan.readsPerDay >= 1 ? plan.readEveryMinutes : null,
			readsPerDay: plan.readsPerDay,
			byList: readsByList(reads, { ...setting, share }),
			...orders,
			...(mayPass && { reviewsByOrders: reviewPass }),
			callsByActions,
			actionShare: policy.shares.action,
			fits: trouble === undefined,
			advice: `${trouble ?? adviceOf(planned)}${wordOfReviews(planned)}`,
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
