import packageJson from '../../../../package.json' with { type: 'json' };
import { findingsOf, pageFinding, type Facts } from '../../../../nodes/AliExpress/setup/checks.ts';
import { ENGLISH } from '../../../../nodes/AliExpress/setup/english.ts';
import { CHECKS, findingSchema, tell } from '../../../../nodes/AliExpress/setup/finding.ts';
import { GROUPS, readOf } from '../../../../nodes/AliExpress/setup/groups.ts';
import { keepOutcomes, keptOutcomes } from '../../../../nodes/AliExpress/setup/kept.ts';
import { PACKAGE_VERSION, type Look } from '../../../../nodes/AliExpress/setup/look.ts';
import { refusalOfName } from '../../../../nodes/AliExpress/actions/customRead/read.operation.ts';
import { momentOf } from '../../../../nodes/time/moment.ts';
import { openLedger } from '../../../../nodes/quota/ledger/ledgerState.ts';
import { CONNECTOR_POLICY } from '../../../../nodes/quota/policy.ts';
import { statusOf } from '../../../../nodes/quota/ledger/status.ts';
import type { QuotaStatus } from '../../../../nodes/quota/store.ts';
import { drivenClock } from '../../../client/around.mts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 22, 4);

const access: Facts['access'] = {
	appKey: '512345',
	appSecret: 'secret',
	accessToken: 'token',
	refreshToken: 'refresh',
	tokenParameter: 'session',
	baseUrl: 'https://api.invalid',
	account: '2000000001',
	expiresAtMs: NOW + 20 * DAY,
	refreshExpiresAtMs: NOW + 60 * DAY,
	policy: CONNECTOR_POLICY,
};
const look: Look = {
	version: PACKAGE_VERSION,
	startedAtMs: NOW - HOUR,
	nowMs: NOW,
	triggers: [],
	outcomes: {},
};
const clock = drivenClock(NOW);
const unspent = statusOf(
	openLedger('test', momentOf(clock)),
	CONNECTOR_POLICY,
	'2000000001',
	momentOf(clock),
);
const status: QuotaStatus = { ...unspent, countingLately: 1, wallAheadMs: 400 };
const facts: Facts = {
	nowMs: NOW,
	access,
	trouble: undefined,
	bridgeAddress: 'https://n8n.example.com/webhook/aliexpress-connect',
	look,
	status,
	isShared: false,
	isOtherSecret: false,
	notSigned: undefined,
	asked: [],
};
const trigger: Look['triggers'][number] = {
	name: 'T (W)',
	lists: ['orders', 'toSend', 'reviews'],
	everyMs: 11 * 60_000,
	readAtMs: NOW - 5 * 60_000,
	nextAtMs: NOW + 6 * 60_000,
};

const failedFor = (ms: number) => ({ sinceMs: NOW - ms, why: 'Not permitted.' });
const promotions = {
	watch: 'promotions',
	looked: { atMs: NOW - 2 * HOUR, calls: 2 },
	nextAtMs: NOW + 2 * HOUR,
} as const;
/** A trigger with watches and no lists. */
const watching: Look['triggers'][number] = {
	...trigger,
	lists: [],
	watches: [
		promotions,
		{ watch: 'health', nextAtMs: NOW - HOUR },
		{ watch: 'parcels', nextAtMs: NOW, failing: failedFor(HOUR) },
	],
};
const answered = { answer: 'answered', atMs: NOW, message: '', remedy: '' } as const;
const refused = { ...answered, answer: 'refused', message: 'No permission' } as const;

/** Item of a check after a change of the facts: whether it is right, and its words. */
function told(check: string, change: Partial<Facts>) {
	const found = findingsOf({ ...facts, ...change }).filter((one) => one.check === check);
	return found.map((one) => [one.ok, tell(one, ENGLISH).what]);
}
const withLook = (change: Partial<Look>) => ({ look: { ...look, ...change } });
const withAccess = (change: Partial<Facts['access']>) => ({ access: { ...access, ...change } });
const silent = { message: 'No answer', remedy: 'Publish it.' };

