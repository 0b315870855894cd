import type { SandboxOptions } from '../sandbox/sandbox.mts';
import { byId, ofItem, openReads, outputOf, type Reads } from './aliexpress-reads.mts';

const LIST = 'aliexpress.issue.issuelist.get';
const DETAIL = 'aliexpress.issue.detail.get';

let reads: Reads;
afterEach(async () => {
	await reads.close();
});

/** A shop with two disputes, the second one ended. */
async function open(options: SandboxOptions = {}) {
	reads = await openReads({ ...options, shop: { bigIds: true, ...options.shop } });
	const { shop } = reads.sandbox;
	const atMs = Date.now() - 5 * 86_400_000;
	const disputes = [1, 2].map((number) => {
		const { id } = shop.placeOrder({ createdAtMs: atMs - 86_400_000 });
		shop.payOrder(id, { atMs: atMs - 80_000_000 });
		shop.shipOrder(id, { atMs: atMs - 70_000_000 });
		return shop.openDispute({ orderId: id, text: `Broken ${number}`, atMs: atMs + number * 1000 });
	});
	const [open, ended] = disputes;
	shop.endDispute(ended!.id, 'finish');
	return { shop, open: open!, ended: ended! };
}

const many = { resource: 'dispute', operation: 'getAll' };
const get = {
	resource: 'dispute',
	operation: 'get',
	disputeId: '={{ $json.id }}',
	orderId: byId('={{ $json.order }}'),
};

test('Get Many filters by status and order, buyers masked', async () => {
	const { open: first, ended } = await open();
	const asked = { ...many, filters: { status: '={{ $json.status }}' }, simplify: false };
	const inputs = [{ status: 'processing' }, { status: 'a b' }, { status: 'finish' }];
	const output = outputOf(await reads.runOn(asked, inputs));
	expect(ofItem(output, 0)).toMatchObject([
		{ disputeId: String(first.id), orderId: String(first.orderId), status: 'processing' },
	]);
	expect(ofItem(output, 1)).toMatchObject([{ error: expect.stringContaining('status') }]);
	expect(ofItem(output, 2)).toMatchObject([{ disputeId: String(ended.id), status: 'finish' }]);
	expect(JSON.stringify(output)).not.toContain(first.buyerLoginId);
	const byOrder = { ...many, filters: { orderId: byId(String(first.orderId)) } };
	expect(outputOf(await reads.run(byOrder))).toHaveLength(1);
	expect(reads.methodsCalled()).toEqual([LIST, LIST, LIST]);
});

test('Get Many filters by date and reads on over pages', async () => {
	const { ended } = await open({ shop: { seedOrders: 200, seedDays: 60, seedDisputes: 80 } });
	const total = reads.sandbox.shop.disputes.length;
	const all = outputOf(await reads.run({ ...many, returnAll: true }));
	expect(new Set(all.map(({ json }) => json.disputeId)).size).toBe(total);
	expect(reads.methodsCalled()).toHaveLength(Math.ceil(total / 50));
	const at = (ms: number) => new Date(ms).toISOString();
	const filters = {
		createdAfter: at(ended.openedAtMs - 500),
		createdBefore: at(ended.openedAtMs + 500),
	};
	const output = outputOf(await reads.run({ ...many, filters }));
	expect(output.map(({ json }) => json.disputeId)).toContain(String(ended.id));
	expect(output.length).toBeLessThan(total);
});

test('Get looks the buyer up in the order, and goes on after a dispute of another one', async () => {
	const { open: first, ended } = await open();
	const inputs = [
		{ id: String(first.id), order: String(first.orderId) },
		{ id: String(first.id), order: String(ended.orderId) },
		{ id: String(ended.id), order: String(ended.orderId) },
	];
	const output = outputOf(await reads.runOn(get, inputs));
	expect(ofItem(output, 0)).toMatchObject([
		{
			disputeId: String(first.id),
			orderId: String(first.orderId),
			status: 'processing',
			refundMax: { amount: expect.stringMatching(/^\d+\.\d\d$/), currency: first.currency },
			deadlineAt: new Date(Math.floor(first.timeoutAtMs / 1000) * 1000).toISOString(),
		},
	]);
	expect(ofItem(output, 1)).toMatchObject([{ error: 'The order has no such dispute' }]);
	expect(ofItem(output, 2)).toMatchObject([{ disputeId: String(ended.id) }]);
	expect(reads.methodsCalled()).toEqual([LIST, DETAIL, LIST, LIST, DETAIL]);
});

test('no word, picture or login of the buyer leaves full and raw output unless asked for', async () => {
	const { open: first } = await open();
	const asked = { ...get, simplify: false, options: { includeRaw: true } };
	const inputs = [{ id: String(first.id), order: String(first.orderId) }];
	const secrets = [first.buyerLoginId, 'Broken 1', 'dispute.jpg', 'Full refund, please'];
	const masked = JSON.stringify(outputOf(await reads.run(asked, inputs)));
	for (const secret of secrets) expect(masked).not.toContain(secret);
	const options = { includeRaw: true, includeBuyerData: true };
	const shown = JSON.stringify(outputOf(await reads.run({ ...asked, options }, inputs)));
	for (const secret of secrets) expect(shown).toContain(secret);
});

test.each([
	[{ envelope: 'wrapped' }],
	[{ envelope: 'plain', answers: { idsAsText: true } }],
	[{ answers: { keepWrapped: true, emptyLists: 'missing' } }],
] as SandboxOptions[][])('both operations read %j, also when there is nothing', async (options) => {
	const { open: first } = await open(options);
	expect(outputOf(await reads.run(many))).toHaveLength(2);
	const canceled = { ...many, filters: { status: 'canceled_issue' } };
	expect(outputOf(await reads.run(canceled))).toEqual([]);
	const inputs = [{ id: String(first.id), order: String(first.orderId) }];
	const [item] = outputOf(await reads.run({ ...get, simplify: false }, inputs));
	expect(item?.json.steps).toHaveLength(1);
	expect(item?.json.buyerSolutions).toHaveLength(1);
});
