import type { PushRequest } from '../../sandbox/push/push.mts';
import { startSandbox } from '../../sandbox/sandbox.mts';
import { createRandom } from '../../sandbox/shop/random.mts';
import { createClocks } from '../clocks.mts';
import { createInstallation } from '../installation.mts';
import { createJudge } from '../judge.mts';
import type { Verdict } from '../judge.mts';
import { networkFailure, openLoopback } from '../loopback.mts';
import type { Loopback } from '../loopback.mts';
import { createNetwork } from '../network.mts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../scene.mts';
import type { WatchingWorkflow } from '../scene.mts';
import { createScheduler } from '../scheduler.mts';
import { createTrace } from '../trace.mts';
import { createWatching, triggerOf } from '../watching.mts';
import { createMishaps, failing } from './mishaps.mts';
import { createOrders } from './orders.mts';
import { createPeer } from './peers.mts';
import { openPush } from './openPush.mts';
import type { PushScore } from './openPush.mts';
import { ACCOUNT, OURS } from './plan.mts';
import type { Plan } from './plan.mts';
import { createWitness } from './reached.mts';
import type { Reached } from './reached.mts';
import { STRATEGIES } from './strategies.mts';
import { createTally } from './tally.mts';
import type { Score } from './tally.mts';

export interface FeedOptions {
	plan: Plan;
	seed: number;
	packageRoot: string;
	/** Told of every day that is over, counted from the first. */
	progress?: (day: number) => void;
}

/** What a part of the soak came to. */
export interface FeedResult {
	plan: Plan;
	seed: number;
	orders: number;
	reviews: number;
	/** Stands for every question, answer, execution and end of n8n, with its time. */
	trace: string;
	/** How often rare things happened. */
	reached: Reached;
	/** The longest time without a look at the newest orders, while there could have been one. */
	headGapMaxMin: number;
	/** Ends of n8n by what a poll waited for. */
	cuts: Reached;
	ours: Score;
	/** By the key of the strategy. */
	peers: Record<string, Score>;
	/** Of the part with push messages. */
	push?: PushScore;
	verdict: Verdict;
	failedPolls: number;
	restarts: number;
	killsBeforeExecution: number;
	/** Why polls brought nothing, for the reader of a run. */
	told: Record<string, Record<string, number | string>>;
}

/** A token of an app of one's own; it is not renewed here. */
const TOKEN_LIFE_MS = 365 * DAY_MS;
/** n8n is on for so long before the first order. */
const BEFORE_MS = 5 * MINUTE_MS;

