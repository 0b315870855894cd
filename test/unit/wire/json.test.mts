import fc from 'fast-check';

import { parseJson, printJson } from '../../../nodes/wire/json.ts';

describe('parseJson', () => {
	it.each([
		['9007199254740991', 9007199254740991],
		['9007199254740992', '9007199254740992'],
		['9007199254740993', '9007199254740993'],
		['-9007199254740993', '-9007199254740993'],
		['12000000000000000', '12000000000000000'],
		['123456789012345678901234567890', '123456789012345678901234567890'],
		['0.12345678901234567', 0.12345678901234567],
		['12345678901234567.5', 12345678901234567.5],
		['1e21', 1e21],
		[
			'{"id":8190000000000001,"n":[18190000000000000123]}',
			{ id: 8190000000000001, n: ['18190000000000000123'] },
		],
		['"9007199254740993"', '9007199254740993'],
		[
			'{"a":"ids: 12345678901234567890, 12345678901234567890]","b":12345678901234567890}',
			{ a: 'ids: 12345678901234567890, 12345678901234567890]', b: '12345678901234567890' },
		],
		['"say \\"9007199254740993\\" \\\\"', 'say "9007199254740993" \\'],
		['{"a 12345678901234567":1}', { 'a 12345678901234567': 1 }],
		['\uFEFF[1]', [1]],
	])('reads %s', (text, expected) => {
		expect(parseJson(text)).toEqual(expected);
	});

	it.each([
		'',
		'{',
		'[1,]',
		'012345678901234567890',
		'-',
		'{"a":12345678901234567',
		'<html>',
		'1234567890123456789.',
		"{'a':1}",
	])('refuses %j without quoting it', (text) => {
		expect(() => parseJson(text)).toThrow(SyntaxError);
	});

	it('never tells what a broken body held', () => {
		expect(() => parseJson('{"buyer_login_id":"maria.k", oops')).toThrow(/^(?!.*maria)/);
	});

	it('agrees with JSON.parse wherever numbers are safe', () => {
		fc.assert(
			fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
				const text = JSON.stringify(value);
				const isSafe = !/\d{16}/.test(text.replace(/"(?:[^"\\]|\\.)*"/g, '""'));
				fc.pre(isSafe);
				expect(parseJson(text)).toEqual(JSON.parse(text));
			}),
		);
	});

	it('agrees with a reader that looks at every token, also in text that is no JSON', () => {
		const token = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;
		const plain = (text: string): unknown => {
			JSON.parse(text);
			const quoted = text.replace(token, (found) => {
				const isUnsafe = /^-?\d{16,}$/.test(found) && !Number.isSafeInteger(Number(found));
				return isUnsafe ? `"${found}"` : found;
			});
			return JSON.parse(quoted);
		};
		const outcome = (read: (text: string) => unknown, text: string) => {
			try {
				return { value: read(text) };
			} catch {
				return 'refused';
			}
		};
		const piece = fc.constantFrom(
			...['"', '\\', '{', '}', '[', ']', ',', ':', ' ', '"a"', '1', '-', '.5', 'e3', 'null'],
			...['9007199254740993', '-12345678901234567890', '0', '"\\"9007199254740993"', '\n', 'x'],
			...['"9007199254740993,"', '": 9007199254740993]"'],
		);
		const soup = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));
		const valid = fc.jsonValue().map((value) => JSON.stringify([value, 1]));
		const withIds = fc.tuple(valid, soup).map(([text, noise]) => text.replace('1]', `${noise}]`));
		fc.assert(
			fc.property(fc.oneof(soup, valid, withIds), (text) => {
				expect(outcome(parseJson, text)).toEqual(outcome(plain, text));
			}),
			{ numRuns: 3_000 },
		);
	});

	it('keeps any 64-bit integer at any place', () => {
		const id = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
		fc.assert(
			fc.property(fc.array(id), fc.string(), (ids, noise) => {
				const text = `{${JSON.stringify(noise)}:[${ids.map(String).join(' , ')}]}`;
				const [list] = Object.values(parseJson(text) as Record<string, unknown[]>);
				expect(list?.map(String)).toEqual(ids.map(String));
			}),
		);
	});
});

describe('printJson', () => {
	it('prints as JSON.stringify does, with bigint as digits', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(printJson(value as never)).toBe(JSON.stringify(value));
			}),
		);
		expect(printJson({ a: undefined, b: 9007199254740993n, c: [undefined, null] })).toBe(
			'{"b":9007199254740993,"c":[null,null]}',
		);
	});
});
