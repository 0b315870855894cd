import { getRequestHelperFunctions } from 'n8n-core/dist/execution-engine/node-execution-context/utils/request-helper-functions.js';

import type { Access } from '../../nodes/client/access.ts';
import { createClient } from '../../nodes/client/client.ts';
import type { Clock } from '../../nodes/time/clock.ts';
import { momentOf } from '../../nodes/time/moment.ts';
import type { HttpHelper } from '../../nodes/wire/send.ts';
import { type ClientSurroundings, syncProtocol } from '../../nodes/client/protocol.ts';
import { openLedger } from '../../nodes/quota/ledger/ledgerState.ts';
import { CONNECTOR_POLICY } from '../../nodes/quota/policy.ts';
import { processStore } from '../../nodes/quota/processStore.ts';
import type { Sandbox } from '../sandbox/sandbox.mts';
import { NODE } from './context.mts';

/** A clock that stands still until somebody sleeps, and notes every sleep. */
export interface DrivenClock extends Clock {
	atMs: number;
	sleptMs: number[];
}

/** Starts at noon in Beijing, so that a test does not cross a platform day by accident. */
export function drivenClock(atMs = Date.UTC(2026, 10, 22, 4)): DrivenClock {
	const clock: DrivenClock = {
		atMs,
		sleptMs: [],
		// As the wall clock does, in whole milliseconds; a wait may end between two of them.
		nowMs: () => Math.floor(clock.atMs),
		monotonicMs: () => clock.atMs,
		sleepMs: async (durationMs) => {
			clock.sleptMs.push(durationMs);
			clock.atMs += Math.max(0, durationMs);
		},
	};
	return clock;
}

/** n8n's own HTTP helper, since its handling of bodies and codes is part of what is tested. */
export function n8nHttp(): HttpHelper {
	const workflow = { id: 'w' } as Parameters<typeof getRequestHelperFunctions>[0];
	const data = {} as Parameters<typeof getRequestHelperFunctions>[2];
	return getRequestHelperFunctions(workflow, NODE, data) as unknown as HttpHelper;
}

/** A client against the sandbox with a ledger of its own; any part can be replaced. */
export function clientFor(
	sandbox: Sandbox,
	clock: DrivenClock,
	replace: Partial<ClientSurroundings<Access>> & { access?: Partial<Access> } = {},
) {
	const tokens = sandbox.issueTokens();
	const access: Access = {
		appKey: sandbox.app.appKey,
		appSecret: sandbox.app.appSecret,
		accessToken: tokens.accessToken,
		tokenParameter: 'session',
		baseUrl: sandbox.url,
		account: tokens.accountId,
		policy: CONNECTOR_POLICY,
		...replace.access,
	};
	const quota = processStore(openLedger('test', momentOf(clock)), access.policy, clock);
	const warnings: string[] = [];
	const client = createClient<Access>({
		node: NODE,
		platform: 'AliExpress',
		http: n8nHttp(),
		protocol: syncProtocol,
		clock,
		readAccess: async () => access,
		renewToken: async () => undefined,
		openQuota: () => quota,
		purpose: 'action',
		spender: 'Test workflow',
		warn: (message) => warnings.push(message),
		...replace,
	});
	return { client, access, quota, warnings };
}
