import type { IDataObject } from 'n8n-workflow';

import { runItems } from '../../nodes/AliExpress/actions/router.ts';
import { customPolicy } from '../../nodes/quota/policy.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox/sandbox.mts';
import { contextOf } from './aliexpress-actions-context.mts';
import { clientFor, drivenClock } from './around.mts';

const FULL = { simplify: false, returnAll: true };
const NOW_MS = Date.UTC(2026, 10, 22, 4);

/** The operations of this node part whose answers hold lists or ids, each once. */
function parametersFor({ shop }: Sandbox): Array<Record<string, unknown>> {
	const order = shop.orders.find(({ id }) => shop.notes.has(id)) ?? shop.orders[0];
	const [orderId, productId] = [String(order?.id), String(shop.products[0]?.id)];
	const categoryId = String(shop.products[0]?.categoryId);
	const ids = shop.orders.slice(0, 20).map(({ id }) => String(id));
	return [
		{
			resource: 'order',
			operation: 'getAll',
			statuses: ['FINISH', 'WAIT_SELLER_SEND_GOODS'],
			...FULL,
		},
		{ resource: 'order', operation: 'getAll', light: true, ...FULL },
		{ resource: 'order', operation: 'get', orderId, ...FULL },
		{ resource: 'order', operation: 'getAddress', orderId, ...FULL },
		{ resource: 'order', operation: 'getFund', orderId },
		{ resource: 'order', operation: 'getNotes', orderIds: ids },
		{ resource: 'product', operation: 'getAll', statuses: [], ...FULL },
		{ resource: 'product', operation: 'get', productId, ...FULL },
		{ resource: 'product', operation: 'getStatus', productId },
		{ resource: 'product', operation: 'getGroups' },
		{ resource: 'product', operation: 'getCategories' },
		{ resource: 'product', operation: 'getCategoryAttributes', categoryId, ...FULL },
		{ resource: 'product', operation: 'getFreightTemplates' },
		{ resource: 'price', operation: 'get', productId, itemPer: 'sku' },
		{ resource: 'review', operation: 'getAll', ...FULL },
		{ resource: 'review', operation: 'getPending', ...FULL },
	];
}

/** What every operation puts out in front of a sandbox that answers in some shape. */
async function outputs(answers: SandboxOptions['answers']) {
	const clock = drivenClock(NOW_MS);
	const sandbox = await startSandbox({
		now: clock.nowMs,
		shop: {
			seedOrders: 60,
			seedDays: 20,
			seedProducts: 120,
			seedReviews: 20,
			seedNotes: 5,
			bigIds: true,
		},
		limits: { perSecond: 1000, perDay: 5000 },
		...(answers && { answers }),
	});
	try {
		const policy = customPolicy(5000, 5);
		const { client } = clientFor(sandbox, clock, { access: { policy } });
		const all: Record<string, IDataObject[]> = {};
		for (const [index, parameters] of parametersFor(sandbox).entries()) {
			const items = await runItems(contextOf([parameters]).context, client);
			const name = `${index} ${parameters.resource} ${parameters.operation}`;
			all[name] = items.map(({ json }) => json);
		}
		return all;
	} finally {
		await sandbox.close();
	}
}

beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(NOW_MS));
afterEach(() => jest.restoreAllMocks());

test('the same items come of every shape in which the platform answers', async () => {
	const expected = await outputs({});
	for (const [name, items] of Object.entries(expected)) {
		expect([name, items.length]).not.toEqual([name, 0]);
	}
	for (const answers of [
		{ keepWrapped: true, emptyLists: 'missing' },
		{ keepWrapped: false, emptyLists: 'object' },
		{ idsAsText: true, emptyLists: 'array' },
	] as Array<SandboxOptions['answers']>) {
		expect(await outputs(answers)).toEqual(expected);
	}
});

test('ids are text, amounts are text, and nothing is null', async () => {
	const leaves = (value: unknown, key = ''): Array<[string, unknown]> =>
		typeof value === 'object' && value !== null
			? Object.entries(value).flatMap(([name, inner]) =>
					leaves(inner, Array.isArray(value) ? key : name),
				)
			: [[key, value]];
	for (const [name, value] of leaves(await outputs({}))) {
		expect([name, value]).not.toEqual([name, null]);
		if (/(?:Id|Ids|amount)$/.test(name)) expect([name, typeof value]).toEqual([name, 'string']);
		if (/At$/.test(name)) expect(value).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$|^\D/);
	}
});
