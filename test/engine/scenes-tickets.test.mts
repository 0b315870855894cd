/** @jest-environment ./test/engine/harness/interceptedHosts.environment.mts */
import type { IDataObject } from 'n8n-workflow';

import type { Execution, WorkflowJson } from './harness/types.mts';
import { DESKS, ZAMMAD, type Desk } from './sceneDesks.mts';
import { itemsOf, openSceneStage, succeeded, type SceneStage } from './sceneStage.mts';

// A node that asks again after a pause does so on the real clock.
jest.setTimeout(90_000);

const TRIGGER = 'AliExpress Trigger';
const NET = 'Every Hour';
const HOUR_MS = 3_600_000;

let stage: SceneStage;
let desk: Desk;
let scene: WorkflowJson;

async function open(chosen: Desk): Promise<void> {
	desk = chosen;
	desk.open();
	stage = await openSceneStage(desk.credentials);
	scene = stage.scene(desk.template, desk.fillIn(stage.sandbox));
}
afterEach(async () => {
	await stage.close();
	nock.cleanAll();
});

const tickets = () => desk.seen(stage.sandbox).map(({ title, text }) => `${title}\n${text}`);
const draftTable = () =>
	stage.host.dataTables.names().find((name) => name.includes('drafts')) ?? '';
const drafts = () => stage.host.dataTables.rows(draftTable());

/** Bad reviews of orders of their own, as the active scene is given them by its trigger. */
async function reviewed(...texts: string[]): Promise<Execution> {
	const active = await stage.host.activate(scene);
	for (const text of texts) {
		const { id } = stage.sandbox.shop.placeOrder();
		stage.sandbox.shop.payOrder(id);
		stage.sandbox.shop.writeReview({ orderId: id, stars: 1, text });
	}
	const execution = await stage.nextExecution(active);
	await active.deactivate();
	return execution;
}

/** The hourly look, when the drafts are old enough for it. */
async function hourLater(): Promise<Execution> {
	stage.host.dataTables.age(draftTable(), HOUR_MS);
	return succeeded(await stage.fire(scene, NET));
}

/** n8n runs the scene again from its start with what the trigger had given it. */
async function again(items: IDataObject[]): Promise<Execution> {
	return succeeded(await stage.fire(scene, TRIGGER, items));
}

describe.each(DESKS)('a negative review in %s', (_name, chosen) => {
	beforeEach(async () => await open(chosen));

	it('is one ticket, also when the event comes again or the hour strikes', async () => {
		const execution = succeeded(await reviewed('Broken & <b>late</b>'));
		expect(tickets()).toHaveLength(1);
		expect(tickets()[0]).toMatch(/^1-star review for order \d+: /);
		expect(tickets()[0]).toContain('Broken');
		expect(drafts()).toHaveLength(0);
		await again(itemsOf(execution, TRIGGER));
		await hourLater();
		expect(tickets()).toHaveLength(1);
		expect(drafts()).toHaveLength(0);
	});

	it('is one ticket in the end when the helpdesk refused it, and others are not held up', async () => {
		desk.befall('refused', stage.sandbox);
		const execution = await reviewed('First', 'Second');
		expect(execution.status).toBe('error');
		expect(execution.error?.message).toMatch(/^No ticket could be written: .*asked again/);
		expect(tickets()).toHaveLength(1);
		expect(drafts()).toHaveLength(1);
		await hourLater();
		expect(tickets().filter((text) => text.includes('First'))).toHaveLength(1);
		expect(tickets().filter((text) => text.includes('Second'))).toHaveLength(1);
		expect(drafts()).toHaveLength(0);
	});

	it('is no second ticket when only the answer was lost', async () => {
		desk.befall('answerLost', stage.sandbox);
		const execution = await reviewed('Once');
		expect(execution.status).toBe('error');
		expect(tickets()).toHaveLength(1);
		expect(drafts()).toHaveLength(1);
		await again(itemsOf(execution, TRIGGER));
		await hourLater();
		expect(tickets()).toHaveLength(1);
		expect(drafts()).toHaveLength(0);
	});
});

describe('the hourly look', () => {
	beforeEach(async () => await open(ZAMMAD));

	it('asks the helpdesk nothing when nothing is left over', async () => {
		succeeded(await stage.fire(scene, NET));
		expect(desk.requests(stage.sandbox)).toBe(0);
	});

	it('leaves a draft alone that an execution may still be writing', async () => {
		desk.befall('refused', stage.sandbox);
		await reviewed('Young');
		succeeded(await stage.fire(scene, NET));
		expect(tickets()).toHaveLength(0);
		await hourLater();
		expect(tickets()).toHaveLength(1);
	});

	it('writes what an execution left that n8n was killed in', async () => {
		const cut = structuredClone(scene);
		delete cut.connections['Keep the Draft'];
		scene = cut;
		succeeded(await reviewed('Killed'));
		expect([tickets().length, drafts().length]).toEqual([0, 1]);
		scene = stage.scene(desk.template, desk.fillIn(stage.sandbox));
		await hourLater();
		expect([tickets().length, drafts().length]).toEqual([1, 0]);
	});
});

it('a dispute that a buyer opens is one ticket with its facts', async () => {
	await open({ ...ZAMMAD, template: 'dispute-to-ticket' });
	const { shop } = stage.sandbox;
	const active = await stage.host.activate(scene);
	const { id } = shop.placeOrder();
	shop.payOrder(id);
	const dispute = shop.openDispute({ orderId: id });
	const execution = succeeded(await stage.nextExecution(active));
	expect(tickets()).toHaveLength(1);
	expect(tickets()[0]).toMatch(new RegExp(`^Dispute for order ${id}: ${dispute.reasonEn}\n`));
	expect(tickets()[0]).toContain(`Dispute: ${dispute.id}\nOrder: ${id}\n`);
	expect(tickets()[0]).not.toContain(dispute.buyerLoginId);
	expect(drafts()).toHaveLength(0);
	await again(itemsOf(execution, TRIGGER));
	expect(tickets()).toHaveLength(1);
});

it('a helpdesk that is away is told, and the draft waits', async () => {
	await open(ZAMMAD);
	stage.sandbox.faults.next({ kind: 'http503', target: 'helpdesk', times: 3 });
	const execution = await reviewed('Patient');
	expect(execution.status).toBe('error');
	expect(drafts()).toHaveLength(1);
	await hourLater();
	expect([tickets().length, drafts().length]).toEqual([1, 0]);
	expect(stage.sandbox.helpdesk.tickets[0]).toMatchObject({ priority_id: 3 });
});
