import type { Life } from './life.mts';
import { WORKFLOWS } from './scene.mts';
import type { WatchedEvent, WatchingWorkflow } from './scene.mts';

/** Something that happened in a shop and that workflows wait for. */
export interface Happening {
	account: string;
	event: WatchedEvent;
	/** Order id, or parent order and order of a review. */
	key: string;
	/** From when on the platform's list shows it, true time. */
	visibleAtMs: number;
	/** When the order changed since, true time; grows while the run goes on. */
	changedAtMs: readonly number[];
}

/** When a workflow was handed a happening for the first time. */
export interface Arrival {
	workflow: WatchingWorkflow;
	happening: Happening;
	delayMs: number;
	/** The workflow was failing meanwhile: what is new then waits for the repeats, and says nothing of the feed. */
	isWhileFailing: boolean;
}

/** When a workflow got something, true time. */
interface Handed {
	/** When its execution was recorded. */
	atMs: number;
	/** When the poll that brought it began; without it, at the same moment. */
	begunAtMs?: number;
	/** How far the clock of the process was ahead. */
	clockAheadMs?: number;
}

/** An execution that a trigger has started itself. */
interface Start {
	/** True time. */
	atMs: number;
	isTaken: boolean;
}

interface Receipt extends Required<Handed> {
	eventId: string;
	life: number;
}

/** What became of everything that happened. */
export interface Reckoning {
	lost: Happening[];
	/** Came again without a kill that could explain it. */
	repeated: Happening[];
	/**
	 * Came again because right after the first time the process was killed or the package was loaded
	 * anew; allowed, and counted.
	 */
	afterKill: number;
	/**
	 * Came again after a kill because it was the last that its workflow was handed before it, while that
	 * failed: n8n saves the word of an execution with the next one. Allowed, and counted.
	 */
	afterFailing: number;
	/** Came although it had not happened, or under an id of its own each time. */
	strange: string[];
	arrivals: Arrival[];
}

export interface Deliveries {
	/** Notes that something happens; `received` is compared with it. */
	expect(happening: Happening): void;
	/** Notes what an execution began with that a trigger has started itself, true time, and whether it fails. */
	handed(
		workflow: WatchingWorkflow,
		items: ReadonlyArray<Record<string, unknown>>,
		atMs: number,
		isTaken: boolean,
	): void;
	/** Notes what a workflow got, in which life of the process, and when. */
	received(
		workflow: WatchingWorkflow,
		items: ReadonlyArray<Record<string, unknown>>,
		life: number,
		handed: Handed,
	): void;
	/** When happenings of an event were shown, by account, true time, oldest first. */
	shownAtMs(event: WatchedEvent): Map<string, number[]>;
	reckon(lives: readonly Life[]): Reckoning;
}

/** After a kill or a reload the batch of the last five minutes is handed out again. */
const REPEATED_WITHIN_MS = 5 * 60_000;
/** n8n tells a moment after it that an execution has ended; one that begins before that is not saved with its word. */
const WORD_WITHIN_MS = 1_000;
/** Repeats follow each other within this time: a poll hands out some, and the next poll goes on. */
const IN_A_ROW_MS = 90_000;
/** The longest time from a failure to the next repeat, and the poll that makes it. */
const LONGEST_PAUSE_MS = 61 * 60_000;
/** So long a workflow can be failing that has failed once. */
const FAILING_FOR_MS = 25 * 3_600_000;

function keyOf(item: Record<string, unknown>): string {
	const { event, orderId, parentOrderId } = item;
	return String(event).startsWith('review.') ? `${parentOrderId}:${orderId}` : String(orderId);
}

/**
 * Whether something was held up by a workflow that fails: an execution failed not long before, while it was to be
 * handed out, or it came among the repeats that follow one after another once the workflow succeeds again.
 */
function isInRepeats(starts: readonly Start[], visibleAtMs: number, arrivedAtMs: number): boolean {
	const fromMs = Math.max(visibleAtMs, arrivedAtMs - LONGEST_PAUSE_MS);
	let nextAtMs = arrivedAtMs;
	for (const start of starts.filter(({ atMs }) => atMs < arrivedAtMs).reverse()) {
		const isInARow = nextAtMs - start.atMs <= IN_A_ROW_MS;
		const isNext = nextAtMs === arrivedAtMs;
		if (!isNext && !isInARow && start.atMs < fromMs) return false;
		if (!start.isTaken) return true;
		nextAtMs = start.atMs;
	}
	return false;
}

/**
 * Compares what the shops saw with what the workflows got.
 *
 * @param workflows those that wait; default all of the scene.
 */
