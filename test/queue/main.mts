import { parseArgs } from 'node:util';

import { cleanUp, conclude, hung, interrupted } from '../e2e/ending.mts';
import { stayInOneDay } from '../e2e/ledger/day.mts';
import type { Server } from '../e2e/n8n/server.mts';
import { say, type Fact, type Facts } from '../e2e/report.mts';
import { repeatUntilTaken } from '../e2e/steps/repeat.mts';
import type { Undo } from '../e2e/stage.mts';
import { openCluster } from './cluster.mts';
import { openColumn } from './column.mts';
import { compareCosts, growCosts } from './costs.mts';
import {
	askMisrouted,
	killRedis,
	killUnderLoad,
	loseNothing,
	openShop,
	pushTwice,
	readInBursts,
	stopAtLimit,
} from './steps.mts';

/** Beyond this something hangs. */
const LIMIT_MS = 20 * 60_000;
/** Longer than all steps take on a slow machine. */
const STEPS_MS = 15 * 60_000;

type Goal = (value: Fact | undefined) => boolean;
const is =
	(wanted: number): Goal =>
	(value) =>
		value === wanted;
const atMost =
	(most: number): Goal =>
	(value) =>
		typeof value === 'number' && value <= most;
const atLeast =
	(least: number): Goal =>
	(value) =>
		typeof value === 'number' && value >= least;

/** The same for both ways to count. */
const inBoth = (goals: Readonly<Record<string, Goal>>) =>
	Object.fromEntries(
		Object.entries(goals).flatMap(([name, goal]) => [
			[`${name}Bridge`, goal],
			[`${name}Redis`, goal],
		]),
	);

/** What the facts have to be. A fact that is missing misses its goal. */
const GOALS: Readonly<Record<string, Goal>> = {
	...inBoth({
		granted: is(60),
		used: is(60),
		readsAnswered: is(120),
		maxInOneSecond: atMost(5),
		bans: is(0),
		pushesAccepted: is(16),
		secondStarts: is(0),
		cards: is(1),
		tickets: is(1),
		forgotten: is(0),
		countedTooMany: is(0),
	}),
	kills: is(6),
	// One process more than there should be; see nodes/quota/ledger/watch.ts.
	misroutedAbove: atMost(8),
	misroutedTold: atLeast(1),
	// What redis-server had not written when it was killed, the processes put back.
	forgottenOfRedis: is(0),
	repeatsLost: is(0),
	repeatsTwice: is(0),
	repeatsRefused: atLeast(3),
	repeatsMarked: (value) => value === true,
};

/** Facts of steps that take long and are played only when they are asked for. */
const ONLY_ASKED = /^repeats/;

let facts: Facts = {};

async function step(what: string, work: () => Promise<Facts>): Promise<void> {
	say(what);
	const learned = await work();
	facts = { ...facts, ...learned };
	say(`  ${JSON.stringify(learned)}`);
}

/** What is asked: everything, or steps whose words hold one of these. */
let wanted: readonly string[] = [];
const isWanted = (name: string) =>
	wanted.length === 0 || wanted.some((words) => name.toLowerCase().includes(words.toLowerCase()));

async function play(undo: Undo[], started: (server: Server) => void): Promise<void> {
	const cluster = await openCluster(undo, started);
	await stayInOneDay(STEPS_MS);
	const bridge = await openColumn(cluster, 'bridge');
	undo.push(async () => await bridge.sandbox.close());
	const redis = await openColumn(cluster, 'redis');
	undo.push(async () => await redis.sandbox.close());
	const columns = [bridge, redis] as const;
	const orSkip = async (name: string, work: () => Promise<Facts>) =>
		isWanted(name) ? await step(`${name} ...`, work) : undefined;

	const ifAsked = async (word: string, name: string, work: () => Promise<Facts>) =>
		wanted.some((words) => words.toLowerCase() === word)
			? await step(`${name} ...`, work)
			: undefined;

	for (const column of columns) {
		await orSkip(`Asking 120 of 60 (${column.way})`, async () => await stopAtLimit(column));
	}
	await orSkip(
		'Asking without the rule of the proxy',
		async () => await askMisrouted(bridge, cluster),
	);
	const shops = [await openShop(bridge, cluster), await openShop(redis, cluster)] as const;
	const both = [
		[bridge, shops[0]],
		[redis, shops[1]],
	] as const;
	for (const [column, shop] of both) {
		await orSkip(`Reading in bursts (${column.way})`, async () => await readInBursts(column, shop));
		await orSkip(
			`Pushing each message twice (${column.way})`,
			async () => await pushTwice(column, cluster, shop),
		);
	}
	await orSkip('Killing main before it polls', async () => await loseNothing(both, cluster));
	await orSkip('Comparing costs', async () => await compareCosts(columns, cluster));
	// Ten minutes, most of them waited.
	const stage = { editor: cluster.editor, sandbox: bridge.sandbox, server: cluster.main };
	await ifAsked(
		'repeating',
		'Repeating until a desk is back',
		async () => await repeatUntilTaken(stage, shops[0].bridge),
	);
	// Of the table in docs/benchmarks.md; says nothing that has to be.
	await ifAsked('growth', 'Growth', async () => await growCosts(columns, cluster));
	await orSkip(
		'Killing main and webhook processors',
		async () => await killUnderLoad(columns, cluster),
	);
	await orSkip('Killing Redis', async () => await killRedis(redis, cluster));
}

async function main(): Promise<number> {
	const undo: Undo[] = [];
	const processes: Server[] = [];
	let failure: unknown;
	// Whatever ends this process, n8n does not outlive it.
	process.once('exit', () => processes.forEach((one) => one.destroy()));
	try {
		({ only: wanted = [] } = parseArgs({
			options: { only: { type: 'string', multiple: true } },
		}).values);
		const played = play(undo, (one) => void processes.push(one));
		await Promise.race([played, hung(LIMIT_MS), interrupted()]);
	} catch (reason) {
		failure = reason;
	}
	const missed = Object.entries(GOALS)
		.filter(
			([name]) => (wanted.length === 0 && !ONLY_ASKED.test(name)) || facts[name] !== undefined,
		)
		.filter(([name, goal]) => !goal(facts[name]))
		.map(([name]) => name);
	if (failure !== undefined || missed.length > 0) {
		for (const one of processes) {
			console.error(`What a process of n8n said last:\n${one.logText([]).slice(-3_000)}\n`);
		}
	}
	await cleanUp(undo);
	return conclude(facts, missed, failure);
}

process.exit(await main());
