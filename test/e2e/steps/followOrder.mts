import { setTimeout as sleep } from 'node:timers/promises';

import type { Facts } from '../report.mts';
import { expect } from '../report.mts';
import type { Stage } from '../stage.mts';
import { followingWorkflow } from '../workflows.mts';

const LIMIT_MS = 20_000;

/**
 * Tells an order three times to a card of an app, with a kill of n8n between.
 *
 * @returns how many messages and cards that made.
 */
export async function followOrder({ editor, sandbox, home, server }: Stage): Promise<Facts> {
	const { feishuApp } = sandbox;
	const credentialId = await editor.createCredential(
		'Feishu app',
		'feishuAppApi',
		feishuApp.credential,
	);
	const tested = await editor.testCredential(credentialId);
	expect(tested.status === 'OK', `The credential of the app does not pass: ${tested.message}`);
	const { id, versionId } = await editor.createWorkflow(followingWorkflow(credentialId));
	await editor.publish({ id, versionId });
	const tell = async (status: string) => {
		const done = await editor.succeeded(id);
		const response = await fetch(`${home.url}/webhook/follow?orderId=8100&status=${status}`);
		expect(response.ok, `n8n answered ${response.status} to the start of the workflow.`);
		const endMs = Date.now() + LIMIT_MS;
		while ((await editor.succeeded(id)) === done && Date.now() < endMs) await sleep(100);
	};
	await tell('PLACE_ORDER_SUCCESS');
	await tell('WAIT_SELLER_SEND_GOODS');
	await server.kill();
	await server.start();
	await tell('WAIT_BUYER_ACCEPT_GOODS');
	const cards = feishuApp.messages.reduce((sum, message) => sum + message.cards.length, 0);
	return { messagesOfOrder: feishuApp.messages.length, cardsOfOrder: cards };
}
