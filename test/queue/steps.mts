import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Grant, QuotaStore } from '../../nodes/quota/store.ts';
import { arrivalsOf, arrived, makeNews } from '../e2e/arrivals.mts';
import { callFor, openLedger, reserveInTurn } from '../e2e/ledger/callers.mts';
import { startCrowd, type Crowd } from '../e2e/ledger/crowd.mts';
import { expect, say, type Facts } from '../e2e/report.mts';
import { publishScenes } from '../e2e/scenes.mts';
import { BUSY_DAY, type Bridge } from '../e2e/stage.mts';
import { connectByRequests, publishOrders } from '../e2e/steps/connect.mts';
import { pushWorkflow, readOrdersWorkflow } from '../e2e/workflows.mts';
import type { Cluster } from './cluster.mts';
import { ANY_CALL, countedApp, ENDLESS_DAY, ONE_DAY, type Column } from './column.mts';

const ASKED = 120;
/** A fact of a column, e.g. `exactBridge`. */
const named = ({ way }: Column, name: string): string =>
	`${name}${way === 'bridge' ? 'Bridge' : 'Redis'}`;

/** How long a node waits for its turn. */
const PATIENCE_MS = 12_000;
/** Refusals that a node waits out. */
const PASSING: ReadonlySet<string> = new Set(['unsaved', 'notAlone', 'second', 'late']);

/** Reserves as a node does: what passes is waited out, as long as a node would. */
async function reserveAsNode(counter: QuotaStore, account: string): Promise<Grant> {
	const deadlineMs = Date.now() + PATIENCE_MS;
	for (;;) {
		const grant = await counter.reserve(callFor(account, ANY_CALL));
		if (grant.granted || !PASSING.has(grant.reason) || !('opensInMs' in grant)) return grant;
		if (Date.now() + grant.opensInMs > deadlineMs) return grant;
		await sleep(grant.opensInMs);
	}
}

const many = async (ask: () => Promise<Grant>) =>
	await Promise.all(Array.from({ length: ASKED }, ask));

const grantedOf = (grants: readonly Grant[]) => grants.filter(({ granted }) => granted).length;

/** 120 calls asked for in parallel of a day of 60. */
export async function stopAtLimit(column: Column): Promise<Facts> {
	const bridge = await column.publish(countedApp(column, 'exact'), 'exact', ONE_DAY);
	const counter = column.counter(bridge);
	const account = 'account-of-the-limit';
	const grants = await many(async () => await reserveInTurn(counter, callFor(account, ANY_CALL)));
	const { used } = await counter.status(account);
	return { [named(column, 'granted')]: grantedOf(grants), [named(column, 'used')]: used };
}

/** The same where the rule of the proxy is missing, so that two processes answer for one bridge. */
export async function askMisrouted(column: Column, { proxy }: Cluster): Promise<Facts> {
	const bridge = await column.publish(countedApp(column, 'misrouted'), 'misrouted', ONE_DAY);
	const bridgeUrl = bridge.bridgeUrl.replace(proxy.url, proxy.misroutedUrl);
	const counter = openLedger({ bridgeUrl, appSecret: bridge.app.appSecret });
	const grants = await many(async () => await reserveAsNode(counter, 'account-of-the-pool'));
	const refusals = grants.flatMap((grant) => (grant.granted ? [] : [grant.reason]));
	const granted = grantedOf(grants);
	return {
		misroutedGranted: granted,
		misroutedAbove: Math.max(0, granted - ONE_DAY.callsPerDay),
		misroutedTold: refusals.filter((why) => why === 'notAlone' || why === 'unsaved').length,
	};
}

/** Connects the shop of a column and publishes what the other steps ask. */
export interface Shop {
	readonly bridge: Bridge;
	readonly readPath: string;
}

