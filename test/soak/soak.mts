import type { Ban } from '../sandbox/callLog.mts';
import { startSandbox } from '../sandbox/sandbox.mts';
import { shanghaiDayAt } from '../sandbox/gateway/time.mts';
import { createRandom } from '../sandbox/shop/random.mts';
import { createActing } from './acting.mts';
import { createBuyers } from './buyers.mts';
import { createDeliveries } from './deliveries.mts';
import type { Reckoning } from './deliveries.mts';
import { reportDelays } from './delays.mts';
import type { DelayReport, Outage } from './delays.mts';
import { createInstallation } from './installation.mts';
import { createJudge } from './judge.mts';
import type { Verdict } from './judge.mts';
import { openLoopback } from './loopback.mts';
import { createNetwork } from './network.mts';
import { ACCOUNTS, DAY_MS, HOUR_MS, MINUTE_MS, START_MS, WORKFLOWS } from './scene.mts';
import { createScheduler } from './scheduler.mts';
import { createTargets } from './targets.mts';
import { createTroubles } from './troubles.mts';
import { createWatching } from './watching.mts';

export interface SoakOptions {
	days: number;
	seed: number;
	/** Where calls are counted. In the process nothing outlives a restart, so there are none. */
	counter: 'bridge' | 'process';
	packageRoot: string;
	/** Told of every day that is over. */
	progress?: (day: number) => void;
}

/** What a soak came to. */
export interface SoakResult {
	verdict: Verdict;
	reckoning: Reckoning;
	delays: DelayReport;
	orders: number;
	reviews: number;
	polls: number;
	restarts: number;
	clockSteps: number;
	faults: number;
	/** Executions that failed, and how often a target was away for three hours. */
	executionsFailed: number;
	absences: number;
	ceilings: number;
	itemsDone: number;
	/** How many calls the counter knew less of than the platform, at worst, but for renewals that a kill cut off. */
	undercounted: number;
	/** Why things brought no result, for the reader of a run. */
	told: Record<string, Record<string, number>>;
}

/** Tokens of this life are renewed a few times a day. */
const TOKEN_LIFE_MS = 8 * HOUR_MS;
/** After the last day, for what is still to be reported. */
const AFTERWARDS_MS = 8 * HOUR_MS;
/** A renewal that the platform has seen is answered and saved within this time. */
const RENEWED_WITHIN_MS = 1_000;
/** How often the counter is compared with the platform's log. */
const AUDIT_EVERY_MS = HOUR_MS;

/** A ban of an address concerns everybody, that of an account names it. */
function outageOf({ key, fromMs, untilMs }: Ban): Outage {
	const account = key.split('/')[1];
	return { fromMs, toMs: untilMs, ...(account && { account }) };
}

/** Runs days of three shops and an n8n with eight workflows, in virtual time. */
export async function runSoak(options: SoakOptions): Promise<SoakResult> {
	const { days, seed, counter, packageRoot } = options;
	const scheduler = createScheduler(START_MS);
	const randomOf = (part: number) => createRandom(seed * 101 + part);
	const sandbox = await startSandbox({
		now: scheduler.nowMs,
		seed,
		tokens: { accessMs: TOKEN_LIFE_MS, rotateRefreshToken: false },
		shop: { bigIds: true, shiftRows: 2 },
	});
	const loopback = openLoopback(sandbox);
	try {
		const judge = createJudge(sandbox.log, scheduler);
		const deliveries = createDeliveries();
		const network = createNetwork(scheduler, loopback, randomOf(1), (life) =>
			installation.reached(life, 'inFlight'),
		);
		const installation = createInstallation({
			sandbox,
			network,
			scheduler,
			random: randomOf(2),
			packageRoot,
			counter,
			ended: (life) => troubles.recover(life),
		});
		const targets = createTargets(WORKFLOWS, randomOf(7));
		const watching = createWatching({
			installation,
			deliveries,
			scheduler,
			random: randomOf(3),
			targets,
		});
		const acting = createActing({ sandbox, installation, scheduler, random: randomOf(4) });
		const buyers = createBuyers(sandbox, scheduler, deliveries, randomOf(5));
		const troubles = createTroubles({
			sandbox,
			network,
			installation,
			acting,
			scheduler,
			random: randomOf(6),
			takeUp: (life) => watching.activate(life, 'init'),
			mayRestart: counter === 'bridge',
		});

		let undercounted = 0;
		// n8n saves the count of a renewal when its request ends; a kill before that forgets one call, as docs/quota.md says.
		const isCut = (atMs: number) =>
			installation.lives.some(
				({ endedAtMs = Infinity }) => endedAtMs >= atMs && endedAtMs < atMs + RENEWED_WITHIN_MS,
			);
		async function audit(): Promise<void> {
			for (const account of ACCOUNTS) {
				const { offsetMs } = installation.wall;
				const day = shanghaiDayAt(scheduler.nowMs());
				// Before it is asked: calls that leave while it answers are not in the answer.
				const logged = judge.countOf(account, day);
				const told = await acting.usedToday(account);
				// A counter whose clock is wrong, or that was asked around midnight, means another day.
				if (told?.day !== day || Math.abs(offsetMs) > 1_000) continue;
				const forgotten = judge.renewalsAtMs(account, day).filter(isCut).length;
				undercounted = Math.max(undercounted, logged - told.used - forgotten);
			}
		}
		const auditLater = () => {
			scheduler.at(scheduler.nowMs() + AUDIT_EVERY_MS, () => {
				scheduler.start(audit);
				auditLater();
			});
		};

		watching.activate(installation.boot(), 'activate');
		auditLater();
		await scheduler.runUntil(START_MS + 5 * MINUTE_MS);
		const endMs = START_MS + days * DAY_MS;
		for (let day = 0; day < days; day++) {
			const dayStartMs = START_MS + day * DAY_MS;
			if (day === 0) buyers.remember(endMs);
			buyers.live(dayStartMs, endMs);
			troubles.plan(dayStartMs);
			targets.plan(dayStartMs);
			await scheduler.runUntil(dayStartMs + DAY_MS + 10 * MINUTE_MS);
			await judge.takeIn();
			options.progress?.(day + 1);
		}
		await scheduler.runUntil(endMs + AFTERWARDS_MS);
		await judge.takeIn();

		const reckoning = deliveries.reckon(installation.lives);
		const outages = [...troubles.outages, ...judge.bans.map(outageOf)];
		return {
			verdict: judge.verdict,
			reckoning,
			delays: reportDelays(reckoning.arrivals, judge.reads, {
				outages,
				ordersAtMs: deliveries.shownAtMs('order.created'),
				costlyAtMs: [
					...network.disturbedAtMs,
					...installation.lives.slice(1).map(({ bornAtMs }) => bornAtMs),
				],
			}),
			orders: buyers.orders,
			reviews: buyers.reviews,
			polls: watching.polls,
			restarts: troubles.restarts,
			clockSteps: troubles.clockSteps,
			faults: troubles.count,
			executionsFailed: targets.failures,
			absences: targets.absences,
			ceilings: acting.ceilings,
			itemsDone: acting.itemsDone,
			undercounted,
			told: {
				polls: Object.fromEntries(watching.failures),
				log: Object.fromEntries(watching.log),
				actions: Object.fromEntries(acting.failures),
			},
		};
	} finally {
		await sandbox.close();
	}
}
