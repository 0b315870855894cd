import { runItems } from '../../../../nodes/AliExpress/actions/catalog.ts';
import type { JsonObject } from '../../../../nodes/wire/json.ts';
import { clientOf, contextOf } from '../../../client/context.mts';

const LINKED = { resource: 'store', operation: 'getLinkedShops' };
const shops: JsonObject = {
	success: true,
	seller_relation_list: [
		{ channel_seller_id: 1, business_type: 'ONE_STOP_SERVICE' },
		{ channel_seller_id: 2, business_type: 'POP_CHOICE' },
		{ channel_seller_id: 3 },
	],
};

async function run(parameters: Record<string, unknown>) {
	const { client, calls } = clientOf(() => shops);
	const items = (await runItems(contextOf([parameters]).context, client)).map(({ json }) => json);
	return { ids: items.map(({ channelSellerId }) => channelSellerId), calls };
}

test('all linked shops come by default', async () => {
	const { ids, calls } = await run(LINKED);
	expect(ids).toEqual(['1', '2', '3']);
	expect(calls).toMatchObject([{ method: 'global.seller.relation.query', params: {} }]);
});

test('a business type is asked for, and kept to when the platform ignores it', async () => {
	const { ids, calls } = await run({ ...LINKED, businessType: 'POP_CHOICE' });
	expect(calls[0]?.params).toEqual({ business_type: 'POP_CHOICE' });
	expect(ids).toEqual(['2', '3']);
});

test('a business type in another form is refused before a call', async () => {
	await expect(run({ ...LINKED, businessType: 'choice shops' })).rejects.toThrow('business type');
});
