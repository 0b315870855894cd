import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

import type { Account } from '../../../../nodes/AliExpress/account/account.ts';
import { checkAge, isPushSignature, isWanted } from '../../../../nodes/AliExpress/push/admit.ts';
import { happeningOf } from '../../../../nodes/AliExpress/push/happening.ts';
import { pushItemOf } from '../../../../nodes/AliExpress/push/receive.ts';
import { readMessage, type PushMessage } from '../../../../nodes/AliExpress/push/message.ts';
import { eventIdOf } from '../../../../nodes/AliExpress/trigger/events/eventId.ts';
import { identityOf } from '../../../../nodes/AliExpress/trigger/position/start.ts';
import { authorizationOf } from '../../../sandbox/push/authorization.mts';

interface Vector {
	id: string;
	app_key: string;
	app_secret: string;
	raw_body: string;
	authorization: string;
}

const file = join(process.cwd(), 'test', 'fixtures', 'iop-signature-vectors.json');
const { push_vectors: vectors } = JSON.parse(readFileSync(file, 'utf8')) as {
	push_vectors: Vector[];
};
const appOf = (vector: Vector) => ({ appKey: vector.app_key, appSecret: vector.app_secret });
const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'utf8'));

describe('the signature of a push message', () => {
	it.each(vectors)('$id is accepted, in either case of its hex', (vector) => {
		const { raw_body: body, authorization } = vector;
		expect(isPushSignature(authorization, bytes(body), appOf(vector))).toBe(true);
		expect(isPushSignature(authorization.toUpperCase(), bytes(body), appOf(vector))).toBe(true);
		expect(isPushSignature(` ${authorization} `, bytes(body), appOf(vector))).toBe(true);
		expect(authorizationOf(appOf(vector), bytes(body))).toBe(authorization);
	});

	it.each(vectors)('$id is refused for JSON that was printed again', (vector) => {
		const { raw_body: body, authorization } = vector;
		const printed = JSON.stringify({ ...(JSON.parse(body) as object), x: undefined }, null, 1);
		expect(isPushSignature(authorization, bytes(printed), appOf(vector))).toBe(false);
	});

	it('is refused for any other body, key, secret or text', () => {
		const app = { appKey: '512345', appSecret: 'secret' };
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 60 }), fc.uint8Array({ maxLength: 60 }), (a, b) => {
				const signed = authorizationOf(app, a);
				expect(isPushSignature(signed, a, app)).toBe(true);
				expect(isPushSignature(signed, b, app)).toBe(Buffer.compare(a, b) === 0);
				expect(isPushSignature(signed, a, { ...app, appSecret: 'other' })).toBe(false);
				expect(isPushSignature(signed, a, { ...app, appKey: '512346' })).toBe(false);
			}),
		);
		const signed = authorizationOf(app, bytes('{}'));
		for (const text of [
			'',
			'x',
			signed.slice(1),
			`${signed}0`,
			`Bearer ${signed}`,
			`${signed}\0`,
		]) {
			expect(isPushSignature(text, bytes('{}'), app)).toBe(false);
		}
	});

	it('is never accepted without a secret or a key: anybody could make it', () => {
		for (const app of [
			{ appKey: '512345', appSecret: '' },
			{ appKey: '', appSecret: 'secret' },
		]) {
			const usable = { ...app, appSecret: app.appSecret || ' ' };
			expect(isPushSignature(authorizationOf(usable, bytes('{}')), bytes('{}'), app)).toBe(false);
		}
	});
});

