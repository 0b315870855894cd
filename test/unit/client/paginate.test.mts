import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { NodeApiError, type INode, type JsonObject } from 'n8n-workflow';

import { paginate, type Page } from '../../../nodes/client/paginate.ts';

const NODE = { name: 'AliExpress', type: 'x', parameters: {} } as unknown as INode;
const refused = (httpCode: string) =>
	new NodeApiError(NODE, { message: 'No call is left' } as JsonObject, { httpCode });

interface Shop {
	rows: number;
	pageSize: number;
	/** Whether answers tell how many pages there are. */
	tellsExtent?: boolean;
	limit?: number;
	/** Turns of the event loop that the call of a page takes; one unless told. */
	turnsOf?: (page: number) => number;
	/** What the call of a page fails with. */
	failure?: { page: number; reason: unknown };
	/** Page that is answered in place of the one asked for. */
	answered?: (page: number) => number;
}

/** Reads a shop and notes what was called, when. */
function open(shop: Shop) {
	const { rows, pageSize, tellsExtent = true, limit, turnsOf = () => 1, failure } = shop;
	const pages = Math.ceil(rows / pageSize);
	const calls: number[] = [];
	const hints: number[] = [];
	const underWay = { now: 0, most: 0 };
	async function call(asked: number): Promise<Page<number>> {
		calls.push(asked);
		underWay.most = Math.max(underWay.most, ++underWay.now);
		for (let turn = 0; turn < turnsOf(asked); turn++) await nextTurn();
		underWay.now--;
		if (failure?.page === asked) throw failure.reason;
		const page = shop.answered?.(asked) ?? asked;
		const first = (page - 1) * pageSize;
		const length = Math.max(0, Math.min(pageSize, rows - first));
		return {
			rows: Array.from({ length }, (_, place) => first + place),
			isLast: asked >= pages,
			...(tellsExtent && { extent: { pages, pageSize } }),
		};
	}
	const list = paginate<number>({
		parts: [call],
		keyOf: String,
		limit,
		onQuotaStop: (count) => hints.push(count),
	});
	return { list, calls, hints, underWay };
}

async function all(list: AsyncGenerator<number>): Promise<number[]> {
	const found: number[] = [];
	for await (const row of list) found.push(row);
	return found;
}

const upTo = (length: number) => Array.from({ length }, (_, place) => place);

describe('a list that is read page by page', () => {
	test('hands over every row once, in order, with no call more than needed', async () => {
		const shops = fc.record({
			rows: fc.integer({ min: 1, max: 60 }),
			pageSize: fc.integer({ min: 1, max: 12 }),
			limit: fc.option(fc.integer({ min: 1, max: 70 }), { nil: undefined }),
			tellsExtent: fc.boolean(),
			turns: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 7 }),
		});
		await fc.assert(
			fc.asyncProperty(shops, async ({ rows, pageSize, limit, tellsExtent, turns }) => {
				const { list, calls, hints, underWay } = open({
					rows,
					pageSize,
					tellsExtent,
					...(limit !== undefined && { limit }),
					turnsOf: (page) => turns[page % turns.length] ?? 0,
				});
				const wanted = Math.min(rows, limit ?? rows);
				expect(await all(list)).toEqual(upTo(wanted));
				expect(calls).toEqual(upTo(Math.ceil(wanted / pageSize)).map((page) => page + 1));
				expect(underWay.most).toBeLessThanOrEqual(tellsExtent ? 6 : 1);
				expect([hints, underWay.now]).toEqual([[], 0]);
			}),
		);
	});

	test('has six calls under way once the answers tell how many there are', async () => {
		const told = open({ rows: 100, pageSize: 10, turnsOf: () => 3 });
		expect((await told.list.next()).value).toBe(0);
		expect(told.calls).toEqual([1, 2]);
		expect(await all(told.list)).toHaveLength(99);
		expect(told.underWay.most).toBe(6);
		const untold = open({ rows: 50, pageSize: 10, tellsExtent: false });
		expect(await all(untold.list)).toHaveLength(50);
		expect(untold.underWay.most).toBe(1);
	});

	test('keeps what came before the quota refused, without a hole in it', async () => {
		const failure = { page: 3, reason: refused('429') };
		const { list, calls, hints, underWay } = open({
			rows: 50,
			pageSize: 10,
			failure,
			turnsOf: (page) => (page === 4 ? 20 : 1),
		});
		expect(await all(list)).toEqual(upTo(20));
		expect(hints).toEqual([20]);
		// Those behind the refused one were under way.
		expect(calls).toEqual([1, 2, 3, 4, 5]);
		expect(underWay.now).toBe(0);
	});

	test.each([
		['the first page is refused by the quota', { page: 1, reason: refused('429') }],
		['a later page is refused by something else', { page: 3, reason: refused('500') }],
		['a page that was asked for early comes to nothing', { page: 4, reason: new Error('odd') }],
	])('ends with the reason when %s, after the calls under way', async (_, failure) => {
		const { list, hints, underWay } = open({
			rows: 60,
			pageSize: 10,
			failure,
			turnsOf: (page) => page % 2,
		});
		await expect(all(list)).rejects.toBe(failure.reason);
		expect([hints, underWay.now]).toEqual([[], 0]);
	});

	test('ends when the platform answers every page with the first', async () => {
		const { list, calls } = open({ rows: 90, pageSize: 10, answered: () => 1 });
		expect(await all(list)).toEqual(upTo(10));
		expect(calls.length).toBeLessThanOrEqual(3);
	});

	test('hands over once what comes twice, on one page or on two that shifted', async () => {
		const pages = [
			[1, 2, 2, 3],
			[3, 4, 1, 5],
		];
		const twice = (limit?: number) =>
			paginate<number>({
				parts: [async (page) => ({ rows: pages[page - 1] ?? [], isLast: page === 2 })],
				keyOf: String,
				limit,
				onQuotaStop: () => undefined,
			});
		expect(await all(twice())).toEqual([1, 2, 3, 4, 5]);
		expect(await all(twice(4))).toEqual([1, 2, 3, 4]);
	});

	test('leaves no call behind when nobody wants more', async () => {
		const { list, underWay } = open({ rows: 50, pageSize: 10, turnsOf: () => 5 });
		for await (const row of list) if (row === 15) break;
		expect(underWay).toEqual({ now: 0, most: 3 });
	});
});
