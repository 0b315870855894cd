import type { IDataObject } from 'n8n-workflow';
import { fetch } from 'undici';

import { OAUTH2, openStage, PASTED, type Stage } from './bridge.mts';
import { withCredentials } from './harness/templates.mts';

const MINUTE = 60_000;
const systemNow = Date.now.bind(Date);
let aheadMs = 0;
let stage: Stage;

beforeEach(async () => {
	aheadMs = 0;
	jest.spyOn(Date, 'now').mockImplementation(() => systemNow() + aheadMs);
	stage = await openStage({ now: () => Date.now() });
	await stage.connect();
});
afterEach(async () => {
	await stage.close();
	jest.restoreAllMocks();
});

async function check(more: IDataObject = {}): Promise<IDataObject[]> {
	const node = {
		name: 'AliExpress',
		type: 'n8n-nodes-aliexpress.aliExpress',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: { resource: 'quota', operation: 'check', ...(more as object) },
	};
	const json = { name: 'Check', nodes: [node], connections: {} };
	const execution = await stage.host.runWorkflow(
		withCredentials(json, { aliExpressOAuth2Api: OAUTH2, aliExpressApi: PASTED }),
	);
	if (execution.error) throw execution.error;
	return (execution.runData.AliExpress?.[0]?.data?.main?.[0] ?? []).map(({ json }) => json);
}

/** Makes a check and returns the link of its page. */
async function linkOfCheck(more: IDataObject = {}): Promise<string> {
	const page = (await check(more)).find((item) => item.check === 'page');
	expect(page?.ok).toBe(true);
	return /https?:\/\/\S+$/.exec(String(page?.what))?.[0] ?? '';
}

async function open(url: string, headers: Record<string, string> = {}) {
	const response = await fetch(url, { redirect: 'manual', headers });
	return { status: response.status, headers: response.headers, text: await response.text() };
}

const NOTHING = { status: 404, text: 'Not found' };

test('the link of a check shows what it found, in the language of the browser, and costs nothing', async () => {
	stage.sandbox.settings.answers.withoutPermissions = ['evaluation'];
	const link = await linkOfCheck({ permissionGroups: ['evaluation', 'trade'] });
	expect(link.startsWith(`${stage.bridgeUrl}?check=`)).toBe(true);
	const calls = stage.sandbox.log.calls.length;
	const executions = stage.host.executions.length;
	const saved = JSON.stringify(stage.bridge.savedStaticData());

	const english = await open(link, { 'accept-language': 'de-DE,de;q=0.9,en;q=0.5' });
	expect(english.status).toBe(200);
	expect(english.headers.get('content-type')).toBe('text/html; charset=utf-8');
	expect(english.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src/);
	expect(english.headers.get('cache-control')).toBe('no-store');
	expect(english.headers.get('referrer-policy')).toBe('no-referrer');
	expect(english.text).toContain('<h2>Permission group · to be mended</h2>');
	expect(english.text).toContain('Evaluation: AliExpress refused access to this data');
	expect(english.text).toContain('The account is that of seller 2000000001.');

	const chinese = await open(link, { 'accept-language': 'zh-CN,zh;q=0.9' });
	expect(chinese.text).toContain('<html lang="zh-CN">');
	expect(chinese.text).toContain('账号属于卖家 2000000001。');
	expect(chinese.text).toContain('订单交易：速卖通在');

	const token = stage.host.storedCredential(OAUTH2).oauthTokenData as IDataObject;
	for (const secret of [stage.sandbox.app.appSecret, token.access_token, token.refresh_token]) {
		for (const { text } of [english, chinese]) expect(text).not.toContain(String(secret));
		expect(link).not.toContain(String(secret));
	}
	expect(stage.sandbox.log.calls).toHaveLength(calls);
	expect(stage.host.executions).toHaveLength(executions);
	expect(JSON.stringify(stage.bridge.savedStaticData())).toBe(saved);
});

test('a stranger sees nothing, whatever is tried', async () => {
	const link = await linkOfCheck();
	const { origin, pathname, searchParams } = new URL(link);
	const address = origin + pathname;
	const ticket = searchParams.get('check') ?? '';
	const [shop = '', until = '', signature = ''] = ticket.split('.');
	const turned = (text: string) => text.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
	for (const tried of [
		'',
		'?check=',
		'?check=x',
		`?check=${shop}`,
		`?check=${turned(shop)}.${until}.${signature}`,
		`?check=${shop}.${turned(until)}.${signature}`,
		`?check=${shop}.${until}.${turned(signature)}`,
		`?check=${shop}.${until}.${'0'.repeat(64)}`,
		`?check[]=${ticket}`,
		`?page=${ticket}`,
	]) {
		const { status, text } = await open(`${address}${tried}`);
		expect([tried, { status, text }]).toEqual([tried, NOTHING]);
	}
	expect(stage.host.executions.filter(({ error }) => error)).toEqual([]);
});

test('a link is good for ten minutes', async () => {
	const link = await linkOfCheck();
	aheadMs = 9 * MINUTE;
	expect((await open(link)).status).toBe(200);
	aheadMs = 10 * MINUTE + 1_000;
	expect(await open(link)).toMatchObject(NOTHING);
});

test('a link opens nothing once the App Secret is another one, and nothing after a restart', async () => {
	const link = await linkOfCheck();
	await stage.host.restart();
	// What was found is kept in the memory of the process.
	expect(await open(link)).toMatchObject(NOTHING);
	const again = await linkOfCheck();
	expect((await open(again)).status).toBe(200);
	const stored = stage.host.storedCredential(OAUTH2);
	stage.host.editCredential(OAUTH2, { ...stored, clientSecret: 'another' });
	await stage.host.restart();
	expect(await open(again)).toMatchObject(NOTHING);
});

test('each shop sees its own check', async () => {
	const first = await linkOfCheck();
	const pasted = stage.host.storedCredential(PASTED);
	stage.host.editCredential(PASTED, { ...pasted, counter: 'bridge' });
	const second = await linkOfCheck({ authentication: 'accessToken', permissionGroups: [] });
	expect((await open(first)).text).toContain('The account is that of seller 2000000001.');
	expect((await open(second)).text).toContain('The tokens do not say which seller they are of.');
});

test('a credential that counts in the process has no bridge to show a page', async () => {
	const pasted = stage.host.storedCredential(PASTED);
	stage.host.editCredential(PASTED, { ...pasted, counter: 'process' });
	const items = await check({ authentication: 'accessToken', permissionGroups: [] });
	expect(items.map((item) => item.check)).not.toContain('page');
	expect(items.find((item) => item.check === 'calls')?.ok).toBe(true);
});
