import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Profile } from '../../nodes/AlibabaCom/profile.ts';
import { GOES_ON, openAlibabaStage, type AlibabaStage } from './alibabaStage.mts';
import type { Execution } from './harness/types.mts';
import { importTemplate } from './harness/templates.mts';

// The node runs on the real clock here, and holds its first calls back.
jest.setTimeout(60_000);

let stage: AlibabaStage;
afterEach(async () => {
	await stage.close();
});

function outputOf(execution: Execution, node = 'Alibaba.com') {
	if (execution.error) throw execution.error;
	return execution.runData[node]?.[0]?.data?.main?.[0] ?? [];
}

const itemOf = (value: unknown) => (value as { item: number }).item;

/** An operation, the parameters its items differ in, and one item in the middle that has no result. */
type Case = [profile: Profile, parameters: INodeParameters, good: string, bad: string];

/** What items of operations stand for, by its word: the first that fits in the sandbox. */
function valuesOf(word: string): IDataObject[] {
	const { products, orders } = stage.sandbox.alibaba;
	const online = products.filter(({ state }) => state === 'online');
	switch (word) {
		case 'plain':
			return online.map(({ id }) => ({ value: String(id) }));
		case 'scrambled':
			return online.map(({ scrambledId }) => ({ value: scrambledId }));
		case 'order':
			return orders.map(({ id }) => ({ value: String(id) }));
		case 'sent':
			return orders.flatMap(({ id, parcel }) => (parcel ? [{ value: String(id) }] : []));
		case 'category':
			return [{ value: '' }, { value: '15' }];
		case 'leaf':
			return online.map(({ categoryId }) => ({ value: String(categoryId) }));
		case 'model':
			return online.map(({ modelNumber }) => ({ value: modelNumber }));
		default:
			return [{ value: word }, { value: word }];
	}
}

const productId = '={{ $json.value }}';
const orderId = '={{ $json.value }}';
const quantity = 20_000;
const CASES: Case[] = [
	['productDetail', { resource: 'product', operation: 'get', productId }, 'plain', '999'],
	['openPlatform', { resource: 'product', operation: 'get', productId }, 'plain', '999'],
	['top', { resource: 'product', operation: 'get', productId }, 'scrambled', '999'],
	[
		'openPlatform',
		{ resource: 'product', operation: 'get', productId, options: { view: 'buyer' } },
		'plain',
		'999',
	],
	['openPlatform', { resource: 'product', operation: 'getStatus', productId }, 'plain', '999'],
	['openPlatform', { resource: 'product', operation: 'getInventory', productId }, 'plain', '999'],
	[
		'openPlatform',
		{ resource: 'product', operation: 'getAll', limit: '={{ $json.value }}' },
		'2',
		'none',
	],
	['top', { resource: 'product', operation: 'getAll', limit: '={{ $json.value }}' }, '2', 'none'],
	[
		'openPlatform',
		{
			resource: 'product',
			operation: 'search',
			searchBy: 'model_number',
			term: '={{ $json.value }}',
		},
		'model',
		'',
	],
	[
		'openPlatform',
		{ resource: 'product', operation: 'search', searchBy: 'keyword', term: '={{ $json.value }}' },
		'case',
		'',
	],
	[
		'openPlatform',
		{ resource: 'product', operation: 'getCategories', categoryId: '={{ $json.value }}' },
		'category',
		'100003292',
	],
	[
		'top',
		{ resource: 'product', operation: 'getCategories', categoryId: '={{ $json.value }}' },
		'category',
		'4711',
	],
	[
		'openPlatform',
		{ resource: 'product', operation: 'getAttributes', categoryId: '={{ $json.value }}' },
		'leaf',
		'15',
	],
	['productDetail', { resource: 'price', operation: 'getLadder', productId }, 'plain', '999'],
	['openPlatform', { resource: 'price', operation: 'getLadder', productId }, 'plain', '999'],
	['top', { resource: 'price', operation: 'getLadder', productId }, 'scrambled', '999'],
	['productDetail', { resource: 'price', operation: 'quote', productId, quantity }, 'plain', '999'],
	['openPlatform', { resource: 'price', operation: 'quote', productId, quantity }, 'plain', '999'],
	['top', { resource: 'price', operation: 'quote', productId, quantity }, 'scrambled', '999'],
	['productDetail', { resource: 'logistics', operation: 'getOptions', productId }, 'plain', '999'],
	[
		'productDetail',
		{ resource: 'logistics', operation: 'quote', productId, quantity },
		'plain',
		'999',
	],
	[
		'openPlatform',
		{ resource: 'logistics', operation: 'quote', productId, quantity, country: 'US' },
		'123456789012345',
		'999',
	],
	[
		'top',
		{ resource: 'logistics', operation: 'calculate', productId, quantity, country: 'US' },
		'123456789012345',
		'999',
	],
	['productDetail', { resource: 'text', operation: 'get', productId }, 'plain', '999'],
	['top', { resource: 'text', operation: 'get', productId }, 'scrambled', '999'],
	['openPlatform', { resource: 'order', operation: 'get', orderId }, 'order', '4711'],
	['top', { resource: 'order', operation: 'get', orderId }, 'order', '4711'],
	['openPlatform', { resource: 'order', operation: 'getTracking', orderId }, 'sent', '4711'],
	[
		'openPlatform',
		{ resource: 'order', operation: 'getAll', limit: '={{ $json.value }}' },
		'2',
		'none',
	],
	['top', { resource: 'order', operation: 'getAll', limit: '={{ $json.value }}' }, '2', 'none'],
];

