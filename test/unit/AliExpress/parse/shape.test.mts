import { createHmac } from 'node:crypto';

import fc from 'fast-check';
import { z } from 'zod';

import { maskText, buyerRefOf } from '../../../../nodes/client/buyerData.ts';
import { maskedSource } from '../../../../nodes/AliExpress/parse/maskedSource.ts';
import {
	count,
	detail,
	fields,
	id,
	identity,
	listOf,
	readShape,
	schemaOf,
	text,
	view,
	within,
	yesNo,
} from '../../../../nodes/AliExpress/parse/shape.ts';

const masked = { includeBuyerData: false, pseudonymKey: 'secret' };

describe('fields', () => {
	test.each([undefined, null, '', '  ', 'null'])('%p is missing everywhere', (value) => {
		for (const field of [id, text, count, yesNo]) {
			expect(readShape(field, value, 'x')).toBeUndefined();
		}
		expect(readShape(listOf(text), value, 'x')).toEqual([]);
	});

	test('ids keep every digit, whether number or text', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), (value) => {
				expect(readShape(id, value.toString(), 'x')).toBe(value.toString());
			}),
		);
		expect(readShape(id, 8100000000000001, 'x')).toBe('8100000000000001');
	});

	test.each([1.5, -1, 2 ** 53, '12a', '-4', {}, [], true])('%p is no id', (value) => {
		expect(readShape(id, value, 'order.id')).toBeUndefined();
		expect(() => readShape(identity, value, 'order.id')).toThrow(
			'"order.id" of the answer is not an id',
		);
	});

	test('an odd detail is absent', () => {
		expect([{}, []].map((value) => readShape(text, value, 'x'))).toEqual([undefined, undefined]);
		expect(['1.5', 'many', {}].map((value) => readShape(count, value, 'x'))).toEqual([
			undefined,
			undefined,
			undefined,
		]);
	});

	test('a view reads what is asked for, and only what is strict at once', () => {
		const looked: string[] = [];
		const noted = (name: string) =>
			schemaOf((value, issue) => {
				looked.push(name);
				if (value === 'odd') issue.what = 'is odd';
				return value;
			});
		const schema = view({ id: noted('id') }, { a: noted('a'), b: noted('b'), c: listOf(text) });
		const seen = readShape(schema, { id: '1', a: 'odd', b: 'fine', c: 'no list' }, 'x');
		expect(looked).toEqual(['id']);
		expect([seen.id, seen.a, seen.b, seen.c]).toEqual(['1', undefined, 'fine', undefined]);
		expect(seen.a).toBeUndefined();
		expect(seen.b).toBe('fine');
		expect(() => readShape(schema, { id: 'odd', b: 'fine' }, 'x')).toThrow('"x.id"');
		expect(() => readShape(schema, 'odd', 'x')).toThrow('expected shape');
	});

	test('one odd line takes all lines of its order away, and nothing else', () => {
		const orders = listOf(view({ id: identity }, { lines: listOf(view({}, { name: text })) }));
		const read = readShape(
			orders,
			[
				{ id: 1, lines: [{ name: 'a' }, 7] },
				{ id: 2, lines: [] },
			],
			'x',
		);
		expect(read.map(({ id: known, lines }) => [known, lines])).toEqual([
			['1', undefined],
			['2', []],
		]);
	});

	test('a wrong shape is named by its place, without its content', () => {
		const schema = z.object({ rows: listOf(z.object({ id: identity })) });
		const value = { rows: { dto: [{ id: '1' }, { id: 'Grzegorz' }] } };
		expect(() => readShape(schema, value, 'result')).toThrow(
			new TypeError('The field "result.rows[1].id" of the answer is not an id.'),
		);
		expect(() => readShape(schema, { rows: 'Grzegorz' }, 'result')).toThrow(
			new TypeError('The field "result.rows" of the answer is not a list.'),
		);
	});

	test.each([
		{ id: '1', name: 'a' },
		{ id: '1', name: 'a', other: 5 },
		{ name: 'a', id: '1', tags: ['x'] },
		{ dto: { id: '1', name: 'a' } },
		{ dto: [{ id: '1', name: 'a' }] },
		'{"id":1,"name":"a"}',
	])('%j stands for a list of one', (rows) => {
		const shape = { id: identity, name: text };
		for (const row of [fields(shape), view({ id: identity }, { name: text })]) {
			const [only, ...more] = readShape(listOf(row), rows, 'rows');
			expect([only?.id, only?.name, more]).toEqual(['1', 'a', []]);
		}
	});

	test.each([
		[{ other: 'a' }, 'rows[0]'],
		[{ other: 'a', more: 5 }, 'rows'],
		[{ dto: 'a' }, 'rows[0]'],
		[{ dto: { id: '1' }, total: 1 }, 'rows'],
		['{"other":"a","more":5}', 'rows'],
	])('%j is refused', (rows, field) => {
		const row = fields({ id, name: text });
		expect(() => readShape(listOf(row), rows, 'rows')).toThrow(`The field "${field}"`);
	});

	test('schemas of zod and of this package read the same, alone and inside one another', () => {
		const row = { id: identity, name: text, size: count, tags: detail(listOf(text)) };
		const fast = listOf(fields(row));
		const plain = z.array(z.object(row));
		const part = fc.oneof(
			fc.constantFrom(null, '', 'null', ' 7 ', 'x', '8100000000000001', true),
			fc.integer(),
			fc.array(fc.string()),
		);
		const value = fc.record({ id: part, name: part, size: part, tags: part }, { requiredKeys: [] });
		const outcome = (read: () => unknown) => {
			try {
				return JSON.stringify(read());
			} catch (reason) {
				return String(reason);
			}
		};
		fc.assert(
			fc.property(fc.array(value), (rows) => {
				const expected = outcome(() => readShape(plain, rows, 'rows'));
				expect(outcome(() => readShape(fast, rows, 'rows'))).toBe(expected);
				const nested = z.object({ rows: fast }).safeParse({ rows });
				expect(nested.success).toBe(!expected.startsWith('TypeError'));
			}),
		);
	});

	test('an object that is missing has no fields, and anything else is none', () => {
		const place = within({ country: text });
		for (const value of [undefined, null, 'null', 'x', 5, []]) {
			expect(readShape(place, value, 'x')).toEqual({});
		}
		expect(readShape(place, { country: 'PL' }, 'x')).toEqual({ country: 'PL' });
		expect(() => readShape(fields({ a: text }), [], 'x')).toThrow('expected shape');
	});

	test('yes and no come as booleans or text', () => {
		expect([true, 'true', 'TRUE', 1].map((value) => readShape(yesNo, value, 'x'))).toEqual([
			true,
			true,
			true,
			true,
		]);
		expect([false, 'false', 0].map((value) => readShape(yesNo, value, 'x'))).toEqual([
			false,
			false,
			false,
		]);
		expect(readShape(yesNo, 'maybe', 'x')).toBeUndefined();
	});
});

