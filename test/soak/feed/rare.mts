import { createRandom } from '../../sandbox/shop/random.mts';
import type { Random } from '../../sandbox/shop/random.mts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../scene.mts';
import { dividedDay, ORDINARY } from './plan.mts';
import { AUTUMN_CHANGE_MS, platformMidnightMs, SPRING_CHANGE_MS } from './plan.mts';
import type { Burst, Plan } from './plan.mts';

/** A kind of short world. */
interface Theme {
	name: string;
	/** What it sets otherwise than the world that was drawn. */
	change(world: Plan, random: Random): Partial<Plan>;
}

const DAYS = 2;
/** A working day in autumn and a week without a change of the clocks around it. */
const ORDINARY_DAY_MS = Date.UTC(2026, 9, 13, 16);

function legs(startMs: number, orders: number): Pick<Plan, 'legs'> {
	return { legs: [{ startMs, days: DAYS, orders, shape: 'ordinary' }] };
}
const startOf = (world: Plan) => world.legs[0]?.startMs ?? ORDINARY_DAY_MS;
const burst = (atMs: number, orders: number, withinMs: number): Burst => ({
	atMs,
	orders,
	withinMs,
});
const aroundMidday = (world: Plan, random: Random) =>
	startOf(world) + random.int(2 * HOUR_MS, DAYS * DAY_MS - 2 * HOUR_MS);
const QUARTER_MS = 15 * MINUTE_MS;

function changeOfClocks(changeMs: number, random: Random): Partial<Plan> {
	const startMs = platformMidnightMs(changeMs);
	return {
		...legs(startMs, random.int(200, 2_400)),
		bursts: [
			burst(changeMs - random.int(10, 50) * MINUTE_MS, random.int(60, 130), QUARTER_MS),
			burst(changeMs + random.int(1, 40) * MINUTE_MS, random.int(60, 90), QUARTER_MS),
			burst(changeMs + random.int(-50, 50) * MINUTE_MS, random.int(55, 70), 0),
		],
	};
}

const COUNTS = [
	{ orderCount: 'wrongAtTimes' },
	{ orderCount: 'wrongByPart' },
	{ internalPart: 0.1 },
] as const satisfies ReadonlyArray<Partial<Plan>>;

/** Late rows enough for a count to be short, and some that no window of half an hour would find. */
const LATE_ROWS = { visibility: { latePart: 0.08, tardyPart: 0.01 } };

const THEMES: readonly Theme[] = [
	{
		name: 'autumn',
		change: (_world, random) => changeOfClocks(AUTUMN_CHANGE_MS, random),
	},
	{
		name: 'spring',
		change: (_world, random) => changeOfClocks(SPRING_CHANGE_MS, random),
	},
	{
		// More in one second than a page holds: only the number of the page tells the next one.
		name: 'oneSecond',
		change: (world, random) => ({
			bursts: Array.from({ length: 6 }, () =>
				burst(aroundMidday(world, random), random.int(75, 140), 0),
			),
		}),
	},
	{
		name: 'bans',
		change: () => ({ bansPerDay: { address: 3, account: 0.5 }, closedPart: 0 }),
	},
	{
		name: 'kills',
		change: () => ({ restartsPerDay: 24 }),
	},
	{
		name: 'late',
		change: () => LATE_ROWS,
	},
	{
		name: 'countAbsent',
		change: () => ({ ...LATE_ROWS, orderCount: 'absent' }),
	},
	{
		name: 'countWrong',
		change: (_world, random) => ({ ...LATE_ROWS, ...random.pick(COUNTS) }),
	},
	{
		name: 'closing',
		// Nothing that keeps reads away for hours: what is closed between two of them is not reported.
		change: () => ({ ...LATE_ROWS, closedPart: 0.15, ...dividedDay(108) }),
	},
	{
		name: 'lastCalls',
		change: (world, random) => ({
			...dividedDay(random.pick([24, 58, 108])),
			bursts: Array.from({ length: DAYS }, (_, day) =>
				burst(
					startOf(world) + (day + 1) * DAY_MS - random.int(25, 60) * MINUTE_MS,
					random.int(130, 220),
					20 * MINUTE_MS,
				),
			),
		}),
	},
	{
		name: 'burst',
		change: (world, random) => ({
			events: ['order.created', 'review.created'],
			reviewsPerDay: random.int(20, 60),
			bursts: Array.from({ length: 4 }, () =>
				burst(aroundMidday(world, random), random.int(60, 80), QUARTER_MS),
			),
		}),
	},
	{
		name: 'clocks',
		change: () => ({ clockStepsPerDay: 8 }),
	},
	{
		name: 'outage',
		change: (world, random) => {
			const fromMs = aroundMidday(world, random);
			const toMs = fromMs + random.int(2, 5) * HOUR_MS;
			return {
				downs: [{ fromMs, toMs }],
				bursts: [burst(toMs - HOUR_MS, random.int(60, 200), QUARTER_MS)],
			};
		},
	},
	{
		name: 'dead',
		change: (world, random) => legs(startOf(world), random.int(1, 8)),
	},
];

/** How many seeds in a row go through all kinds of worlds. */
export const KINDS = THEMES.length;

const USUAL_EVENTS = [
	['order.created'],
	['order.created'],
	['order.created', 'order.paid'],
	['order.created', 'review.created'],
] as const satisfies ReadonlyArray<Plan['events']>;

/** A shop with more orders for each call of a day, bursts among them, needs them all for catching up, by any law. */
const ORDERS_A_CALL = 8;

/** A short world: its kind goes by the seed in turn, all else is drawn. */
export function rarePlan(seed: number): Plan {
	const random = createRandom(seed * 977 + 5);
	const theme = THEMES[seed % KINDS];
	if (!theme) throw new Error('A seed is a whole number from 0');
	const ordersADay = random.pick([60, 300, 300, 1_100]);
	const events = random.pick(USUAL_EVENTS);
	const world: Plan = {
		...ORDINARY,
		...dividedDay(random.pick([58, 108, 108, 130])),
		name: `rare.${seed}.${theme.name}`,
		part: 'rare',
		title: `A short world of the kind "${theme.name}"`,
		events,
		scheduling: random.chance(0.4) ? 'durable' : 'classic',
		...legs(ORDINARY_DAY_MS + random.int(0, 6) * DAY_MS, ordersADay * DAYS),
		visibility: { latePart: random.pick([0.01, 0.05]), tardyPart: random.pick([0, 0.005]) },
		reviewsPerDay: events.some((event) => event.startsWith('review')) ? random.int(5, 60) : 0,
		failedPolls: random.pick([0.02, 0.05]),
		restartsPerDay: random.pick([0, 3, 6]),
		clockStepsPerDay: random.pick([0, 0, 1]),
		nodeOptions: { reviewOverlapDays: 2 },
		afterwardsLeastMs: 6 * HOUR_MS,
	};
	const changed = { ...world, ...theme.change(world, random) };
	const inBursts = changed.bursts.reduce((sum, { orders }) => sum + orders, 0);
	const most = Math.max(DAYS, DAYS * ORDERS_A_CALL * changed.triggerCallsPerDay - inBursts);
	return {
		...changed,
		legs: changed.legs.map((leg) => ({ ...leg, orders: Math.min(leg.orders, most) })),
	};
}
