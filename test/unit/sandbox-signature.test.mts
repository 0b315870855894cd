import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { callerOf } from '../sandbox/caller.mts';
import { isBlank, signatureOf, textToSign } from '../sandbox/gateway/signature.mts';
import { startSandbox } from '../sandbox/sandbox.mts';
import type { Sandbox } from '../sandbox/sandbox.mts';

interface Vector {
	id: string;
	sign_method: string;
	app_secret: string;
	prefix: string;
	params: Record<string, string | null>;
	string_to_sign: string;
	sign: string;
}

const file = join(process.cwd(), 'test', 'fixtures', 'iop-signature-vectors.json');
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] };
const METHOD = 'aliexpress.merchant.profile.get';
const NOW_MS = 1_735_689_600_000;

describe('the checker agrees with every published vector', () => {
	test.each(vectors)('$id', (vector) => {
		const text = textToSign(Object.entries(vector.params), vector.prefix);
		expect(signatureOf(text, vector.app_secret, vector.sign_method)).toBe(vector.sign);
		if (vector.sign_method !== 'md5') expect(text).toBe(vector.string_to_sign);
	});

	test('a no-break space is text, other white space is blank', () => {
		expect(['', ' \t\n', '\u2003', '\u00a0', '0'].map(isBlank)).toEqual([
			true,
			true,
			true,
			false,
			false,
		]);
	});
});

describe('the gateway judges what arrives', () => {
	let sandbox: Sandbox;
	beforeEach(async () => {
		sandbox = await startSandbox({ now: () => NOW_MS, limits: { perSecond: 1000 } });
	});
	afterEach(() => sandbox.close());

	const codeOf = async (overrides: Record<string, string>) => {
		const answer = await callerOf(sandbox).sync(METHOD, { simplify: 'true', ...overrides });
		return answer.code;
	};

	test('good calls, also with blank values, the old sign methods and the other token name', async () => {
		expect(await codeOf({})).toBe('0');
		expect(await codeOf({ partner_id: '   ' })).toBe('0');
		expect(await codeOf({ sign_method: 'md5' })).toBe('0');
		expect(await codeOf({ sign_method: 'hmac' })).toBe('0');
		const { accessToken } = sandbox.issueTokens();
		expect(await codeOf({ session: '', access_token: accessToken })).toBe('0');
		expect(await codeOf({ access_token: accessToken })).toBe('InvalidParameter');
	});

	test('wrong, lower-case and missing signatures, unknown sign methods', async () => {
		expect(await codeOf({ sign: 'ABCDEF' })).toBe('IncompleteSignature');
		expect(await codeOf({ sign: '' })).toBe('IncompleteSignature');
		expect(await codeOf({ sign_method: 'sha512' })).toBe('IncompleteSignature');
		const params = { app_key: '512345', method: METHOD, simplify: 'true' };
		const all = { ...params, sign_method: 'sha256', timestamp: String(NOW_MS) };
		const sign = signatureOf(textToSign(Object.entries(all), ''), sandbox.app.appSecret, 'sha256');
		expect(await codeOf({ sign: String(sign).toLowerCase() })).toBe('IncompleteSignature');
	});

	test('a clock off by more than two hours, and seconds in place of milliseconds', async () => {
		expect(await codeOf({ timestamp: String(NOW_MS - 7_200_000) })).toBe('0');
		expect(await codeOf({ timestamp: String(NOW_MS - 7_201_000) })).toBe('InvalidTimestamp');
		expect(await codeOf({ timestamp: String(NOW_MS / 1000) })).toBe('InvalidTimestamp');
		expect(await codeOf({ timestamp: '2025-01-01T00:00:00Z' })).toBe('0');
		expect(await codeOf({ timestamp: '2025-01-01 08:05:00' })).toBe('0');
		expect(await codeOf({ timestamp: '2025-01-01 00:00:00' })).toBe('InvalidTimestamp');
	});

	test('system parameters in the query count, a parameter given twice does not pass', async () => {
		const { accessToken } = sandbox.issueTokens();
		const params: Record<string, string> = {
			app_key: '512345',
			method: METHOD,
			session: accessToken,
			sign_method: 'sha256',
			simplify: 'true',
			timestamp: String(NOW_MS),
		};
		const text = textToSign(Object.entries(params), '');
		params.sign = String(signatureOf(text, sandbox.app.appSecret, 'sha256'));
		const query = new URLSearchParams(params);
		const once = await fetch(`${sandbox.url}/sync?${query}`, { method: 'POST' });
		expect(await once.json()).toMatchObject({ code: '0' });
		const twice = await fetch(`${sandbox.url}/sync?${query}`, { method: 'POST', body: query });
		expect(await twice.json()).toMatchObject({ code: 'IncompleteSignature' });
	});

	test('unknown app keys, unknown methods, callers not on the list', async () => {
		expect(await codeOf({ app_key: '999999' })).toBe('InvalidAppKey');
		expect(await codeOf({ method: 'aliexpress.no.such.method' })).toBe('InvalidApiPath');
		sandbox.app.allowedIps = ['192.0.2.1'];
		expect(await codeOf({})).toBe('AppWhiteIpLimit');
	});
});
