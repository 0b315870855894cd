import type { Purpose } from '../../nodes/quota/policy.ts';
import type { QuotaStore, SharedMemory } from '../../nodes/quota/store.ts';
import { openLedger } from '../e2e/ledger/callers.mts';
import { overFetch } from '../e2e/ledger/http.mts';
import { fromPackage } from '../e2e/project.mts';
import { publishBridge, type Bridge, type CredentialFields, type Limits } from '../e2e/stage.mts';
import { startSandbox, type Sandbox, type SandboxApp } from '../sandbox/sandbox.mts';
import type { Cluster } from './cluster.mts';

const { redisStore } =
	fromPackage<typeof import('../../nodes/quota/redis/redisStore.ts')>('quota/redis/redisStore');
const { ledgerKeyOf } =
	fromPackage<typeof import('../../nodes/quota/processStore.ts')>('quota/processStore');
const { customPolicy } = fromPackage<typeof import('../../nodes/quota/policy.ts')>('quota/policy');
const { systemClock } = fromPackage<typeof import('../../nodes/time/clock.ts')>('time/clock');

/** The two ways to count, as the columns of the result. */
export type Way = 'bridge' | 'redis';

/** One way to count: shops of its own, and what leads to its counter. */
export interface Column {
	readonly way: Way;
	readonly sandbox: Sandbox;
	/** Where its webhooks are asked: by the rule of the proxy, or without it, since no rule is needed. */
	readonly url: string;
	readonly shopApp: SandboxApp;
	readonly limits: (limits: Limits) => CredentialFields;
	publish(app: SandboxApp, name: string, limits: Limits): Promise<Bridge>;
	/** The counter of a bridge, asked through the proxy. */
	counter(bridge: Bridge): QuotaStore;
	/** How the copies of the next pushes are sent. */
	copies: 'inTurn' | 'parallel';
}

const appOf = (way: Way, name: string, number: number): SandboxApp => ({
	appKey: String(number),
	appSecret: `sandbox-secret-of-${name}-counted-in-${way}`,
});

/** Asks the Redis behind a Webdis without n8n, as a program beside it. */
export function askRedis(
	webdisPort: number,
	{ appKey, appSecret }: SandboxApp,
): QuotaStore & { memory: SharedMemory } {
	const address = {
		dialect: 'webdis' as const,
		url: `http://127.0.0.1:${webdisPort}`,
		token: '',
	};
	const app = ledgerKeyOf(appKey, appSecret).slice(0, 16);
	const store = redisStore(overFetch, address, app, customPolicy(1_000_000, 1_000), systemClock);
	if (!store.memory) throw new Error('A Redis has a memory.');
	return { ...store, memory: store.memory };
}

/** What the platform waits for an answer to a push message, made longer for busy machines, ms. */
const PUSH_ANSWER_MS = 20_000;

async function post(
	address: string,
	{ headers, body }: { headers: Record<string, string>; body: Buffer },
) {
	const answer = await fetch(address, { method: 'POST', headers, body: new Uint8Array(body) });
	await answer.arrayBuffer();
	return answer.status;
}

/** Opens a column: a sandbox of its own, and apps by name. */
export async function openColumn(cluster: Cluster, way: Way): Promise<Column> {
	const shopApp = appOf(way, 'shop', way === 'bridge' ? 511_111 : 522_222);
	const column = { copies: 'inTurn' as Column['copies'] };
	const sandbox = await startSandbox({
		apps: [shopApp],
		limits: { perDay: 20_000 },
		push: {
			answerWithinMs: PUSH_ANSWER_MS,
			// Each message twice, as the platform does when an answer gets lost.
			transport: async (address, request) => {
				const send = async () => await post(address, request);
				const statuses =
					column.copies === 'parallel'
						? await Promise.all([send(), send()])
						: [await send(), await send()];
				return statuses.find((status) => status === 200) ?? statuses[0] ?? 0;
			},
		},
	});
	const { proxy, servers, editor } = cluster;
	const url = way === 'bridge' ? proxy.url : proxy.misroutedUrl;
	const counter = {
		counter: way,
		redisInterface: 'webdis',
		redisUrl: `http://127.0.0.1:${servers.webdis.port}`,
	};
	const limits = (own: Limits) => ({ ...own, ...counter });
	return Object.assign(column, {
		way,
		sandbox,
		url,
		shopApp,
		limits,
		publish: async (app: SandboxApp, name: string, own: Limits) => {
			if (way === 'redis') await askRedis(servers.webdis.port, app).memory.startCounting(0);
			const path = `${way}-${name}/aliexpress-connect`;
			return await publishBridge(editor, url, sandbox.url, [app, path, limits(own)]);
		},
		counter: ({ bridgeUrl, app }: Bridge) => openLedger({ bridgeUrl, appSecret: app.appSecret }),
	});
}

/** An app of a column that calls no platform: its counter alone is asked. */
export const countedApp = (column: Column, name: string): SandboxApp =>
	appOf(column.way, name, name.length + (column.way === 'bridge' ? 530_000 : 540_000));

/** A purpose whose share is the whole day. */
export const ANY_CALL: Purpose = 'connect';

/** The day is what these are about, so the second is given away. */
export const ONE_DAY: Limits = { policy: 'custom', callsPerDay: 60, callsPerSecond: 1_000 };
export const ENDLESS_DAY: Limits = { ...ONE_DAY, callsPerDay: 1_000_000 };
