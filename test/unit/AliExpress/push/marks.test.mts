import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import fc from 'fast-check';

import {
	addMark,
	addStored,
	claim,
	inboxOf,
	isMarked,
	markOf,
	type Marks,
	noMarks,
	pushStateOf,
} from '../../../../nodes/AliExpress/push/marks.ts';
import type { Clock } from '../../../../nodes/time/clock.ts';

const NOW = 1_790_000_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const idAt = (n: number) => createHash('sha256').update(String(n)).digest('hex');
const markAt = (n: number, atMs = NOW) => markOf(idAt(n), atMs);
const isKnown = (marks: Marks, n: number, atMs = NOW) => isMarked(marks, markAt(n, atMs));
/** As after a restart: from what n8n has stored as JSON. */
const storedAndRead = (marks: Marks): Marks => {
	const again = noMarks();
	expect(addStored(again, JSON.parse(JSON.stringify(pushStateOf(marks))))).toBe(true);
	return again;
};

describe('the marks of messages that were handed out', () => {
	it('are found, also when they were stored and read again, and nothing else is', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(500), { maxLength: 60 }), fc.nat(500), (given, asked) => {
				const marks = noMarks();
				for (const n of given) addMark(marks, markAt(n));
				for (const one of [marks, storedAndRead(marks)]) {
					expect(isKnown(one, asked)).toBe(given.includes(asked));
				}
				expect(storedAndRead(marks).known).toEqual(marks.known);
			}),
		);
	});

	it.each([
		['the same moment', 0, true],
		['half an hour later', HOUR / 2, true],
		['the last repetition, after six hours', 6 * HOUR, true],
		['seven hours later', 7 * HOUR, true],
		['more than that', 7 * HOUR + 2 * MINUTE, false],
		['the next day', 24 * HOUR, false],
		['sent before it, came behind it', -30 * HOUR, true],
	])('know what says the same: %s', (_, laterMs, isCopy) => {
		const marks = noMarks();
		addMark(marks, markAt(1));
		for (const one of [marks, storedAndRead(marks)]) {
			expect(isKnown(one, 1, NOW + laterMs)).toBe(isCopy);
			expect(isKnown(one, 2, NOW + laterMs)).toBe(false);
		}
	});

	it('go by the newest that said the same, so that a copy of an old one starts nothing', () => {
		const marks = noMarks();
		addMark(marks, markAt(1));
		addMark(marks, markAt(1, NOW + 24 * HOUR));
		for (const one of [marks, storedAndRead(marks)]) {
			expect(isKnown(one, 1)).toBe(true);
			expect(isKnown(one, 1, NOW + 30 * HOUR)).toBe(true);
			expect(isKnown(one, 1, NOW + 32 * HOUR)).toBe(false);
		}
		const other = noMarks();
		addMark(other, markAt(1, NOW + 24 * HOUR));
		addMark(other, markAt(1));
		expect(isKnown(other, 1, NOW + 30 * HOUR)).toBe(true);
	});

	it('survive a time that no calendar has', () => {
		const marks = noMarks();
		for (const [n, atMs] of [0, 1, 8_640_000_000_000_000].entries())
			addMark(marks, markAt(n, atMs));
		expect(storedAndRead(marks).known).toEqual(marks.known);
		expect(isKnown(storedAndRead(marks), 2, 8_640_000_000_000_000)).toBe(true);
	});

	it('stay few: the oldest go first, in what is stored and in what is remembered', () => {
		const marks = noMarks();
		for (let n = 0; n < 50_010; n++) addMark(marks, markAt(n));
		expect(marks.known.size).toBe(50_000);
		expect([9, 10, 50_009].map((n) => isKnown(marks, n))).toEqual([false, true, true]);
		expect(pushStateOf(marks).length).toBeLessThan(7 * 1024);
		const again = storedAndRead(marks);
		expect(again.known.size).toBe(500);
		expect([50_010 - 501, 50_010 - 500].map((n) => isKnown(again, n))).toEqual([false, true]);
	});

	it('that were said again lately are not the first to go', () => {
		const marks = noMarks();
		for (let n = 0; n < 50_000; n++) addMark(marks, markAt(n));
		addMark(marks, markAt(0, NOW + 24 * HOUR));
		addMark(marks, markAt(50_000));
		expect([0, 1].map((n) => isKnown(marks, n, NOW + 24 * HOUR))).toEqual([true, false]);
	});

	it('of two processes are put together, none twice', () => {
		const [marks, other] = [noMarks(), noMarks()];
		for (const n of [1, 2]) addMark(marks, markAt(n));
		for (const n of [3, 1]) addMark(other, markAt(n));
		expect(addStored(marks, pushStateOf(other))).toBe(true);
		expect([...storedAndRead(marks).known.keys()]).toEqual([1, 2, 3].map((n) => markAt(n).id));
	});

	it('are read back as they were stored, and not from anything else', () => {
		const marks = noMarks();
		expect(addStored(marks, undefined)).toBe(true);
		for (const odd of [
			{ version: 1, marks: '' },
			'text',
			'2:abcdefgh',
			'4:',
			'3:short',
			'3:abcdefgh00zz!',
			'3:abcdefgh0000zabcdefgh',
			[],
			1,
		]) {
			expect(addStored(marks, odd)).toBe(false);
		}
		expect(marks.known.size).toBe(0);
	});
});

describe('a message under way', () => {
	/** A clock whose waits end when the test says so. */
	function openClock() {
		const wake: Array<() => void> = [];
		const sleepMs = async () => await new Promise<void>((resolve) => wake.push(resolve));
		const clock: Clock = { nowMs: () => NOW, monotonicMs: () => 0, sleepMs };
		return { clock, passAll: () => wake.forEach((end) => end()) };
	}
	const openResponse = (statusCode = 200) =>
		Object.assign(new EventEmitter(), { statusCode }) as unknown as Parameters<typeof claim>[2];
	const MARK = markAt(1);
	let number = 0;
	const openNew = () => inboxOf(`workflow:${number++}`);

	it('is marked when the sender has its 200, and not before', async () => {
		const inbox = openNew();
		const { clock } = openClock();
		const response = openResponse();
		expect(await claim(inbox, MARK, response, clock)).toBeDefined();
		const copy = claim(inbox, MARK, openResponse(), clock);
		expect(isMarked(inbox.marks, MARK)).toBe(false);
		response.emit('finish');
		expect(await copy).toBeUndefined();
		expect(isMarked(inbox.marks, MARK)).toBe(true);
		expect(inbox.underWay.size).toBe(0);
		expect(await claim(inbox, MARK, openResponse(), clock)).toBeUndefined();
	});

	it.each([
		['n8n answers 500', 500, 'finish'],
		['the connection ends', 200, 'close'],
	])('leaves the message to one of its copies when %s', async (_, statusCode, end) => {
		const inbox = openNew();
		const { clock } = openClock();
		const first = openResponse(statusCode);
		await claim(inbox, MARK, first, clock);
		const second = openResponse();
		const copies = [second, openResponse()].map(
			async (response) => await claim(inbox, MARK, response, clock),
		);
		first.emit(end);
		expect(await copies[0]).toBeDefined();
		second.emit('finish');
		expect(await copies[1]).toBeUndefined();
		expect(isMarked(inbox.marks, MARK)).toBe(true);
	});

	it('does not hold a copy back for ever', async () => {
		const inbox = openNew();
		const { clock, passAll } = openClock();
		await claim(inbox, MARK, openResponse(), clock);
		const copy = claim(inbox, MARK, openResponse(), clock);
		passAll();
		expect(await copy).toBeDefined();
	});
});
