import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import { sendAndWait } from '../../../nodes/FeishuBot/actions/message/sendAndWait.operation.ts';
import { answerPress, choicesOf, readAnswers } from '../../../nodes/FeishuBot/message/decision.ts';

const ANSWERS = ['approve', 'decline'].map((name) => ({
	name,
	words: name,
	style: 'default' as const,
}));
const ASKED = { askedAt: '2026-11-30T08:00:00.000Z', language: 'en' as const };

/** A node of a type, whose addresses are what n8n would sign. */
const contextOf = (type: string) =>
	({
		getNode: () => ({ type }),
		getSignedResumeUrl: (parameters: Record<string, string>) =>
			`https://n8n.example/?${new URLSearchParams(parameters).toString()}`,
	}) as unknown as IExecuteFunctions;

/** Somebody presses a button whose address says this, while this item waits. */
function pressed(query: object, json: object) {
	const sent: Array<{ status: number; page: string }> = [];
	const response = {
		setHeader: () => undefined,
		status: (status: number) => ({ send: (page: string) => sent.push({ status, page }) }),
	};
	const context = {
		getQueryData: () => query,
		evaluateExpression: () => ({ json }),
		getRequestObject: () => ({ method: 'POST' }),
		getResponseObject: () => response,
	} as unknown as IWebhookFunctions;
	return {
		result: answerPress(context, { nowMs: () => Date.UTC(2026, 10, 30, 9) } as never),
		sent,
	};
}

test.each([
	['feishuBot', [null, null]],
	['feishuBotHitlTool', ['true', 'false']],
])('the first button of %s approves where n8n asks for that', (name, approved) => {
	const choices = choicesOf(contextOf(`n8n-nodes-aliexpress.${name}`), ANSWERS, ASKED);
	const queries = choices.map(({ url }) => Object.fromEntries(new URL(url).searchParams));
	expect(queries.map((query) => query.approved ?? null)).toEqual(approved);
	const items = queries.map(
		(query) => pressed(query, { ...ASKED, id: 1 }).result.workflowData?.[0]?.[0]?.json,
	);
	expect(items.map((json) => json?.approved ?? null)).toEqual(
		approved.map((one) => (one === null ? null : one === 'true')),
	);
	expect(items.map((json) => [json?.id, json?.decision, json?.decidedAt])).toEqual(
		['approve', 'decline'].map((decision) => [1, decision, '2026-11-30T09:00:00.000Z']),
	);
});

test.each([
	['an address that says nothing', {}, { askedAt: ASKED.askedAt }],
	['an item that does not wait', { decision: 'a', askedAt: ASKED.askedAt }, {}],
	['another question', { decision: 'a', askedAt: ASKED.askedAt }, { askedAt: '2026-11-30' }],
])('%s decides nothing', (_what, query, json) => {
	const { result, sent } = pressed(query, json);
	expect(result).toEqual({ noWebhookResponse: true });
	expect(sent).toEqual([{ status: 410, page: expect.stringContaining('decided already') }]);
});

test('an agent that would wait for days is told so', async () => {
	const context = {
		isToolExecution: () => true,
		getNode: () => ({ type: 'n8n-nodes-aliexpress.feishuBotTool' }),
	} as unknown as IExecuteFunctions;
	await expect(sendAndWait.run(context, 0)).rejects.toThrow('cannot be a tool of an agent');
});

test('a button needs a name of its own, and shows it when it has no words', () => {
	const read = (...button: object[]) => readAnswers({ button });
	expect(read({ name: ' later ', words: '\u200b', style: 'loud' })).toEqual({
		ok: true,
		value: [{ name: 'later', words: 'later', style: 'default' }],
	});
	const three = ['a', 'b', 'c'].map((name) => ({ name, words: 'x' }));
	expect(read(...three).ok).toBe(true);
	for (const bad of [
		[...three, { name: 'd', words: 'x' }],
		[],
		[{ name: 'x'.repeat(61) }],
		[{ words: 'x' }],
		[{ name: '\u200b' }],
		[{ name: 'a' }, { name: ' a' }],
	]) {
		expect([bad, read(...bad).ok]).toEqual([bad, false]);
	}
	expect(readAnswers(undefined).ok).toBe(false);
});
