import { NodeApiError } from 'n8n-workflow';

import { withFamily, type ApiFamily } from '../../nodes/AliExpress/account/productFamily.ts';
import { runItems } from '../../nodes/AliExpress/actions/catalog.ts';
import type { Client } from '../../nodes/client/client.ts';
import type { JsonObject } from '../../nodes/wire/json.ts';
import { clientOf, contextOf, NODE, type SeenCall } from './context.mts';

const LIST = 'aliexpress.postproduct.redefining.findproductinfolistquery';
const DETAIL = 'aliexpress.offer.product.query';
const SOLUTION_LIST = 'aliexpress.solution.product.list.get';
const SOLUTION_DETAIL = 'aliexpress.solution.product.info.get';

const MANY = { resource: 'product', operation: 'getAll' };
const GET = { resource: 'product', operation: 'get', productId: '1005000000000000' };
const PRICE = { resource: 'price', operation: 'get', productId: '1005000000000000' };

function refusal(cause: string, message = cause): NodeApiError {
	const httpCode = cause === 'retired' ? '404' : '403';
	return new NodeApiError(NODE, { code: message, cause }, { message, httpCode });
}

const denied = (method: string) => refusal('permission', `No: ${method}`);

const product: JsonObject = {
	result: {
		product_id: 1005,
		currency_code: 'USD',
		multi_language_subject_list: { global_subject: [{ locale: 'en_US', subject: 'Lamp' }] },
		aeop_ae_product_s_k_us: [{ id: '14:1', sku_code: 'L1', sku_price: '9.00' }],
	},
};
const page = (...ids: number[]): JsonObject => ({
	result: {
		success: true,
		product_count: ids.length,
		aeop_a_e_product_display_d_t_o_list: {
			item_display_dto: ids.map((product_id) => ({ product_id })),
		},
	},
});

let accounts = 0;

/** A client of an account that nothing is known of yet. */
function newAccount(reply: (call: SeenCall) => JsonObject) {
	const { client, calls } = clientOf(reply);
	const account = `new ${(accounts += 1)}`;
	const open: Client['open'] = async () => {
		const opened = await client.open();
		return { ...opened, access: { ...opened.access, account } };
	};
	const methods = () => calls.splice(0).map(({ method }) => method);
	return { client: { ...client, open }, methods };
}

/** Answers as the platform does to an app that was registered overseas, or to one of a seller in China. */
function appOf(family: ApiFamily) {
	return newAccount(({ method }) => {
		const isSolution = method.includes('.solution.');
		if (isSolution !== (family === 'solution')) throw denied(method);
		return method === LIST || method === SOLUTION_LIST ? page(1) : product;
	});
}

async function run(client: Client, parameters: Record<string, unknown>) {
	return (await runItems(contextOf([parameters]).context, client)).map(({ json }) => json);
}

describe('the family of an app', () => {
	it('is tried out once, for lists, products and prices alike', async () => {
		const { client, methods } = appOf('solution');
		expect(await run(client, GET)).toMatchObject([
			{ productId: '1005', title: 'Lamp', minPrice: { amount: '9.00' } },
		]);
		expect(methods()).toEqual([DETAIL, SOLUTION_DETAIL]);
		expect(await run(client, PRICE)).toMatchObject([{ title: 'Lamp' }]);
		await run(client, MANY);
		await run(client, GET);
		expect(methods()).toEqual([SOLUTION_DETAIL, SOLUTION_LIST, SOLUTION_DETAIL]);
	});

	it('belongs to the account', async () => {
		const overseas = appOf('solution');
		await run(overseas.client, GET);
		const china = appOf('seller');
		await run(china.client, MANY);
		await run(china.client, GET);
		expect(china.methods()).toEqual([LIST, DETAIL]);
	});

	it.each(['permission', 'retired'])('is told by the refusal "%s"', async (cause) => {
		const { client, methods } = newAccount(({ method }) => {
			if (method === LIST) throw refusal(cause);
			return page(1);
		});
		await run(client, MANY);
		expect(methods()).toEqual([LIST, SOLUTION_LIST]);
	});

	it.each(['business', 'input', 'service', 'rateLimit', 'token'])(
		'is not told by the refusal "%s"',
		async (cause) => {
			const { client, methods } = newAccount(() => {
				throw refusal(cause);
			});
			await expect(run(client, MANY)).rejects.toThrow(cause);
			expect(methods()).toEqual([LIST]);
		},
	);

	it('stays open when both are refused, and the first refusal is told', async () => {
		const { client, methods } = newAccount(({ method }) => {
			throw denied(method);
		});
		await expect(run(client, GET)).rejects.toThrow(`No: ${DETAIL}`);
		expect(methods()).toEqual([DETAIL, SOLUTION_DETAIL]);
	});

	it('is not doubted for a product that is not of the shop', async () => {
		let isOwn = true;
		const { client, methods } = newAccount(({ method }) => {
			if (!isOwn || method.includes('.solution.')) throw denied(method);
			return product;
		});
		await run(client, GET);
		isOwn = false;
		await expect(run(client, GET)).rejects.toThrow(`No: ${DETAIL}`);
		expect(methods()).toEqual([DETAIL, DETAIL]);
	});

	it('is found out anew when the platform takes it away', async () => {
		let family: ApiFamily = 'solution';
		const { client, methods } = newAccount(({ method }) => {
			if (method.includes('.solution.') !== (family === 'solution')) throw denied(method);
			return page(1);
		});
		await run(client, MANY);
		family = 'seller';
		await run(client, MANY);
		await run(client, MANY);
		expect(methods()).toEqual([LIST, SOLUTION_LIST, SOLUTION_LIST, LIST, LIST]);
	});

	it.each([
		['seller', DETAIL],
		['solution', SOLUTION_DETAIL],
	])('is not tried out when the user chose %s', async (apiFamily, method) => {
		const { client, methods } = newAccount(() => {
			throw denied('one');
		});
		await expect(run(client, { ...GET, options: { apiFamily } })).rejects.toThrow('No: one');
		expect(methods()).toEqual([method]);
	});

	it('leaves out the statuses that the solution methods do not know, unless they were chosen', async () => {
		const { client, methods } = appOf('solution');
		await run(client, { ...MANY, statuses: [] });
		expect(methods()).toEqual([LIST, ...Array<string>(4).fill(SOLUTION_LIST)]);
		await run(client, { ...MANY, statuses: ['deleted'] });
		expect(methods()).toEqual([SOLUTION_LIST]);
	});

	it('does not matter to any other method, nor to a method that the user names', async () => {
		const { client, methods } = appOf('solution');
		const read = { resource: 'customRead', operation: 'read', method: DETAIL };
		const parameters = '{"product_id":1}';
		await expect(run(client, { ...read, parameters })).rejects.toThrow(`No: ${DETAIL}`);
		await expect(withFamily(client).call('aliexpress.merchant.profile.get', {})).rejects.toThrow();
		expect(methods()).toEqual([DETAIL, 'aliexpress.merchant.profile.get']);
	});
});
