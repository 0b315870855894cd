import '../engine/harness/environment.mts';
import { NodeApiError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { updateAppCard } from '../../nodes/FeishuBot/actions/appCard/appCard.operation.ts';
import { callApp } from '../../nodes/FeishuBot/app/app.ts';
import { startSandbox } from '../sandbox/sandbox.mts';
import type { Sandbox } from '../sandbox/sandbox.mts';
import { feishuContext } from './feishuContext.mts';

const MINUTE_MS = 60_000;
const CARD = { config: { update_multi: true }, elements: [{ tag: 'hr' }] };

let sandbox: Sandbox;
let nowMs: number;
const clock = {
	nowMs: () => nowMs,
	monotonicMs: () => nowMs,
	sleepMs: async (durationMs: number) => {
		nowMs += durationMs;
	},
};
beforeEach(async () => {
	nowMs = Date.UTC(2026, 10, 30);
	sandbox = await startSandbox({ now: () => nowMs });
});
afterEach(async () => {
	await sandbox.close();
});

function contextOf(parameters: IDataObject = {}, data: IDataObject = {}, appSecret?: string) {
	const credential = { ...sandbox.feishuApp.credential, ...(appSecret && { appSecret }) };
	return {
		...feishuContext({ url: '', parameters }),
		getCredentials: async () => credential,
		getWorkflow: () => ({ id: 'workflow' }),
		getWorkflowStaticData: () => data,
	} as unknown as IExecuteFunctions;
}
const send = async (context = contextOf()) =>
	await callApp(
		context,
		0,
		{
			method: 'POST',
			path: '/open-apis/im/v1/messages?receive_id_type=chat_id',
			body: { receive_id: 'oc_group', msg_type: 'interactive', content: JSON.stringify(CARD) },
			lane: 'oc_group',
		},
		clock,
	);

it('uses a token until shortly before its end, and asks for another then', async () => {
	const asked = () => sandbox.feishuApp.tokenRequests;
	expect(await send()).toMatchObject({ sent: true });
	nowMs += 110 * MINUTE_MS;
	expect(await send()).toMatchObject({ sent: true });
	expect(asked()).toBe(1);
	nowMs += 6 * MINUTE_MS;
	expect(await send()).toMatchObject({ sent: true });
	expect(asked()).toBe(2);
	nowMs += 60 * MINUTE_MS;
	expect(await send()).toMatchObject({ sent: true });
	expect([asked(), sandbox.feishuApp.refusals]).toEqual([2, []]);
});

it('goes by the life that Feishu tells, a short one too', async () => {
	sandbox.feishuApp.options.expireSeconds = 60;
	await send();
	nowMs += 20_000;
	await send();
	expect(sandbox.feishuApp.tokenRequests).toBe(1);
	nowMs += 20_000;
	await send();
	expect([sandbox.feishuApp.tokenRequests, sandbox.feishuApp.refusals]).toEqual([2, []]);
});

it('asks once for many who need a token at the same time, and again after a refusal', async () => {
	const wrong = contextOf({}, {}, 'wrong-secret');
	const failures = await Promise.allSettled([send(wrong), send(wrong), send(wrong)]);
	for (const failure of failures) {
		const reason: unknown = failure.status === 'rejected' ? failure.reason : undefined;
		expect(reason).toBeInstanceOf(NodeApiError);
		expect(JSON.stringify(reason)).not.toContain('wrong-secret');
	}
	expect(sandbox.feishuApp.tokenRequests).toBe(1);
	await expect(send(wrong)).rejects.toThrow('does not know this app');
	expect(sandbox.feishuApp.tokenRequests).toBe(2);
	await Promise.all([send(), send(), send()]);
	expect(sandbox.feishuApp.tokenRequests).toBe(3);
});

it.each<[string, Parameters<Sandbox['faults']['next']>[0], RegExp]>([
	['breaks off', { kind: 'reset', target: 'feishu' }, /connection to Feishu broke/],
	['is a page of a proxy', { kind: 'http504', target: 'feishu' }, /without a Feishu result code/],
])('sends nothing when the answer about a token %s', async (_what, fault, words) => {
	sandbox.faults.next(fault);
	await expect(send()).rejects.toThrow(words);
	expect(sandbox.feishuApp.messages).toEqual([]);
	expect(await send()).toMatchObject({ sent: true });
});

it('remembers a thousand cards, none longer than Feishu changes it', async () => {
	const nowSeconds = Math.floor(Date.now() / 1000);
	const aged = (count: number, name: string, days: number) =>
		Array.from({ length: count }, (_, index): [string, [string, number]] => [
			`${name}-${index}-padded`.padEnd(16, '.'),
			[`om_${'x'.repeat(32)}${index}`, nowSeconds - days * 86_400 - index],
		]);
	const data: IDataObject = {
		other: 'kept',
		feishuCards: Object.fromEntries([...aged(1_200, 'young', 1), ...aged(50, 'old', 15)]),
	};
	const parameters = { receiver: 'oc_group', order: { orderId: '81' } };
	await updateAppCard.run(contextOf(parameters, data), 0);
	const cards = Object.entries(data.feishuCards as Record<string, [string, number]>);
	expect(cards).toHaveLength(1_000);
	expect(cards.filter(([name]) => name.startsWith('old'))).toEqual([]);
	expect(cards.filter(([, [id]]) => id === sandbox.feishuApp.messages[0]?.messageId)).toHaveLength(
		1,
	);
	expect(data.other).toBe('kept');
	expect(JSON.stringify(data).length).toBeLessThan(100_000);
	// What stands there was written by nobody of ours.
	const odd: IDataObject = { feishuCards: 'odd' };
	await updateAppCard.run(contextOf({ ...parameters, order: { orderId: '82' } }, odd), 0);
	expect(Object.keys(odd.feishuCards as object)).toHaveLength(1);
});
