// A shop takes its authorization back, or the authorization ends: what a day of polls makes of it, in
// virtual time, and what comes after Connect.
import { startSandbox, type Sandbox } from '../sandbox/sandbox.mts';
import { createRandom } from '../sandbox/shop/random.mts';
import { createActing } from './acting.mts';
import { createDeliveries } from './deliveries.mts';
import { readRow } from './disk.mts';
import { createInstallation, type Installation } from './installation.mts';
import { openLoopback } from './loopback.mts';
import { createNetwork } from './network.mts';
import { HOUR_MS, MINUTE_MS, START_MS } from './scene.mts';
import type { WatchingWorkflow } from './scene.mts';
import { createScheduler } from './scheduler.mts';
import { createWatching } from './watching.mts';

const DEAD = '2000000001';
const ALIVE = '2000000002';
const WORKFLOWS: WatchingWorkflow[] = [
	{ id: 'cards', account: DEAD, events: ['order.created'], second: 3 },
	{ id: 'complaints', account: DEAD, events: ['order.created', 'review.negative'], second: 31 },
	{ id: 'warehouse', account: DEAD, events: ['order.created'], second: 44 },
	{ id: 'other shop', account: ALIVE, events: ['order.created'], second: 17 },
];
const OF_DEAD = WORKFLOWS.filter(({ account }) => account === DEAD).length;
const ENDED = 'The authorization of this AliExpress account has ended';

/** Two shops of one app on the connector tier, their workflows, and everything that is asked of them. */
async function openStage() {
	const scheduler = createScheduler(START_MS);
	const sandbox = await startSandbox({ now: scheduler.nowMs, seed: 5, shop: { bigIds: true } });
	const loopback = openLoopback(sandbox);
	const deliveries = createDeliveries(WORKFLOWS);
	const network = createNetwork(scheduler, loopback, createRandom(1), () => undefined);
	const installation: Installation = createInstallation({
		sandbox,
		network,
		scheduler,
		random: createRandom(2),
		packageRoot: process.cwd(),
		counter: 'bridge',
		accounts: [DEAD, ALIVE],
		ended: () => {
			scheduler.at(scheduler.nowMs() + 20_000, () =>
				watching.activate(installation.boot(), 'init'),
			);
		},
	});
	const watching = createWatching({
		installation,
		deliveries,
		scheduler,
		random: createRandom(3),
		workflows: WORKFLOWS,
	});
	const acting = createActing({ sandbox, installation, scheduler, random: createRandom(4) });

	function sell(account: string): void {
		const { id } = sandbox.shopOf(account).placeOrder();
		const key = String(id);
		const visibleAtMs = scheduler.nowMs();
		deliveries.expect({ account, event: 'order.created', key, visibleAtMs, changedAtMs: [] });
	}
	/** In every hour an order in each shop, a node and a drop-down of the shop in question. */
	async function pass(hours: number, afterHour?: (hour: number) => void): Promise<void> {
		for (let hour = 1; hour <= hours; hour += 1) {
			const hourMs = scheduler.nowMs();
			sell(DEAD);
			sell(ALIVE);
			await scheduler.runUntil(hourMs + HOUR_MS / 3);
			acting.burst(DEAD, 2);
			await scheduler.runUntil(hourMs + HOUR_MS / 2);
			acting.browse(DEAD, 1);
			await scheduler.runUntil(hourMs + HOUR_MS);
			afterHour?.(hour);
		}
	}
	return {
		...{ scheduler, sandbox, deliveries, installation, watching, acting, sell, pass },
		callsOf: (account: string, sinceMs: number) =>
			sandbox.log.calls.filter((call) => call.accountId === account && call.atMs >= sinceMs),
		timesTold: () =>
			[...watching.failures]
				.filter(([words]) => words.startsWith(ENDED))
				.reduce((sum, [, times]) => sum + times, 0),
		async connect(): Promise<void> {
			const connected = installation.connect(DEAD);
			await scheduler.runUntil(scheduler.nowMs() + 10_000);
			await connected;
		},
		close: async () => await sandbox.close(),
	};
}

type Stage = Awaited<ReturnType<typeof openStage>>;
let stage: Stage;
beforeEach(async () => {
	stage = await openStage();
	stage.watching.activate(stage.installation.boot(), 'activate');
	await stage.pass(2);
});
afterEach(async () => await stage.close());

const credentialOf = (account: string) => readRow(stage.installation.disk.credentials, account);
const tokensOf = (account: string) =>
	credentialOf(account).oauthTokenData as { access_token: string };

/** Takes the authorization back and lets a day pass; n8n is ended and started again in between. */
async function dieForADay(died: (sandbox: Sandbox) => void): Promise<number> {
	const { scheduler, sandbox, installation, pass, timesTold, connect } = stage;
	const diedAtMs = scheduler.nowMs();
	died(sandbox);
	await pass(8);
	// Each trigger has told once, whatever it polls.
	expect(timesTold()).toBe(OF_DEAD);
	await pass(16, (hour) => {
		if (hour === 4 || hour === 8) installation.kill();
	});
	expect(timesTold()).toBe(OF_DEAD * installation.lives.length);
	const calls = stage.callsOf(DEAD, diedAtMs).length;

	await connect();
	const connectedAtMs = scheduler.nowMs();
	await scheduler.runUntil(connectedAtMs + 30 * MINUTE_MS);
	const { lost, repeated, strange, arrivals } = stage.deliveries.reckon(installation.lives);
	expect({ lost, repeated, strange }).toEqual({ lost: [], repeated: [], strange: [] });
	// The other shop has not noticed, and the one that was connected has caught up at once.
	const others = arrivals.filter(({ happening }) => happening.account === ALIVE);
	expect(Math.max(...others.map(({ delayMs }) => delayMs))).toBeLessThan(40 * MINUTE_MS);
	const atMs = arrivals.map(({ happening, delayMs }) => happening.visibleAtMs + delayMs);
	expect(Math.max(...atMs)).toBeLessThan(connectedAtMs + 20 * MINUTE_MS);
	expect(timesTold()).toBe(OF_DEAD * installation.lives.length);
	return calls;
}

describe('an authorization that is over', () => {
	it('costs two calls in a day of polls and nodes, is told once, and after Connect all is there', async () => {
		const calls = await dieForADay((sandbox) => sandbox.revokeTokens(tokensOf(DEAD).access_token));
		expect(calls).toBe(2);
		const paths = stage.sandbox.log.ofMethod('/auth/token/refresh');
		expect(paths.map(({ outcome }) => outcome)).toEqual(['IllegalRefreshToken']);
		expect(stage.sandbox.log.ofMethod('/auth/token/create')).toHaveLength(1);
	}, 240_000);

	it('costs none when its end was known', async () => {
		const { disk } = stage.installation;
		const endsMs = stage.scheduler.nowMs();
		const ends = { expires_at_ms: endsMs, refresh_expires_at_ms: endsMs };
		const oauthTokenData = { ...tokensOf(DEAD), ...ends };
		const calls = await dieForADay((sandbox) => {
			sandbox.revokeTokens(tokensOf(DEAD).access_token);
			disk.credentials.set(DEAD, JSON.stringify({ ...credentialOf(DEAD), oauthTokenData }));
		});
		expect(calls).toBe(0);
	}, 240_000);
});
