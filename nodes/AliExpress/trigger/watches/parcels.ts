import { PARCEL_CALLS, parcelCalls, WATCH_SWEEPS } from '../../../quota/watchPlan';
import { DAY_MS, HOUR_MS } from '../../../time/units';
import { stageOf } from '../../../wire/orderStatus';
import type { Milestone } from '../../parse/logistics/milestone';
import {
	simplifyTracking,
	toTrackingItem,
	type RawTracking,
	type TrackingItem,
} from '../../parse/logistics/tracking';
import type { Sighting } from '../events/events';
import { SENT } from '../events/orders';
import { readStatusPage } from '../lists/orders';
import { OLDER_ONLY, readOrder, readParcel } from './tracked';
import { minuteOf, msOfMinute, type Look, type Looked, type Watch } from './watch';

/** Orders are followed for so long after they were placed. */
const FOLLOWED_MS = 75 * DAY_MS;
/** The shipped orders are listed once a day, and no parcel is looked at more often than this. */
const LIST_EVERY_MS = DAY_MS;
const LOOK_EVERY_MS = DAY_MS / WATCH_SWEEPS.parcels;

/** What is told of a parcel, each once; its place is its bit in what is known. New ones go to the end. */
const TOLD: readonly Milestone[] = [
	'customsHeld',
	'customsCleared',
	'outForDelivery',
	'deliveryFailed',
	'atPickupPoint',
	'addressNeeded',
	'returning',
	'returned',
	'signed',
	'destroyed',
];
const LAST: ReadonlySet<Milestone> = new Set(['signed', 'returned', 'destroyed'] as const);

/** Under these the watch knows when it began and when it listed orders last. */
const BEGUN = 'begun';
const LISTED = 'listed';

/** What is known of the parcels of an order. */
interface Followed {
	/** Hour (epoch) of the last look; 0 before the first one. */
	lookedHour: number;
	/** `learn`: what had happened before the watch began is not told. `done`: nothing more will be. */
	stage: 'learn' | 'tell' | 'done';
	/** Further parcels may come, so the order is read for their numbers. */
	isOpen: boolean;
	/** Tracking number → bits of what was told. */
	parcels: Map<string, number>;
}

const DONE = 'd';
const STAGES = { l: 'learn', t: 'tell', [DONE]: 'done' } as const;

function unpack(value: string): Followed {
	const [looked = '0', stage = 't', told = ''] = value.split('.');
	const parcels = new Map<string, number>();
	for (const part of told.split(',')) {
		const at = part.lastIndexOf(':');
		if (at > 0) parcels.set(part.slice(0, at), parseInt(part.slice(at + 1), 36));
	}
	const letter = stage.toLowerCase() as keyof typeof STAGES;
	return {
		lookedHour: parseInt(looked, 36),
		stage: STAGES[letter] ?? 'tell',
		isOpen: stage !== letter,
		parcels,
	};
}

/** Of an order whose numbers are not known yet: what they take is kept free, so that there is room for them. */
const NO_NUMBER = '-'.repeat(16);

function pack({ lookedHour, stage, isOpen, parcels }: Followed): string {
	const letter = stage.charAt(0);
	// Nothing more is told of it, and nothing more is asked.
	if (letter === DONE) return `0.${DONE}.`;
	const told = [...parcels].map(([number, bits]) => `${number}:${bits.toString(36)}`);
	if (told.length === 0) told.push(NO_NUMBER);
	return [lookedHour.toString(36), isOpen ? letter.toUpperCase() : letter, told.join(',')].join(
		'.',
	);
}

/** The id of an order in fewer characters; it is asked for by it. */
const keyOf = (orderId: string) => `o${BigInt(orderId).toString(36)}`;

function orderIdOf(key: string): string {
	let id = 0n;
	for (const digit of key.slice(1)) id = id * 36n + BigInt(parseInt(digit, 36));
	return id.toString();
}

/** A tracking number that can be kept; others are not followed. */
const NUMBER = /^[\w-]{4,40}$/;

/** When orders were listed last, ms UTC; undefined before the first time. */
function listedMs(known: Look['known']): number | undefined {
	const minute = known.get(LISTED);
	return minute === undefined ? undefined : msOfMinute(minute);
}