export function createDeliveries(workflows: readonly WatchingWorkflow[] = WORKFLOWS): Deliveries {
	const happenings = new Map<string, Happening>();
	const receipts = new Map<string, Receipt[]>();
	/** The executions that triggers have started themselves, by workflow. */
	const startsOf = new Map<string, Start[]>();
	/** When an execution first began with something, whatever became of it. */
	const handedAtMs = new Map<string, number>();
	const nameOf = (account: string, event: string, key: string) => `${account} ${event} ${key}`;

	return {
		expect(happening) {
			const { account, event, key } = happening;
			happenings.set(nameOf(account, event, key), happening);
		},
		handed(workflow, items, atMs, isTaken) {
			const mine = startsOf.get(workflow.id) ?? [];
			startsOf.set(workflow.id, [...mine, { atMs, isTaken }]);
			for (const item of items) {
				const mine = `${workflow.id} ${nameOf(workflow.account, String(item.event), keyOf(item))}`;
				if (!handedAtMs.has(mine)) handedAtMs.set(mine, atMs);
			}
		},
		received(workflow, items, life, { atMs, begunAtMs = atMs, clockAheadMs = 0 }) {
			for (const item of items) {
				const name = nameOf(workflow.account, String(item.event), keyOf(item));
				const mine = `${workflow.id} ${name}`;
				const receipt = { eventId: String(item.eventId), life, atMs, begunAtMs, clockAheadMs };
				receipts.set(mine, [...(receipts.get(mine) ?? []), receipt]);
			}
		},
		shownAtMs(wanted) {
			const byAccount = new Map<string, number[]>();
			for (const { account, event, visibleAtMs } of happenings.values()) {
				if (event !== wanted) continue;
				const mine = byAccount.get(account) ?? [];
				mine.push(visibleAtMs);
				byAccount.set(account, mine);
			}
			return new Map([...byAccount].map(([account, ms]) => [account, ms.sort((a, b) => a - b)]));
		},
		reckon(lives) {
			const cutsOf = new Map(
				lives.map(({ serial, reloadedAtMs, endedAtMs }) => [
					serial,
					endedAtMs === undefined ? reloadedAtMs : [...reloadedAtMs, endedAtMs],
				]),
			);
			// A poll that is under way when the package is loaded anew hands its batch out all the same. And
			// a batch that was handed out under a clock ahead of time looks younger once the clock is right.
			const isFromKill = ({ life, atMs, begunAtMs, clockAheadMs }: Receipt, again: Receipt) => {
				const youngUntilMs = atMs + REPEATED_WITHIN_MS + Math.max(0, clockAheadMs);
				const cuts = cutsOf.get(life) ?? [];
				return cuts.some((cut) => cut >= begunAtMs && cut < youngUntilMs && cut <= again.atMs);
			};
			const isFromFailing = (id: string, { life, atMs, eventId }: Receipt, again: Receipt) => {
				const starts = startsOf.get(id) ?? [];
				const hasFailed = starts.some(
					(one) => !one.isTaken && one.atMs < atMs && one.atMs > atMs - FAILING_FOR_MS,
				);
				return (cutsOf.get(life) ?? []).some(
					(cut) =>
						cut >= atMs &&
						cut <= again.atMs &&
						hasFailed &&
						!starts.some((one) => one.atMs > atMs + WORD_WITHIN_MS && one.atMs < cut),
				);
			};
			const reckoning: Reckoning = {
				lost: [],
				repeated: [],
				afterKill: 0,
				afterFailing: 0,
				strange: [],
				arrivals: [],
			};
			const waited = new Set<string>();
			for (const [name, happening] of happenings) {
				for (const workflow of workflows) {
					const isFor =
						workflow.account === happening.account && workflow.events.includes(happening.event);
					if (!isFor) continue;
					const mine = `${workflow.id} ${name}`;
					waited.add(mine);
					const [first, ...again] = receipts.get(mine) ?? [];
					if (!first) {
						reckoning.lost.push(happening);
						continue;
					}
					const arrivedAtMs = handedAtMs.get(mine) ?? first.atMs;
					const delayMs = arrivedAtMs - happening.visibleAtMs;
					const isWhileFailing = isInRepeats(
						startsOf.get(workflow.id) ?? [],
						happening.visibleAtMs,
						arrivedAtMs,
					);
					reckoning.arrivals.push({ workflow, happening, delayMs, isWhileFailing });
					let previous = first;
					for (const receipt of again) {
						if (receipt.eventId !== first.eventId) reckoning.strange.push(mine);
						if (isFromKill(previous, receipt)) reckoning.afterKill += 1;
						else if (isFromFailing(workflow.id, previous, receipt)) reckoning.afterFailing += 1;
						else reckoning.repeated.push(happening);
						previous = receipt;
					}
				}
			}
			for (const mine of receipts.keys()) if (!waited.has(mine)) reckoning.strange.push(mine);
			return reckoning;
		},
	};
}
