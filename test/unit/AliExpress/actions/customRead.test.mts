import { NodeOperationError } from 'n8n-workflow';

import { refusalOfName } from '../../../../nodes/AliExpress/actions/customRead/read.operation.ts';
import { runItems } from '../../../../nodes/AliExpress/actions/catalog.ts';
import { answerSource } from '../../../../nodes/AliExpress/parse/maskedSource.ts';
import type { JsonObject } from '../../../../nodes/wire/json.ts';
import { clientOf, contextOf } from '../../../client/context.mts';

const READ = {
	resource: 'customRead',
	operation: 'read',
	method: 'aliexpress.logistics.redefining.listlogisticsservice',
};
const DECRYPT = 'aliexpress.trade.seller.order.decrypt';

async function run(parameters: Record<string, unknown>, answer: JsonObject = { ok: true }) {
	const { client, calls } = clientOf(() => answer);
	const items = (await runItems(contextOf([parameters]).context, client)).map(({ json }) => json);
	return { items, calls };
}

async function refusedBefore(parameters: Record<string, unknown>, words: string): Promise<void> {
	const { client, calls } = clientOf(() => ({}));
	const { context } = contextOf([{ ...READ, ...parameters }]);
	const reason: unknown = await runItems(context, client).catch((thrown: unknown) => thrown);
	expect(reason).toBeInstanceOf(NodeOperationError);
	expect((reason as NodeOperationError).message).toContain(words);
	expect((reason as NodeOperationError).description).toContain('No call was spent');
	expect(calls).toEqual([]);
}

describe('names', () => {
	test.each([
		'aliexpress.trade.seller.orderlist.get',
		'aliexpress.trade.new.redefining.findorderbyid',
		'aliexpress.trade.redefining.findorderreceiptinfo',
		'aliexpress.trade.redefining.findloanlistquery',
		'aliexpress.solution.order.get',
		'aliexpress.solution.order.info.get',
		'aliexpress.postproduct.redefining.findproductinfolistquery',
		'aliexpress.postproduct.redefining.findaeproductstatusbyid',
		'aliexpress.postproduct.redefining.querypromisetemplatebyid',
		'aliexpress.offer.product.query',
		'aliexpress.product.productgroups.get',
		'aliexpress.local.service.products.list',
		'aliexpress.category.tree.list',
		'aliexpress.category.redefining.getchildattributesresultbypostcateidandpath',
		'aliexpress.category.qualifications.list',
		'aliexpress.logistics.redefining.querytrackingresult',
		'aliexpress.asf.shipment.tracking.get',
		'aliexpress.asf.seller.address.get',
		'aliexpress.logistics.querylogisticsorderdetail',
		'aliexpress.logistics.redefining.qureywlbdomesticlogisticscompany',
		'aliexpress.freight.redefining.calculatefreight',
		'aliexpress.evaluation.listorderevaluation.get',
		'aliexpress.appraise.redefining.querysellerevaluationorderlist',
		'aliexpress.social.product.evaluation.query',
		'aliexpress.marketing.storepromotions.querybyproduct',
		'aliexpress.marketing.redefining.getactlist',
		'aliexpress.merchant.profile.get',
		'aliexpress.merchant.redefining.queryremarks',
		'aliexpress.issue.issuelist.get',
		'aliexpress.data.redefining.queryproductaddcartinfoeverydaybyid',
		'aliexpress.ascp.po.queryPickupOrder',
		'aliexpress.ascp.po.pageQuery',
		'aliexpress.image.search',
		'aliexpress.asf.fulfillment.package.query',
		'aliexpress.payment.exchange.get',
		'aliexpress.local.logistics.shipping.method.query',
		'aliexpress.logistics.abnormalorder.query',
		'aliexpress.logistics.getwlmailingaddresssnapshotdto',
		'aliexpress.logistics.redefining.getonlinelogisticsinfo',
		'aliexpress.category.redefining.getpostcategorybyid',
		'aliexpress.freight.redefining.getfreightsettingbytemplatequery',
		'aliexpress.offer.redefining.getsizetemplatesbycategoryid',
		'aliexpress.photobank.redefining.queryphotobankimagebypaths',
		'aliexpress.marketing.storepromotion.products.query',
		'aliexpress.offer.draftproducts.get',
		'aliexpress.offer.sizemodel.query',
		'aliexpress.trade.credit.query',
		'global.seller.relation.query',
		DECRYPT,
	])('%s is a read', (method) => {
		expect(refusalOfName(method.toLowerCase())).toBeUndefined();
	});

	test.each([
		'aliexpress.evaluation.evaluation.reply',
		'aliexpress.appraise.redefining.savesellerfeedback',
		'aliexpress.logistics.sellershipmentfortop',
		'aliexpress.logistics.createwarehouseorder',
		'aliexpress.offer.product.edit',
		'aliexpress.offer.product.post',
		'aliexpress.postproduct.redefining.onlineaeproduct',
		'aliexpress.postproduct.redefining.setgroups',
		'aliexpress.solution.batch.product.price.update',
		'aliexpress.issue.solution.agree',
		'aliexpress.asf.dbs.declareship',
		'aliexpress.sellercenter.proxy.chat.message.read',
		'aliexpress.social.shopping.order.place.query',
		'aliexpress.ascp.po.query.createshippingmarkpdf',
		'aliexpress.postproduct.redefining.listing',
		'aliexpress.product.stock.getandset',
		'aliexpress.product.draft.getorcreate',
		'aliexpress.trade.order.cancel.query',
		'aliexpress.reverse.apply.refund',
		'global.publish.task.query',
		'arise.order.memo.set',
		'aliexpress.offer.product.get.delete',
		// Put together of several words.
		'aliexpress.order.batchupdate.get',
		'aliexpress.trade.ordercancel.query',
		'aliexpress.trade.createorder.get',
		'aliexpress.trade.closeorder.get',
		'aliexpress.trade.seller.order.acceptcancel.get',
		'aliexpress.solution.order.fulfill.query',
		'aliexpress.photobank.delunusephoto.query',
		'aliexpress.product.stockset.query',
		'aliexpress.productoffline.list',
		'aliexpress.product.bulk_delete.list',
		'aliexpress.product.getorupdate',
		'aliexpress.product.listdelete',
		'aliexpress.product.findoneandset',
		'aliexpress.product.querythenlock',
		'aliexpress.product.get_delete',
		'aliexpress.product.query2update',
		'aliexpress.product.searchproductoffline',
		'aliexpress.product.getstockreset',
	])('%s is refused as a write', (method) => {
		expect(refusalOfName(method)?.message).toContain('may change something in the shop');
	});

	test.each([
		['', 'not a name of the platform'],
		['orderlist', 'not a name of the platform'],
		['aliexpress.trade.get; drop', 'not a name of the platform'],
		['https://api-sg.aliexpress.com/sync', 'not a name of the platform'],
		['/auth/token/refresh', 'Token calls'],
		['auth.token.get', 'Token calls'],
	])('"%s" is refused', async (method, words) => {
		await refusedBefore({ method }, words);
	});

	test('chat is refused, because the platform ended it', async () => {
		await refusedBefore({ method: 'aliexpress.message.redefining.querymsglist' }, 'no longer');
	});

	test('the decrypt method needs the explicit choice', async () => {
		const parameters = '{"orderId": 1, "oaid": "x"}';
		await refusedBefore({ method: DECRYPT, parameters }, 'buyer data');
		const answer = { result_obj: { contact_person: 'Grzegorz' } };
		const options = { includeBuyerData: true };
		const { items } = await run({ ...READ, method: DECRYPT, parameters, options }, answer);
		expect(items).toEqual([answer]);
	});

	test('a name goes out as it was written', async () => {
		const method = ' aliexpress.ascp.po.queryPickupOrder ';
		expect((await run({ ...READ, method })).calls[0]?.method).toBe(method.trim());
	});
});

