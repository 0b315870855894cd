import fc from 'fast-check';

import { remedyFor } from '../../../nodes/FeishuBot/message/fault.ts';
import { readTime } from '../../../nodes/time/written.ts';
import { isBlank, oneLine, tidy, wholeStart } from '../../../nodes/wire/text.ts';

describe('a foreign text', () => {
	it('keeps emoji and lines, drops control characters and turns of direction', () => {
		expect(tidy('\u202Aa\u2066b\u2069c\u202C')).toBe('abc');
		expect(tidy('a\u0000b\r\nc\td\u202Ee 👨‍👩‍👧 \uD83D')).toBe('ab\nc\tde 👨‍👩‍👧 \uFFFD');
	});

	it.each(['\r', '\r\n', '\n', '\v', '\f', '\u0085', '\u2028', '\u2029'])(
		'begins a new line at %j',
		(end) => {
			expect(tidy(`a${end}b`)).toBe('a\nb');
			expect(oneLine(` a${end}b\t c `)).toBe('a b c');
		},
	);

	it.each(['', ' \n\t', '\u202E\u0000', '\u200B\u200D\uFEFF', '\u00AD\u2060\u3164', '\u{E0041}'])(
		'%j shows nothing',
		(text) => expect(isBlank(text)).toBe(true),
	);

	it.each(['a', '\u202E.', '👍', '￼', '\uD83D', '\u200B字\u0000'])('%j shows something', (text) =>
		expect(isBlank(text)).toBe(false),
	);

	it('has nothing left that a receiver could stumble over, whatever it is', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
				expect(tidy(text)).not.toMatch(/[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]|\p{Cs}/u);
				expect(oneLine(text)).not.toMatch(/[\n\t]|^\s|\s$|\s{2}/);
				expect(tidy(tidy(text))).toBe(tidy(text));
			}),
		);
	});
});

it('is tidied and judged quickly, however hostile it is', () => {
	const started = performance.now();
	for (const piece of [' ', '\r', '\u202E', '\uD83D', '\u200B', 'e\u0301', '👨‍👩‍👧‍👦']) {
		const text = piece.repeat(10_000);
		oneLine(text);
		isBlank(text);
		readTime(text);
		readTime(`2026-09-30 ${text}`);
		remedyFor(9499, text, 400, ['secret']);
	}
	expect(performance.now() - started).toBeLessThan(1_000);
});

describe('the start of a text', () => {
	it.each([
		['a family', 'ab👨‍👩‍👧‍👦c', 5, 'ab'],
		['a flag', 'ab🇨🇳c', 4, 'ab'],
		['an accent', 'abe\u0301c', 3, 'ab'],
		['a skin tone', 'ab👍🏽c', 4, 'ab'],
		['nothing', 'abcd', 2, 'ab'],
	])('never ends inside %s', (_name, text, end, expected) => {
		expect(wholeStart(text, end)).toBe(expected);
	});

	it('ends inside a character that is longer than all of it, and at the ends of the text', () => {
		expect(wholeStart('e' + '\u0301'.repeat(9), 4)).toBe('e\u0301\u0301\u0301');
		expect(wholeStart('ab', 2)).toBe('ab');
		expect(wholeStart('ab', 0)).toBe('');
	});
});