describe('a push message', () => {
	it('is read in the form of the documented sample', () => {
		const body =
			'{\n  "data": {\n    "buyerId": 1000000001,\n    "orderId": 1277957756967724,\n    "orderStatus": "paymentFailedEvent"\n  },\n  "message_type": 53,\n  "seller_id": "1234",\n  "site": "ae_global",\n  "timestamp": 1719389200\n}\n';
		expect(readMessage(bytes(body))).toMatchObject({
			type: 53,
			sellerId: '1234',
			site: 'ae_global',
			sentAtMs: 1_719_389_200_000,
			orderId: '1277957756967724',
			status: 'paymentFailedEvent',
		});
	});

	it('is read in the form of the shared platform', () => {
		const body =
			'{"seller_id":2671514005,"message_type":0,"data":{"trade_order_id":"8190000000000001","trade_order_line_id":8190000000000002,"order_status":"WAIT_SELLER_SEND_GOODS"},"timestamp":1735689600000}';
		expect(readMessage(bytes(body))).toMatchObject({
			type: 0,
			sellerId: '2671514005',
			sentAtMs: 1_735_689_600_000,
			orderId: '8190000000000001',
			orderLineId: '8190000000000002',
			status: 'WAIT_SELLER_SEND_GOODS',
		});
	});

	it('keeps every digit of an id beyond 2^53', () => {
		const body = '{"message_type":53,"data":{"orderId":9223372036854775807}}';
		expect(readMessage(bytes(body))?.orderId).toBe('9223372036854775807');
	});

	it.each([
		[
			'iop_trade_order',
			{
				sellerId: '1234567',
				sentAtMs: 1_603_766_859_530,
				orderId: '260000000000363',
				orderLineId: '260000000000364',
				status: 'unpaid',
			},
		],
		[
			'iop_reverse_order',
			{
				orderId: '252000000000153',
				reverseOrderId: '500000000000153',
				reverseOrderLineId: '500000000000154',
				status: 'canceled',
			},
		],
		[
			'iop_fulfilment',
			{ orderId: '57000000000603', status: 'DELIVERED', sentAtMs: 1_627_441_249_000 },
		],
		// Outside stands the text "null".
		['iop_authorization_ending', { sellerId: '1000000002', isAuthorizationEnding: true }],
		['iop_product_review', { type: 21, orderId: '83000000000414' }],
		['iop_jit', { sellerId: '123', status: 'closed' }],
		['ae_fixture_trade_order_id', { type: 53, orderId: '8200000000000001' }],
	])('is read as %s has it', (name, read) => {
		const sample = join(process.cwd(), 'test', 'fixtures', 'push', `${name}.json`);
		expect(readMessage(readFileSync(sample))).toMatchObject(read);
	});

	it('of a return says which, and how it stands beside the order', () => {
		const data = { trade_order_id: '81', reverse_order_id: 91, reverse_status: 'REFUND_PENDING' };
		const read = readMessage(bytes(JSON.stringify({ message_type: 10, data })));
		expect(read).toMatchObject({
			orderId: '81',
			reverseOrderId: '91',
			reverseStatus: 'REFUND_PENDING',
		});
		expect(read?.status).toBeUndefined();
		expect(
			readMessage(bytes('{"data":{"reverseOrderId":"91","reverseStatus":"x"}}')),
		).toMatchObject({
			reverseOrderId: '91',
			reverseStatus: 'x',
		});
	});

	it.each([
		['null', 'null'],
		['NULL', '"NULL"'],
		['a blank', '" "'],
		['nothing', 'undefined'],
		['zero', '0'],
		['minus one', '"-1"'],
		['undefined', '"undefined"'],
	])('names its shop inside when %s stands outside', (_, outside) => {
		const outer = outside === 'undefined' ? '' : `"seller_id":${outside},`;
		for (const inner of ['"seller_id":"2000000007"', '"sellerId":2000000007']) {
			const body = `{${outer}"message_type":65,"data":{${inner}}}`;
			expect(readMessage(bytes(body))?.sellerId).toBe('2000000007');
		}
		expect(readMessage(bytes(`{${outer}"message_type":65,"data":{}}`))?.sellerId).toBeUndefined();
	});

	it('names the shop outside, when both do', () => {
		const body = '{"seller_id":"2000000001","message_type":0,"data":{"seller_id":"2000000007"}}';
		expect(readMessage(bytes(body))?.sellerId).toBe('2000000001');
	});

	it('is one with a kind alone, whatever its data are', () => {
		for (const data of ['', ',"data":null', ',"data":"no JSON"', ',"data":[]', ',"data":5']) {
			expect(readMessage(bytes(`{"message_type":7${data}}`))).toMatchObject({ type: 7, data: {} });
		}
	});

	it.each([0, -1, -1_719_389_200, '0', 9_007_199_254_740_991, 8_640_000_000_000_001])(
		'has no time when it says %p',
		(timestamp) => {
			const body = JSON.stringify({ message_type: 53, data: {}, timestamp });
			expect(readMessage(bytes(body))).toMatchObject({ type: 53 });
			expect(readMessage(bytes(body))?.sentAtMs).toBeUndefined();
		},
	);

	const nested = (levels: number, open: string, close: string) =>
		open.repeat(levels) + '1' + close.repeat(levels);

	it.each([
		['lists', nested(30_000, '[', ']')],
		['objects', nested(9_000, '{"a":', '}')],
		['both', nested(5_000, '[{"a":', '}]')],
		['a little too many', nested(100, '[', ']')],
	])('is not what nests %s', (_, deep) => {
		expect(readMessage(bytes(`{"message_type":53,"data":{"a":${deep}}}`))).toBeUndefined();
		expect(readMessage(bytes(`{"message_type":53,"data":{},"a":${deep}}`))).toBeUndefined();
		// Data as JSON text that is such: what is left is a message of a kind.
		const text = JSON.stringify(`{"a":${deep}}`);
		expect(readMessage(bytes(`{"message_type":53,"data":${text}}`))).toMatchObject({ data: {} });
		expect(readMessage(bytes(`{"data":${text}}`))).toBeUndefined();
	});

	it('may nest as far as anybody does', () => {
		const body = `{"message_type":53,"data":{"orderId":81,"a":${nested(20, '[{"a":', '}]')}}}`;
		expect(readMessage(bytes(body))?.orderId).toBe('81');
	});

	it('may have a byte order mark, a type as text, data as JSON text and no time', () => {
		const body = '\ufeff{"message_type":"53","data":"{\\"orderId\\":\\"81\\"}"}';
		const message = readMessage(bytes(body));
		expect(message).toMatchObject({ type: 53, orderId: '81' });
		expect(message?.sentAtMs).toBeUndefined();
	});

	it.each([
		['cut JSON', '{"message_type":53,'],
		['nothing', ''],
		['a list', '[{"message_type":53}]'],
		['a text', '"message_type"'],
		['null', 'null'],
		['an object of something else', '{"hello":"world"}'],
	])('is not %s', (_, body) => {
		expect(readMessage(bytes(body))).toBeUndefined();
	});

	it('is read whatever a field holds', () => {
		fc.assert(
			fc.property(
				fc.record(
					{
						message_type: fc.jsonValue(),
						seller_id: fc.jsonValue(),
						timestamp: fc.jsonValue(),
						data: fc.dictionary(
							fc.constantFrom('orderId', 'order_status', 'trade_order_line_id', 'buyerId'),
							fc.jsonValue(),
						),
					},
					{ requiredKeys: ['data'] },
				),
				(message) => {
					const read = readMessage(bytes(JSON.stringify(message)));
					expect(read).toBeDefined();
					if (read?.type !== undefined) expect(Number.isSafeInteger(read.type)).toBe(true);
					if (read?.orderId !== undefined) expect(read.orderId).toMatch(/^\d+$/);
				},
			),
		);
	});

	it('is the same message however it is spaced and ordered, and another one for another content', () => {
		const of = (body: string) => readMessage(bytes(body))?.identity;
		const one = of('{"message_type":53,"data":{"a":1,"b":[1,2]},"timestamp":5}');
		expect(of('{ "timestamp":5, "data":{"b":[1, 2],"a":1},\n"message_type":53 }')).toBe(one);
		expect(of('{"message_type":53,"data":{"a":1,"b":[2,1]},"timestamp":5}')).not.toBe(one);
		expect(of('{"message_type":53,"data":{"a":"1","b":[1,2]},"timestamp":5}')).not.toBe(one);
	});

	it('is the same message when it is sent again, at another time', () => {
		const of = (body: string) => readMessage(bytes(body))?.identity;
		const one = of('{"message_type":53,"data":{"a":1},"timestamp":1719389200}');
		for (const time of [',"timestamp":1719391000', ',"timestamp":"1719391000123"', '']) {
			expect(of(`{"message_type":53,"data":{"a":1}${time}}`)).toBe(one);
		}
		// The time of what happened stands inside and belongs to it.
		const inside = (at: number) => of(`{"message_type":53,"data":{"timestamp":${at}}}`);
		expect(inside(1)).not.toBe(inside(2));
	});
});

