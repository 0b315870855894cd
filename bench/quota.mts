import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { openClient, readOrder, recordRequest } from './quota/client.mts';
import { built, n8nHttp } from './frame/built.mts';
import { finish } from './frame/finish.mts';
import type { Goal } from './frame/goal.mts';
import { rounded } from './frame/numbers.mts';
import { UNLIMITED } from './frame/unlimited.mts';
import { startGateway } from './gateway/gateway.mts';
import { PEERS } from './quota/peers.mts';
import { playScenario, type Measured } from './quota/scenario.mts';
import { idealTotalMs } from './quota/schedule.mts';
import { compareCalls, type Overhead } from './quota/overhead.mts';
import { reservationsPerSecond } from './quota/reservations.mts';

const { CONNECTOR_POLICY } = built(
	'nodes/quota/policy',
) as typeof import('../nodes/quota/policy.ts');

const PLATFORM_LIMIT = 5;
const GREATEST_TOTAL_TO_IDEAL = 1.25;
/** A call may leave every 275 ms. What is added to it stays below a two hundredth of that. */
const GREATEST_ADDED_US = 1_375;
/** After the call that warms up, every window is empty again, also the one of a process start. */
const SETTLING_MS = 2_500;

/** The answer to the read of one order, as the platform gives it. */
const ANSWER = readFileSync('test/fixtures/order_detail.json', 'utf8');

const http = n8nHttp();

interface Row extends Measured {
	readonly key: string;
	readonly title: string;
}

/** Each limiter has a gateway to itself, so that none finds the connections of another. */
const measureLimiters = async (): Promise<Row[]> => {
	const rows: Row[] = [];
	const gateway = await startGateway(ANSWER);
	const client = openClient(http, gateway.url, CONNECTOR_POLICY);
	await readOrder(client);
	await delay(SETTLING_MS);
	const ours = await playScenario(gateway, async () => await readOrder(client));
	await gateway.close();
	rows.push({ key: 'ours', title: '**this package**, connector policy', ...ours });

	for (const { key, title, limit } of PEERS) {
		const peerGateway = await startGateway(ANSWER);
		const request = await recordRequest(http, peerGateway.url, UNLIMITED);
		await delay(SETTLING_MS);
		const call = limit(async () => await http.httpRequest({ ...request }));
		rows.push({ key, title, ...(await playScenario(peerGateway, call)) });
		await peerGateway.close();
	}
	return rows;
};

const measureOverhead = async (): Promise<Overhead> => {
	const gateway = await startGateway(ANSWER);
	const request = await recordRequest(http, gateway.url, UNLIMITED);
	const { method, url, body, headers } = request;
	const client = openClient(http, gateway.url, UNLIMITED);
	const overhead = await compareCalls({
		client: async () => await readOrder(client),
		// n8n writes into the headers that it is given.
		bare: async () => await http.httpRequest({ method, url, body, headers: { ...headers } }),
		same: async () => await http.httpRequest({ ...request, headers: { ...headers } }),
	});
	await gateway.close();
	return overhead;
};

const byKey = <T,>(rows: readonly Row[], value: (row: Row) => T): Record<string, T> =>
	Object.fromEntries(rows.map((row) => [row.key, value(row)]));

const rows = await measureLimiters();
const reservations = reservationsPerSecond();
const overhead = await measureOverhead();

const idealMs = idealTotalMs();
const maxInOneSecond = byKey(rows, (row) => row.maxInOneSecond);
const totalToIdeal = byKey(rows, (row) => rounded(row.totalMs / idealMs));
const clientToBareCall = rounded(overhead.clientToBare);
const addedUs = overhead.tookUs.client - overhead.tookUs.same;

const goals: Goal[] = [
	{
		what: 'our greatest number in one second',
		measured: maxInOneSecond.ours ?? NaN,
		atMost: PLATFORM_LIMIT,
	},
	{
		what: 'our total time, of the ideal',
		measured: totalToIdeal.ours ?? NaN,
		atMost: GREATEST_TOTAL_TO_IDEAL,
	},
	{
		what: 'what a client call adds to its request, µs',
		measured: addedUs,
		atMost: GREATEST_ADDED_US,
	},
];

finish({
	name: 'quota',
	figures: {
		maxInOneSecond,
		totalToIdeal,
		idealMs,
		reservationsPerSecond: reservations,
		clientToBareCall,
		clientToSameOptions: rounded(overhead.clientToSame),
		tookUs: overhead.tookUs,
		addedUs,
	},
	goals,
	lines: [
		'| limiter | most calls in 1000 ms | total time | of the ideal |',
		'|---|---|---|---|',
		...rows.map(
			(row) =>
				`| ${row.title} | ${row.maxInOneSecond} | ${(row.totalMs / 1000).toFixed(2)} s | ${totalToIdeal[row.key]} |`,
		),
		'',
		`The ideal is ${(idealMs / 1000).toFixed(2)} s. A ledger in memory grants ${reservations.toLocaleString('en')} reservations a second.`,
		'',
		'| call | time | client to it |',
		'|---|---|---|',
		`| the client | ${overhead.tookUs.client} µs | |`,
		`| bare \`helpers.httpRequest\` | ${overhead.tookUs.bare} µs | ${clientToBareCall} |`,
		`| the same with the client's options, answer as text | ${overhead.tookUs.same} µs | ${rounded(overhead.clientToSame)} |`,
	],
});
