import type { IPollFunctions } from 'n8n-workflow';

import { pollContext, type Emit } from './calling.mts';
import type { Deliveries } from './deliveries.mts';
import { readRow } from './disk.mts';
import type { Installation, WeakPoint } from './installation.mts';
import type { Life } from './life.mts';
import type { Random } from '../sandbox/shop/random.mts';
import { MINUTE_MS, WORKFLOWS } from './scene.mts';
import type { WatchingWorkflow } from './scene.mts';
import type { Scheduler } from './scheduler.mts';
import type { Targets } from './targets.mts';

export interface Item {
	json: Record<string, unknown>;
}

/** A node that n8n polls. */
export interface PollingNode {
	poll(this: IPollFunctions): Promise<Item[][] | null>;
}
type Trigger = new () => PollingNode;

/** What polling came to, over all processes. */
export interface Watching {
	/** Has n8n activate all workflows in a process, and poll them every minute. */
	activate(life: Life, mode: 'activate' | 'init'): void;
	readonly polls: number;
	/** How often a poll failed, by what the user reads. */
	readonly failures: ReadonlyMap<string, number>;
	/** What went into the log, by text without its numbers. */
	readonly log: ReadonlyMap<string, number>;
}

interface WatchingOptions {
	installation: Installation;
	deliveries: Pick<Deliveries, 'received' | 'handed'>;
	scheduler: Scheduler;
	random: Random;
	/** Default those of the scene. */
	workflows?: readonly WatchingWorkflow[];
	/** The node of a workflow in a process; default the AliExpress Trigger. */
	nodeOf?: (life: Life, workflow: WatchingWorkflow) => PollingNode;
	/** What is set under "Options" in the nodes. */
	nodeOptions?: Readonly<Record<string, unknown>>;
	/** What else is set in them. */
	nodeParameters?: Readonly<Record<string, unknown>>;
	/** Told of static data as it is written. */
	stored?: (workflow: WatchingWorkflow, text: string) => void;
	/** Told when a poll with items is at such a moment; default has processes end there. */
	reached?: (life: Life, workflow: WatchingWorkflow, point: WeakPoint, items: number) => void;
	/** What becomes of executions that a trigger has started itself; default all succeed. */
	targets?: Pick<Targets, 'takes'>;
	/** Which of n8n's schedulers polls; default classic. */
	scheduling?: Scheduling;
}

/**
 * The classic scheduler keeps a workflow with its static data as long as the process lives, and polls at
 * each start. The durable one loads both for each poll, and gives up a poll that takes too long.
 */
export type Scheduling = 'classic' | 'durable';

/** How long a poll may take, as the node is told, ms. */
const BUDGET_MS: Readonly<Record<Scheduling, number>> = { classic: 5 * MINUTE_MS, durable: 36_000 };
/** When the durable scheduler gives a poll up, ms. */
const GIVEN_UP_MS = 45_000;

/** How long n8n takes to write the static data and to create the execution of a batch, ms. */
const WRITING_MS = [1, 15] as const;
const CREATING_MS = [20, 60] as const;
/** How long an execution takes, ms; some outlast what the trigger waits for. */
const RUNNING_MS = [30, 2_600] as const;
/** Between the activation of one workflow and the next, ms. */
const ACTIVATING_MS = 60;
/** Reviews come into the list at most half an hour late here; reading more days again costs time. */
const REVIEW_OVERLAP_DAYS = 2;
/** n8n tries again to activate a workflow whose first poll failed, at growing intervals. */
const RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

function count(counts: Map<string, number>, text: string): void {
	counts.set(text, (counts.get(text) ?? 0) + 1);
}

/** n8n makes one object of a node's class and keeps it. */
const objects = new WeakMap<Trigger, PollingNode>();

/** The AliExpress Trigger as a process has loaded it. */
export function triggerOf(life: Life): PollingNode {
	const node = life.take<Trigger>(
		'nodes/AliExpress/AliExpressTrigger.node.js',
		'AliExpressTrigger',
	);
	const known = objects.get(node) ?? new node();
	objects.set(node, known);
	return known;
}

function wordsOf(reason: unknown): string {
	if (!(reason instanceof Error)) return String(reason);
	const description = 'description' in reason ? String(reason.description) : '';
	return `${reason.message}: ${description}`.replace(/\d{2,}/g, '#').slice(0, 160);
}

