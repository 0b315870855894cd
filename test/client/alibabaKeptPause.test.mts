import type { IDataObject } from 'n8n-workflow';

import { withKeptPause } from '../../nodes/AlibabaCom/openClient.ts';
import { momentOf } from '../../nodes/time/moment.ts';
import { openLedger } from '../../nodes/quota/ledger/ledgerState.ts';
import { ALIBABA_FREE_POLICY } from '../../nodes/quota/policy.ts';
import { processStore } from '../../nodes/quota/processStore.ts';
import { drivenClock } from './around.mts';

const DAY_MS = 86_400_000;
const account = '*';
const call = { account, purpose: 'action' as const, spender: 'Quotes' };

describe('a pause of a week', () => {
	const clock = drivenClock();
	let staticData: IDataObject;
	/** A process of its own: nothing in memory is left of the one before. */
	const startProcess = (ledgerKey = 'key') => {
		const at = momentOf(clock);
		const ledger = openLedger('boot', at, at.monotonicMs - 3_600_000);
		const quota = processStore(ledger, ALIBABA_FREE_POLICY, clock);
		return withKeptPause(quota, ledger, { keyOf: () => ledgerKey, account, staticData }, clock);
	};
	const ask = async (quota: ReturnType<typeof startProcess>) =>
		await quota.reserve({ ...call, id: `call-${clock.nowMs()}` });

	beforeEach(() => {
		staticData = {};
	});

	it('is known to the next process, whole, and ends when it was to end', async () => {
		await startProcess().block({ account, isDayLimit: false, banMs: 7 * DAY_MS });
		const untilMs = clock.nowMs() + 7 * DAY_MS;
		staticData = JSON.parse(JSON.stringify(staticData)) as IDataObject;
		await clock.sleepMs(3 * DAY_MS);
		const refused = await ask(startProcess());
		expect(refused).toMatchObject({ granted: false, reason: 'blocked' });
		const opensAtMs = 'opensAtMs' in refused ? refused.opensAtMs : 0;
		expect(opensAtMs).toBeGreaterThanOrEqual(untilMs);
		expect(opensAtMs).toBeLessThan(untilMs + 60 * 60_000);
		await clock.sleepMs(opensAtMs - clock.nowMs());
		expect(await ask(startProcess())).toMatchObject({ granted: true });
	});

	it('holds for its own key alone, and data of another shape is no pause', async () => {
		await startProcess('other').block({ account, isDayLimit: false, banMs: 7 * DAY_MS });
		expect(await ask(startProcess())).toMatchObject({ granted: true });
		staticData.alibabaComPauses = ['something else'];
		expect(await ask(startProcess())).toMatchObject({ granted: true });
	});

	it('keeps no more than a few keys', async () => {
		for (let number = 0; number < 50; number += 1) {
			await startProcess(`key${number}`).block({ account, isDayLimit: false });
		}
		expect(Object.keys(staticData.alibabaComPauses as object).length).toBeLessThanOrEqual(10);
		expect(staticData.alibabaComPauses).toHaveProperty('key49');
	});
});
