import { connect } from 'node:net';

import { median, rounded } from '../../bench/frame/numbers.mts';
import type { QuotaStore } from '../../nodes/quota/store.ts';
import { callFor, reserveInTurn } from '../e2e/ledger/callers.mts';
import { command } from '../e2e/n8n/command.mts';
import { inProject } from '../e2e/project.mts';
import { say, type Facts } from '../e2e/report.mts';
import type { Cluster } from './cluster.mts';
import { ANY_CALL, askRedis, countedApp, ENDLESS_DAY, type Column } from './column.mts';

const TIMED = 200;

async function p50Of(ask: () => Promise<unknown>): Promise<number> {
	const tookMs: number[] = [];
	for (let nth = 0; nth < TIMED; nth += 1) {
		const fromMs = performance.now();
		await ask();
		tookMs.push(performance.now() - fromMs);
	}
	return rounded(median(tookMs));
}

/** A bare EVAL on a connection that is kept open. */
function openEval(port: number) {
	const socket = connect(port, '127.0.0.1').setNoDelay(true);
	return {
		ask: async () => {
			const answered = new Promise((resolve) => socket.once('data', resolve));
			socket.write('*3\r\n$4\r\nEVAL\r\n$8\r\nreturn 1\r\n$1\r\n0\r\n');
			await answered;
		},
		close: () => socket.destroy(),
	};
}

/** What a reservation costs, one after the other: in the bridge, in Redis, and what a bare EVAL does. */
export async function compareCosts(
	[bridged, inRedis]: readonly [Column, Column],
	cluster: Cluster,
): Promise<Facts> {
	const published = await bridged.publish(countedApp(bridged, 'costs'), 'costs', ENDLESS_DAY);
	const bridge = bridged.counter(published);
	const app = countedApp(inRedis, 'costs');
	const redis = askRedis(cluster.servers.webdis.port, app);
	await redis.memory.startCounting(0);
	const bare = openEval(cluster.servers.redis.port);
	const reserve = (counter: QuotaStore) => async () => {
		const call = callFor('account-of-the-costs', ANY_CALL);
		await reserveInTurn(counter, call);
		// As a node does: it rides along with the next one.
		await counter.settle({ id: call.id, isAnswered: true }, false);
	};
	const facts = {
		p50Bridge: await p50Of(reserve(bridge)),
		p50Redis: await p50Of(reserve(redis)),
		p50BareEval: await p50Of(bare.ask),
	};
	bare.close();
	say(`A reservation costs ${JSON.stringify(facts)} ms.`);
	return facts;
}

const EACH_MS = 3_000;
const ASKERS = [1, 2, 4];
const ACCOUNTS = [1, 10, 50];

/** How the cost of a reservation grows with the processes that ask and with the accounts: p50, ms. */
export async function growCosts(
	[bridged, inRedis]: readonly [Column, Column],
	{ servers }: Cluster,
): Promise<Facts> {
	const published = await bridged.publish(countedApp(bridged, 'growth'), 'growth', ENDLESS_DAY);
	const redisApp = countedApp(inRedis, 'growth');
	await askRedis(servers.webdis.port, redisApp).memory.startCounting(0);
	const facts: Record<string, number> = {};
	for (const accounts of ACCOUNTS) {
		for (const askers of ASKERS) {
			for (const { way } of [bridged, inRedis]) {
				const order = {
					way,
					bridgeUrl: published.bridgeUrl,
					webdisPort: servers.webdis.port,
					app: way === 'bridge' ? published.app : redisApp,
					accounts,
					forMs: EACH_MS,
				};
				const args = [inProject('test', 'queue', 'asker.mts'), JSON.stringify(order)];
				const ask = async () => await command(process.execPath, args, { cwd: inProject() });
				const printed = await Promise.all(Array.from({ length: askers }, ask));
				const tookMs = printed.flatMap((text) => JSON.parse(text) as number[]);
				facts[`${way} ${askers}x${accounts}`] = rounded(median(tookMs));
			}
		}
	}
	return { growth: facts };
}
