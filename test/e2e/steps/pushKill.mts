import { randomUUID } from 'node:crypto';

import { expect, type Facts } from '../report.mts';
import type { Bridge, Stage } from '../stage.mts';
import { pushWorkflow } from '../workflows.mts';
import type { PushRequest } from '../../sandbox/sandbox.mts';

const MESSAGES = 5;
/** After this the platform sends again what was not answered in time. */
const REPEATED_AFTER_S = 1_800;
/** How many lists stand in each other in a body that is no message. */
const LEVELS = 20_000;
/** Length of a stored mark. */
const MARK_LENGTH = 13;

interface Answer {
	status: number;
	text: string;
}

async function answerOf(address: string, { headers, body }: PushRequest): Promise<Answer> {
	const answer = await fetch(address, { method: 'POST', headers, body: new Uint8Array(body) });
	return { status: answer.status, text: await answer.text() };
}

async function answersOf(address: string, requests: PushRequest[]): Promise<Answer[]> {
	const answers: Answer[] = [];
	for (const request of requests) answers.push(await answerOf(address, request));
	return answers;
}

/** How many messages the stored state of the trigger remembers: n8n has it from its database. */
function marksIn(staticData: unknown): number {
	const state = /"aliExpressPush:[^"]*":"3:([^"]*)"/.exec(JSON.stringify(staticData));
	return (state?.[1]?.length ?? 0) / MARK_LENGTH;
}

/**
 * Sends push messages, kills n8n the moment it has answered the last of them, starts it anew and sends
 * them again: byte for byte, and as the platform does, with another time.
 *
 * @returns how many started an execution once more, how many n8n's database remembers, and how the answers
 * were.
 */
export async function repeatPushesAfterKill(stage: Stage, bridge: Bridge): Promise<Facts> {
	const { editor, sandbox, server, home } = stage;
	const webhookId = randomUUID();
	const address = `${home.url}/webhook/${webhookId}/aliexpress-push`;
	const workflow = await editor.createWorkflow(pushWorkflow(bridge.credentialId, webhookId));
	await editor.publish(workflow);
	const nowS = Math.floor(Date.now() / 1_000);
	const messages = (timestamp: number) =>
		Array.from({ length: MESSAGES }, (_, n) => {
			const data = { orderId: 8_300_000_000_000_000 + n, orderStatus: 'PaymentAuthorized' };
			return sandbox.push.request({ timestamp, data });
		});
	const first = messages(nowS);
	const answers = await answersOf(address, first);
	await server.kill();
	await server.start();
	const started = await editor.executionCount(workflow.id);
	expect(started === MESSAGES, `${MESSAGES} messages started ${started} executions.`);
	const marks = marksIn(await editor.savedStaticData(workflow.id));

	answers.push(...(await answersOf(address, first)));
	answers.push(...(await answersOf(address, messages(nowS + REPEATED_AFTER_S))));
	const repeated = (await editor.executionCount(workflow.id)) - started;
	const body = `{"message_type":53,"data":{"a":${'['.repeat(LEVELS)}${']'.repeat(LEVELS)}}}`;
	const nested = await answerOf(address, sandbox.push.request({ body }));
	await editor.unpublish(workflow.id);
	const isReceived = ({ status, text }: Answer) => status === 200 && text === '{"received":true}';
	return {
		pushRepeatedAfterKill: repeated,
		pushMarksStored: marks,
		pushAnswersOdd: answers.filter((answer) => !isReceived(answer)).length,
		pushNestedRefused: nested.status === 400,
	};
}
