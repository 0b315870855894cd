import { setTimeout as sleep } from 'node:timers/promises';

import { importTemplate } from '../../engine/harness/templates.mts';
import { printJson } from '../../sandbox/json.mts';
import type { Sandbox } from '../../sandbox/sandbox.mts';
import { expect, type Facts } from '../report.mts';
import type { Scenes } from '../scenes.mts';
import { OAUTH2, type Bridge, type Stage } from '../stage.mts';
import { connectByRequests } from './connect.mts';
import { storedToken } from './refreshOnce.mts';

/** n8n polls once a minute at a second of its own; twice that, and what a busy machine needs. */
const POLLS_MS = 150_000;
const READERS = 3;
/** The workflow of the first scene, and one of a shop that was not connected when it was published. */
const WATCHERS = 2;

async function until(isDone: () => boolean | Promise<boolean>, complaint: string): Promise<void> {
	const deadlineMs = Date.now() + POLLS_MS;
	while (!(await isDone())) {
		expect(Date.now() < deadlineMs, complaint);
		await sleep(250);
	}
}

const cardsOf = ({ feishu }: Sandbox, orderId: bigint) =>
	feishu.messages.filter(({ body }) => printJson(body).includes(String(orderId))).length;

/** Publishes the first scene for an account that is not connected yet. */
async function publishUnconnected(stage: Stage, bridge: Bridge, scenes: Scenes) {
	const { editor } = stage;
	const nodes = await editor.savedNodes(scenes.orders);
	const feishuBotApi = nodes.find(({ credentials }) => credentials?.feishuBotApi)?.credentials
		?.feishuBotApi?.id;
	expect(typeof feishuBotApi === 'string', 'The scene has no group to write to.');
	const credentialId = await editor.createCredential('later', OAUTH2, bridge.credentialData);
	const chosen = { [OAUTH2]: credentialId, feishuBotApi };
	const { id: _file, ...scene } = importTemplate('new-order-to-feishu', chosen);
	const workflow = await editor.createWorkflow({ ...scene, name: 'Published before connecting' });
	await editor.publish(workflow);
	return { credentialId, workflowId: workflow.id };
}

/**
 * Takes the authorization of the shop back under a published trigger, a node and a trigger that waits
 * for its account; ends n8n and starts it again; connects both accounts.
 *
 * @returns how many calls the dead authorization cost, and whether everything that was ordered
 * meanwhile came after Connect, once in each workflow.
 */
export async function endAuthorization(
	stage: Stage,
	bridge: Bridge,
	scenes: Scenes,
): Promise<Facts> {
	const { editor, sandbox, server, home } = stage;
	const { shop, log } = sandbox;
	await editor.publish(await editor.changeWorkflow(scenes.orders, { name: 'Watching' }));
	const later = await publishUnconnected(stage, bridge, scenes);
	const first = shop.placeOrder();
	await until(() => cardsOf(sandbox, first.id) > 0, 'The trigger does not read.');

	const before = log.calls.length;
	sandbox.revokeTokens(await storedToken(stage, bridge));
	const ordered = [shop.placeOrder()];
	for (let i = 0; i < READERS; i += 1) await fetch(`${home.url}/webhook/read-orders`);
	const workflows = [scenes.orders, later.workflowId];
	/** Waits until each trigger has told so often, and counts all failed executions. */
	const toldTimes = async (times: number): Promise<number> => {
		for (const id of workflows) {
			const isTold = async () => (await editor.failed(id)) >= times;
			await until(isTold, `A trigger does not tell that it has to be connected (${times}).`);
		}
		const counts = await Promise.all(workflows.map(async (id) => await editor.failed(id)));
		return counts.reduce((sum, count) => sum + count, 0);
	};
	const told = await toldTimes(1);
	await server.kill();
	await server.start();
	ordered.push(shop.placeOrder());
	// Each tells once more in the new process. So both run, although n8n polled them while it started.
	const toldAfterRestart = (await toldTimes(2)) - told;
	const calls = log.calls.slice(before).length;

	let isConnected = true;
	for (const id of [bridge.credentialId, later.credentialId]) {
		isConnected &&= await connectByRequests(stage, id);
	}
	const cards = () => ordered.map(({ id }) => cardsOf(sandbox, id));
	await until(
		() => cards().every((count) => count >= WATCHERS),
		`Orders did not come after Connect: ${cards().join(', ')} cards.`,
	);
	for (const id of workflows) await editor.unpublish(id);
	return {
		callsOfDeadAuthorization: calls,
		deadAuthorizationTold: told,
		toldAfterRestart,
		connectAfterDeadAuthorization: isConnected && cards().every((count) => count === WATCHERS),
	};
}
