import type { IExecuteFunctions } from 'n8n-workflow';

import { shanghaiDayAt } from '../../sandbox/gateway/time.mts';
import { startSandbox } from '../../sandbox/sandbox.mts';
import { createRandom } from '../../sandbox/shop/random.mts';
import { executeContext } from '../calling.mts';
import { createInstallation, WEAK_POINTS } from '../installation.mts';
import { createJudge } from '../judge.mts';
import type { Verdict } from '../judge.mts';
import { openLoopback } from '../loopback.mts';
import type { HttpOptions, Loopback } from '../loopback.mts';
import { createNetwork } from '../network.mts';
import { DAY_MS, HOUR_MS, MINUTE_MS, START_MS } from '../scene.mts';
import type { WatchedEvent } from '../scene.mts';
import { createScheduler } from '../scheduler.mts';
import { createTargets } from '../targets.mts';
import { createWatching } from '../watching.mts';
import { ACCOUNT, BEFORE_MS, ENDED, WORKFLOW_ID, workflowOf } from './plan.mts';
import type { Plan } from './plan.mts';
import { createReckoning } from './reckoning.mts';
import type { Promises, Score } from './reckoning.mts';
import { createShopkeeper } from './shopkeeper.mts';
import type { Happened } from './shopkeeper.mts';

export interface WatchSoakOptions {
	plan: Plan;
	seed: number;
	/** Without watches only new orders are waited for. */
	isWatching: boolean;
	packageRoot: string;
	progress?: (day: number) => void;
}

/** What a run came to. */
export interface WatchSoakResult {
	plan: Plan;
	score: Score;
	verdict: Verdict;
	orders: number;
	/** The most calls of a day, and those of them that were made for watches. */
	callsMost: number;
	watchCallsMost: number;
	watchCallsADay: number;
	/** What the user was told before: calls of a day for watches. */
	watchCallsPlanned: number;
	stateBytesMost: number;
	restarts: number;
	faults: number;
	executionsFailed: number;
	told: Record<string, Record<string, number>>;
}

const TOKEN_LIFE_MS = 365 * DAY_MS;
/** After the last day, for what workflows that failed are to get again. */
const AFTERWARDS_MS = 4 * HOUR_MS;
/**
 * Calls that the counter may know more of than the platform: they were counted and got lost on their way. And
 * the part that is used is told in whole per cent, rounded up.
 */
const COUNTED_AND_LOST = 12;
const QUOTA_MS = 10 * MINUTE_MS;
const ORDER_MS = 6 * HOUR_MS;
const PASSING = ['http504', 'http502', 'reset', 'serviceUnavailable', 'cutJson', 'html'] as const;
const METHOD_OF_ORDERS = 'aliexpress.trade.seller.orderlist.get';

/** Which watch of Plan tells an event. */
const WATCH_OF: Readonly<Partial<Record<WatchedEvent, string>>> = {
	'order.complianceFailed': 'compliance',
	'order.shipBy': 'shipping',
	'parcel.milestone': 'parcels',
	'product.offline': 'products',
	'product.priceChanged': 'products',
	'product.stockLow': 'stock',
	'promotion.ending': 'promotions',
	'sales.daily': 'sales',
	'store.health': 'health',
};

interface Planned {
	watchCallsPerDay: number;
	byWatch: Record<string, { lookEveryHours: number }>;
}
type Action = new () => {
	execute(this: IExecuteFunctions): Promise<Array<Array<{ json: unknown }>>>;
};

