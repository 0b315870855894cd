import { openAgent } from '../agent.mts';
import type { Facts } from '../report.mts';
import type { Bridge, Stage } from '../stage.mts';
import { agentWorkflow } from '../workflows.mts';

/**
 * Offers the AliExpress node as a tool to an agent, which finds it with its parameter, fills in the
 * number of an order, and gets the order. The agent is a client of n8n's own MCP Server Trigger: it
 * sees and calls tools as the AI Agent node does, and needs no language model.
 */
export async function askAgent(stage: Stage, bridge: Bridge): Promise<Facts> {
	const { editor, sandbox, home } = stage;
	const draft = agentWorkflow(bridge.credentialId);
	await editor.publish(await editor.createWorkflow(draft));
	const order = sandbox.shop.placeOrder();
	const agent = await openAgent(`${home.url}/mcp/seller-tools`);
	const tool = (await agent.tools()).find(({ parameters }) => parameters.includes('Order_ID'));
	if (!tool) return { agentTool: false };
	const answer = await agent.call(tool.name, { Order_ID: String(order.id) });
	return { agentTool: answer.includes(String(order.id)) };
}