/** n8n's way with polling triggers: when it polls, what it saves and when, what a restart keeps. */
export function createWatching(options: WatchingOptions): Watching {
	const { installation, deliveries, scheduler, random, stored } = options;
	const {
		workflows = WORKFLOWS,
		nodeOf = triggerOf,
		nodeOptions = { reviewOverlapDays: REVIEW_OVERLAP_DAYS },
		nodeParameters = {},
		reached = (life, _workflow, point) => installation.reached(life, point),
		scheduling = 'classic',
		targets = { takes: () => true },
	} = options;
	const failures = new Map<string, number>();
	const log = new Map<string, number>();
	let polls = 0;

	/** Writes what is in memory now, a little later; a process that ends before has not written. */
	function save(
		life: Life,
		workflow: WatchingWorkflow,
		staticData: object,
		written: () => void,
	): void {
		const text = JSON.stringify(staticData);
		life.resume(random.int(...WRITING_MS), () => {
			installation.disk.staticData.set(workflow.id, text);
			stored?.(workflow, text);
			written();
		});
	}

	function open(life: Life, workflow: WatchingWorkflow, mode: string) {
		const staticData = readRow(installation.disk.staticData, workflow.id);
		// The trigger lets a poll pass that begins while another one is under way.
		const open: number[] = [];
		const emit: Emit = (data, _response, done) => {
			// Nothing of a process that has ended starts an execution.
			if (life.endedAtMs !== undefined) return;
			const items = (data[0] ?? []).map(({ json }) => ({ ...json }) as Record<string, unknown>);
			const pass = (point: WeakPoint) => reached(life, workflow, point, items.length);
			const pollBegunAtMs = open[0] ?? scheduler.nowMs();
			save(life, workflow, staticData, () => pass('emitted'));
			pass('printed');
			const clockAheadMs = installation.wall.offsetMs;
			scheduler.start(async () => {
				await life.sleepMs(random.int(...CREATING_MS));
				const isTaken = targets.takes(workflow, scheduler.nowMs());
				deliveries.handed(workflow, items, scheduler.nowMs(), isTaken);
				await life.sleepMs(random.int(...RUNNING_MS));
				if (isTaken) {
					deliveries.received(workflow, items, life.serial, {
						atMs: scheduler.nowMs(),
						begunAtMs: pollBegunAtMs,
						clockAheadMs,
					});
				}
				pass('recorded');
				if (life.endedAtMs === undefined) done?.resolve({ status: isTaken ? 'success' : 'error' });
			});
		};
		const context = pollContext(
			{
				host: installation,
				life,
				account: workflow.account,
				workflow: { id: workflow.id, name: `Workflow ${workflow.id}` },
				node: 'AliExpress Trigger',
				parameters: {
					authentication: 'oAuth2',
					events: workflow.events,
					startFrom: 'now',
					options: nodeOptions,
					...nodeParameters,
				},
				typeVersion: workflow.typeVersion ?? 1,
				log: (message) => count(log, message.replace(/\d{2,}/g, '#')),
			},
			staticData,
			mode,
			BUDGET_MS[scheduling],
			emit,
		);

		async function poll(): Promise<void> {
			polls += 1;
			const begunAtMs = scheduler.nowMs();
			open.push(begunAtMs);
			const batch = await nodeOf(life, workflow)
				.poll.call(context)
				.finally(() => open.splice(open.indexOf(begunAtMs), 1));
			if (!batch || life.endedAtMs !== undefined) return;
			if (scheduling === 'durable' && scheduler.nowMs() > begunAtMs + GIVEN_UP_MS) return;
			const size = batch[0]?.length ?? 0;
			const pass = (point: WeakPoint) => reached(life, workflow, point, size);
			save(life, workflow, staticData, () => pass('emitted'));
			pass('printed');
			const clockAheadMs = installation.wall.offsetMs;
			// Printed now: what the node does later with its objects changes nothing.
			const items = (batch[0] ?? []).map(({ json }) => ({ ...json }));
			await life.sleepMs(random.int(...CREATING_MS));
			deliveries.received(workflow, items, life.serial, {
				atMs: scheduler.nowMs(),
				begunAtMs,
				clockAheadMs,
			});
			pass('recorded');
		}
		return { poll, saveAll: () => save(life, workflow, staticData, () => undefined) };
	}

	function tick(life: Life, workflow: WatchingWorkflow, poll: () => Promise<void>): void {
		const nowMs = scheduler.nowMs();
		const minuteMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS + workflow.second * 1_000;
		const nextMs = minuteMs > nowMs ? minuteMs : minuteMs + MINUTE_MS;
		life.resume(nextMs - nowMs, () => {
			tick(life, workflow, poll);
			// Not waited for: ticks of n8n overlap when a poll takes long.
			scheduler.start(async () => {
				try {
					await poll();
				} catch (reason) {
					count(failures, wordsOf(reason));
				}
			});
		});
	}

	const openFresh = (life: Life, workflow: WatchingWorkflow) => async () =>
		await open(life, workflow, 'update').poll();

	async function activateOne(life: Life, workflow: WatchingWorkflow, mode: string): Promise<void> {
		for (let retryMs = RETRY_MS; ; retryMs = Math.min(2 * retryMs, LONGEST_RETRY_MS)) {
			const { poll, saveAll } = open(life, workflow, mode);
			try {
				await poll();
				saveAll();
				tick(life, workflow, scheduling === 'classic' ? poll : openFresh(life, workflow));
				return;
			} catch (reason) {
				count(failures, wordsOf(reason));
				await life.sleepMs(retryMs);
			}
		}
	}

	return {
		activate(life, mode) {
			workflows.forEach((workflow, place) => {
				life.resume(place * ACTIVATING_MS, () => {
					// Its jobs are in the database: a start of n8n polls nothing by itself.
					if (scheduling === 'durable' && mode === 'init') {
						tick(life, workflow, openFresh(life, workflow));
						return;
					}
					scheduler.start(async () => await activateOne(life, workflow, mode));
				});
			});
		},
		get polls() {
			return polls;
		},
		failures,
		log,
	};
}
