import { matches, remembered } from '../../../../nodes/action/lookup.ts';
import {
	searchCategories,
	searchFreightTemplates,
	searchGroups,
	searchOrders,
	searchProducts,
	type Ask,
} from '../../../../nodes/AliExpress/lookup/lookups.ts';
import { accountKey } from '../../../../nodes/client/access.ts';
import type { JsonObject } from '../../../../nodes/wire/json.ts';
import { CONNECTOR_POLICY } from '../../../../nodes/quota/policy.ts';

const ACCESS = {
	appKey: '512345',
	appSecret: 'app secret',
	accessToken: 'token',
	tokenParameter: 'session' as const,
	baseUrl: 'https://api.invalid',
	account: '2000000001',
	policy: CONNECTOR_POLICY,
};
const MINUTE_MS = 60_000;

interface Asked {
	method: string;
	query: JsonObject;
}

/** An `ask` that keeps nothing and notes what it is asked. */
function asking(answer: (asked: Asked) => JsonObject) {
	const calls: Asked[] = [];
	const ask: Ask = async (method, params, parse) => {
		const holder = Object.values(params)[0];
		const query = (typeof holder === 'object' ? holder : params) as unknown as JsonObject;
		calls.push({ method, query });
		return parse(answer({ method, query }));
	};
	return { ask, calls };
}

describe('what is kept', () => {
	test('is kept for five minutes', async () => {
		let reads = 0;
		const read = async () => (reads += 1);
		const at = (nowMs: number) => remembered('five minutes', nowMs, read);
		expect([await at(0), await at(5 * MINUTE_MS - 1), await at(5 * MINUTE_MS)]).toEqual([1, 1, 2]);
	});

	test('is shared while it is read', async () => {
		let reads = 0;
		const read = async () => (reads += 1);
		expect(await Promise.all([1, 2, 3].map(() => remembered('shared', 0, read)))).toEqual([
			1, 1, 1,
		]);
	});

	test('is nothing after a refusal', async () => {
		const refuse = () => Promise.reject(new Error('No'));
		await expect(remembered('refused', 0, refuse)).rejects.toThrow('No');
		expect(await remembered('refused', 0, async () => 'read')).toBe('read');
	});

	test('is bounded: the oldest makes room', async () => {
		const nowMs = 100 * MINUTE_MS;
		for (let page = 0; page < 250; page++)
			await remembered(`page ${page}`, nowMs, async () => 'old');
		const again = (page: number) => remembered(`page ${page}`, nowMs, async () => 'new');
		expect(await again(249)).toBe('old');
		expect(await again(0)).toBe('new');
	});

	test('belongs to one account, app, gateway and token, and holds none of them', () => {
		const key = accountKey(ACCESS);
		for (const [field, value] of Object.entries(ACCESS)) {
			if (typeof value !== 'string' || field === 'tokenParameter') continue;
			expect(accountKey({ ...ACCESS, [field]: `${value}1` })).not.toBe(key);
			expect(key).not.toContain(value);
		}
		expect(accountKey({ ...ACCESS })).toBe(key);
	});
});

test('each word that was typed has to stand in the entry', () => {
	expect(matches('', 'Lamp')).toBe(true);
	expect(matches('desk LED', 'LED Desk Lamp', '1005')).toBe(true);
	expect(matches('1005', 'Lamp', '1005')).toBe(true);
	expect(matches('desk chair', 'LED Desk Lamp')).toBe(false);
});