/** Whether a request is made for a watch, by what it asks for: new orders are asked for by no status. */
function isOfWatch({ url, body = '' }: HttpOptions): boolean {
	const params = new URLSearchParams(body);
	for (const [name, value] of new URL(url).searchParams) params.append(name, value);
	const method = params.get('method') ?? '';
	if (method !== METHOD_OF_ORDERS) return method.startsWith('aliexpress.');
	const query = params.get('param_aeop_order_query') ?? '';
	return query.includes('order_status_list') || /create_date_start":"[^"]*:00:00"/.test(query);
}

/** Plays a plan in virtual time: one shop, and one n8n with a workflow that watches it. */
export async function runWatchSoak(options: WatchSoakOptions): Promise<WatchSoakResult> {
	const { plan, seed, isWatching, packageRoot } = options;
	const scheduler = createScheduler(START_MS - BEFORE_MS);
	const randomOf = (part: number) => createRandom(seed * 107 + part);
	const sandbox = await startSandbox({
		now: scheduler.nowMs,
		seed,
		sellerId: ACCOUNT,
		limits: { perDay: plan.callsADay },
		tokens: { accessMs: TOKEN_LIFE_MS, refreshMs: 2 * TOKEN_LIFE_MS },
		shop: { bigIds: true, shiftRows: 2, seedProducts: plan.products, seedPromotions: 0 },
	});
	const workflow = workflowOf(isWatching);
	const random = randomOf(5);
	const reckoning = createReckoning(workflow);
	const shopkeeper = createShopkeeper(sandbox.shop, scheduler, randomOf(6), plan);
	const direct = openLoopback(sandbox);
	/** Calls of each platform day, and those of them for watches. */
	const days = new Map<string, { calls: number; watches: number }>();
	const lowAt = Math.ceil((plan.callsADay * Number(plan.nodeOptions.quotaLowPercent)) / 100);
	const loopback: Loopback = {
		post(request) {
			const day = shanghaiDayAt(scheduler.nowMs());
			const count = days.get(day) ?? { calls: 0, watches: 0 };
			days.set(day, count);
			count.calls += 1;
			if (isOfWatch(request)) count.watches += 1;
			const atMs = scheduler.nowMs();
			if (count.calls === lowAt - early) {
				const untilMs = START_MS + Math.ceil((atMs + 1 - START_MS) / DAY_MS) * DAY_MS;
				low = { event: 'quota.low', key: day, atMs, certainMs: Infinity, untilMs };
				shopkeeper.note(low);
			}
			if (low && count.calls === lowAt) low.certainMs = atMs;
			return direct.post(request);
		},
	};
	const early = COUNTED_AND_LOST + Math.ceil(plan.callsADay / 100);
	let low: Happened | undefined;
	let stateBytesMost = 0;
	let faults = 0;
	try {
		const judge = createJudge(sandbox.log, scheduler, [ACCOUNT]);
		const network = createNetwork(scheduler, loopback, randomOf(1), (life) =>
			installation.reached(life, 'inFlight'),
		);
		const installation = createInstallation({
			sandbox,
			network,
			scheduler,
			random: randomOf(2),
			packageRoot,
			counter: 'bridge',
			accounts: [ACCOUNT],
			credential: plan.credential,
			ended: () => {
				scheduler.at(scheduler.nowMs() + random.int(3_000, MINUTE_MS), () =>
					watching.activate(installation.boot(), 'init'),
				);
			},
		});
		const targets = createTargets([workflow], randomOf(7));
		shopkeeper.begin();
		const watching = createWatching({
			installation,
			deliveries: reckoning,
			scheduler,
			random: randomOf(3),
			workflows: [workflow],
			nodeOptions: plan.nodeOptions,
			nodeParameters: { watchedProducts: shopkeeper.watchedProducts.join(', ') },
			stored: (_workflow, text) => {
				stateBytesMost = Math.max(stateBytesMost, Buffer.byteLength(text));
			},
			...(plan.isFailing && { targets }),
		});

		/** What Plan tells the user of this shop, by the node itself. */
		async function readPlan(): Promise<Planned> {
			const { life } = installation;
			if (!life) throw new Error('n8n does not run');
			const caller = {
				host: installation,
				life,
				account: ACCOUNT,
				workflow: { id: 'plan', name: 'Plan' },
				node: 'AliExpress',
				parameters: {
					authentication: 'oAuth2',
					resource: 'quota',
					operation: 'plan',
					reads: ['orders'],
					ordersPerDay: plan.ordersADay,
					watches: [...new Set(Object.values(WATCH_OF))],
					...shopkeeper.most,
					parcelCallsADay: plan.nodeOptions.parcelCallsADay ?? 20,
					products: sandbox.shop.products.length,
					watchedProducts: plan.watchedProducts,
				},
				log: () => undefined,
			};
			const cancelSignal = new AbortController().signal;
			const context = executeContext(caller, { items: [{}], continueOnFail: false, cancelSignal });
			const node = new (life.take<Action>('nodes/AliExpress/AliExpress.node.js', 'AliExpress'))();
			let rows: Array<Array<{ json: unknown }>> = [];
			scheduler.start(async () => {
				rows = await node.execute.call(context);
			});
			await scheduler.runUntil(scheduler.nowMs() + MINUTE_MS);
			return rows[0]?.[0]?.json as Planned;
		}

		function trouble(dayStartMs: number): void {
			const some = (count: number, step: () => void) => {
				for (let left = count; left > 0; left--)
					scheduler.at(dayStartMs + random.int(0, DAY_MS - 1), step);
			};
			some(plan.killsADay, () => {
				if (random.chance(0.3)) installation.kill();
				else installation.killAt(random.pick(WEAK_POINTS), random.int(1, 3));
			});
			some(plan.faultsADay, () => {
				faults += 1;
				sandbox.faults.next({ kind: random.pick(PASSING) });
			});
			targets.plan(dayStartMs);
		}

		watching.activate(installation.boot(), 'activate');
		await scheduler.runUntil(START_MS);
		for (let day = 0; day < plan.days; day++) {
			const dayStartMs = START_MS + day * DAY_MS;
			trouble(dayStartMs);
			await scheduler.runUntil(dayStartMs + DAY_MS);
			await judge.takeIn();
			options.progress?.(day + 1);
		}
		const endMs = ENDED(plan);
		await scheduler.runUntil(endMs + AFTERWARDS_MS);
		await judge.takeIn();
		const planned = await readPlan();
		const promises: Promises = {
			'order.created': ORDER_MS,
			'quota.low': QUOTA_MS,
			...Object.fromEntries(
				Object.entries(WATCH_OF).map(([event, watch]) => [
					event,
					(planned.byWatch[watch]?.lookEveryHours ?? Number.NaN) * HOUR_MS,
				]),
			),
		};
		const waited = new Set<string>(workflow.events);
		const happened = shopkeeper.happened.filter(({ event }) => waited.has(event));
		// The last day is not over when its hour has come: whole ones alone are compared.
		const whole = [...days.values()].slice(0, plan.days + 1);
		const ofWatches = whole.map(({ watches }) => watches);
		return {
			plan,
			score: reckoning.scoreOf(happened, promises, installation.lives, endMs),
			verdict: judge.verdict,
			orders: shopkeeper.orders,
			callsMost: Math.max(...whole.map(({ calls }) => calls)),
			watchCallsMost: Math.max(...ofWatches),
			watchCallsADay: Math.round(
				ofWatches.slice(1).reduce((sum, calls) => sum + calls, 0) / plan.days,
			),
			watchCallsPlanned: planned.watchCallsPerDay,
			stateBytesMost,
			restarts: installation.lives.length - 1,
			faults,
			executionsFailed: targets.failures,
			told: {
				polls: Object.fromEntries(watching.failures),
				log: Object.fromEntries(watching.log),
				cuts: Object.fromEntries(installation.cuts),
				state: { [WORKFLOW_ID]: stateBytesMost },
			},
		};
	} finally {
		await sandbox.close();
	}
}
