import type { Facts } from '../report.mts';
import { expect } from '../report.mts';
import type { Bridge, Stage } from '../stage.mts';
import { readOrdersWorkflow } from '../workflows.mts';

/** Runs the workflow that reads orders; n8n answers when its last node has run. */
export async function readOrders(url: string): Promise<Array<Record<string, unknown>>> {
	const response = await fetch(`${url}/webhook/read-orders`);
	const text = await response.text();
	expect(response.ok, `Reading orders ended with ${response.status}: ${text.slice(0, 300)}`);
	return JSON.parse(text) as Array<Record<string, unknown>>;
}

/** Places an order in the shop and reads it with the AliExpress node of a published workflow. */
export async function readOrder(stage: Stage, bridge: Bridge): Promise<Facts> {
	const { editor, sandbox, home } = stage;
	await editor.publish(await editor.createWorkflow(readOrdersWorkflow(bridge.credentialId)));
	const order = sandbox.shop.placeOrder();
	const items = await readOrders(home.url);
	return { order: items.some(({ orderId }) => orderId === String(order.id)) };
}
