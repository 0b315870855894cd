import { ofItem, openReads, outputOf, type Reads } from './aliexpress-reads.mts';

let reads: Reads;
afterEach(async () => {
	await reads.close();
});

const read = { resource: 'customRead', operation: 'read' };
const ORDER = 'aliexpress.trade.new.redefining.findorderbyid';

test('reads by name and JSON, refuses a write without a call, and goes on', async () => {
	reads = await openReads({ shop: { bigIds: true } });
	const order = reads.sandbox.shop.placeOrder({});
	const asked = { ...read, method: '={{ $json.method }}', parameters: '={{ $json.parameters }}' };
	const inputs = [
		{ method: 'aliexpress.logistics.redefining.listlogisticsservice', parameters: '{}' },
		{ method: 'aliexpress.offer.product.edit', parameters: '{"product_id": 1}' },
		{ method: ORDER, parameters: `{"param1": {"order_id": ${order.id}}}` },
	];
	const output = outputOf(await reads.runOn(asked, inputs));
	expect(ofItem(output, 0)).toMatchObject([
		{ result_success: true, result_list: expect.anything() },
	]);
	expect(ofItem(output, 1)).toMatchObject([
		{ error: expect.stringContaining('may change something in the shop') },
	]);
	const [answer] = ofItem(output, 2);
	expect(JSON.stringify(answer)).toContain(String(order.id));
	expect(reads.methodsCalled()).toEqual([inputs[0]?.method, ORDER]);
});

test('masks the buyer unless asked for', async () => {
	reads = await openReads();
	const order = reads.sandbox.shop.placeOrder({ memo: 'Please ring twice' });
	const parameters = `{"param1": {"order_id": ${order.id}}}`;
	const asked = { ...read, method: ORDER, parameters };
	const { loginId, firstName, street, mobile } = order.buyer;
	const secrets = [loginId, firstName, street, mobile, 'Please ring twice'];
	const masked = JSON.stringify(outputOf(await reads.run(asked)));
	for (const secret of secrets) expect(masked).not.toContain(secret);
	const options = { includeBuyerData: true };
	const shown = JSON.stringify(outputOf(await reads.run({ ...asked, options })));
	for (const secret of secrets) expect(shown).toContain(secret);
});

test('a method that the platform took away names its successor', async () => {
	reads = await openReads();
	const execution = await reads.run({
		...read,
		method: 'aliexpress.solution.order.info.get',
		parameters: '{"param1": {"order_id": 1}}',
	});
	expect(execution.error).toMatchObject({
		httpCode: '404',
		description: expect.stringContaining('aliexpress.trade.new.redefining.findorderbyid'),
	});
});