describe('parameters', () => {
	test('integers of any length keep every digit, texts stay texts', async () => {
		const parameters =
			'{"id": 9223372036854775001, "text": "9223372036854775001", "q": {"ids": [1, 9223372036854775002], "rate": 0.25, "on": true, "none": null}}';
		const { calls } = await run({ ...READ, parameters });
		expect(calls[0]?.sent).toBe(
			'{"id":9223372036854775001,"text":"9223372036854775001","q":{"ids":[1,9223372036854775002],"rate":0.25,"on":true,"none":null}}',
		);
	});

	test.each([['{}'], [''], ['  '], [{}]])('%j is none', async (parameters) => {
		expect((await run({ ...READ, parameters })).calls[0]?.sent).toBe('{}');
	});

	test('an object from an expression is taken as it is', async () => {
		const { calls } = await run({ ...READ, parameters: { query_dto: { current_page: 1 } } });
		expect(calls[0]?.params).toEqual({ query_dto: { current_page: 1 } });
	});

	test.each([
		['{"a": 1', 'not a JSON object'],
		['[1]', 'not a JSON object'],
		['5', 'not a JSON object'],
		['null', 'not a JSON object'],
		[[1], 'not a JSON object'],
		[true, 'not a JSON object'],
		[{ id: 9223372036854775001 }, 'lost digits'],
		[{ query: { ids: [2 ** 60] } }, 'lost digits'],
		['{"access_token": "x"}', '"access_token" belongs to the call'],
		['{"Method": "aliexpress.offer.product.delete"}', '"Method" belongs to the call'],
		['{"sign": "x"}', '"sign" belongs to the call'],
	])('%j is refused before a call', async (parameters, words) => {
		await refusedBefore({ parameters }, words);
	});
});

describe('answer', () => {
	const ANSWER: JsonObject = {
		order_id: '9223372036854775001',
		product_name: 'Earbuds',
		buyer_login_id: 'gkowalczyk77',
		process_dto_list: [{ content: 'I am Grzegorz', attachments: ['https://img.invalid/1.jpg'] }],
		result_list: { json: ['{"orderId":9223372036854775002,"buyerName":"Grzegorz Kowalczyk"}'] },
		sku: '{"id":"14:173","price":"9.99"}',
		spec: '{not json',
		details: [{ signed_name: 'Kowalczyk', event_desc: 'Handed to Kowalczyk' }],
	};

	test('is masked, also inside JSON text and words, with every id whole', async () => {
		const { items } = await run(READ, ANSWER);
		const shown = JSON.stringify(items);
		for (const secret of ['gkowalczyk77', 'Grzegorz', 'Kowalczyk', 'img.invalid']) {
			expect(shown).not.toContain(secret);
		}
		expect(items[0]).toMatchObject({
			order_id: '9223372036854775001',
			product_name: 'Earbuds',
			buyer_login_id: 'g***7',
			sku: '{"id":"14:173","price":"9.99"}',
			spec: '{not json',
			details: [{ event_desc: 'Handed to ***' }],
		});
		expect(shown).toContain('9223372036854775002');
	});

	test('is whole when buyer data is asked for', async () => {
		const options = { includeBuyerData: true };
		expect((await run({ ...READ, options }, ANSWER)).items).toEqual([ANSWER]);
		const choice = { includeBuyerData: true, pseudonymKey: 'secret' };
		expect(answerSource(ANSWER, choice)).toBe(ANSWER);
	});
});