describe('products', () => {
	const shop =
		(sizes: Record<string, number>, found = 0) =>
		({ query }: Asked): JsonObject => {
			const { current_page: page, page_size: size, product_status_type: status } = query;
			const total = query.subject === undefined ? (sizes[String(status)] ?? 0) : found;
			const start = (Number(page) - 1) * Number(size);
			const count = Math.max(0, Math.min(Number(size), total - start));
			const rows = Array.from({ length: count }, (_, index) => ({
				product_id: start + index + (status === 'offline' ? 5001 : 1),
				subject: query.subject ?? `Product ${start + index + 1}`,
			}));
			return {
				result: {
					success: true,
					product_count: total,
					total_page: Math.ceil(total / Number(size)),
					aeop_a_e_product_display_d_t_o_list: rows,
				},
			};
		};

	test('what is on sale comes first, then what is offline, each to its end', async () => {
		const { ask } = asking(shop({ onSelling: 60, offline: 10 }));
		const pages = [await searchProducts(ask, '', undefined)];
		for (let token = pages[0]!.paginationToken; token !== undefined; ) {
			const page = await searchProducts(ask, '', String(token));
			pages.push(page);
			token = page.paginationToken;
		}
		expect(pages.map(({ results }) => results.length)).toEqual([50, 10, 10]);
		expect(pages[2]?.results[0]).toEqual({
			name: 'Product 1 (offline)',
			value: '5001',
			url: 'https://www.aliexpress.com/item/5001.html',
		});
	});

	test('in a large shop what is typed is looked up by the platform', async () => {
		const { ask, calls } = asking(shop({ onSelling: 500 }, 2));
		const { results } = await searchProducts(ask, 'Lamp', undefined);
		expect(results.map(({ name }) => name)).toEqual(['Lamp', 'Lamp']);
		expect(calls.at(-1)?.query).toMatchObject({
			subject: 'Lamp',
			product_status_type: 'onSelling',
		});
	});

	test.each(['La', 'Кружка'])('%p is only looked up in the page at hand', async (text) => {
		const { ask, calls } = asking(shop({ onSelling: 500 }, 2));
		await searchProducts(ask, text, undefined);
		expect(calls).toHaveLength(1);
		expect(calls[0]?.query).not.toHaveProperty('subject');
	});

	test('a miss ends after both statuses, however large the shop is', async () => {
		const { ask, calls } = asking(shop({ onSelling: 5000, offline: 5000 }, 0));
		expect(await searchProducts(ask, 'no such thing', undefined)).toEqual({ results: [] });
		expect(calls.length).toBeLessThanOrEqual(3);
	});

	test('a strange token begins at the start', async () => {
		const { ask, calls } = asking(shop({ onSelling: 1 }));
		await searchProducts(ask, '', 'x:y');
		expect(calls[0]?.query).toMatchObject({ product_status_type: 'onSelling', current_page: 1 });
	});
});

test('groups are named with the group above them', async () => {
	const child_group_list = [{ group_id: 2, group_name: 'Lamps' }];
	const { ask } = asking(() => ({
		result: { success: true, target_list: [{ group_id: 1, group_name: 'Home', child_group_list }] },
	}));
	expect((await searchGroups(ask, '', undefined)).results).toEqual([
		{ name: 'Home', value: '1' },
		{ name: 'Home / Lamps', value: '2' },
	]);
	expect((await searchGroups(ask, 'lamps home', undefined)).results).toHaveLength(1);
});

test('the default freight template is marked', async () => {
	const { ask } = asking(() => ({
		result_success: true,
		aeop_freight_template_d_t_o_list: [{ template_id: 5, template_name: 'Free', is_default: true }],
	}));
	expect((await searchFreightTemplates(ask, '', undefined)).results).toEqual([
		{ name: 'Free (default)', value: '5' },
	]);
});

test('a number opens a category, other text narrows the top', async () => {
	const { ask, calls } = asking(() => ({
		success: 'true',
		aeop_post_category_list: [
			{ id: 3, isleaf: false, names: { en: 'Apparel' } },
			{ id: 4, isleaf: true, names: { en: 'Shoes' } },
		],
	}));
	const { results } = await searchCategories(ask, '', undefined);
	expect(results.map(({ name }) => name)).toEqual(['Apparel … type 3 to look inside', 'Shoes']);
	expect((await searchCategories(ask, 'sho', undefined)).results).toHaveLength(1);
	expect((await searchCategories(ask, '3', undefined)).results).toHaveLength(2);
	expect(calls.map(({ query }) => query.category_id)).toEqual([0n, 0n, 3n]);
});

test('orders are told by number, status, day and first product, never by buyer', async () => {
	const order = {
		order_id: '9223372036854775001',
		order_status: 'WAIT_SELLER_SEND_GOODS',
		gmt_create: '2026-10-01 22:12:12',
		memo: 'Ring twice',
		product_list: [{ product_name: 'Lamp' }],
	};
	const { ask, calls } = asking(() => ({ result: { total_item: 1, order_list: [order] } }));
	const { results } = await searchOrders(ask, 'lamp', undefined);
	expect(results).toEqual([
		{
			name: '9223372036854775001 · Awaiting Shipment (Paid) · 2026-10-02 · Lamp',
			value: '9223372036854775001',
		},
	]);
	expect(calls[0]?.query).toMatchObject({ page: 1, page_size: 50 });
	expect((await searchOrders(ask, 'chair', undefined)).results).toEqual([]);
});