/** Plays a plan in virtual time: one shop, one n8n, the AliExpress Trigger and its peers in it. */
export async function runFeed(options: FeedOptions): Promise<FeedResult> {
	const { plan, seed, packageRoot } = options;
	const [firstLeg] = plan.legs;
	if (!firstLeg) throw new Error('A plan needs a stretch of time');
	const scheduler = createScheduler(firstLeg.startMs - BEFORE_MS);
	const randomOf = (part: number) => createRandom(seed * 103 + part);
	/** Nobody listens before n8n is there. */
	let servePush = async (_request: PushRequest): Promise<number> =>
		await Promise.reject(networkFailure('ECONNREFUSED'));
	const sandbox = await startSandbox({
		now: scheduler.nowMs,
		seed,
		sellerId: ACCOUNT,
		limits: { perDay: plan.callsPerDay },
		tokens: { accessMs: TOKEN_LIFE_MS, refreshMs: 2 * TOKEN_LIFE_MS },
		answers: { orderCount: plan.orderCount, reviewWindow: plan.reviewWindow },
		shop: { shiftRows: plan.shiftRows, internalPart: plan.internalPart },
		push: { transport: async (_address, request) => await servePush(request) },
	});
	const trace = createTrace();
	const direct = openLoopback(sandbox);
	const loopback: Loopback = {
		post(request) {
			trace.note(scheduler.nowMs(), request.body ?? '');
			try {
				const answer = direct.post(request);
				trace.note(answer.statusCode, answer.body);
				witness.passed(request, answer);
				return answer;
			} catch (reason) {
				trace.note(String(reason));
				witness.passed(request, undefined);
				throw reason;
			}
		},
	};
	const witness = createWitness({ shop: sandbox.shop, plan, nowMs: scheduler.nowMs });
	const ours: WatchingWorkflow = { ...OURS, events: plan.events };
	try {
		const judge = createJudge(sandbox.log, scheduler, [ACCOUNT]);
		const beside = STRATEGIES.filter(({ key }) => plan.peers === 'all' || plan.peers === key);
		const peers = beside.map((strategy, place) =>
			createPeer({ strategy, sandbox, scheduler, random: randomOf(10 + place), plan }),
		);
		const nodes = new Map(peers.map((peer) => [peer.strategy.key, peer]));
		const workflows: WatchingWorkflow[] = [
			ours,
			...peers.map(({ strategy }, place) => ({ ...OURS, id: strategy.key, second: 3 + 9 * place })),
		];
		const tally = createTally(workflows);
		const usual = createNetwork(scheduler, loopback, randomOf(1), (life) =>
			installation.reached(life, 'inFlight'),
		);
		const network = failing(usual, sandbox, randomOf(2), plan);
		const installation = createInstallation({
			sandbox,
			network,
			scheduler,
			random: randomOf(3),
			packageRoot,
			counter: 'bridge',
			accounts: [ACCOUNT],
			credential: plan.credential,
			ended(life) {
				trace.note(scheduler.nowMs(), 'end', life.serial);
				mishaps.recover(life);
			},
		});
		const clocks = createClocks(installation.wall, scheduler, randomOf(8));
		const push = openPush({
			isOn: plan.isPushed,
			sandbox,
			installation,
			scheduler,
			random: randomOf(7),
			emitted: (life, { id }) => mishaps.emitted(life, id),
		});
		servePush = push.serve;
		const watching = createWatching({
			installation,
			deliveries: {
				received: push.listening((workflow, items, ...how) => {
					tally.received(workflow, items, ...how);
					if (workflow.id === OURS.id) witness.delivered(items);
					trace.note(scheduler.nowMs(), workflow.id, JSON.stringify(items));
				}),
				handed: () => undefined,
			},
			scheduler,
			random: randomOf(4),
			workflows,
			nodeOf: (life, { id }) => nodes.get(id)?.nodeIn(life) ?? triggerOf(life),
			nodeOptions: plan.nodeOptions,
			stored: tally.stored,
			scheduling: plan.scheduling,
			reached(life, { id }, point, items) {
				if (point === 'emitted') mishaps.emitted(life, id);
				else if (id === OURS.id) installation.reached(life, point);
				if (id === OURS.id) witness.emitting(life, point, items);
			},
		});
		const mishaps = createMishaps({
			installation,
			network,
			clocks,
			scheduler,
			random: randomOf(5),
			plan,
			workflows: [...workflows.map(({ id }) => id), ...(plan.isPushed ? [push.workflow] : [])],
			takeUp: (life) => watching.activate(life, 'init'),
		});
		const orders = createOrders(sandbox.shop, scheduler, randomOf(6), plan, {
			happened: (event, key, visibleAtMs) =>
				tally.happened(event, key, scheduler.nowMs(), visibleAtMs),
			placed: push.placed,
			paid: push.changed,
		});

		let daysOver = 0;
		async function pass(untilMs: number): Promise<void> {
			while (scheduler.nowMs() < untilMs) {
				await scheduler.runUntil(Math.min(untilMs, scheduler.nowMs() + DAY_MS));
				await judge.takeIn();
				options.progress?.((daysOver += 1));
			}
		}

		const isWaiting = () => Object.keys(tally.lostOf(OURS.id, installation.lives)).length > 0;

		/** How long n8n was on. */
		let onMs = 0;
		for (const [place, leg] of plan.legs.entries()) {
			if (!installation.life) {
				await scheduler.runUntil(Math.max(scheduler.nowMs(), leg.startMs - BEFORE_MS));
				mishaps.isOff = false;
				watching.activate(installation.boot(), place === 0 ? 'activate' : 'init');
			}
			orders.plan(leg);
			mishaps.plan(leg.startMs, leg.days);
			await pass(leg.startMs + leg.days * DAY_MS);
			onMs += leg.days * DAY_MS;
			if (plan.afterwardsMs === 0 && place < plan.legs.length - 1) continue;
			const overAtMs = scheduler.nowMs();
			await pass(overAtMs + Math.max(plan.afterwardsLeastMs, HOUR_MS));
			while (scheduler.nowMs() < overAtMs + plan.afterwardsMs && isWaiting()) {
				await pass(scheduler.nowMs() + HOUR_MS);
			}
			onMs += scheduler.nowMs() - overAtMs;
			// Off until the next stretch, which can be months away.
			mishaps.isOff = true;
			installation.kill();
		}

		const { verdict } = judge;
		const days = onMs / DAY_MS;
		const { lives } = installation;
		const calls = { mean: verdict.calls / days, most: verdict.maxInOneDay };
		const score = tally.scoreOf(OURS.id, lives, calls);
		const offs = lives.map(({ endedAtMs }, place) => ({
			fromMs: endedAtMs ?? scheduler.nowMs(),
			toMs: lives[place + 1]?.bornAtMs ?? scheduler.nowMs(),
		}));
		for (const outage of [...offs, ...clocks.outages, ...plan.downs])
			witness.heads.hindered(outage);
		for (const { fromMs, untilMs } of judge.bans) witness.heads.hindered({ fromMs, toMs: untilMs });
		return {
			plan,
			seed,
			orders: orders.count,
			reviews: orders.reviews,
			trace: trace.digest,
			reached: {
				...witness.reached,
				tardyRow: score.tardy,
				clockForward: clocks.steps.forward,
				clockBack: clocks.steps.back,
			},
			headGapMaxMin: witness.heads.longestGapMin,
			cuts: Object.fromEntries(installation.cuts),
			ours: score,
			peers: Object.fromEntries(
				peers.map((peer) => [
					peer.strategy.key,
					tally.scoreOf(peer.strategy.key, lives, {
						mean: peer.calls / days,
						most: peer.mostCallsInOneDay,
					}),
				]),
			),
			...(plan.isPushed && { push: push.scoreOf(lives) }),
			verdict,
			failedPolls: network.failedPolls,
			restarts: lives.length - 1,
			killsBeforeExecution: mishaps.killsBeforeExecution,
			told: {
				polls: Object.fromEntries(watching.failures),
				log: Object.fromEntries([...watching.log, ...push.log]),
				lost: tally.lostOf(OURS.id, lives),
			},
		};
	} finally {
		await sandbox.close();
	}
}