/** How long it is until orders are to be listed, ms; not above 0 when they are now. */
function untilListMs({ at, known, nowMs, stretch }: Omit<Look, 'call'>): number {
	return at === undefined ? (listedMs(known) ?? 0) + LIST_EVERY_MS * stretch - nowMs : 0;
}

async function listSent(look: Look, page: number): Promise<Looked> {
	const { known, nowMs, isLearning } = look;
	if (isLearning && known.get(BEGUN) === undefined) known.set(BEGUN, minuteOf(nowMs));
	const range = { fromMs: nowMs - FOLLOWED_MS, toMs: nowMs, page };
	const { rows, hasMore } = await readStatusPage(look.call, SENT, range);
	// One that is new has its turn after the others, or these would never have theirs: as if it had been looked at when
	// orders were listed before.
	const fresh = isLearning
		? ({ lookedHour: 0, stage: 'learn' } as const)
		: ({ lookedHour: Math.floor((listedMs(known) ?? nowMs) / HOUR_MS), stage: 'tell' } as const);
	for (const { fields } of rows) {
		const key = keyOf(fields.order_id);
		if (known.get(key) !== undefined) known.touch(key);
		else known.set(key, pack({ ...fresh, isOpen: true, parcels: new Map() }));
	}
	if (hasMore) return { sightings: [], next: String(page + 1) };
	known.set(LISTED, minuteOf(nowMs));
	for (const key of [BEGUN, OLDER_ONLY]) known.touch(key);
	return { sightings: [], isWhole: true, againInMs: pauseMs(look, page) };
}

function itemOf(raw: RawTracking, orderId: string, number: string, look: Look): TrackingItem {
	const { includeBuyerData } = look.settings;
	const choice = { includeBuyerData, pseudonymKey: look.pseudonymKey, zone: undefined };
	return toTrackingItem(raw, { orderId, trackingNumber: number }, choice);
}

/** When a parcel came to a milestone last, ms UTC; undefined when nothing says it. */
function reachedMs({ events }: TrackingItem, milestone: Milestone): number | undefined {
	const { at } = [...events].reverse().find((event) => event.milestone === milestone) ?? {};
	return at === undefined ? undefined : Date.parse(at);
}

/**
 * Whether something is told that the first look at a parcel has seen. It can be days after the watch has begun
 * with many of them, so what has happened since then is; of the others it was known.
 */
function isSince(item: TrackingItem, milestone: Milestone, { known }: Look): boolean {
	const begun = known.get(BEGUN);
	return begun !== undefined && (reachedMs(item, milestone) ?? 0) >= msOfMinute(begun);
}

function toldOf(item: TrackingItem, milestone: Milestone, { settings, nowMs }: Look) {
	const occurredAtMs = reachedMs(item, milestone) ?? nowMs;
	const shown = settings.simplify ? simplifyTracking(item) : item;
	return { occurredAtMs, item: { ...shown, milestone, lastMilestone: item.milestone } };
}

/** Looks at the parcels of one order. What was there at the first look of the watch is learned. */
async function follow(look: Look, key: string, before: Followed): Promise<Sighting[]> {
	const { known, nowMs } = look;
	const orderId = orderIdOf(key);
	const after: Followed = {
		lookedHour: Math.floor(nowMs / HOUR_MS),
		stage: 'tell',
		isOpen: false,
		parcels: new Map(before.parcels),
	};
	if (before.isOpen) {
		const order = await readOrder(look, orderId);
		for (const { logistics_no: number = '' } of order?.logistic_info_list ?? []) {
			const isNew = NUMBER.test(number) && !after.parcels.has(number);
			if (isNew) after.parcels.set(number, 0);
		}
		after.isOpen = after.parcels.size === 0 || stageOf(order?.order_status) === 'partlyShipped';
	}
	const numbers = [...after.parcels.keys()];
	const found: Array<Omit<Sighting, 'value'>> = [];
	let open = after.isOpen ? numbers.length + 1 : numbers.length;
	for (const number of numbers) {
		const bits = before.parcels.get(number) ?? 0;
		const raw = await readParcel(look, orderId, number);
		if (!raw) continue;
		const item = itemOf(raw, orderId, number, look);
		const seen = TOLD.filter((milestone) => item.milestones.includes(milestone));
		const fresh = seen.filter((milestone) => (bits & (1 << TOLD.indexOf(milestone))) === 0);
		after.parcels.set(
			number,
			fresh.reduce((all, milestone) => all | (1 << TOLD.indexOf(milestone)), bits),
		);
		if (seen.some((milestone) => LAST.has(milestone))) open -= 1;
		for (const milestone of fresh) {
			if (before.stage === 'learn' && !isSince(item, milestone, look)) continue;
			const id = `${orderId} ${number} ${milestone}`;
			const about = { event: 'parcel.milestone', id, version: '', key } as const;
			found.push({ ...about, ...toldOf(item, milestone, look) });
		}
	}
	if (open === 0) after.stage = 'done';
	const value = pack(after);
	known.set(key, found.length === 0 ? value : pack(before));
	return found.map((one) => ({ ...one, value }));
}