test.each<[string, string, Partial<Facts>, Array<[boolean | null, string]>]>([
	[
		'a bridge of another version',
		'bridge',
		withLook({ version: '0.0.9' }),
		[
			[
				false,
				`The bridge runs version 0.0.9 of this package, this node version ${PACKAGE_VERSION}.`,
			],
		],
	],
	[
		'a bridge that counts and knows no check',
		'bridge',
		{ look: silent },
		[
			[
				false,
				`The bridge answers, but runs an older version of this package than this node (${PACKAGE_VERSION}).`,
			],
		],
	],
	[
		'a bridge that does not answer',
		'bridge',
		{ look: silent, status: silent },
		[[false, 'No answer.']],
	],
	[
		'a credential without a bridge',
		'bridge',
		{ bridgeAddress: undefined },
		[[null, 'The credential asks no bridge: calls are counted in this process of n8n.']],
	],
	[
		'a count that all processes share',
		'bridge',
		{ bridgeAddress: undefined, isShared: true },
		[[true, 'Calls are counted in the Redis of the credential, for all processes of n8n.']],
	],
	[
		'a shared count that does not answer',
		'bridge',
		{ bridgeAddress: undefined, isShared: true, status: silent },
		[[false, 'No answer.']],
	],
	[
		'processes that share a count',
		'processes',
		{ bridgeAddress: undefined, isShared: true },
		[[true, 'All processes of n8n count in one place.']],
	],
	[
		'a secret that nobody has tried',
		'secret',
		{},
		[
			[
				null,
				'The bridge has the same App Key and App Secret. Whether AliExpress accepts them is not known.',
			],
		],
	],
	[
		'a refused group: the signature was right',
		'secret',
		{ asked: [['trade', { atMs: NOW, answer: 'refused', message: 'm', remedy: 'r' }]] },
		[[true, 'AliExpress accepts App Key and App Secret, last at 2026-11-22 04:00 UTC.']],
	],
	[
		'a group that could not be reached',
		'secret',
		{ asked: [['trade', { answer: 'unclear', reason: silent }]] },
		[
			[
				null,
				'The bridge has the same App Key and App Secret. Whether AliExpress accepts them is not known.',
			],
		],
	],
	[
		'a clock 29 seconds off',
		'clock',
		{ status: { ...status, wallAheadMs: -29_000 } },
		[[true, 'The clock of this server agrees with that of AliExpress.']],
	],
	[
		'a clock 10 minutes ahead',
		'clock',
		{ status: { ...status, wallAheadMs: 600_000 } },
		[[false, 'The clock of this server is 600 seconds ahead of that of AliExpress.']],
	],
	[
		'a clock 3 hours behind',
		'clock',
		{ status: { ...status, wallAheadMs: -3 * HOUR } },
		[[false, 'The clock of this server is 10800 seconds behind that of AliExpress.']],
	],
	[
		'two servers whose clocks differ',
		'clock',
		withLook({ nowMs: NOW + 90_000 }),
		[[false, 'The clocks of this process and of the bridge are 90 seconds apart.']],
	],
	[
		'a platform that has not been asked',
		'clock',
		{ status: unspent },
		[[null, 'AliExpress has not told its time since n8n was started.']],
	],
	[
		'a token near its end',
		'accessToken',
		withAccess({ expiresAtMs: NOW + 60_000 }),
		[[true, 'The access token is renewed with the next call.']],
	],
	[
		'a token that nothing renews',
		'accessToken',
		withAccess({ refreshToken: '' }),
		[[false, 'The access token works until 2026-12-12 04:00 UTC, and nothing can renew it.']],
	],
	[
		'a token without an end',
		'accessToken',
		{ access: { ...access, expiresAtMs: undefined } as never },
		[[true, 'There is an access token; when it ends is not known.']],
	],
	[
		'an authorization with 6 days left',
		'authorization',
		withAccess({ refreshExpiresAtMs: NOW + 6.5 * DAY }),
		[[true, 'The account is authorized until 2026-11-28 16:00 UTC: 6 days more.']],
	],
	[
		'an authorization that has ended',
		'authorization',
		{ trouble: { message: 'It has ended', remedy: 'Connect.' } },
		[[false, 'It has ended.']],
	],
	[
		'tokens of nobody known',
		'seller',
		withAccess({ account: '*' }),
		[[null, 'The tokens do not say which seller they are of.']],
	],
	[
		'calls that are used up',
		'calls',
		{ status: { ...status, used: 200, left: 0 } },
		[[false, 'All 200 calls of today are used up. The count begins anew at 2026-11-22 16:00 UTC.']],
	],
	[
		'a pause of the platform',
		'calls',
		{ status: { ...status, breaker: 'paused', blockedUntilMs: NOW + 900_000 } },
		[[false, 'AliExpress has paused calls until 2026-11-22 04:15 UTC.']],
	],
	[
		'no limit for the day',
		'calls',
		{ status: { ...status, callsPerDay: undefined, used: 7 } as never },
		[[true, '7 calls were made today; the credential sets no limit for the day.']],
	],
	[
		'a counter that does not answer',
		'calls',
		{ status: silent },
		[[null, 'How many calls are left is not known: No answer.']],
	],
	[
		'a process that was started again',
		'processes',
		{ status: { ...status, countingLately: 2 } },
		[
			[
				null,
				'2 processes of n8n have counted calls within the last hour: it was started again, or several answer for the bridge.',
			],
		],
	],
	[
		'an older bridge',
		'processes',
		{ status: { ...status, countingLately: undefined } as never },
		[[null, 'How many processes count the calls is not known.']],
	],
	[
		'a trigger that reads',
		'trigger',
		withLook({ triggers: [trigger] }),
		[
			[
				true,
				'T (W) reads orders, orders to send, reviews about every 11 minutes: last at 2026-11-22 03:55 UTC, next from 2026-11-22 04:06 UTC.',
			],
		],
	],
	[
		'a trigger that watches alone: its watches tell it',
		'trigger',
		withLook({ triggers: [watching] }),
		[],
	],
	[
		'watches that look, fail, and have not begun: the one that fails first',
		'watch',
		withLook({ triggers: [watching] }),
		[
			[
				false,
				'T (W) watches parcels and could not look since 2026-11-22 03:00 UTC. The last look: Not permitted.',
			],
			[
				true,
				'T (W) watches promotions: last looked at 2026-11-22 02:00 UTC with 2 calls, next from 2026-11-22 06:00 UTC. It takes 1 call per 50 promotions a day.',
			],
			[
				null,
				'T (W) watches store health: it has not looked yet, and does from 2026-11-22 04:00 UTC. It takes 1 call a day.',
			],
		],
	],
	[
		'a watch whose look failed a moment ago, and was right before',
		'watch',
		withLook({
			triggers: [{ ...watching, watches: [{ ...promotions, failing: failedFor(29 * 60_000) }] }],
		}),
		[[true, expect.stringContaining('last looked at 2026-11-22 02:00 UTC') as never]],
	],
	[
		'watches that nobody uses, by what their groups answered: the same call, another one, and neither',
		'watch',
		{
			asked: [
				['logistics', answered],
				['marketing', answered],
				['product', refused],
				['merchant', refused],
				['evaluation', answered],
			],
		},
		[
			[
				true,
				'Watching parcels should be possible: AliExpress answers another call of its permission group Logistics. It takes 1 call for each look at a parcel, at most as set.',
			],
			[
				true,
				'Watching promotions is possible: AliExpress answers the call that it makes. It takes 1 call per 50 promotions a day.',
			],
			// An app from overseas asks for products in another group, which was not asked for.
			[
				false,
				'Watching store health is not possible: AliExpress refuses its permission group Seller / Merchant.',
			],
		],
	],
	[
		'products of an app from overseas',
		'watch',
		{
			asked: [
				['product', refused],
				['solution', answered],
			],
		},
		[
			[true, expect.stringMatching(/^Watching products and prices is possible: /) as never],
			[true, expect.stringMatching(/^Watching stock should be possible: /) as never],
		],
	],
	[
		'a trigger that has not read',
		'trigger',
		withLook({ triggers: [{ ...trigger, readAtMs: 0 }] }),
		[
			[
				null,
				'T (W) is to read orders, orders to send, reviews from 2026-11-22 04:06 UTC. It has read nothing yet.',
			],
		],
	],
	[
		'a trigger that failed a moment ago',
		'trigger',
		withLook({
			triggers: [{ ...trigger, failing: { sinceMs: NOW - 29 * 60_000, why: 'It is down.' } }],
		}),
		[[true, expect.stringContaining('about every 11 minutes') as never]],
	],
	[
		'a trigger that has failed for an hour',
		'trigger',
		withLook({ triggers: [{ ...trigger, failing: { sinceMs: NOW - HOUR, why: 'It is down.' } }] }),
		[[false, 'T (W) could not read since 2026-11-22 03:00 UTC. The last read: It is down.']],
	],
	[
		'two triggers of which one waits',
		'trigger',
		withLook({
			triggers: [
				trigger,
				{
					...trigger,
					name: 'U (W)',
					closed: { untilMs: NOW + HOUR, why: 'All calls are used up' },
				},
			],
		}),
		[
			[true, expect.stringContaining('T (W)') as never],
			[false, 'U (W) waits until 2026-11-22 05:00 UTC. All calls are used up.'],
		],
	],
	[
		'a trigger whose workflow fails',
		'trigger',
		withLook({
			triggers: [
				{
					...trigger,
					outstanding: { events: 3, sinceMs: NOW - 2 * HOUR, nextAtMs: NOW + 10 * 60_000 },
				},
			],
		}),
		[
			[true, expect.stringContaining('about every 11 minutes') as never],
			[
				false,
				'T (W) has handed out 3 events with which the workflow has not succeeded, the oldest found at 2026-11-22 02:00 UTC.',
			],
		],
	],
	[
		'no trigger at all',
		'trigger',
		{},
		[[null, 'No AliExpress Trigger of this account has polled since 2026-11-22 03:00 UTC.']],
	],
	[
		'triggers of another process',
		'trigger',
		{
			status: {
				...status,
				spending: [
					{ spender: 'A', purpose: 'trigger', calls: 30 },
					{ spender: 'B', purpose: 'trigger', calls: 2 },
					{ spender: 'C', purpose: 'action', calls: 9 },
				],
			},
		},
		[
			[
				null,
				'Triggers have made 32 calls today (A, B), but in another process of n8n, or before the last start.',
			],
		],
	],
	[
		'push',
		'push',
		withLook({ pushHeardAtMs: NOW - DAY }),
		[[true, 'The last push message of the app came at 2026-11-21 04:00 UTC.']],
	],
])('%s', (_, check, change, expected) => {
	expect(told(check, change)).toEqual(expected);
});