describe('the filter', () => {
	const all = { messageTypes: ['all'], furtherTypes: [], sellerIds: [] };
	const message = (fields: Partial<PushMessage>) => fields as PushMessage;

	it('lets unknown types pass under their own choice and under "all" alone', () => {
		for (const type of [7, 52, -1, undefined]) {
			expect(isWanted(message({ type }), all)).toBe(true);
			expect(isWanted(message({ type }), { ...all, messageTypes: ['other'] })).toBe(true);
			expect(isWanted(message({ type }), { ...all, messageTypes: ['53', '0'] })).toBe(false);
		}
		expect(isWanted(message({ type: 53 }), { ...all, messageTypes: ['other'] })).toBe(false);
		expect(isWanted(message({ type: 0 }), { ...all, messageTypes: ['0'] })).toBe(true);
	});

	it('takes numbers that the user adds', () => {
		const settings = { ...all, messageTypes: ['53'], furtherTypes: ['7'] };
		expect([7, 53, 8].map((type) => isWanted(message({ type }), settings))).toEqual([
			true,
			true,
			false,
		]);
	});

	it('never keeps out by shop that an authorization ends', () => {
		const settings = { ...all, sellerIds: ['2000000001'] };
		for (const sellerId of ['2000000002', undefined]) {
			const ending = message({ type: 65, sellerId, isAuthorizationEnding: true });
			expect(isWanted(ending, settings)).toBe(true);
			expect(isWanted(ending, { ...settings, messageTypes: ['53'] })).toBe(false);
		}
		const read = (body: string) => readMessage(bytes(body))?.isAuthorizationEnding;
		expect(read('{"message_type":65,"data":{}}')).toBe(true);
		expect(read('{"message_type":8,"data":{"auth_expiry_time":1627542238}}')).toBe(true);
		expect(read('{"message_type":8,"data":{"orderId":1}}')).toBe(false);
	});

	it('keeps out other shops, and messages of no shop, only when shops are named', () => {
		const settings = { ...all, sellerIds: ['2000000001'] };
		expect(isWanted(message({ sellerId: '2000000001' }), settings)).toBe(true);
		expect(isWanted(message({ sellerId: '2000000002' }), settings)).toBe(false);
		expect(isWanted(message({}), settings)).toBe(false);
		expect(isWanted(message({}), all)).toBe(true);
	});
});

