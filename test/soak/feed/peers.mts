import type { IPollFunctions } from 'n8n-workflow';

import type { Ban } from '../../sandbox/callLog.mts';
import { createLimits } from '../../sandbox/gateway/limits.mts';
import { findOrders, rowShift } from '../../sandbox/gateway/methods/order/findOrders.mts';
import type { MethodCall } from '../../sandbox/gateway/methods/method.mts';
import { pacificText, shanghaiDayAt } from '../../sandbox/gateway/time.mts';
import type { Sandbox } from '../../sandbox/sandbox.mts';
import type { Random } from '../../sandbox/shop/random.mts';
import type { Life } from '../life.mts';
import { DAY_MS, MINUTE_MS } from '../scene.mts';
import type { Scheduler } from '../scheduler.mts';
import type { PollingNode } from '../watching.mts';
import { ACCOUNT } from './plan.mts';
import type { Plan } from './plan.mts';
import type { ReadPage, Strategy } from './strategies.mts';

/** A strategy at work in an n8n, on the same shop and under the limits of an account of its own. */
export interface Peer {
	readonly strategy: Strategy;
	/** The node as a process has it. */
	nodeIn(life: Life): PollingNode;
	readonly calls: number;
	/** The most calls of a platform day. */
	readonly mostCallsInOneDay: number;
}

interface PeerOptions {
	strategy: Strategy;
	sandbox: Sandbox;
	scheduler: Scheduler;
	random: Random;
	plan: Plan;
}

const PAGE_SIZE = 50;
/** There and back, ms; slow enough that nobody makes six calls in a second. */
const ANSWERED_IN_MS = [230, 600] as const;
const LEAST_REACH_MS = 10 * MINUTE_MS;
/** The list of open orders goes back so far. */
const LISTED_MS = 180 * DAY_MS;

/**
 * A strategy as a node. It spends as many calls a day as the AliExpress Trigger may, evenly: each poll
 * waits for as long as the calls of the one before it take at that pace.
 */
export function createPeer({ strategy, sandbox, scheduler, random, plan }: PeerOptions): Peer {
	const bans: Ban[] = [];
	const limits = createLimits(sandbox.settings.limits, scheduler.nowMs, bans);
	const spacingMs = DAY_MS / plan.triggerCallsPerDay;
	const callsByDay = new Map<string, number>();
	let calls = 0;
	let dueAtMs = 0;
	/** How far back the list had to be looked through for the page before. */
	let reachMs = LEAST_REACH_MS;

	/** @throws Error when the platform does not answer. */
	function answer(ask: Parameters<ReadPage>[0]): Awaited<ReturnType<ReadPage>> {
		const nowMs = scheduler.nowMs();
		const refusal = limits.admit({ ip: strategy.key, accountKey: strategy.key });
		if (refusal) throw new Error(refusal.code);
		const { page, createdFrom, createdTo } = ask;
		const call: MethodCall = {
			params: new Map(),
			shop: sandbox.shopOf(ACCOUNT),
			nowMs,
			options: sandbox.settings.answers,
		};
		const start = (page - 1) * PAGE_SIZE + rowShift(page, call);
		const within = (from: string) =>
			findOrders(
				{ create_date_start: from, ...(createdTo && { create_date_end: createdTo }) },
				call,
			);
		if (page === 1) reachMs = LEAST_REACH_MS;
		let found = within(createdFrom ?? pacificText(nowMs - reachMs));
		// The newest orders are the same however far back the list goes, and a short one is found fast.
		while (!createdFrom && found.total <= start + PAGE_SIZE && reachMs < LISTED_MS) {
			reachMs *= 2;
			found = within(pacificText(nowMs - reachMs));
		}
		const rows = found
			.rows(start, PAGE_SIZE)
			.map(({ order }) => ({ id: String(order.id), createdText: pacificText(order.createdAtMs) }));
		return { rows, totalPages: Math.ceil(found.total / PAGE_SIZE) };
	}

	async function poll(life: Life, context: IPollFunctions): Promise<string[]> {
		const isFailing = random.chance(plan.failedPolls);
		const read: ReadPage = async (ask) => {
			await life.sleepMs(random.int(...ANSWERED_IN_MS));
			calls += 1;
			const day = shanghaiDayAt(scheduler.nowMs());
			callsByDay.set(day, (callsByDay.get(day) ?? 0) + 1);
			if (isFailing) throw new Error('No answer');
			return answer(ask);
		};
		return await strategy.poll(context.getWorkflowStaticData('node'), read, scheduler.nowMs());
	}

	function settle(spent: number): void {
		const nowMs = scheduler.nowMs();
		const costMs = Math.max(1, spent) * spacingMs;
		dueAtMs = (nowMs - dueAtMs < costMs ? dueAtMs : nowMs) + costMs;
	}

	/** The process in which a poll is under way; ticks can overlap. */
	let pollingIn: Life | undefined;
	return {
		strategy,
		get calls() {
			return calls;
		},
		get mostCallsInOneDay() {
			return Math.max(0, ...callsByDay.values());
		},
		nodeIn: (life) => ({
			async poll(this: IPollFunctions) {
				if (pollingIn === life || scheduler.nowMs() < dueAtMs) return null;
				pollingIn = life;
				const before = calls;
				try {
					const ids = await poll(life, this);
					const items = ids.map((orderId) => ({
						json: { event: 'order.created', orderId, eventId: orderId },
					}));
					return items.length > 0 ? [items] : null;
				} finally {
					pollingIn = undefined;
					settle(calls - before);
				}
			},
		}),
	};
}
