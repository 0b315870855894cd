import fc from 'fast-check';

import { cutText, fitTexts, jsonBytes } from '../../../nodes/FeishuBot/message/text.ts';

const inside = (text: string) => jsonBytes(text) - 2;

describe('cutText', () => {
	it('leaves a text that fits', () => {
		expect(cutText('订单', 6)).toBe('订单');
	});

	it('counts bytes of the JSON, escapes included', () => {
		expect(cutText('""""', 7)).toBe('""…');
	});

	it.each([
		['family', 'ab👨‍👩‍👧‍👦cdefgh', 'ab…'],
		['flag', 'ab🇨🇳cdefgh', 'ab…'],
		['accent', 'abe\u0301cdefgh', 'ab…'],
	])('never splits a %s', (_name, text, expected) => {
		for (let room = inside('ab…'); room < inside(`${text.slice(0, -6)}…`); room += 1) {
			expect(cutText(text, room)).toBe(expected);
		}
	});

	it('splits a character of endless accents rather than losing the text', () => {
		const cut = cutText('e' + '\u0301'.repeat(1_000), 103);
		expect(cut).toBe('e' + '\u0301'.repeat(49) + '…');
	});

	it('gives nothing when there is no room for the ellipsis', () => {
		expect(cutText('abcd', 2)).toBe('');
	});

	it('stays within any room and is a start of the text', () => {
		const rooms = fc.integer({ min: 0, max: 60 });
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), rooms, (text, room) => {
				const cut = cutText(text, room);
				expect(inside(cut)).toBeLessThanOrEqual(room);
				expect(cut === text || cut === '' || text.startsWith(cut.slice(0, -1))).toBe(true);
			}),
		);
	});
});

describe('fitTexts', () => {
	const build = ([a = '', b = '']: string[]) => ({ frame: 'x'.repeat(100), a, b });

	it('changes nothing when all fits', () => {
		expect(fitTexts(['a', 'b'], build)).toEqual({ body: build(['a', 'b']), shortened: false });
	});

	it('cuts the long text and leaves the short one', () => {
		const { body, shortened } = fitTexts(['长'.repeat(50_000), 'short'], build);
		expect(shortened).toBe(true);
		expect(body.b).toBe('short');
		expect(jsonBytes(body)).toBeLessThanOrEqual(20_000 - 120);
		expect(jsonBytes(body)).toBeGreaterThan(19_800);
	});

	it('fits any two texts', () => {
		const long = fc.string({ unit: 'binary', maxLength: 200 }).map((text) => text.repeat(200));
		fc.assert(
			fc.property(long, long, (a, b) => {
				expect(jsonBytes(fitTexts([a, b], build).body)).toBeLessThanOrEqual(20_000);
			}),
			{ numRuns: 20 },
		);
	});
});
