import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import fc from 'fast-check';

import { claim, openInbox, stateWith } from '../../nodes/AliExpress/push/inbox.ts';
import {
	addMark,
	addStored,
	noMarks,
	pushStateOf,
	readPushState,
	withMark,
} from '../../nodes/AliExpress/push/marks.ts';
import { shortIdOf } from '../../nodes/AliExpress/trigger/events/eventId.ts';
import type { Clock } from '../../nodes/time/clock.ts';

const NOW = 1_790_000_000_000;
const idAt = (n: number) => createHash('sha256').update(String(n)).digest('hex');
const markAt = (n: number) => shortIdOf(idAt(n));
/** As version 1 of the state kept a message: the first 64 bits of its id. */
const firstMarkAt = (n: number) => Buffer.from(idAt(n).slice(0, 16), 'hex').toString('base64url');

describe('the marks of messages that were handed out', () => {
	it('are found, also when they were stored and read again, and nothing else is', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(500), { maxLength: 60 }), fc.nat(500), (given, asked) => {
				const marks = noMarks();
				for (const n of given) addMark(marks, markAt(n));
				const again = noMarks();
				addStored(again, readPushState(pushStateOf(marks.newest)) ?? '');
				for (const { known } of [marks, again]) {
					expect(known.has(markAt(asked))).toBe(given.includes(asked));
				}
				expect(marks.newest).toHaveLength(8 * new Set(given).size);
			}),
		);
	});

	it('stay few: the oldest go first, in what is stored and in what is remembered', () => {
		const marks = noMarks();
		for (let n = 0; n < 50_010; n++) addMark(marks, markAt(n));
		expect(marks.known.size).toBe(50_000);
		expect([9, 10, 50_009].map((n) => marks.known.has(markAt(n)))).toEqual([false, true, true]);
		expect(marks.newest.length).toBeLessThan(4 * 1024);
		expect(marks.newest.endsWith(markAt(50_009))).toBe(true);
		expect(marks.newest.startsWith(markAt(50_010 - 500))).toBe(true);
		expect(withMark(marks, markAt(-1))).toBe(marks.newest.slice(8) + markAt(-1));
	});

	it('of two processes are put together, none twice', () => {
		const marks = noMarks();
		for (const n of [1, 2]) addMark(marks, markAt(n));
		addStored(marks, markAt(3) + markAt(1));
		expect(marks.newest).toBe(markAt(1) + markAt(2) + markAt(3));
		expect([...marks.known]).toEqual([markAt(1), markAt(2), markAt(3)]);
	});

	it('are read back as they were stored, and not from anything else', () => {
		const stored = pushStateOf(markAt(1) + markAt(2));
		expect(readPushState(JSON.parse(JSON.stringify(stored)))).toBe(markAt(1) + markAt(2));
		expect(readPushState(undefined)).toBe('');
		for (const odd of [
			{ version: 2, marks: '' },
			{ version: 1, marks: 'short' },
			{ version: 1 },
			'text',
			'3:',
			'2:short',
			[],
			1,
		]) {
			expect(readPushState(odd)).toBeUndefined();
		}
	});

	it('are read from version 1, whose messages are known as before', () => {
		const numbers = Array.from({ length: 500 }, (_, n) => n);
		const stored = { version: 1, marks: numbers.map(firstMarkAt).join('') };
		expect(readPushState(stored)).toBe(numbers.map(markAt).join(''));
		const { marks } = openInbox('of version 1', readPushState(stored) ?? '');
		expect(numbers.every((n) => marks.known.has(markAt(n)))).toBe(true);
		expect(marks.known.has(markAt(500))).toBe(false);
		expect(readPushState({ version: 1, marks: '' })).toBe('');
	});
});

describe('the inbox of a trigger', () => {
	it('takes in what another process has stored, whatever this one stored before', () => {
		const key = 'of two processes';
		const own = stateWith(openInbox(key, ''), markAt(1));
		expect(openInbox(key, own).marks.known).toEqual(new Set([markAt(1)]));
		openInbox(key, own + markAt(2) + markAt(3));
		const { marks } = openInbox(key, markAt(4) + markAt(3));
		expect([...marks.known]).toEqual([1, 2, 3, 4].map(markAt));
	});

	it('takes a message that is stored for handed out, also when its sender never had an answer', () => {
		const key = 'of a lost answer';
		const inbox = openInbox(key, '');
		const stored = stateWith(inbox, markAt(1));
		expect(inbox.marks.known.has(markAt(1))).toBe(false);
		expect(openInbox(key, stored).marks.known.has(markAt(1))).toBe(true);
	});

	it('keeps few of the states it has stored', () => {
		const inbox = openInbox('of many', '');
		for (let n = 0; n < 200; n++) stateWith(inbox, markAt(n));
		expect(inbox.saved.length).toBeLessThan(50);
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
	const MARK = 'abcdefgh';
	let number = 0;
	const openNew = () => openInbox(`workflow:${number++}`, '');

	it('is marked when the sender has its 200, and not before', async () => {
		const inbox = openNew();
		const { clock } = openClock();
		const response = openResponse();
		expect(await claim(inbox, MARK, response, clock)).toBe(true);
		const copy = claim(inbox, MARK, openResponse(), clock);
		expect(inbox.marks.known.has(MARK)).toBe(false);
		response.emit('finish');
		expect(await copy).toBe(false);
		expect(inbox.marks.known.has(MARK)).toBe(true);
		expect(inbox.underWay.size).toBe(0);
		expect(await claim(inbox, MARK, openResponse(), clock)).toBe(false);
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
		expect(await copies[0]).toBe(true);
		second.emit('finish');
		expect(await copies[1]).toBe(false);
		expect(inbox.marks.known.has(MARK)).toBe(true);
	});

	it('does not hold a copy back for ever', async () => {
		const inbox = openNew();
		const { clock, passAll } = openClock();
		await claim(inbox, MARK, openResponse(), clock);
		const copy = claim(inbox, MARK, openResponse(), clock);
		passAll();
		expect(await copy).toBe(true);
	});
});
