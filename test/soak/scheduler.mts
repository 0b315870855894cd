/** What is to happen at a moment; the order of equal moments is the order of asking. */
interface Entry {
	atMs: number;
	order: number;
	run: () => void;
}

/** Virtual time: it moves to the next thing to happen when nothing else is under way. */
export interface Scheduler {
	/** The true time, ms UTC. */
	nowMs(): number;
	/** Runs something at a moment, or next when the moment has passed. */
	at(atMs: number, run: () => void): void;
	sleepMs(durationMs: number): Promise<void>;
	/** Real work, such as a request on loopback, during which virtual time stands still. */
	hold<T>(work: () => Promise<T>): Promise<T>;
	/** Starts something that nobody waits for. What it throws ends the run. */
	start(actor: () => Promise<void>): void;
	/**
	 * Lets time pass until a moment.
	 *
	 * @throws what an actor threw; Error when real work does not end.
	 */
	runUntil(untilMs: number): Promise<void>;
}

/** Real work on loopback takes milliseconds; far beyond that something hangs. */
const LONGEST_HOLD_MS = 30_000;

function isBefore(a: Entry, b: Entry): boolean {
	return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}

/** A binary heap, earliest first. */
function createQueue() {
	const heap: Entry[] = [];
	const swap = (i: number, j: number) => {
		const held = heap[i]!;
		heap[i] = heap[j]!;
		heap[j] = held;
	};
	return {
		peek: (): Entry | undefined => heap[0],
		push(entry: Entry): void {
			heap.push(entry);
			for (let i = heap.length - 1; i > 0; ) {
				const parent = (i - 1) >> 1;
				if (!isBefore(heap[i]!, heap[parent]!)) return;
				swap(i, parent);
				i = parent;
			}
		},
		pop(): Entry | undefined {
			const first = heap[0];
			const last = heap.pop();
			if (!first || !last || heap.length === 0) return first;
			heap[0] = last;
			for (let i = 0; ; ) {
				let least = i;
				for (const child of [2 * i + 1, 2 * i + 2]) {
					if (child < heap.length && isBefore(heap[child]!, heap[least]!)) least = child;
				}
				if (least === i) return first;
				swap(i, least);
				i = least;
			}
		},
	};
}

/** A scheduler that begins at a moment, ms UTC. */
export function createScheduler(startMs: number): Scheduler {
	const queue = createQueue();
	let nowMs = startMs;
	let order = 0;
	let holds = 0;
	let released: () => void = () => undefined;
	let defect: { reason: unknown } | undefined;

	const at = (atMs: number, run: () => void) => {
		order += 1;
		queue.push({ atMs: Math.max(atMs, nowMs), order, run });
	};

	/** Everything that can go on without time passing has gone on after a turn of the event loop. */
	async function settle(): Promise<void> {
		for (;;) {
			await new Promise((resolve) => setImmediate(resolve));
			if (holds === 0) return;
			let timer: NodeJS.Timeout | undefined;
			await new Promise<void>((resolve, reject) => {
				released = resolve;
				timer = setTimeout(
					() => reject(new Error('A request on loopback did not end')),
					LONGEST_HOLD_MS,
				);
			});
			clearTimeout(timer);
		}
	}

	return {
		nowMs: () => nowMs,
		at,
		sleepMs: async (durationMs) =>
			await new Promise((resolve) => at(nowMs + Math.max(0, durationMs), resolve)),
		async hold(work) {
			holds += 1;
			try {
				return await work();
			} finally {
				holds -= 1;
				if (holds === 0) released();
			}
		},
		start(actor) {
			actor().catch((reason: unknown) => {
				defect ??= { reason };
			});
		},
		async runUntil(untilMs) {
			for (;;) {
				await settle();
				if (defect) throw defect.reason;
				const next = queue.peek();
				if (!next || next.atMs > untilMs) break;
				queue.pop();
				nowMs = Math.max(nowMs, next.atMs);
				next.run();
			}
			nowMs = Math.max(nowMs, untilMs);
		},
	};
}
