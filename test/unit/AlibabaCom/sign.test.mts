import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

import { signRest, signTop, type RequestParam } from '../../../nodes/wire/sign.ts';
import { signProductDetail } from '../../../nodes/AlibabaCom/protocol/signProductDetail.ts';

interface Vector {
	name: string;
	appSecret: string;
	timestampMs: number;
	params: Record<string, RequestParam>;
	wire: Record<string, string>;
	canonical: string;
	sign: string;
}
const file = join(__dirname, '../../fixtures/alibaba-signature-vectors.json');
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] };
const NOW_MS = 1_700_000_000_000;

describe('product detail profile', () => {
	it.each(vectors.map((vector) => [vector.name, vector] as const))(
		'matches vector %s',
		(_name, { params, appSecret, timestampMs, wire, canonical, sign }) => {
			const signed = signProductDetail(params, appSecret, timestampMs);
			expect(signed).toEqual({ params: wire, sign });
			expect(Object.keys(signed.params)).toEqual(Object.keys(wire));
			const text = appSecret + canonical + appSecret;
			expect(createHash('sha256').update(text).digest('hex').toUpperCase()).toBe(signed.sign);
		},
	);

	it('leaves the mapping of the caller as it is', () => {
		const params = Object.freeze({ app_key: '1', language: null, sign: 'old' });
		signProductDetail(params, 'secret', NOW_MS);
		expect(params).toEqual({ app_key: '1', language: null, sign: 'old' });
	});

	it.each([null, undefined])('takes %p for "use the default", empty text for a value', (none) => {
		const signed = (language: RequestParam, country: RequestParam) =>
			signProductDetail({ language, country }, 'secret', NOW_MS);
		expect(signed(none, none)).toEqual(signed('en', 'US'));
		expect(signed('', '').params).toMatchObject({ language: '', country: '' });
		expect(signed('', '').sign).not.toBe(signed('en', 'US').sign);
	});

	it("encodes ! ' ( ) * as well", () => {
		const { sign } = signProductDetail({ q: "a!'()*~-_.b" }, 's', NOW_MS);
		const query =
			'api_version=2.0&country=US&language=en&q=a%21%27%28%29%2A~-_.b&timestamp=1700000000000';
		expect(sign).toBe(createHash('sha256').update(`s${query}s`).digest('hex').toUpperCase());
	});

	it('sends every type as the text that was signed', () => {
		const typed = { flag: true, off: false, big: 2n ** 63n, large: 1e21, list: ['a', 1], zero: -0 };
		const signed = signProductDetail(typed, 's', NOW_MS + 0.75);
		expect(signed.params).toMatchObject({
			flag: 'True',
			off: 'False',
			big: '9223372036854775808',
			large: '1000000000000000000000',
			list: '["a",1]',
			zero: '0',
			timestamp: String(NOW_MS),
		});
		expect(signProductDetail(signed.params, 's', NOW_MS)).toEqual(signed);
	});

	it('orders keys by bytes where code units would order otherwise', () => {
		const { params } = signProductDetail({ '\u{1F600}': '1', '\uFF21': '2' }, 's', NOW_MS);
		expect(Object.keys(params).slice(-2)).toEqual(['\uFF21', '\u{1F600}']);
	});

	it('signs any text, also one that UTF-8 cannot hold, and sends what it signed', () => {
		const text = fc.string({ unit: 'binary' });
		fc.assert(
			fc.property(fc.dictionary(text, text), text, (given, secret) => {
				const signed = signProductDetail({ ...given, half: 'x\uD800' }, secret, NOW_MS);
				expect(signed.params.half).toBe('x\uFFFD');
				expect(signProductDetail(signed.params, secret, NOW_MS)).toEqual(signed);
				expect(signed.sign).toMatch(/^[0-9A-F]{64}$/);
			}),
		);
	});
});

describe('gateways of the platform', () => {
	const system = { app_key: '12345678', sign_method: 'sha256', timestamp: '1700000000000' };
	const query = '{"product_id":"1601206892606","country":"US"}';
	it.each([
		[
			'/auth/token/create',
			{ code: '3_500102_demo' },
			'FBE1C0C569DAFBB3518E37157970A005A79EDCE2B35682E0BEEEFF33230F6CF3',
		],
		[
			'/alibaba/icbu/product/get/v2',
			{ access_token: 'tok', product_id: '1601206892606' },
			'565D8FFA230C7FB2EF68F476948E70155A04FDD9E26E79C7A08C25AD822444AC',
		],
		[
			'/eco/buyer/product/description',
			{ access_token: 'tok', query_req: query },
			'99C7B9660CC37657EC4B60FCFB1649DB8A1B14D713F8F3AB3270A13F0B92ABA4',
		],
	])('signs %s as the Open Platform does', (path, params, sign) => {
		expect(signRest(path, { ...system, ...params }, 'helloworld').sign).toBe(sign);
	});

	const top = {
		app_key: '12345678',
		format: 'json',
		method: 'alibaba.icbu.product.list',
		session: 'tok',
		timestamp: '2023-11-15 06:13:20',
		v: '2.0',
		language: 'ENGLISH',
		current_page: 1,
		page_size: '30',
	};

	it('signs as TOP does, by MD5', () => {
		const signed = signTop({ ...top, sign_method: 'md5' }, 'helloworld', 'md5');
		expect(signed.sign).toBe('E97BB983899023FCDDC421EAC6177DBB');
		expect(signTop({ ...top, sign_method: 'hmac' }, 'helloworld', 'md5')).toEqual(signed);
		expect(signTop(top, 'helloworld', 'md5').params.sign_method).toBe('md5');
	});

	it('signs as TOP does, by HMAC', () => {
		const { params, sign } = signTop({ b: '2', a: 1, none: null, sign: 'old' }, 'secret', 'hmac');
		expect(params).toEqual({ a: '1', b: '2', sign_method: 'hmac' });
		const expected = createHmac('md5', 'secret').update('a1b2sign_methodhmac').digest('hex');
		expect(sign).toBe(expected.toUpperCase());
	});
});