describe('the age of a message', () => {
	const NOW = 1_790_000_000_000;
	const HOUR = 3_600_000;
	const statusOf = (sentAtMs: number | undefined, acceptHours = 24) =>
		checkAge({ sentAtMs } as PushMessage, { acceptHours }, NOW)?.status;

	it('may be up to the hours that are set, and a little ahead', () => {
		expect(statusOf(NOW - 24 * HOUR)).toBeUndefined();
		expect(statusOf(NOW - 24 * HOUR - 1)).toBe(401);
		expect(statusOf(NOW + 2 * HOUR)).toBeUndefined();
		expect(statusOf(NOW + 2 * HOUR + 1)).toBe(401);
		expect(statusOf(NOW - 2 * HOUR, 1)).toBe(401);
	});

	it('does not matter with 0, nor when the message has no time', () => {
		expect(statusOf(1, 0)).toBeUndefined();
		expect(statusOf(undefined)).toBeUndefined();
	});
});

describe('what a message says has happened', () => {
	const account = { appKey: '512345', account: '2000000001' } as Account;
	const of = (data: object, whose = account, sellerId: string | undefined = '2000000001') => {
		const body = JSON.stringify({ message_type: 53, seller_id: sellerId, data, timestamp: 5 });
		const message = readMessage(bytes(body));
		if (!message) throw new Error('not read');
		return happeningOf(message, whose);
	};
	const feedId = (event: string, version = '', shop = '2000000001') =>
		eventIdOf(identityOf('512345', shop).account, event, '81', version);

	it.each([
		['OrderCreated', 'order.created', ''],
		['PLACE_ORDER_SUCCESS', 'order.created', ''],
		['WAIT_SELLER_SEND_GOODS', 'order.paid', ''],
		['SELLER_PART_SEND_GOODS', 'order.shipped', 'part'],
		['WAIT_BUYER_ACCEPT_GOODS', 'order.shipped', ''],
		['IN_CANCEL', 'order.cancelled', 'requested'],
	])('%s is %s, under the id that the polling trigger gives it', (orderStatus, event, version) => {
		expect(of({ orderId: 81, orderStatus })).toMatchObject({
			event,
			eventId: feedId(event, version),
		});
	});

	it.each(['PaymentAuthorized', 'OrderClosed', 'paymentFailedEvent', 'SOMETHING_NEW', '__proto__'])(
		'%s is left to the reader, with an id of its own',
		(orderStatus) => {
			const { event, eventId, messageId } = of({ orderId: 81, orderStatus });
			expect(event).toBe('push.orderStatus');
			expect(eventId).toBe(messageId);
		},
	);

	it('is not certain for one line of an order, nor without an order', () => {
		const line = { orderId: 81, orderStatus: 'IN_CANCEL', trade_order_line_id: 82 };
		expect(of(line).event).toBe('push.orderStatus');
		expect(of({ orderStatus: 'IN_CANCEL' }).event).toBe('push.orderStatus');
	});

	it('is not certain for a return, nor by the status of something else than the order', () => {
		const returned = { orderId: 81, orderStatus: 'IN_CANCEL', reverse_order_id: 91 };
		expect(of(returned).event).toBe('push.orderStatus');
		const parcel = { orderId: 81, status: 'WAIT_BUYER_ACCEPT_GOODS' };
		expect(of(parcel).event).toBe('push.orderStatus');
	});

	it('goes by the shop of the message, and by the name of the credential that knows no shop', () => {
		const data = { orderId: 81, orderStatus: 'OrderCreated' };
		const other = of(data, account, '2000000002');
		expect(other.eventId).toBe(feedId('order.created', '', '2000000002'));
		const unnamed = of(data, { ...account, account: '*' } as Account);
		expect(unnamed.eventId).toBe(feedId('order.created', '', '*'));
	});

	it('is the same message for a process that does not know the seller yet', () => {
		const unnamed = { ...account, account: '*' } as Account;
		for (const sellerId of ['2000000001', undefined]) {
			const data = { orderId: 81, orderStatus: 'OrderCreated' };
			expect(of(data, unnamed, sellerId).messageId).toBe(of(data, account, sellerId).messageId);
		}
		const said = of({ orderId: 81 }, unnamed, '2000000001').messageId;
		expect(of({ orderId: 81 }, unnamed, '2000000002').messageId).not.toBe(said);
	});
});

