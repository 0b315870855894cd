import fc from 'fast-check';

import { paceKey, type SendLog, takeTurn } from '../../../nodes/FeishuBot/message/deliver.ts';

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

type Driven = ReturnType<typeof drivenClock>;

/** Sends a message that is answered at once. */
async function send(key: string, clock: Driven, log: SendLog, signal?: AbortSignal) {
	const turn = await takeTurn(key, clock, signal, log);
	turn?.end();
	return turn !== undefined;
}

describe('pace', () => {
	it('sends 4 at once and the fifth after 1.1 s', async () => {
		const clock = drivenClock(5_000);
		const log: SendLog = new Map();
		const times: number[] = [];
		for (let at = 0; at < 5; at += 1) {
			const sending = send('bot', clock, log);
			await clock.run();
			await sending;
			times.push(clock.monotonicMs());
		}
		expect(times).toEqual([5_000, 5_000, 5_000, 5_000, 6_100]);
	});

	it('never passes 5 a second or 100 a minute, in parallel too', async () => {
		const clock = drivenClock(1_000_000);
		const log: SendLog = new Map();
		const times: number[] = [];
		const all = Array.from({ length: 250 }, async () => {
			expect(await send('bot', clock, log)).toBe(true);
			times.push(clock.nowMs());
		});
		await clock.run();
		await Promise.all(all);
		expect(times).toHaveLength(250);
		expect(mostWithin(times, 1_100)).toBe(4);
		expect(mostWithin(times, 61_000)).toBe(95);
	});

	it('keeps the windows however late a message leaves and however long its answer takes', async () => {
		const message = fc.record({
			// When it is to be sent, how long this process is busy before it leaves, and its answer.
			askedMs: fc.integer({ min: 0, max: 4_000 }),
			busyMs: fc.integer({ min: 0, max: 3_000 }),
			answerMs: fc.integer({ min: 0, max: 3_000 }),
		});
		const windows = [
			{ limit: 2, spanMs: 500 },
			{ limit: 5, spanMs: 3_000 },
		];
		await fc.assert(
			fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 40 }), async (messages) => {
				const clock = drivenClock();
				const log: SendLog = new Map();
				const arrivals: number[] = [];
				const all = messages.map(async ({ askedMs, busyMs, answerMs }) => {
					await clock.sleepMs(askedMs);
					const turn = await takeTurn('bot', clock, undefined, log, windows);
					await clock.sleepMs(busyMs);
					arrivals.push(clock.nowMs());
					await clock.sleepMs(answerMs);
					turn?.end();
				});
				await clock.run();
				await Promise.all(all);
				expect(arrivals).toHaveLength(messages.length);
				for (const { limit, spanMs } of windows) {
					expect(mostWithin(arrivals, spanMs)).toBeLessThanOrEqual(limit);
				}
			}),
			{ numRuns: 50 },
		);
	});

	it('sends nothing to a bot that said "too many" before its pause is over, whoever asks', async () => {
		const clock = drivenClock();
		const log: SendLog = new Map();
		(await takeTurn('bot', clock, undefined, log))?.end(2_000);
		expect(await send('other', clock, log)).toBe(true);
		const waiting = send('bot', clock, log);
		await clock.run();
		await waiting;
		expect(clock.monotonicMs()).toBe(2_000);
	});

	it('counts webhooks apart and by hash', async () => {
		const clock = drivenClock();
		const log: SendLog = new Map();
		for (let at = 0; at < 4; at += 1) await send('a', clock, log);
		expect(await send('b', clock, log)).toBe(true);
		expect(paceKey('https://x/hook/secret-token')).toMatch(/^[0-9a-f]{64}$/);
	});

	it('forgets webhooks that were silent for 61 s, but not one whose answer is to come', async () => {
		const clock = drivenClock();
		const log: SendLog = new Map();
		for (let at = 0; at < 50; at += 1) await send(`bot ${at}`, clock, log);
		await takeTurn('open', clock, undefined, log);
		clock.setMs(61_001);
		await send('last', clock, log);
		expect([...log.keys()]).toEqual(['open', 'last']);
	});

	it('does not wait for hours when the wall clock is set back', async () => {
		const clock = drivenClock(10_000_000);
		const log: SendLog = new Map();
		for (let at = 0; at < 4; at += 1) await send('bot', clock, log);
		clock.shiftWall(-9_000_000);
		const sending = send('bot', clock, log);
		await clock.run();
		expect(await sending).toBe(true);
		expect(clock.nowMs()).toBe(1_001_100);
	});

	it.each([
		['the pause', 0],
		['answers', 4],
	])(
		'gives up the wait for %s when the execution is cancelled, and takes no place',
		async (_name, open) => {
			const clock = drivenClock();
			const log: SendLog = new Map();
			for (let at = 0; at < 4 - open; at += 1) await send('bot', clock, log);
			for (let at = 0; at < open; at += 1) await takeTurn('bot', clock, undefined, log);
			const cancel = new AbortController();
			const sending = send('bot', clock, log, cancel.signal);
			await Promise.resolve();
			cancel.abort();
			expect(await sending).toBe(false);
			const lane = log.get('bot');
			expect((lane?.open.size ?? 0) + (lane?.endedMs.length ?? 0)).toBe(4);
		},
	);
});
