// A process that reserves calls one after the other and settles each, as a worker does that makes calls.
import { z } from 'zod';

import { callFor, openLedger, reserveInTurn } from '../e2e/ledger/callers.mts';
import { askRedis } from './column.mts';

const order = z
	.object({
		way: z.enum(['bridge', 'redis']),
		bridgeUrl: z.string(),
		webdisPort: z.number(),
		app: z.object({ appKey: z.string(), appSecret: z.string() }),
		accounts: z.number(),
		forMs: z.number(),
	})
	.parse(JSON.parse(process.argv[2] ?? ''));

const { app, accounts, forMs, bridgeUrl, webdisPort } = order;
const counter =
	order.way === 'bridge'
		? openLedger({ bridgeUrl, appSecret: app.appSecret })
		: askRedis(webdisPort, app);
const tookMs: number[] = [];
const endsAtMs = performance.now() + forMs;
for (let nth = 0; performance.now() < endsAtMs; nth += 1) {
	const fromMs = performance.now();
	const call = callFor(`account-${nth % accounts}`, 'connect');
	const grant = await reserveInTurn(counter, call);
	tookMs.push(performance.now() - fromMs);
	if (!grant.granted) throw new Error(`The counter refused a call (${grant.reason}).`);
	await counter.settle({ id: call.id, isAnswered: true }, false);
}
process.stdout.write(JSON.stringify(tookMs));