describe('buyer data', () => {
	test('a mask shows at most two characters and nothing of short texts', () => {
		expect(maskText('Test Buyer')).toBe('T***r');
		expect(maskText('Bob')).toBe('***');
		expect(maskText('山田太郎花子')).toBe('山***子');
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (value) => {
				const shown = Array.from(maskText(value).replace('***', ''));
				expect(shown.length).toBeLessThanOrEqual(2);
				expect(Array.from(value.trim()).length >= 5 || shown.length === 0).toBe(true);
			}),
		);
	});

	test('the pseudonym joins one buyer, depends on the key and is none for masked logins', () => {
		expect(buyerRefOf('gkowalczyk77', 'secret')).toMatch(/^[0-9a-f]{16}$/);
		expect(buyerRefOf(' gkowalczyk77', 'secret')).toBe(buyerRefOf('gkowalczyk77', 'secret'));
		expect(buyerRefOf('gkowalczyk77', 'other')).not.toBe(buyerRefOf('gkowalczyk77', 'secret'));
		expect(buyerRefOf('g***7', 'secret')).toBeUndefined();
		expect(buyerRefOf(undefined, 'secret')).toBeUndefined();
		// HMAC-SHA256("what do ya want for nothing?", "Jefe"), RFC 4231 test case 2.
		expect(buyerRefOf('what do ya want for nothing?', 'Jefe')).toBe('5bdcc146bf60754e');
	});

	test('the pseudonym is the HMAC of any login under any key, whichever was asked for before', () => {
		const keys = ['secret', 'k'.repeat(64), 'k'.repeat(65), 'a key of 密钥', 'a\nb', ''];
		const key = fc.oneof(fc.constantFrom(...keys), fc.string({ unit: 'binary' }));
		const login = fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => `l${text}1`);
		fc.assert(
			fc.property(fc.array(fc.tuple(login, key), { minLength: 1 }), (asked) => {
				for (const [text, secret] of asked.filter(([one]) => !one.includes('*'))) {
					const whole = createHmac('sha256', secret).update(text, 'utf8').digest('hex');
					expect(buyerRefOf(text, secret)).toBe(whole.slice(0, 16));
				}
			}),
		);
	});

	test.each([
		'buyer_name',
		'buyerAlias',
		'receiver',
		'receiver_name',
		'mobile',
		'phone',
		'contact_tel',
		'street',
		'address_line_3',
		'zip_code',
		'tax_no',
		'vat_no',
		'taxNumber',
		'cpf',
		'e_mail',
		'full_name',
		'corporate_name',
		'fax_country',
		'name',
		'postal_code',
		'postCode',
		'passport_no',
		'passportNo',
		'rut_no',
		'rutNo',
		'id_number',
		'idNumber',
		'id_card',
		'national_id',
		'birthday',
		'birth_date',
		'receive_person',
		'receivePerson',
		'login',
		'loginName',
		'user_id',
		'userId',
		'user_name',
		'nick',
		'signed_name',
		'district',
		'whatsapp_no',
		'city',
		'province',
		'county',
		'town',
		'latitude',
		'house_number',
		'apartment',
		'bank_account_no',
		'iban',
		'inn',
		'date_of_birth',
	])('the field "%s" is masked wherever it stands, as text, number, list or object', (key) => {
		const value = { any: 'Grzegorz', country: 'PL', list: ['Grzegorz'], number: 5550100100 };
		const source = { [key]: 'Grzegorz', rows: [{ [key]: 5550100100 }, { [key]: value }] };
		const shown = maskedSource(source, masked);
		expect(shown).toEqual({
			[key]: 'G***z',
			rows: [
				{ [key]: '5***0' },
				{ [key]: { any: 'G***z', country: 'PL', list: ['G***z'], number: '5***0' } },
			],
		});
	});

	test.each([
		'note',
		'order_note',
		'orderNote',
		'remark',
		'buyerRemark',
		'message',
		'leave_message',
		'buyer_comment',
		'delivery_instructions',
		'memo',
	])('the free text "%s" is left out wherever it stands', (key) => {
		const source = { [key]: 'Ring at Kowalczyk', rows: [{ [key]: 'Ring', quantity: 1 }] };
		expect(maskedSource(source, masked)).toEqual({ rows: [{ quantity: 1 }] });
		expect(maskedSource(source, { ...masked, includeBuyerData: true })).toBe(source);
	});

	test('what the platform says is no message of a buyer', () => {
		const source = {
			code: '0',
			message: 'success',
			error_message: 'none',
			result_message: 'ok',
			subMessage: 'none',
			result: { success: true, message: 'fine' },
			message_type: 'order',
			note_id: '1',
		};
		expect(maskedSource(source, masked)).toEqual(source);
	});

	test('JSON text that may hold anything is left out, the sku is not', () => {
		const extend_map = JSON.stringify({ receiverName: 'Grzegorz' });
		const product_attributes = JSON.stringify({ sku: [{ pName: 'Color', pValue: 'Black' }] });
		const line = { product_attributes, extend_map };
		expect(maskedSource({ child_order_list: [line], extendMap: { a: 'b' } }, masked)).toEqual({
			child_order_list: [{ product_attributes }],
		});
	});

	test('fields of the shop, amounts, countries and the content of a review stay', () => {
		const source = {
			product_name: 'Earbuds',
			sku_name: 'Black',
			logistics_service_name: 'Cainiao Standard',
			freight_template_name: 'Worldwide',
			company_name: 'DHL',
			seller_signer_fullname: 'Shop Hangzhou',
			structure: 'flat',
			inner_box: '1',
			warehouse: '2',
			sku_id: '12000000000000000',
			order_id: '8100000000000001',
			product_id_list: ['1'],
			merchant_login_id: 'cn1000000001',
			shop_user_id: '1',
			postage: '1.00',
			paid: '2',
			buyer_country: 'PL',
			receiver_country_name: 'Poland',
			include_tax_fee: { amount: '1.20', currency_code: 'USD' },
			tax_rate: '0.2',
			is_phone: 'false',
			phone: true,
			already_taxed: 'true',
			buyer_evaluation: '1',
			buyer_feedback: 'Broken on arrival',
			buyer_reply: 'Still broken',
			buyer_fb_date: '2026-10-20 08:00:00',
		};
		expect(maskedSource(source, masked)).toEqual(source);
	});

	test('a raw object keeps its other fields', () => {
		const source = {
			order_id: '1',
			phone: false,
			seller_login_id: 'cn1000000001',
			memo: 'Hello',
			buyer_login_id: 'gkowalczyk77',
			receiptAddress: { country: 'PL', newField: 'Some Street' },
			product_list: [{ buyer_signer_first_name: 'Grzegorz', product_name: 'Earbuds' }],
		};
		expect(maskedSource(source, masked)).toEqual({
			order_id: '1',
			phone: false,
			seller_login_id: 'cn1000000001',
			buyer_login_id: 'g***7',
			receiptAddress: { country: 'PL', newField: 'S***t' },
			product_list: [{ buyer_signer_first_name: 'G***z', product_name: 'Earbuds' }],
		});
		expect(maskedSource(source, { ...masked, includeBuyerData: true })).toBe(source);
	});
});
