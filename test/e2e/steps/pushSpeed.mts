import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { WorkflowJson } from '../../engine/harness/types.mts';
import type { Captured } from '../ledger/http.mts';
import type { Editor } from '../n8n/editor.mts';
import { say, type Facts } from '../report.mts';
import { p99MsOf, ratioOf, speedOf, takeTurns } from '../speed/rounds.mts';
import { sendAll, type Timing } from '../speed/sending.mts';
import type { Bridge, Stage } from '../stage.mts';
import { pushWorkflow, startingWebhookWorkflow } from '../workflows.mts';

/** Few, since n8n makes two isolates for its expressions with each, which fills a processor. */
const MESSAGES = 8;
const AT_ONCE = 4;
const WARM_UP = 16;
/** Beyond this n8n has lost one, or was never asked to start it. */
const PATIENCE_MS = 60_000;

/** No message of a run is a copy of another one. */
let orderId = 8_100_000_000_000_000;

/** Messages as the platform signs them. */
const signed = ({ sandbox }: Stage, url: string, count: number): Captured[] =>
	Array.from({ length: count }, () => {
		orderId += 1;
		const data = { orderId, orderStatus: 'PaymentAuthorized', buyerId: 1_000_000_001 };
		const { headers, body } = sandbox.push.request({ data });
		return { url, headers, body: body.toString('utf8') };
	});

/** Resolves when n8n has run so many executions to their end, so that the next turn is undisturbed. */
async function allRun(editor: Editor, workflowId: string, count: number): Promise<void> {
	const deadlineMs = Date.now() + PATIENCE_MS;
	for (;;) {
		const run = await editor.succeeded(workflowId);
		if (run === count) return;
		if (run > count || Date.now() > deadlineMs) {
			throw new Error(`${count} measured messages started ${run} executions.`);
		}
		await sleep(50);
	}
}

/** Publishes a workflow; each call then sends it messages, and each message has to start it once. */
async function target(
	stage: Stage,
	draft: WorkflowJson,
	path: string,
): Promise<(count: number) => Promise<Timing>> {
	const { editor, home } = stage;
	const workflow = await editor.createWorkflow(draft);
	await editor.publish(workflow);
	let sent = 0;
	return async (count) => {
		const timing = await sendAll(signed(stage, `${home.url}/webhook/${path}`, count), AT_ONCE);
		sent += count;
		await allRun(editor, workflow.id, sent);
		return timing;
	};
}

/**
 * How fast the push trigger takes messages beside a webhook that starts an execution and does nothing
 * else: the median of rounds that take turns.
 */
export async function comparePushWithBareWebhook(stage: Stage, bridge: Bridge): Promise<Facts> {
	const webhookId = randomUUID();
	const draft = pushWorkflow(bridge.credentialId, webhookId);
	const push = await target(stage, draft, `${webhookId}/aliexpress-push`);
	const bare = await target(stage, startingWebhookWorkflow(), 'starting-webhook');
	await push(WARM_UP);
	await bare(WARM_UP);
	const rounds = await takeTurns(
		async () => await push(MESSAGES),
		async () => await bare(MESSAGES),
	);
	say(
		`Push messages a second ${speedOf(rounds, 'ours')}; bare webhook ${speedOf(rounds, 'bare')}.`,
	);
	return {
		pushToBareWebhook: ratioOf(rounds),
		pushP99Ms: { push: p99MsOf(rounds, 'ours'), bare: p99MsOf(rounds, 'bare') },
	};
}
