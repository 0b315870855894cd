// Two n8n installations with one app: one count for both, in one bridge or in one Redis.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { fakeRedis, type FakeRedis } from '../unit/quota/redisCounter.mts';
import { fixedLimits, openStage, PASTED, type Stage } from './bridge.mts';
import { createHost, type Host } from './harness/host.mts';
import { withCredentials } from './harness/templates.mts';

/** Calls of actions in a day of 20; see `sharesOf`. */
const SHARE = 4;

let stage: Stage;
let second: Host;
let server: Server | undefined;
let redis: FakeRedis;

afterEach(async () => {
	await second.close();
	await stage.close();
	await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
	server = undefined;
});

/** Another n8n whose credential holds the same. */
async function openBoth(fields: Record<string, unknown>): Promise<void> {
	stage = await openStage({}, { ...fixedLimits(20, 1_000), ...fields });
	const data = stage.host.storedCredential(PASTED);
	second = await createHost({ credentials: { [PASTED]: { type: 'aliExpressApi', data } } });
}

/** A Redis with the REST interface of Upstash. */
async function startRedis(): Promise<string> {
	redis = fakeRedis(() => Date.now());
	const answering = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			const headers = { 'Content-Type': request.headers['content-type'] ?? '' };
			const asked = { url: '', headers, body: Buffer.concat(parts).toString('utf8') };
			void redis.http.httpRequest(asked).then((told) => {
				const { statusCode, body } = told as { statusCode: number; body: string };
				response.writeHead(statusCode, { 'content-type': 'application/json' }).end(body);
			});
		});
	});
	server = answering;
	await new Promise<void>((resolve) => answering.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${(answering.address() as AddressInfo).port}`;
}

async function run(host: Host, parameters: Record<string, unknown>) {
	const workflow = {
		name: 'Read',
		nodes: [
			{
				name: 'AliExpress',
				type: 'n8n-nodes-aliexpress.aliExpress',
				typeVersion: 1,
				position: [0, 0] as [number, number],
				parameters: { authentication: 'accessToken', ...parameters },
			},
		],
		connections: {},
	};
	const ended = await host.runWorkflow(withCredentials(workflow, { aliExpressApi: PASTED }));
	const [items = []] = ended.runData.AliExpress?.[0]?.data?.main ?? [];
	return { error: ended.error?.message, items: (items ?? []).map(({ json }) => json) };
}

const read = async (host: Host) => await run(host, { resource: 'order', operation: 'getAll' });
const used = async (host: Host) =>
	(await run(host, { resource: 'quota', operation: 'getStatus' })).items[0]?.used;

/** Both ask at the same moment, more than there is for both. */
async function readByTurns(): Promise<Array<string | undefined>> {
	const asked = Array.from({ length: 2 * SHARE }, async (_, nth) => {
		return await read(nth % 2 === 0 ? stage.host : second);
	});
	return (await Promise.all(asked)).map(({ error }) => error);
}

async function expectOneCount(): Promise<void> {
	const refused = (await readByTurns()).filter((error) => error !== undefined);
	expect(new Set(refused)).toEqual(
		new Set([`The ${SHARE} calls a day set aside for actions are used up`]),
	);
	expect(refused).toHaveLength(SHARE);
	expect(stage.sandbox.log.calls).toHaveLength(SHARE);
	expect([await used(stage.host), await used(second)]).toEqual([SHARE, SHARE]);
}

test('the second one names the bridge of the first', async () => {
	await openBoth({ counter: 'bridge' });
	await expectOneCount();
});

test('both name one Redis, which has to be told once to begin', async () => {
	const redisUrl = await startRedis();
	await openBoth({ counter: 'redis', redisUrl, redisToken: 'token' });
	const before = await read(second);
	expect(before.error).toBe('The Redis of the credential holds no count of today');
	expect(stage.sandbox.log.calls).toHaveLength(0);

	const start = { resource: 'quota', operation: 'startCounting', callsMadeToday: 0 };
	expect((await run(stage.host, start)).items).toEqual([{ started: true }]);
	expect((await run(second, start)).items).toEqual([{ started: false }]);
	await expectOneCount();
	const [bridge, ...others] = (await run(second, { resource: 'quota', operation: 'check' })).items;
	expect(bridge).toMatchObject({ check: 'bridge', ok: true });
	expect(others).toContainEqual(expect.objectContaining({ check: 'processes', ok: true }));
	expect([...redis.values.values()].join()).not.toContain(stage.sandbox.app.appSecret);
});

test('calls that were made before count, and what is not a number is refused', async () => {
	await openBoth({ counter: 'redis', redisUrl: await startRedis() });
	const start = { resource: 'quota', operation: 'startCounting' };
	const odd = await run(second, { ...start, callsMadeToday: -1 });
	expect(odd.error).toBe('The calls that were made today are not a number');
	await run(second, { ...start, callsMadeToday: 19 });
	expect(await used(stage.host)).toBe(19);
	expect((await read(stage.host)).error).toBe('All 20 calls of today are used up');
});

test('a Redis address that shows the token on its way is refused', async () => {
	await openBoth({ counter: 'redis', redisUrl: 'http://redis.example.com' });
	expect((await read(second)).error).toBe(
		'The Redis address in the AliExpress credential cannot be used',
	);
});
