import type { IExecuteFunctions } from 'n8n-workflow';

import { addHint } from '../../../action/hints';
import { uncountedErrorOf } from '../../../client/apiError';
import { authorizationOf } from '../../../client/authorization';
import type { Client } from '../../../client/client';
import { QuotaUnavailable, type QuotaStatus } from '../../../quota/store';
import { systemClock } from '../../../time/clock';
import { msToIso } from '../../../time/zones';
import type { Operation } from '../operation';

async function readStatus(
	context: IExecuteFunctions,
	status: Promise<QuotaStatus>,
): Promise<QuotaStatus> {
	try {
		return await status;
	} catch (reason) {
		if (reason instanceof QuotaUnavailable) throw uncountedErrorOf(context.getNode(), reason);
		return await Promise.reject(reason);
	}
}

function percentOf({ used, callsPerDay }: QuotaStatus): number | undefined {
	return callsPerDay === undefined ? undefined : Math.ceil((100 * used) / callsPerDay);
}

async function run(context: IExecuteFunctions, client: Client) {
	const { access, quota } = await client.open();
	const status = await readStatus(context, quota.status(access.account));
	if (quota.scope === 'process') {
		addHint(
			context,
			'These calls are counted in this n8n process only: they are forgotten when it restarts, and other processes count for themselves. For an exact count, set the credential to count in the AliExpress Connect Trigger.',
		);
	}
	return [
		{
			day: status.dayInShanghai,
			callsPerDay: status.callsPerDay,
			used: status.used,
			// Rounded up, so that an alert at 80 % is never late.
			usedPercent: percentOf(status),
			reserved: status.reserved,
			left: status.left,
			forecast: status.forecast,
			resetsAt: msToIso(status.resetsAtMs),
			byPurpose: status.byPurpose,
			spending: status.spending.map((entry) => ({ ...entry })),
			breaker: status.breaker,
			...(status.blockedUntilMs !== undefined && { blockedUntil: msToIso(status.blockedUntilMs) }),
			...(status.learnedCallsPerSecond !== undefined && {
				learnedCallsPerSecond: status.learnedCallsPerSecond,
			}),
			authorization: authorizationOf(access, systemClock.nowMs()),
			...(access.refreshExpiresAtMs !== undefined && {
				authorizationEndsAt: msToIso(access.refreshExpiresAtMs),
			}),
			scope: quota.scope,
		},
	];
}

/** What is left of today's calls. Reads the counter and sends nothing to AliExpress. */
export const getStatus = {
	name: 'Get Status',
	value: 'getStatus',
	action: 'Get quota status',
	description:
		'Costs no call. Show how many AliExpress API calls are used, on their way and left today, who spent them, how many it will be by midnight, whether the platform has paused the account, when the count starts again (midnight in Beijing), and until when the account is authorized.',
	fields: () => [],
	run,
} satisfies Operation;
