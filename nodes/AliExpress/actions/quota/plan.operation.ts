import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { z } from 'zod';

import { choicesOf } from '../../../action/fields';
import type { Client } from '../../../client/client';
import type { Policy } from '../../../quota/policy';
import { planTrigger, readsByList } from '../../../quota/triggerPlan';
import type { Operation } from '../operation';

const wanted = z.object({
	reads: z.array(z.enum(['orders', 'finished', 'reviews', 'disputes'])).min(1),
	pollEveryMinutes: z.coerce.number().min(1).max(1_440),
	callsPerRead: z.coerce.number().int().min(1).max(50),
	activeHours: z.coerce.number().min(1).max(24),
	callsByActions: z.coerce.number().int().min(0).max(1_000_000),
});

function readWanted(context: IExecuteFunctions, index: number): z.infer<typeof wanted> {
	const parsed = wanted.safeParse({
		reads: choicesOf(context.getNodeParameter('reads', index, [])),
		pollEveryMinutes: context.getNodeParameter('pollEveryMinutes', index, 1),
		callsPerRead: context.getNodeParameter('callsPerRead', index, 1),
		activeHours: context.getNodeParameter('activeHours', index, 24),
		callsByActions: context.getNodeParameter('callsByActions', index, 0),
	});
	if (parsed.success) return parsed.data;
	const field = parsed.error.issues[0]?.path[0] ?? 'reads';
	throw new NodeOperationError(
		context.getNode(),
		`The value of "${field}" cannot be planned with`,
		{
			description:
				'Choose at least one of the offered lists, 1 to 1440 minutes between polls, 1 to 50 calls for a read, 1 to 24 active hours.',
		},
	);
}

function adviceOf(share: number, callsPerDay: number, actions: number, policy: Policy): string {
	if (actions > policy.shares.action) {
		return `Actions need ${actions} calls but ${policy.shares.action} are set aside for them. Run them less often, or divide the day yourself in the credential.`;
	}
	return callsPerDay < share
		? 'It fits: every poll can read.'
		: 'It fits: the trigger spreads its share over the day by itself and leaves polls in between out.';
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const { reads, callsByActions, ...setting } = readWanted(context, index);
	const { access } = await client.open();
	const { policy } = access;
	const share = policy.shares.trigger;
	// Every fourth read of disputes costs two calls more, for those that have ended.
	const lists = reads.length + (reads.includes('disputes') ? 0.5 : 0);
	const plan = planTrigger({ ...setting, lists, share });
	return [
		{
			callsPerDay: plan.callsPerDay,
			callsPerDayIfEveryPollRead: plan.wantedCallsPerDay,
			triggerShare: share,
			ofDay: policy.windows.day ?? null,
			readEveryMinutes: plan.readsPerDay >= 1 ? plan.readEveryMinutes : null,
			readsPerDay: plan.readsPerDay,
			byList: readsByList(reads, { ...setting, share }),
			callsByActions,
			actionShare: policy.shares.action,
			fits: callsByActions <= policy.shares.action && plan.readsPerDay >= 1,
			advice:
				plan.readsPerDay >= 1
					? adviceOf(share, plan.wantedCallsPerDay, callsByActions, policy)
					: `One read of all lists takes more than the ${share} calls set aside for triggers. Read fewer lists, or divide the day yourself in the credential.`,
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
					name: 'Disputes',
					value: 'disputes',
					description: 'Opened and updated disputes; those that have ended every fourth read',
				},
				{
					name: 'Finished Orders',
					value: 'finished',
					description: 'Finished and cancelled orders, which the list of orders leaves out',
				},
				{ name: 'Orders', value: 'orders', description: 'New, paid, shipped or changed orders' },
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
		'Work out how many AliExpress API calls a day a set-up of triggers and actions needs, how often orders and reviews are read with it, and whether it fits. Costs no call.',
	fields,
	run,
} satisfies Operation;
