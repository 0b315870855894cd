import { answerSource } from '../../../../nodes/AliExpress/parse/maskedSource.ts';
import {
	parseDisputes,
	simplifyDispute,
	toDisputeItem,
	type DisputeItemChoice,
} from '../../../../nodes/AliExpress/parse/dispute/dispute.ts';
import {
	parseDisputeDetail,
	simplifyDisputeDetail,
	toDisputeDetailItem,
} from '../../../../nodes/AliExpress/parse/dispute/disputeDetail.ts';
import type { JsonObject } from '../../../../nodes/wire/json.ts';
import { survivesMutations } from './mutations.mts';

const choice: DisputeItemChoice = { includeBuyerData: false, pseudonymKey: 'secret', zone: 'UTC' };
const plain = { ...choice, includeBuyerData: true };

const LIST: JsonObject = {
	data_list: [
		{
			issue_id: '9223372036854775001',
			order_id: 8100000000000002,
			parent_order_id: 8100000000000001,
			issue_status: 'processing',
			reason_english: 'Damaged goods',
			reason_chinese: '货物破损',
			gmt_create: '2026-11-01 08:00:00',
			gmt_modified: '2026-11-02 08:00:00',
			buyer_login_id: 'gkowalczyk77',
		},
		{ issue_id: 2, order_id: 8100000000000003, reason_chinese: '未收到货' },
	],
	total_item: 2,
	current_page: 1,
	page_size: 50,
};

const DETAIL: JsonObject = {
	result_object: {
		id: '9223372036854775001',
		order_id: 8100000000000002,
		parent_order_id: 8100000000000001,
		issue_status: 'processing',
		reverse_detail_status: 'wait_for_seller_response',
		issue_reason: 'Damaged goods',
		refund_money_max: '12.34',
		refund_money_max_currency: 'USD',
		refund_money_max_local: 50.5,
		refund_money_max_local_currency: 'PLN',
		timeout_type: 'WAIT_SOLUTION_TIMEOUT',
		timeout_trigger_time: '2026-11-20 08:00:00',
		gmt_create: '2026-11-01 08:00:00',
		product_id: '1005000000000001',
		buyer_login_id: 'gkowalczyk77',
		buyer_solution_list: [
			{
				id: 7,
				solution_type: 'refund',
				status: 'wait_seller_accept',
				refund_money: '10.00',
				refund_money_currency: 'USD',
				content: 'Call me at 5550100100',
			},
		],
		seller_solution_list: [],
		platform_solution_list: null,
		process_dto_list: [
			{
				action_type: 'initiate',
				submit_member_type: 'buyer',
				content: 'I am Grzegorz and it is broken',
				gmt_create: '2026-11-01 08:00:00',
				receive_goods: 'true',
				attachments: [{ file_path: 'https://img.invalid/face.jpg' }, 'https://img.invalid/2.jpg'],
			},
		],
	},
};

describe('dispute list', () => {
	test('becomes items of the order, with the line beside it', () => {
		const [first, second] = parseDisputes(LIST, 1).disputes.map((raw) =>
			toDisputeItem(raw, choice),
		);
		expect(first).toEqual({
			disputeId: '9223372036854775001',
			orderId: '8100000000000001',
			childOrderId: '8100000000000002',
			status: 'processing',
			reason: 'Damaged goods',
			createdAt: '2026-11-01T08:00:00.000Z',
			createdAtPlatform: '2026-11-01 08:00:00',
			modifiedAt: '2026-11-02T08:00:00.000Z',
			modifiedAtPlatform: '2026-11-02 08:00:00',
			buyerRef: expect.stringMatching(/^[0-9a-f]{16}$/),
			reasonChinese: '货物破损',
			buyer: { loginId: 'g***7' },
		});
		expect(second).toEqual({
			disputeId: '2',
			orderId: '8100000000000003',
			reason: '未收到货',
			reasonChinese: '未收到货',
		});
	});

	test('simplified, the buyer comes only when asked for', () => {
		const [raw] = parseDisputes(LIST, 1).disputes;
		if (!raw) throw new Error('No dispute was read');
		expect(simplifyDispute(toDisputeItem(raw, choice), choice)).not.toHaveProperty('buyer');
		expect(simplifyDispute(toDisputeItem(raw, plain), plain).buyer).toEqual({
			loginId: 'gkowalczyk77',
		});
	});

	test('no changed body loses disputes silently', () => {
		survivesMutations({
			body: LIST,
			items: (body) => parseDisputes(body, 1).disputes.map((raw) => toDisputeItem(raw, choice)),
		});
	});
});

describe('dispute in detail', () => {
	const item = () => toDisputeDetailItem(parseDisputeDetail(DETAIL), choice);

	test('tells amounts with their currencies, and the Pacific deadline', () => {
		expect(item()).toMatchObject({
			disputeId: '9223372036854775001',
			orderId: '8100000000000001',
			refundMax: { amount: '12.34', currency: 'USD' },
			refundMaxLocal: { amount: '50.5', currency: 'PLN' },
			deadlineAt: '2026-11-20T16:00:00.000Z',
			createdAt: '2026-11-01T08:00:00.000Z',
			buyerSolutions: [{ solutionId: '7', refund: { amount: '10.00', currency: 'USD' } }],
			sellerSolutions: [],
			platformSolutions: [],
			steps: [{ action: 'initiate', by: 'buyer', attachmentCount: 2, hasReceivedGoods: true }],
		});
		const simple = simplifyDisputeDetail(item(), choice);
		expect(Object.keys(simple).length).toBeLessThanOrEqual(10);
	});

	test('tells what it is about, without what stands behind some of its values', () => {
		const about = {
			product_name: 'Lamp\u0000',
			sku_main_pic_url: '//ae01.alicdn.com/kf/lamp.jpg\u0000',
			issue_quantity: 3,
			issue_type: 'refund\u0000',
		};
		const body = { result_object: { ...(DETAIL.result_object as JsonObject), ...about } };
		const full = toDisputeDetailItem(parseDisputeDetail(body), choice);
		expect(full).toMatchObject({
			productName: 'Lamp',
			imageUrl: 'https://ae01.alicdn.com/kf/lamp.jpg',
			quantity: 3,
			type: 'refund',
		});
		expect(simplifyDisputeDetail(full, choice).imageUrl).toBe(full.imageUrl);
		expect(item()).not.toHaveProperty('imageUrl');
	});

	test('words and pictures of the parties come only when asked for, raw as well', () => {
		const shown = JSON.stringify([item(), answerSource(DETAIL, choice)]);
		for (const secret of ['gkowalczyk77', 'Grzegorz', '5550100100', 'img.invalid']) {
			expect(shown).not.toContain(secret);
		}
		const asked = toDisputeDetailItem(parseDisputeDetail(DETAIL), plain);
		expect(asked).toMatchObject({
			buyer: { loginId: 'gkowalczyk77' },
			buyerSolutions: [{ content: 'Call me at 5550100100' }],
			steps: [
				{
					content: 'I am Grzegorz and it is broken',
					attachments: ['https://img.invalid/face.jpg', 'https://img.invalid/2.jpg'],
				},
			],
		});
	});

	test('no changed body gives a dispute without id, or loses its steps silently', () => {
		const items = (body: JsonObject) => {
			const { steps, ...dispute } = toDisputeDetailItem(parseDisputeDetail(body), choice);
			return [dispute, ...steps];
		};
		survivesMutations({ body: DETAIL, items });
	});
});