test('every operation runs for each item, pairs its results and goes on after one without', async () => {
	stage = await openAlibabaStage();
	const failures: unknown[] = [];
	for (const [profile, parameters, good, bad] of CASES) {
		const [first = {}, second = {}] = valuesOf(good);
		const inputs = [first, { value: bad }, second];
		const output = outputOf(await stage.run(profile, parameters, inputs, GOES_ON));
		const pairs = output.map(({ pairedItem }) => itemOf(pairedItem));
		const results = output.filter(({ json }) => json.error === undefined);
		const got = {
			pairs: [...new Set(pairs)],
			inOrder: pairs.every((pair, index) => index === 0 || pair >= (pairs[index - 1] ?? 0)),
			withResult: [...new Set(results.map(({ pairedItem }) => itemOf(pairedItem)))],
		};
		const wanted = { pairs: [0, 1, 2], inOrder: true, withResult: [0, 2] };
		if (JSON.stringify(got) !== JSON.stringify(wanted)) {
			failures.push([profile, parameters.resource, parameters.operation, got, output]);
		}
	}
	expect(failures).toEqual([]);
	expect(stage.sandbox.alibaba.log.blocks).toEqual([]);
});

test('freight templates come for each item', async () => {
	stage = await openAlibabaStage();
	for (const profile of ['openPlatform', 'top'] as const) {
		const parameters = { resource: 'logistics', operation: 'getFreightTemplates' };
		const output = outputOf(await stage.run(profile, parameters, [{}, {}]));
		expect(output.map(({ pairedItem }) => itemOf(pairedItem))).toEqual([0, 0, 0, 1, 1, 1]);
		expect(output[0]?.json).toEqual({ templateId: '8001200001', name: 'Worldwide Express' });
	}
});

test('an item without a result stops the run with its index', async () => {
	stage = await openAlibabaStage();
	const parameters = { resource: 'product', operation: 'get', productId };
	const inputs = [...valuesOf('plain').slice(0, 1), { value: '999' }];
	const execution = await stage.run('productDetail', parameters, inputs);
	expect(execution.error).toMatchObject({
		message: 'The product does not exist or was delisted',
		httpCode: '404',
		context: { itemIndex: 1 },
	});
});

