import fc from 'fast-check';

import { BOT_WINDOWS, paceKey, takeTurn, waitMs } from '../../nodes/FeishuBot/message/pace.ts';
import type { SendLog } from '../../nodes/FeishuBot/message/pace.ts';

/** A clock whose sleepers wake in order of their time, each before the next one moves it on. */
function drivenClock(startMs = 0) {
	let now = startMs;
	let wallShift = 0;
	const sleepers: Array<{ atMs: number; wake: () => void }> = [];
	return {
		nowMs: () => now + wallShift,
		monotonicMs: () => now,
		shiftWall: (ms: number) => {
			wallShift += ms;
		},
		setMs: (ms: number) => {
			now = ms;
		},
		sleepMs: async (durationMs: number, signal?: AbortSignal) => {
			await new Promise<void>((wake) => {
				sleepers.push({ atMs: now + durationMs, wake });
				signal?.addEventListener('abort', () => wake(), { once: true });
			});
		},
		async run(): Promise<void> {
			for (;;) {
				for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
				sleepers.sort((a, b) => a.atMs - b.atMs);
				const next = sleepers.shift();
				if (next === undefined) return;
				now = Math.max(now, next.atMs);
				next.wake();
			}
		},
	};
}

/** The largest number of times within any span of `spanMs`. */
function mostWithin(times: number[], spanMs: number): number {
	return Math.max(
		...times.map((start) => times.filter((time) => time >= start && time < start + spanMs).length),
	);
}

describe('pace', () => {
	it('sends 4 at once and the fifth after 1.1 s', () => {
		expect(waitMs([0, 0, 0], 10, BOT_WINDOWS)).toBe(0);
		expect(waitMs([0, 0, 0, 0], 10, BOT_WINDOWS)).toBe(1_090);
	});

	it('never passes 5 a second or 100 a minute, in parallel too', async () => {
		const clock = drivenClock(1_000_000);
		const log: SendLog = new Map();
		const times: number[] = [];
		const all = Array.from({ length: 250 }, async () => {
			expect(await takeTurn('bot', clock, undefined, log)).toBe(true);
			times.push(clock.nowMs());
		});
		await clock.run();
		await Promise.all(all);
		expect(times).toHaveLength(250);
		expect(mostWithin(times, 1_100)).toBe(4);
		expect(mostWithin(times, 61_000)).toBe(95);
	});

	it('keeps the windows for any arrivals', async () => {
		const gaps = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 60 });
		await fc.assert(
			fc.asyncProperty(gaps, async (arrivals) => {
				const clock = drivenClock();
				const log: SendLog = new Map();
				const windows = [
					{ limit: 2, spanMs: 500 },
					{ limit: 5, spanMs: 3_000 },
				];
				const times: number[] = [];
				const all = arrivals.map(async (gap) => {
					await clock.sleepMs(gap);
					await takeTurn('bot', clock, undefined, log, windows);
					times.push(clock.nowMs());
				});
				await clock.run();
				await Promise.all(all);
				for (const { limit, spanMs } of windows) {
					expect(mostWithin(times, spanMs)).toBeLessThanOrEqual(limit);
				}
			}),
			{ numRuns: 30 },
		);
	});

	it('counts webhooks apart and by hash', async () => {
		const clock = drivenClock();
		const log: SendLog = new Map();
		for (let at = 0; at < 4; at += 1) await takeTurn('a', clock, undefined, log);
		expect(await takeTurn('b', clock, undefined, log)).toBe(true);
		expect(paceKey('https://x/hook/secret-token')).toMatch(/^[0-9a-f]{64}$/);
	});

	it('forgets webhooks that were silent for 61 s', async () => {
		const clock = drivenClock();
		const log: SendLog = new Map();
		for (let at = 0; at < 50; at += 1) await takeTurn(`bot ${at}`, clock, undefined, log);
		clock.setMs(61_001);
		await takeTurn('last', clock, undefined, log);
		expect([...log.keys()]).toEqual(['last']);
	});

	it('does not wait for hours when the wall clock is set back', async () => {
		const clock = drivenClock(10_000_000);
		const log: SendLog = new Map();
		for (let at = 0; at < 4; at += 1) await takeTurn('bot', clock, undefined, log);
		clock.shiftWall(-9_000_000);
		const turn = takeTurn('bot', clock, undefined, log);
		await clock.run();
		expect(await turn).toBe(true);
		expect(clock.nowMs()).toBe(1_001_100);
	});

	it('gives up the wait when the execution is cancelled, and takes no place', async () => {
		const clock = drivenClock();
		const log: SendLog = new Map();
		for (let at = 0; at < 4; at += 1) await takeTurn('bot', clock, undefined, log);
		const cancel = new AbortController();
		const turn = takeTurn('bot', clock, cancel.signal, log);
		await Promise.resolve();
		cancel.abort();
		expect(await turn).toBe(false);
		expect(log.get('bot')).toHaveLength(4);
	});
});
