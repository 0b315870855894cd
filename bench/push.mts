import './frame/built.mts';
import { finish } from './frame/finish.mts';
import type { Goal } from './frame/goal.mts';
import { median, percentile, rounded } from './frame/numbers.mts';
import { startWebhookHost } from './push/host.mts';
import { startSender, type Round } from './push/sender.mts';
import { only200, push } from './push/workflows.mts';

/** A shop with 1,000 orders in the first minute of a sale is pushed 17 of them a second, and every change of theirs. */
const LEAST_A_SECOND = 500;
const GREATEST_P99_MS = 50;
/** An n8n runs for days; the first thousands of messages of a process are not yet compiled code. */
const WARM_UP_ROUNDS = 75;
/** Many and short: what else the machine does then meets all of a round alike. */
const ROUNDS = 45;
const MESSAGES = 120;
const CONNECTIONS = 8;
/** The state is as full as it gets. */
const MARKED = 1_000;
const CREDENTIAL = 'credential';
const APP = { appKey: '512345', appSecret: 'bench-secret-Zq3v9XkT7mPp1Lw8' };

const KINDS = ['push', 'only200', 'bare'] as const;
type Kind = (typeof KINDS)[number];

const TITLES: Record<Kind, string> = {
	push: '**AliExpress Push Trigger**',
	only200: 'the same node, if it only answered 200',
	bare: '`node:http` alone, without n8n',
};

const host = await startWebhookHost(
	[
		{ path: '/push', ...push('push', CREDENTIAL, MARKED) },
		{ path: '/only200', ...only200('only200', CREDENTIAL) },
	],
	{
		credentials: { [CREDENTIAL]: { type: 'aliExpressApi', data: { ...APP, counter: 'process' } } },
		barePath: '/bare',
	},
);
const sender = startSender();
const rounds: Array<Record<Kind, Round>> = [];
for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
	const results: Partial<Record<Kind, Round>> = {};
	// In turns, and each time another one first.
	for (let index = 0; index < KINDS.length; index++) {
		const kind = KINDS[(index + round + WARM_UP_ROUNDS) % KINDS.length] as Kind;
		const order = { ...APP, url: host.url, path: `/${kind}`, count: MESSAGES };
		results[kind] = await sender.send({ ...order, connections: CONNECTIONS });
	}
	if (round >= 0) rounds.push(results as Record<Kind, Round>);
}
const started = host.started();
const stateKb = Math.round(host.stateLength('/push') / 1024);
await sender.close();
await host.close();

const expected = MESSAGES * (ROUNDS + WARM_UP_ROUNDS);
const refused = rounds.flatMap((round) => KINDS.map((kind) => round[kind].refused));
if (started !== expected || refused.some((count) => count > 0)) {
	throw new Error(
		`${started} of ${expected} messages were handed out, ${refused.reduce((a, b) => a + b)} refused, so something else was timed.`,
	);
}

const perSecond = ({ allMs }: Round): number => (MESSAGES / allMs) * 1_000;
const rateOf = (kind: Kind): number =>
	Math.round(median(rounds.map((round) => perSecond(round[kind]))));
const toOnly200 = (kind: Kind): number =>
	rounded(median(rounds.map((round) => perSecond(round[kind]) / perSecond(round.only200))));
const p99Of = (kind: Kind): number =>
	rounded(
		percentile(
			rounds.flatMap((round) => round[kind].tookMs),
			0.99,
		),
	);
const table = <T,>(value: (kind: Kind) => T): Record<Kind, T> =>
	Object.fromEntries(KINDS.map((kind) => [kind, value(kind)])) as Record<Kind, T>;

const rates = table(rateOf);
const ratios = table(toOnly200);
const p99Ms = table(p99Of);

const goals: Goal[] = [
	{ what: 'messages a second', measured: rates.push, atLeast: LEAST_A_SECOND },
	{
		what: 'time to the answer in ms, 99 of 100',
		measured: p99Ms.push,
		atMost: GREATEST_P99_MS,
	},
];

finish({
	name: 'push',
	figures: { perSecond: rates, toOnly200: ratios, p99Ms, stateKb, connections: CONNECTIONS },
	goals,
	lines: [
		'| handler | messages a second | of one that only answers 200 | p99 |',
		'|---|---|---|---|',
		...KINDS.map(
			(kind) =>
				`| ${TITLES[kind]} | ${rates[kind].toLocaleString('en')} | ${ratios[kind]} | ${p99Ms[kind].toFixed(1)} ms |`,
		),
		'',
		`Its state is ${stateKb} KB at most.`,
	],
});
