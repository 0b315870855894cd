import { withCredentials } from '../engine/harness/templates.mts';
import type { WorkflowJson } from '../engine/harness/types.mts';

/** A workflow that answers a GET with the orders AliExpress has, simplified. */
export const readOrdersWorkflow = (credentialId: string): WorkflowJson =>
	withCredentials(
		{
			name: 'Read orders',
			nodes: [
				{
					id: '0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a0001',
					name: 'Webhook',
					type: 'n8n-nodes-base.webhook',
					typeVersion: 2,
					position: [0, 0],
					webhookId: '0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a0002',
					parameters: {
						path: 'read-orders',
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
					parameters: { resource: 'order', operation: 'getAll', limit: 5 },
				},
			],
			connections: { Webhook: { main: [[{ node: 'AliExpress', type: 'main', index: 0 }]] } },
		},
		{ aliExpressOAuth2Api: credentialId },
	);

/** The fixture's workflow: what an answer costs without anything of ours. */
export const bareWebhookWorkflow = (): WorkflowJson => ({
	name: 'Bare webhook',
	nodes: [
		{
			id: '0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a0004',
			name: 'Bare Webhook Trigger',
			type: 'n8n-nodes-bare-webhook.bareWebhookTrigger',
			typeVersion: 1,
			position: [0, 0],
			webhookId: '0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a0005',
			parameters: {},
		},
	],
	connections: {},
});