/** Connects an account and publishes a workflow that reads its orders. */
export async function openShop(column: Column, { editor }: Cluster): Promise<Shop> {
	const bridge = await column.publish(column.shopApp, 'shop', BUSY_DAY);
	const stage = { editor, sandbox: column.sandbox };
	expect(await connectByRequests(stage, bridge.credentialId), 'n8n does not say "connected".');
	const readPath = `read-orders-${column.way}`;
	const workflow = readOrdersWorkflow(bridge.credentialId);
	const [webhook] = workflow.nodes;
	if (webhook) Object.assign(webhook, { webhookId: randomUUID() });
	Object.assign(webhook?.parameters ?? {}, { path: readPath });
	await editor.publish(await editor.createWorkflow(workflow));
	return { bridge, readPath };
}

const BURSTS = 5;
const READS = 24;

/** Two processes that do nothing but take the processor. */
function loadMachine(): () => void {
	const busy = [0, 1].map(() => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
	return () => busy.forEach((one) => one.kill('SIGKILL'));
}

/** Bursts of reads that two workers carry out while the machine is busy. */
export async function readInBursts(column: Column, { readPath }: Shop): Promise<Facts> {
	const { log, shop } = column.sandbox;
	shop.placeOrder();
	const read = async () => {
		const answer = await fetch(`${column.url}/webhook/${readPath}`);
		await answer.arrayBuffer();
		return answer.ok;
	};
	const unload = loadMachine();
	const ok: boolean[] = [];
	try {
		for (let burst = 0; burst < BURSTS; burst += 1) {
			ok.push(...(await Promise.all(Array.from({ length: READS }, read))));
		}
	} finally {
		unload();
	}
	return {
		[named(column, 'readsAnswered')]: ok.filter(Boolean).length,
		[named(column, 'maxInOneSecond')]: log.maxInAnySecond(),
		[named(column, 'bans')]: log.bans.length,
	};
}

const MESSAGES = 8;

/** Push messages that come twice: one after the other, and at the same moment. */
export async function pushTwice(
	column: Column,
	{ editor }: Cluster,
	{ bridge }: Shop,
): Promise<Facts> {
	const { sandbox } = column;
	const webhookId = randomUUID();
	const workflow = await editor.createWorkflow(pushWorkflow(bridge.credentialId, webhookId));
	await editor.publish(workflow);
	sandbox.push.register(`${column.url}/webhook/${webhookId}/aliexpress-push`);
	const statuses: Array<number | undefined> = [];
	for (const copies of ['inTurn', 'parallel'] as const) {
		column.copies = copies;
		for (let sent = 0; sent < MESSAGES; sent += 1) {
			const deliveries = await sandbox.push.sendOrder(sandbox.shop.placeOrder());
			statuses.push(...deliveries.map(({ status }) => status));
		}
	}
	sandbox.push.register(undefined);
	const started = await editor.executionCount(workflow.id);
	await editor.unpublish(workflow.id);
	return {
		[named(column, 'pushesAccepted')]: statuses.filter((status) => status === 200).length,
		[named(column, 'secondStarts')]: started - statuses.length,
	};
}

/** Twice the minute of n8n's poll, and what a busy machine needs. */
const ARRIVAL_LIMIT_MS = 150_000;
const ATTEMPTS = 3;

const FIRST_POLL_LIMIT_MS = 60_000;

/** Waits until the trigger of a workflow knows where it begins: what is older is not new to it. */
async function hasBegun({ editor }: Cluster, id: string): Promise<void> {
	const deadlineMs = Date.now() + FIRST_POLL_LIMIT_MS;
	while (!JSON.stringify(await editor.savedStaticData(id)).includes('aliExpressTrigger:')) {
		expect(Date.now() < deadlineMs, 'A trigger has not stored its first poll in a minute.');
		await sleep(250);
	}
}

/** An order and a one-star review in each shop, and main killed before it polls. */
export async function loseNothing(
	columns: ReadonlyArray<readonly [Column, Shop]>,
	cluster: Cluster,
): Promise<Facts> {
	const { editor, main } = cluster;
	const scenes: string[] = [];
	for (const [{ sandbox }, { bridge }] of columns) {
		const stage = { editor, sandbox };
		const orders = await publishOrders(stage, bridge);
		scenes.push(...Object.values(await publishScenes(stage, bridge, orders)));
	}
	for (const id of scenes) await hasBegun(cluster, id);
	const facts: Record<string, number> = {};
	for (let attempt = 1; ; attempt += 1) {
		const placed = columns.map(([column]) => ({
			column,
			asked: column.sandbox.log.calls.length,
			news: makeNews(column.sandbox),
		}));
		await main.kill();
		const isBefore = placed.every(({ column: { sandbox }, asked, news }) => {
			const { cards, tickets } = arrivalsOf(sandbox, news);
			return sandbox.log.calls.length === asked && cards + tickets === 0;
		});
		await main.start();
		if (!isBefore && attempt < ATTEMPTS) continue;
		expect(isBefore, 'n8n asked for the news each time before it could be killed.');
		for (const { column, news } of placed) {
			const { cards, tickets } = await arrived(column.sandbox, news, ARRIVAL_LIMIT_MS);
			facts[named(column, 'cards')] = cards;
			facts[named(column, 'tickets')] = tickets;
		}
		break;
	}
	for (const id of scenes) await editor.unpublish(id);
	return facts;
}

const CALLERS = 12;
/** Enough that every caller has been answered and has asked again. */
const BETWEEN_KILLS = 2 * CALLERS;
const ACCOUNT = 'account-of-the-crashes';

interface Crashing {
	column: Column;
	counter: QuotaStore;
	crowd: Crowd;
}

/** SIGKILL to main and both webhook processors, twice each, under callers of both counters. */
export async function killUnderLoad(
	columns: readonly Column[],
	{ main, webhooks }: Cluster,
): Promise<Facts> {
	const under: Crashing[] = [];
	for (const column of columns) {
		const bridge = await column.publish(countedApp(column, 'crash'), 'crash', ENDLESS_DAY);
		const counter = column.counter(bridge);
		under.push({ column, counter, crowd: startCrowd(counter, ACCOUNT, CALLERS) });
	}
	const more = async () =>
		await Promise.all(under.map(async ({ crowd }) => await crowd.more(BETWEEN_KILLS)));
	const killed = [main, ...webhooks];
	try {
		for (const server of [...killed, ...killed]) {
			await more();
			await server.kill();
			say(`  killed after ${under.map(({ crowd }) => crowd.acknowledged()).join(' and ')} calls`);
			await server.start();
		}
		await more();
	} finally {
		await Promise.all(under.map(async ({ crowd }) => await crowd.stop()));
	}
	const facts: Record<string, number> = {};
	for (const { column, counter, crowd } of under) {
		const { used } = await counter.status(ACCOUNT);
		facts[named(column, 'acknowledged')] = crowd.acknowledged();
		facts[named(column, 'forgotten')] = Math.max(0, crowd.acknowledged() - used);
		facts[named(column, 'countedTooMany')] = Math.max(0, used - crowd.asked());
	}
	return { kills: 2 * killed.length, ...facts };
}

/** SIGKILL to Redis under callers that go on: what it had not yet written, they put back. */
export async function killRedis(column: Column, cluster: Cluster): Promise<Facts> {
	const app = countedApp(column, 'redisKilled');
	const counter = column.counter(await column.publish(app, 'redis-killed', ENDLESS_DAY));
	const crowd = startCrowd(counter, ACCOUNT, CALLERS);
	try {
		for (let kill = 0; kill < 2; kill += 1) {
			await crowd.more(BETWEEN_KILLS);
			await cluster.servers.redis.kill();
			await cluster.servers.redis.start();
		}
		await crowd.more(BETWEEN_KILLS);
	} finally {
		await crowd.stop();
	}
	const { used } = await counter.status(ACCOUNT);
	return { forgottenOfRedis: Math.max(0, crowd.acknowledged() - used) };
}
