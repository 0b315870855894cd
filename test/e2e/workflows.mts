import type { INodeParameters } from 'n8n-workflow';

import { withCredentials } from '../engine/harness/templates.mts';
import type { WorkflowJson } from '../engine/harness/types.mts';

/**
 * A workflow that answers a GET with what the AliExpress node puts out.
 *
 * @param path of its webhook.
 */
const answeringWorkflow = (
	name: string,
	path: string,
	parameters: WorkflowJson['nodes'][number]['parameters'],
	credentialId: string,
): WorkflowJson =>
	withCredentials(
		{
			name,
			nodes: [
				{
					id: '0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a0001',
					name: 'Webhook',
					type: 'n8n-nodes-base.webhook',
					typeVersion: 2,
					position: [0, 0],
					webhookId: '0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a0002',
					parameters: {
						path,
						responseMode: 'lastNode',
						responseData: 'allEntries',
						options: {},
					},
				},
				{
					id: '0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a0003',
					name: 'AliExpress',
					type: 'n8n-nodes-aliexpress.aliExpress',
					typeVersion: 1,
					position: [220, 0],
					parameters,
				},
			],
			connections: { Webhook: { main: [[{ node: 'AliExpress', type: 'main', index: 0 }]] } },
		},
		{ aliExpressOAuth2Api: credentialId },
	);

