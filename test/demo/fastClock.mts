/** Time that runs faster than it does. */
export interface FastClock {
	nowMs(): number;
	/** Virtual milliseconds since the clock was made. */
	monotonicMs(): number;
	/** How many times faster than real time; 0 stands still. */
	speed: number;
}

/**
 * A clock that starts at a moment.
 *
 * @param startMs ms UTC.
 * @param realMs the time by which it is driven, ms.
 */
export const createFastClock = (
	startMs: number,
	speed: number,
	realMs: () => number = performance.now.bind(performance),
): FastClock => {
	let since = { realMs: realMs(), virtualMs: 0 };
	let current = speed;
	const monotonicMs = () => since.virtualMs + (realMs() - since.realMs) * current;
	return {
		monotonicMs,
		nowMs: () => startMs + Math.floor(monotonicMs()),
		get speed() {
			return current;
		},
		set speed(next) {
			since = { virtualMs: monotonicMs(), realMs: realMs() };
			current = next;
		},
	};
};

/**
 * Makes a clock that of this process: everything that asks what time it is goes by it from now on. Timers
 * stay real, so whoever waits for an answer waits as long as ever.
 */
export const goBy = (clock: FastClock): void => {
	const RealDate = Date;
	class FastDate extends RealDate {
		constructor(...given: [] | [number]) {
			if (given.length === 0) super(clock.nowMs());
			else super(...given);
		}
		static override now(): number {
			return clock.nowMs();
		}
	}
	globalThis.Date = FastDate as DateConstructor;
	performance.now = () => clock.monotonicMs();
};