test('when n8n repeats the node, what was read is not read again and retries do not multiply', async () => {
	stage = await openAlibabaStage();
	const parameters = { resource: 'product', operation: 'get', productId };
	const [first = {}, second = {}, third = {}] = valuesOf('plain');
	// The client gives up after its three repetitions, and n8n tries the node again.
	const { faults, alibaba } = stage.sandbox;
	const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
	const asked = () => alibaba.log.calls.length;
	faults.next({ kind: 'http504', times: 6, target: 'alibaba' });
	const execution = await stage.run('productDetail', parameters, [first, second], settings);
	expect(execution.error?.message).toBe('Alibaba.com is not available at the moment');
	// Four in the first try, one in each of the others.
	expect(asked()).toBe(6);
	faults.next({ kind: 'html', target: 'alibaba' });
	const output = outputOf(
		await stage.run('productDetail', parameters, [first, second, third], settings),
	);
	expect(output).toHaveLength(3);
	expect(asked()).toBe(6 + 4);
});

test('items with a higher priority are read first', async () => {
	stage = await openAlibabaStage();
	const parameters = {
		resource: 'product',
		operation: 'get',
		productId,
		priority: '={{ $json.priority }}',
	};
	const values = valuesOf('plain').slice(0, 3);
	// The last one is refused before the others are read, so nothing else is.
	const inputs = [
		{ ...values[0], priority: 1 },
		{ ...values[1], priority: 4 },
		{ value: '999', priority: 5 },
	];
	const execution = await stage.run('productDetail', parameters, inputs);
	expect(execution.error).toMatchObject({ context: { itemIndex: 2 } });
	expect(stage.sandbox.alibaba.log.calls).toHaveLength(1);
});

test('a block stops the whole key in the process, and no item is sent in vain', async () => {
	stage = await openAlibabaStage();
	stage.sandbox.faults.next({ kind: 'appCallLimit', target: 'alibaba' });
	const parameters = { resource: 'product', operation: 'get', productId };
	const inputs = valuesOf('plain').slice(0, 4);
	const output = outputOf(await stage.run('productDetail', parameters, inputs, GOES_ON));
	expect(String(output[0]?.json.error)).toMatch(
		/^Alibaba.com has blocked this App Key until \d{4}-\d\d-\d\d \d\d:\d\d Beijing time/,
	);
	for (const { json } of output.slice(1)) {
		expect(json.error).toMatch(/^The platform has paused calls of this app until 20/);
	}
	expect(stage.sandbox.alibaba.log.calls).toHaveLength(1);
});

test('a new n8n on the free plan waits out the first minute, and says so without hanging', async () => {
	stage = await openAlibabaStage({}, { plan: 'free' });
	const parameters = {
		resource: 'product',
		operation: 'get',
		productId,
		options: { waitForCallsSeconds: 0 },
	};
	const execution = await stage.run('productDetail', parameters, valuesOf('plain').slice(0, 1));
	expect(execution.error).toMatchObject({ message: 'None of the 5 calls a minute is free yet' });
	expect(stage.sandbox.alibaba.log.calls).toEqual([]);
});

