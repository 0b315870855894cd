import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

import { signPush, signRest, signSync } from '../../../nodes/wire/sign.ts';

interface Vector {
	id: string;
	api: string;
	gateway: string;
	prefix: string;
	app_secret: string;
	params: Record<string, string | null>;
	params_sent?: Record<string, string>;
	sign: string;
}
interface PushVector {
	id: string;
	app_key: string;
	app_secret: string;
	raw_body: string;
	authorization: string;
}
const file = join(__dirname, '../../fixtures/iop-signature-vectors.json');
const { vectors, push_vectors: pushVectors } = JSON.parse(readFileSync(file, 'utf8')) as {
	vectors: Vector[];
	push_vectors: PushVector[];
};

describe('signature', () => {
	it.each(vectors.map((vector) => [vector.id, vector] as const))(
		'matches vector %s',
		(_id, vector) => {
			const signed = vector.prefix
				? signRest(vector.prefix, vector.params, vector.app_secret)
				: signSync(vector.params, vector.app_secret);
			expect(signed).toEqual({ params: vector.params_sent ?? vector.params, sign: vector.sign });
		},
	);

	it.each(pushVectors.map((vector) => [vector.id, vector] as const))(
		'matches push vector %s, for text and for bytes',
		(_id, vector) => {
			const { app_key: appKey, raw_body: body, app_secret: secret } = vector;
			expect(signPush(appKey, body, secret)).toBe(vector.authorization);
			expect(signPush(appKey, Buffer.from(body), secret)).toBe(vector.authorization);
		},
	);

	it('neither signs nor sends an older signature', () => {
		const clean = signSync({ method: 'a.b', app_key: '1' }, 'secret');
		expect(signSync({ method: 'a.b', app_key: '1', sign: clean.sign }, 'secret')).toEqual(clean);
	});

	it('prints object parameters once, with 64-bit ids as digits', () => {
		const asObject = signSync(
			{ param1: { order_id: 9007199254740993n, list: [1n, 'x'] } },
			'secret',
		);
		const asText = signSync({ param1: '{"order_id":9007199254740993,"list":[1,"x"]}' }, 'secret');
		expect(asObject).toEqual(asText);
	});

	it('does not depend on the order in which parameters are given', () => {
		const params = fc.dictionary(fc.string({ minLength: 1 }), fc.string());
		fc.assert(
			fc.property(params, fc.string({ minLength: 1 }), (given, secret) => {
				const reversed = Object.fromEntries(Object.entries(given).reverse());
				expect(signSync(reversed, secret).sign).toBe(signSync(given, secret).sign);
			}),
		);
	});
});
