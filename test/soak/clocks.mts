import type { Random } from '../sandbox/shop/random.mts';
import type { Outage } from './delays.mts';
import type { WallClock } from './life.mts';
import { HOUR_MS, MINUTE_MS } from './scene.mts';
import type { Scheduler } from './scheduler.mts';

/** The clock of n8n's computer, which is set wrong for some minutes now and then. */
export interface Clocks {
	/** Sets it forward or back, by chance; it is put right within 20 minutes. */
	step(): void;
	/** Puts it right now. */
	correct(): void;
	/** How often it was set forward, and back. */
	readonly steps: Readonly<Record<'forward' | 'back', number>>;
	/** When plans came from a clock that was wrong by more than a minute, true time. */
	readonly outages: readonly Outage[];
}

const SIZES_MS = [1_000, 5_000, 30_000, 5 * MINUTE_MS, HOUR_MS];
/** How well a synchronised clock keeps time, ms. */
const JITTER_MS = 300;
/** A step of more than this keeps orders from being seen on time. */
const WRONG_MS = MINUTE_MS;

export function createClocks(wall: WallClock, scheduler: Scheduler, random: Random): Clocks {
	const steps = { forward: 0, back: 0 };
	const outages: Outage[] = [];
	let endOfStep: (() => void) | undefined;
	return {
		steps,
		outages,
		correct: () => endOfStep?.(),
		step() {
			endOfStep?.();
			const sizeMs = random.pick(SIZES_MS);
			const stepMs = (random.chance(0.5) ? 1 : -1) * random.int(sizeMs / 2, sizeMs);
			const fromMs = scheduler.nowMs();
			steps[stepMs > 0 ? 'forward' : 'back'] += 1;
			wall.offsetMs += stepMs;
			let isOver = false;
			endOfStep = () => {
				if (isOver) return;
				isOver = true;
				wall.offsetMs = random.int(-JITTER_MS, JITTER_MS);
				// The trigger plans by this clock: what it planned while it was ahead is that much later.
				const toMs = scheduler.nowMs() + Math.max(0, stepMs);
				if (Math.abs(stepMs) > WRONG_MS) outages.push({ fromMs, toMs });
			};
			scheduler.at(fromMs + random.int(MINUTE_MS, 20 * MINUTE_MS), endOfStep);
		},
	};
}