describe('the credential', () => {
	const profiles = ['productDetail', 'openPlatform', 'top'] as const;

	it.each(profiles)('of %s is tested by one counted call', async (profile) => {
		stage = await openAlibabaStage();
		expect(await stage.host.testCredential(profile)).toMatchObject({ status: 'OK' });
		expect(stage.sandbox.alibaba.log.calls).toHaveLength(1);
	});

	it.each(profiles)('of %s with a wrong secret is told as such', async (profile) => {
		stage = await openAlibabaStage({}, { appSecret: 'not the secret of this app' });
		const { status, message } = await stage.host.testCredential(profile);
		expect(status).toBe('Error');
		expect(message).toContain('Alibaba.com did not accept the signature');
	});

	it('without a token or with an address that is not safe is told before a call', async () => {
		stage = await openAlibabaStage({}, { accessToken: '', refreshToken: '' });
		expect(await stage.host.testCredential('top')).toMatchObject({
			message: expect.stringContaining('has no access token'),
		});
		const data = stage.host.storedCredential('productDetail');
		stage.host.editCredential('productDetail', { ...data, gatewayUrl: 'http://example.com' });
		const parameters = { resource: 'product', operation: 'get', productId };
		const execution = await stage.run('productDetail', parameters, [{ value: '4711' }]);
		expect(execution.error?.message).toContain('The address in the Alibaba.com credential');
		expect(stage.sandbox.alibaba.log.calls).toEqual([]);
	});

	it('renews a token that was refused, stores it and goes on', async () => {
		stage = await openAlibabaStage();
		const { alibaba } = stage.sandbox;
		const { accessToken } = stage.host.storedCredential('openPlatform');
		alibaba.expireToken(String(accessToken));
		const parameters = { resource: 'product', operation: 'get', productId };
		const inputs = valuesOf('plain').slice(0, 2);
		const output = outputOf(await stage.run('openPlatform', parameters, inputs));
		expect(output).toHaveLength(2);
		expect(alibaba.log.ofMethod('/auth/token/refresh')).toHaveLength(1);
		const stored = String(stage.host.storedCredential('openPlatform').renewedTokens);
		expect(stored).toContain('accessToken');
		expect(stored).not.toContain(String(accessToken));
	});

	it('says that a token of TOP cannot be renewed', async () => {
		stage = await openAlibabaStage();
		const { accessToken } = stage.host.storedCredential('top');
		stage.sandbox.alibaba.expireToken(String(accessToken));
		const parameters = { resource: 'product', operation: 'get', productId };
		const execution = await stage.run('top', parameters, valuesOf('scrambled').slice(0, 1));
		expect(execution.error).toMatchObject({
			message: 'The authorization of this Alibaba.com account has ended',
			description: expect.stringContaining('has no refresh token to renew it'),
		});
		expect(JSON.stringify(execution.error)).not.toContain(String(accessToken));
	});
});

describe('the template', () => {
	const ids = { alibabaComApi: 'productDetail', feishuBotApi: 'feishu' };
	const cardOf = (index: number) =>
		JSON.stringify(stage.sandbox.feishu.messages[index], (_key, value: unknown) =>
			typeof value === 'bigint' ? String(value) : value,
		);
	async function ask(answers: IDataObject): Promise<string> {
		const json = importTemplate('alibaba-quote-to-feishu', ids);
		const before = stage.sandbox.feishu.messages.length;
		const startNode = 'Ask for a Quote';
		const run = await stage.host.runWorkflow(json, { startNode, inputData: [{ json: answers }] });
		if (run.error) throw run.error;
		expect(stage.sandbox.feishu.messages).toHaveLength(before + 1);
		return cardOf(before);
	}

	it('turns a product ID and a quantity into a card that a supplier understands', async () => {
		stage = await openAlibabaStage();
		const card = await ask({ '商品 ID': '123456789012345', 数量: 1_000 });
		for (const words of [
			'报价：',
			'× 1000 件',
			'单价 USD 5.00',
			'合计 USD 5000.00',
			'FOB 离岸价（不含运费）',
			'不含：国际运费、货运保险、进口关税和进口税费',
			'国际快递(DHL/UPS)',
		]) {
			expect(card).toContain(words);
		}
		expect(await ask({ '商品 ID': '123456789012345', 数量: 10 })).toContain('低于最小起订量 1000');
	});

	it('says why there is no quote', async () => {
		stage = await openAlibabaStage();
		const card = await ask({ '商品 ID': '999999999999999', 数量: 10 });
		expect(card).toContain('无法报价：商品 999999999999999');
		expect(card).toContain('商品不存在或已下架');
		expect(card).toContain('red');
	});
});
