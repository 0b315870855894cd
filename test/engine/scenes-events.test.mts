/** @jest-environment ./test/engine/harness/interceptedHosts.environment.mts */
import { setImmediate } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';

import type { ActiveWorkflow } from './harness/activation.mts';
import type { WorkflowJson } from './harness/types.mts';
import { itemsOf, openSceneStage, succeeded, type SceneStage } from './sceneStage.mts';
import { openSheet, SHEET_CREDENTIAL, type Sheet } from './sceneSheet.mts';

// A node that sends again after a pause does so on the real clock.
jest.setTimeout(90_000);

const TRIGGER = 'AliExpress Trigger';
const DAY_MS = 86_400_000;

let stage: SceneStage;
let active: ActiveWorkflow;
beforeEach(async () => {
	stage = await openSceneStage({ googleSheetsOAuth2Api: SHEET_CREDENTIAL });
});
afterEach(async () => {
	await stage.close();
	nock.cleanAll();
});

async function activate(scene: WorkflowJson): Promise<void> {
	active = await stage.host.activate(scene);
}
const next = async () => succeeded(await stage.nextExecution(active));

function paidOrder(): bigint {
	const { id } = stage.sandbox.shop.placeOrder();
	stage.sandbox.shop.payOrder(id);
	return id;
}
const mentions = (text: unknown) =>
	stage.messages().filter((message) => message.includes(String(text))).length;

describe('a new order', () => {
	it('is one card', async () => {
		await activate(stage.scene('new-order-to-feishu'));
		const id = paidOrder();
		await next();
		expect(mentions(id)).toBe(1);
	});

	it('is sent again when the bot refused it for a moment, and told when it goes on refusing', async () => {
		await activate(stage.scene('new-order-to-feishu'));
		const { feishu } = stage.sandbox;
		const first = paidOrder();
		feishu.options.keyword = 'something else';
		const sending = next();
		while (feishu.refusals.length === 0) await setImmediate();
		delete feishu.options.keyword;
		await sending;
		expect(mentions(first)).toBe(1);
		feishu.options.keyword = 'something else';
		paidOrder();
		const execution = await stage.nextExecution(active);
		expect(execution.status).toBe('error');
		expect(execution.error?.message).toMatch(/keyword/i);
	});
});

it('a negative review is one red card, a good one none', async () => {
	const { shop } = stage.sandbox;
	await activate(stage.scene('negative-review-to-feishu'));
	const [bad, good] = [paidOrder(), paidOrder()];
	shop.writeReview({ orderId: good, stars: 5, text: 'Fine' });
	shop.writeReview({ orderId: bad, stars: 2, text: 'Torn' });
	await next();
	expect([mentions(bad), mentions(good), mentions('Torn')]).toEqual([1, 0, 1]);
	expect(mentions('"red"')).toBe(1);
});

describe('a row for every order in the data table', () => {
	const TABLE = 'AliExpress orders';
	const rows = () => stage.host.dataTables.rows(TABLE);

	it('is written once and follows the order; the same event again changes nothing', async () => {
		await activate(stage.scene('new-order-to-data-table'));
		const { id } = stage.sandbox.shop.placeOrder();
		const execution = await next();
		expect(rows()).toMatchObject([
			{ orderId: String(id), status: 'PLACE_ORDER_SUCCESS', currency: 'USD', paidAt: null },
		]);
		stage.sandbox.shop.payOrder(id);
		await next();
		expect(rows()).toHaveLength(1);
		const [row] = rows();
		expect(row).toMatchObject({ orderId: String(id), status: 'WAIT_SELLER_SEND_GOODS' });
		expect(row?.paidAt).toBeInstanceOf(Date);
		expect(row?.amount).toMatch(/^\d+\.\d\d$/);
		expect(row?.products).toContain(' × ');
		const scene = stage.scene('new-order-to-data-table');
		succeeded(await stage.fire(scene, TRIGGER, itemsOf(execution, TRIGGER)));
		expect(rows()).toHaveLength(1);
	});

	it('is deleted after 90 days', async () => {
		const scene = stage.scene('new-order-to-data-table');
		await activate(scene);
		paidOrder();
		await next();
		stage.host.dataTables.age(TABLE, 89 * DAY_MS);
		succeeded(await stage.fire(scene, 'Every Night'));
		expect(rows()).toHaveLength(1);
		stage.host.dataTables.age(TABLE, 2 * DAY_MS);
		succeeded(await stage.fire(scene, 'Every Night'));
		expect(rows()).toHaveLength(0);
	});
});

describe('a row for every order in Google Sheets', () => {
	let sheet: Sheet;
	const scene = (): WorkflowJson => {
		const json = structuredClone(stage.scene('new-order-to-google-sheets'));
		const node = json.nodes.find(({ name }) => name === 'Google Sheets');
		if (node) node.parameters.documentId = { __rl: true, mode: 'id', value: sheet.id };
		return json;
	};
	beforeEach(() => {
		sheet = openSheet();
	});

	it('is written once and follows the order', async () => {
		await activate(scene());
		const { id } = stage.sandbox.shop.placeOrder();
		await next();
		stage.sandbox.shop.payOrder(id);
		const execution = await next();
		const row = () => sheet.rows().map((cells) => cells.slice(0, 2));
		expect(row()).toEqual([[String(id), 'WAIT_SELLER_SEND_GOODS']]);
		const items = itemsOf(execution, TRIGGER) as IDataObject[];
		succeeded(await stage.fire(scene(), TRIGGER, items));
		expect(row()).toHaveLength(1);
	});
});