describe('the item of a message', () => {
	const choice = { includeBuyerData: false, includeRaw: true, pseudonymKey: 'secret' };
	const body =
		'{"message_type":99,"seller_id":1,"data":{"orderId":81,"buyerId":1861703697,"content":"I am Anna, call me"},"timestamp":1719389200}';
	const message = readMessage(bytes(body));
	if (!message) throw new Error('not read');
	const happening = { event: 'push.unknownType', eventId: 'e', messageId: 'e' };

	it('carries a message of an unknown type, with buyers masked and their words left out', () => {
		expect(pushItemOf(message, happening, undefined, choice, 0)).toEqual({
			event: 'push.unknownType',
			eventId: 'e',
			occurredAt: '2024-06-26T08:06:40.000Z',
			messageType: 99,
			sellerId: '1',
			orderId: '81',
			isVerifiedDetail: false,
			data: { orderId: 81, buyerId: '1***7' },
			raw: expect.objectContaining({ message_type: 99, data: { orderId: 81, buyerId: '1***7' } }),
		});
	});

	it('shows the buyer only when asked, and no raw message unless asked', () => {
		const open = { ...choice, includeBuyerData: true, includeRaw: false };
		const item = pushItemOf(message, happening, undefined, open, 0);
		expect(item).not.toHaveProperty('raw');
		expect(item.data).toMatchObject({ buyerId: 1861703697, content: 'I am Anna, call me' });
	});

	it('carries the return that it is about, and the status of a parcel', () => {
		const item = (data: object) => {
			const read = readMessage(bytes(JSON.stringify({ message_type: 14, data })));
			if (!read) throw new Error('not read');
			return pushItemOf(read, happening, undefined, choice, 0);
		};
		const returned = { reverse_order_id: 91, reverse_order_line_id: 92, reverse_status: 'x' };
		expect(item({ ...returned, order_status: 'y' })).toMatchObject({
			reverseOrderId: '91',
			reverseOrderLineId: '92',
			reverseStatus: 'x',
			status: 'y',
		});
		expect(item({ status: 'DELIVERED' })).toMatchObject({ status: 'DELIVERED' });
	});

	it('masks what stands in JSON text, and shows none that cannot be looked through', () => {
		const deep = '[{"buyer_name":"Anna"},'.repeat(2_000) + '1' + ']'.repeat(2_000);
		const data = { a: '{"buyer_name":"Anna"}', b: deep };
		const read = readMessage(bytes(JSON.stringify({ message_type: 14, data })));
		if (!read) throw new Error('not read');
		expect(JSON.stringify(pushItemOf(read, happening, undefined, choice, 0))).not.toContain('Anna');
	});

	it('takes over the order that was read, and says why it was not', () => {
		const order = { orderId: '81', status: 'WAIT_SELLER_SEND_GOODS' };
		expect(pushItemOf(message, happening, { order }, choice, 0)).toMatchObject({
			...order,
			isVerifiedDetail: true,
		});
		const without = pushItemOf(message, happening, { note: 'The quota is spent' }, choice, 0);
		expect(without).toMatchObject({ isVerifiedDetail: false, detailNote: 'The quota is spent' });
	});
});