/** AliExpress and Edit Fields as they come from the panel of nodes: no credential, nothing filled in. */
export const untouchedOrdersWorkflow = (): WorkflowJson => ({
	name: 'Not run yet',
	nodes: [
		{
			id: '0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a0007',
			name: 'AliExpress',
			type: 'n8n-nodes-aliexpress.aliExpress',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		{
			id: '0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a0008',
			name: 'Edit Fields',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			position: [220, 0],
			parameters: { options: {} },
		},
	],
	connections: { AliExpress: { main: [[{ node: 'Edit Fields', type: 'main', index: 0 }]] } },
});

/** A workflow that answers a GET with the orders AliExpress has, simplified. */
export const readOrdersWorkflow = (credentialId: string): WorkflowJson =>
	answeringWorkflow(
		'Read orders',
		'read-orders',
		{ resource: 'order', operation: 'getAll', limit: 5 },
		credentialId,
	);

/** A workflow that answers a GET with a check of the set-up. */
export const checkSetupWorkflow = (credentialId: string): WorkflowJson =>
	answeringWorkflow(
		'Check the set-up',
		'check-setup',
		{ resource: 'quota', operation: 'check', permissionGroups: ['merchant', 'trade'] },
		credentialId,
	);

/** A workflow of one node of the fixture. */
const fixtureWorkflow = (
	name: string,
	type: string,
	id: string,
	webhookId: string,
): WorkflowJson => ({
	name,
	nodes: [
		{
			id,
			name: `${name} Trigger`,
			type: `n8n-nodes-bare-webhook.${type}`,
			typeVersion: 1,
			position: [0, 0],
			webhookId,
			parameters: {},
		},
	],
	connections: {},
});

/** What an answer costs without anything of ours. */
export const bareWebhookWorkflow = (): WorkflowJson =>
	fixtureWorkflow(
		'Bare Webhook',
		'bareWebhookTrigger',
		'0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a0004',
		'0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a0005',
	);

/** What an answer costs that starts an execution, without anything of ours. */
export const startingWebhookWorkflow = (): WorkflowJson =>
	fixtureWorkflow(
		'Starting Webhook',
		'startingWebhookTrigger',
		'0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a000a',
		'0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a000b',
	);

/**
 * A workflow that asks the group when its webhook is called with `about` and `minutes`, and tells the
 * group what was decided.
 */
export const decisionWorkflow = (credentialId: string): WorkflowJson => {
	const bot = (id: string, name: string, x: number, parameters: INodeParameters) => ({
		id,
		name,
		type: 'n8n-nodes-aliexpress.feishuBot',
		typeVersion: 1,
		position: [x, 0] as [number, number],
		parameters: { resource: 'message', ...parameters },
	});
	const limit = {
		limitType: 'afterTimeInterval',
		resumeAmount: '={{ Number($json.query.minutes) }}',
		resumeUnit: 'minutes',
	};
	return withCredentials(
		{
			name: 'Decide',
			nodes: [
				{
					id: '0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a000c',
					name: 'Webhook',
					type: 'n8n-nodes-base.webhook',
					typeVersion: 2,
					position: [0, 0],
					webhookId: '0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a000d',
					parameters: { path: 'decide', options: {} },
				},
				bot('0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a000e', 'Ask', 220, {
					operation: 'sendAndWait',
					message: '=What about {{ $json.query.about }}?',
					options: { limitWaitTime: { values: limit } },
				}),
				bot('0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a000f', 'Tell', 440, {
					operation: 'sendText',
					text: "=decision {{ $json.decision ?? 'none' }} of {{ $json.query.about }}",
				}),
			],
			connections: {
				Webhook: { main: [[{ node: 'Ask', type: 'main', index: 0 }]] },
				Ask: { main: [[{ node: 'Tell', type: 'main', index: 0 }]] },
			},
		},
		{ feishuBotApi: credentialId },
	);
};

/** A workflow that shows an order on the card of an app when its webhook is called with the order's fields. */
export const followingWorkflow = (credentialId: string): WorkflowJson =>
	withCredentials(
		{
			name: 'Follow an order',
			nodes: [
				{
					id: '0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a0010',
					name: 'Webhook',
					type: 'n8n-nodes-base.webhook',
					typeVersion: 2,
					position: [0, 0],
					webhookId: '0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a0011',
					parameters: { path: 'follow', options: {} },
				},
				{
					id: '0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a0012',
					name: 'Card',
					type: 'n8n-nodes-aliexpress.feishuBot',
					typeVersion: 1,
					position: [220, 0],
					parameters: {
						resource: 'appCard',
						operation: 'update',
						receiver: 'oc_group',
						order: '={{ $json.query }}',
					},
				},
			],
			connections: { Webhook: { main: [[{ node: 'Card', type: 'main', index: 0 }]] } },
		},
		{ feishuAppApi: credentialId },
	);

/** n8n's note in a node of which credential it takes. */
const connectedAs = (id: string) => ({ aliExpressOAuth2Api: { id, name: id } });

/** The push trigger alone, at an address of its own. */
export const pushWorkflow = (credentialId: string, webhookId: string): WorkflowJson => ({
	name: 'Push messages',
	nodes: [
		{
			id: '0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a0006',
			name: 'AliExpress Push Trigger',
			type: 'n8n-nodes-aliexpress.aliExpressPushTrigger',
			typeVersion: 1,
			position: [0, 0],
			webhookId,
			parameters: { messageTypes: ['all'] },
			credentials: connectedAs(credentialId),
		},
	],
	connections: {},
});

/**
 * New orders and bad reviews to a desk.
 *
 * @param url where the desk takes tickets.
 */
export const deskWorkflow = (credentialId: string, url: string): WorkflowJson => ({
	name: 'To the desk',
	nodes: [
		{
			id: '0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a000c',
			name: 'AliExpress Trigger',
			type: 'n8n-nodes-aliexpress.aliExpressTrigger',
			typeVersion: 1.1,
			position: [0, 0],
			parameters: {
				events: ['order.created', 'review.negative'],
				pollTimes: { item: [{ mode: 'everyMinute' }] },
			},
			credentials: connectedAs(credentialId),
		},
		{
			id: '0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a000d',
			name: 'Desk',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			position: [220, 0],
			parameters: {
				method: 'POST',
				url,
				sendBody: true,
				specifyBody: 'json',
				jsonBody:
					'={{ JSON.stringify({ eventId: $json.eventId, event: $json.event, attempt: $json.attempt ?? 1 }) }}',
				options: {},
			},
		},
	],
	connections: { 'AliExpress Trigger': { main: [[{ node: 'Desk', type: 'main', index: 0 }]] } },
});

/** The AliExpress node as a tool; whoever calls it fills in the number of the order. */
export const agentWorkflow = (credentialId: string): WorkflowJson => ({
	name: 'Tools of the seller',
	nodes: [
		{
			id: '0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a0007',
			name: 'MCP Server Trigger',
			type: '@n8n/n8n-nodes-langchain.mcpTrigger',
			typeVersion: 2,
			position: [0, 0],
			webhookId: '0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a0008',
			parameters: { path: 'seller-tools' },
		},
		{
			id: '0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a0009',
			name: 'Look up an order',
			type: 'n8n-nodes-aliexpress.aliExpressTool',
			typeVersion: 1,
			position: [0, 220],
			parameters: {
				resource: 'order',
				operation: 'get',
				orderId: {
					__rl: true,
					mode: 'id',
					value: "={{ $fromAI('Order_ID', 'The number of the order', 'string') }}",
				},
			},
			credentials: connectedAs(credentialId),
		},
	],
	connections: {
		'Look up an order': {
			ai_tool: [[{ node: 'MCP Server Trigger', type: 'ai_tool', index: 0 }]],
		},
	},
});
