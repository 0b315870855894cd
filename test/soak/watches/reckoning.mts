import { minutes } from '../delays.mts';
import { createDeliveries } from '../deliveries.mts';
import type { Deliveries } from '../deliveries.mts';
import type { Life } from '../life.mts';
import { HOUR_MS } from '../scene.mts';
import type { WatchedEvent, WatchingWorkflow } from '../scene.mts';
import { ACCOUNT, LEARNED_MS } from './plan.mts';
import type { Happened } from './shopkeeper.mts';

/** How late something may be told: what the user is told before, ms. */
export type Promises = Readonly<Partial<Record<WatchedEvent, number>>>;

/** What became of one kind of happening. */
export interface EventScore {
	/** Happenings that had to be told, and those of which it was told. */
	due: number;
	told: number;
	missed: number;
	/** Told later than promised, by a workflow that was not failing. */
	late: number;
	p50Min: number;
	maxMin: number;
	promisedMin: number;
}

/** What became of everything. */
export interface Score {
	events: Partial<Record<WatchedEvent, EventScore>>;
	repeated: number;
	repeatedAfterKill: number;
	repeatedAfterFailing: number;
	/** Items about what has not happened, and why items are wrong. */
	strange: string[];
	wrong: string[];
	missed: string[];
	late: string[];
}

type Item = Readonly<Record<string, unknown>>;

/** Takes down what n8n hands out, to be compared at the end. */
export interface Reckoning extends Pick<Deliveries, 'received' | 'handed'> {
	scoreOf(
		happened: readonly Happened[],
		promises: Promises,
		lives: readonly Life[],
		endMs: number,
	): Score;
}

/** n8n is up again within a minute, and a look that failed in passing is made again within minutes. */
const SLACK_MS = HOUR_MS;

const amountOf = (money: unknown) => String((money as { amount?: unknown } | undefined)?.amount);

/** What an item is about, in the words of the shop. */
const KEYS: Readonly<Partial<Record<string, (item: Item) => string>>> = {
	'parcel.milestone': ({ orderId, milestone }) => `${orderId} ${milestone}`,
	'product.offline': ({ productId }) => String(productId),
	'product.priceChanged': ({ productId, minPrice }) => `${productId} ${amountOf(minPrice)}`,
	'product.stockLow': ({ productId, skuId }) => `${productId} ${skuId}`,
	'promotion.ending': ({ promotionId, endsAt }) => `${promotionId} ${Date.parse(String(endsAt))}`,
	'quota.low': ({ day }) => String(day),
	'sales.daily': ({ day }) => String(day),
	'store.health': ({ level }) => String(level),
};
const keyOf = (item: Item): string => KEYS[String(item.event)]?.(item) ?? String(item.orderId);

function groupBy<T, K>(all: readonly T[], keyIn: (one: T) => K): Map<K, T[]> {
	const groups = new Map<K, T[]>();
	for (const one of all) {
		const group = groups.get(keyIn(one));
		if (group) group.push(one);
		else groups.set(keyIn(one), [one]);
	}
	return groups;
}

/** What was told, with what it was first told of. */
interface Telling {
	name: string;
	place: string;
}