test('a right set-up is told in the order of the checks, each in a form that travels', () => {
	const looked = findingsOf({
		...facts,
		...withLook({ triggers: [trigger], pushHeardAtMs: NOW }),
		asked: [['trade', { atMs: NOW, answer: 'answered', message: '', remedy: '' }]],
	});
	const found = [...looked, pageFinding({ link: 'https://n8n.example.com', untilMs: NOW })];
	const told = found.map(({ check }) => check);
	expect([...new Set(told)]).toEqual(CHECKS);
	expect(found.map(({ ok }) => ok)).toEqual(told.map(() => true));
	expect(found.map((one) => findingSchema.parse(one))).toEqual(found);
});

test('a reason without end is cut to what travels', () => {
	const failing = { sinceMs: NOW - HOUR, why: 'x'.repeat(5_000) };
	const found = findingsOf({ ...facts, ...withLook({ triggers: [{ ...trigger, failing }] }) });
	expect(found.map((one) => findingSchema.parse(one))).toEqual(found);
	expect(found.find(({ check }) => check === 'trigger')?.ok).toBe(false);
});

test('no value of a foreign text is taken for a gap', () => {
	const name = 'Orders {remedy} {name} $& (W)';
	const [item] = told('trigger', withLook({ triggers: [{ ...trigger, name }] }));
	expect(item?.[1]).toMatch(/^Orders \{remedy\} \{name\} \$& \(W\) reads orders/);
});

test('the version is that of the package', () => {
	expect(PACKAGE_VERSION).toBe(packageJson.version);
});

test('a group is asked with a read, and has a name', () => {
	for (const group of GROUPS) {
		expect([group, refusalOfName(readOf(group, NOW).method)]).toEqual([group, undefined]);
		expect(ENGLISH.names[group]).toMatch(/^[A-Z]/);
	}
});

test('what groups answered is gone by for a day, for the shop that was asked', () => {
	const outcome = { atMs: NOW, answer: 'refused' as const, message: 'm', remedy: 'r' };
	keepOutcomes('a', { trade: outcome });
	keepOutcomes('a', { product: { ...outcome, atMs: NOW + HOUR } });
	expect(Object.keys(keptOutcomes('a', NOW + 2 * HOUR))).toEqual(['trade', 'product']);
	expect(Object.keys(keptOutcomes('a', NOW + DAY))).toEqual(['product']);
	expect(keptOutcomes('b', NOW + 2 * HOUR)).toEqual({});
	// The clock was set back: what seems to be of tomorrow is not gone by.
	expect(keptOutcomes('a', NOW - HOUR)).toEqual({});
});