/** How long to wait after a number of calls, so that those of a day last for it, ms. */
function pauseMs({ settings, stretch }: Look, calls: number): number {
	return (DAY_MS * calls * stretch) / (settings.parcelCallsADay ?? PARCEL_CALLS);
}

/**
 * The order whose parcels were not looked at for longest; those with nothing more to come are left out. And the
 * calls of a day that looking at all of them would take.
 */
function oldestOf({ known, settings }: Omit<Look, 'call'>) {
	let [oldest, oldestHour] = ['', Infinity];
	let [open, shipped] = [0, 0];
	for (const [key, value] of known.entries()) {
		if (!key.startsWith('o') || key === OLDER_ONLY) continue;
		shipped += 1;
		const at = value.indexOf('.');
		if (value.charAt(at + 1) === DONE) continue;
		open += 1;
		const hour = parseInt(value.slice(0, at), 36);
		if (hour < oldestHour) [oldest, oldestHour] = [key, hour];
	}
	const value = known.get(oldest);
	const { parcelCallsADay = PARCEL_CALLS } = settings;
	return {
		oldest: value === undefined ? undefined : { key: oldest, followed: unpack(value) },
		wants: parcelCalls(open, parcelCallsADay, shipped),
	};
}

/** Parcels of shipped orders, the one that was not looked at for longest first, within calls of a day. */
export const parcelWatch: Watch = {
	everyMs: LOOK_EVERY_MS,
	callsADay: ({ parcelCallsADay = PARCEL_CALLS }) => parcelCallsADay,
	look: async (given) => {
		let calls = 0;
		const call: Look['call'] = async (method, params) => {
			calls += 1;
			return await given.call(method, params);
		};
		const look = { ...given, call };
		const { nowMs, stretch } = look;
		const toListMs = untilListMs(look);
		if (toListMs <= 0) return await listSent(look, Number(look.at ?? 1));
		const { oldest, wants } = oldestOf(look);
		if (!oldest) return { sightings: [], againInMs: toListMs, wants };
		const idleMs = oldest.followed.lookedHour * HOUR_MS + LOOK_EVERY_MS * stretch - nowMs;
		if (idleMs > 0) return { sightings: [], againInMs: Math.min(idleMs, toListMs), wants };
		const sightings = await follow(look, oldest.key, oldest.followed);
		return { sightings, againInMs: pauseMs(look, calls), wants };
	},
	passBy: (look) => {
		const oldest = untilListMs(look) > 0 ? oldestOf(look).oldest : undefined;
		const lookedHour = Math.floor(look.nowMs / HOUR_MS);
		if (oldest) look.known.set(oldest.key, pack({ ...oldest.followed, lookedHour }));
	},
	sample: async (look) => {
		const range = { fromMs: look.nowMs - FOLLOWED_MS, toMs: look.nowMs, page: 1 };
		const { rows } = await readStatusPage(look.call, SENT, range);
		const orderId = rows.at(-1)?.fields.order_id;
		const order = orderId === undefined ? undefined : await readOrder(look, orderId);
		const number = order?.logistic_info_list.find(({ logistics_no }) => logistics_no)?.logistics_no;
		if (orderId === undefined || number === undefined) return undefined;
		const raw = await readParcel(look, orderId, number);
		const item = raw && itemOf(raw, orderId, number, look);
		if (item?.milestone === undefined) return undefined;
		const about = { event: 'parcel.milestone', id: orderId, version: '' } as const;
		return { ...about, ...toldOf(item, item.milestone, look) };
	},
};