/** Compares what happened in the shop with what its workflow was told. */
export function createReckoning(workflow: WatchingWorkflow): Reckoning {
	const replays: Array<(deliveries: Deliveries, nameOf: (item: Item) => Item) => void> = [];
	const firstMs = new Map<string, { item: Item; atMs: number }>();
	const wrong: string[] = [];
	const late: string[] = [];

	/** Which happening each event id is about: the latest that had begun by then and is not taken. */
	function match(happened: readonly Happened[]) {
		const byName = groupBy(happened, ({ event, key }) => `${event} ${key}`);
		const taken = new Map<Happened, string>();
		const tellings = new Map<string, Telling>();
		const placeOf = new Map(happened.map((one, place) => [one, String(place)]));
		for (const [eventId, { item, atMs }] of [...firstMs].sort(([, a], [, b]) => a.atMs - b.atMs)) {
			const name = `${String(item.event)} ${keyOf(item)}`;
			const open = (byName.get(name) ?? []).filter((one) => one.atMs <= atMs && !taken.has(one));
			const one = open.reduce<Happened | undefined>(
				(latest, other) => (latest && latest.atMs >= other.atMs ? latest : other),
				undefined,
			);
			const place = (one && placeOf.get(one)) ?? `strange ${eventId}`;
			if (one) taken.set(one, eventId);
			const complaint = one?.wrong?.(item);
			if (complaint !== undefined) wrong.push(complaint);
			tellings.set(eventId, { name, place });
		}
		return { taken, tellings };
	}

	return {
		handed(...[from, items, atMs, isTaken]) {
			for (const item of items) {
				const eventId = String(item.eventId);
				if (!firstMs.has(eventId)) firstMs.set(eventId, { item, atMs });
			}
			replays.push((deliveries, nameOf) =>
				deliveries.handed(from, items.map(nameOf), atMs, isTaken),
			);
		},
		received(from, items, ...how) {
			replays.push((deliveries, nameOf) => deliveries.received(from, items.map(nameOf), ...how));
		},
		scoreOf(happened, promises, lives, endMs) {
			const { taken, tellings } = match(happened);
			const promiseOf = ({ event, rounds = 1 }: Happened) => rounds * (promises[event] ?? Infinity);
			const isDue = (one: Happened) => {
				const withinMs = promiseOf(one) + SLACK_MS;
				const byMs = (one.certainMs ?? one.atMs) + withinMs;
				const wasSeen = one.atMs - (one.otherwiseMs ?? -Infinity) >= withinMs;
				return wasSeen && one.atMs >= LEARNED_MS && byMs <= Math.min(one.untilMs, endMs);
			};
			const deliveries = createDeliveries([workflow]);
			happened.forEach((one, place) => {
				if (!isDue(one) && !taken.has(one)) return;
				const { event, atMs, certainMs: visibleAtMs = atMs } = one;
				const about = { account: ACCOUNT, event, key: String(place) };
				deliveries.expect({ ...about, visibleAtMs, changedAtMs: [] });
			});
			// Every item says which happening it is about, in place of an order.
			for (const replay of replays) {
				replay(deliveries, ({ event, eventId }) => ({
					event,
					eventId,
					orderId: tellings.get(String(eventId))?.place,
				}));
			}
			const reckoned = deliveries.reckon(lives);
			const of = (key: string) => happened[Number(key)];
			const wordsOf = (one: Happened | undefined, what = '') =>
				`${one?.event} ${one?.key} ${new Date(one?.atMs ?? 0).toISOString()}${what}`;
			const events: Score['events'] = {};
			for (const [event, mine] of groupBy(happened, (one) => one.event)) {
				const arrivals = reckoned.arrivals.filter((one) => one.happening.event === event);
				const promisedMs = promises[event] ?? Infinity;
				const onTime = arrivals.filter(({ isWhileFailing, happening }) => {
					// What was there before the first look is learned; what of it is told all the same is in no delay.
					return !isWhileFailing && happening.visibleAtMs >= LEARNED_MS;
				});
				const delays = onTime.map(({ delayMs }) => delayMs).sort((a, b) => a - b);
				const tooLate = onTime.filter(({ delayMs, happening: { key } }) => {
					const one = of(key);
					// What was over before it had to be found, and is so again later, is told of that.
					return one !== undefined && isDue(one) && delayMs > promiseOf(one) + SLACK_MS;
				});
				for (const { happening, delayMs } of tooLate)
					late.push(wordsOf(of(happening.key), ` after ${minutes(delayMs)} minutes`));
				events[event] = {
					due: mine.filter(isDue).length,
					told: arrivals.length,
					missed: reckoned.lost.filter((one) => one.event === event).length,
					late: tooLate.length,
					p50Min: minutes(delays[Math.floor((delays.length - 1) / 2)] ?? 0),
					maxMin: minutes(delays.at(-1) ?? 0),
					promisedMin: minutes(promisedMs),
				};
			}
			return {
				events,
				repeated: reckoned.repeated.length,
				repeatedAfterKill: reckoned.afterKill,
				repeatedAfterFailing: reckoned.afterFailing,
				strange: [
					...new Set([...tellings.values()].filter(({ place }) => place.startsWith('s'))),
				].map(({ name }) => name),
				wrong,
				missed: reckoned.lost.map(({ key }) => wordsOf(of(key))),
				late,
			};
		},
	};
}
