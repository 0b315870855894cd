import { NodeOperationError, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { addHint } from '../../../action/hints';
import { uncountedErrorOf } from '../../../client/apiError';
import type { Client } from '../../../client/client';
import { QuotaUnavailable } from '../../../quota/store';
import type { Operation } from '../operation';

/** The most that anybody has in a day; see the limits of one's own in the credential. */
const MOST_CALLS = 1_000_000;
const calls = z.coerce.number().int().min(0).max(MOST_CALLS);

function readCalls(context: IExecuteFunctions, index: number): number {
	const parsed = calls.safeParse(context.getNodeParameter('callsMadeToday', index, 0));
	if (parsed.success) return parsed.data;
	throw new NodeOperationError(
		context.getNode(),
		'The calls that were made today are not a number',
		{ description: `Give a whole number from 0 to ${MOST_CALLS} in "Calls Made Today".` },
	);
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const callsMade = readCalls(context, index);
	const { quota } = await client.open();
	if (!quota.memory) {
		addHint(
			context,
			'Counting begins by itself with this credential; only a Redis has to be told, since it may have lost a count.',
		);
		return [{ started: false }];
	}
	try {
		return [{ started: await quota.memory.startCounting(callsMade) }];
	} catch (reason) {
		if (reason instanceof QuotaUnavailable) throw uncountedErrorOf(context.getNode(), reason);
		return await Promise.reject(reason);
	}
}

function fields(): INodeProperties[] {
	return [
		{
			displayName: 'Calls Made Today',
			name: 'callsMadeToday',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: MOST_CALLS },
			default: 0,
			description:
				'How many calls the app has made since midnight in Beijing, wherever they were counted. 0 for an app that made none; rather too many than too few.',
		},
	];
}

/** Tells a Redis that it holds no count because there was none, and not because it lost one. */
export const startCounting = {
	name: 'Start Counting',
	value: 'startCounting',
	action: 'Start counting',
	description:
		'Costs no call. Begin to count calls in the Redis of the credential. Needed once for a new Redis, and after one that has lost its data; until then no call leaves. Changes nothing where calls are counted already (started: false).',
	fields,
	run,
} satisfies Operation;
