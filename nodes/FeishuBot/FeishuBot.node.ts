import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { catalogProperties, runItems } from './actions/catalog';
import { answerPress, DECISION_WEBHOOKS } from './message/decision';

export class FeishuBot implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Feishu Bot',
		name: 'feishuBot',
		icon: { light: 'file:feishuBot.svg', dark: 'file:feishuBot.dark.svg' },
		group: ['output'],
		// As a list with a default: n8n then does not offer "Custom API Call", which leads to the HTTP Request
		// node, where the credential may not be used.
		version: [1],
		defaultVersion: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Send messages, ready order or review cards and questions to a Feishu or Lark group',
		defaults: { name: 'Feishu Bot' },
		builderHint: {
			searchHint:
				'Sends to a group of Feishu (飞书) or Lark through its custom bot. Use it, not HTTP Request: it signs, keeps to the pace of the bot and escapes text of buyers. For AliExpress items use Send Order Card or Send Review Card with the whole item; build no card of your own for them. For a decision by people take Send and Wait: the field decision of its output says which button was pressed.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-aliexpress.aliExpressTrigger',
					relationHint: 'Its items go into the ready cards as they are',
				},
				{
					nodeType: 'n8n-nodes-aliexpress.alibabaCom',
					relationHint: 'Its quotes have a field text to send',
				},
			],
		},
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'feishuBotApi',
				required: true,
				displayOptions: { show: { resource: ['message'] } },
			},
			{
				name: 'feishuAppApi',
				required: true,
				displayOptions: { show: { resource: ['appCard'] } },
			},
		],
		webhooks: DECISION_WEBHOOKS,
		waitingNodeTooltip:
			'={{ $parameter["operation"] === "sendAndWait" ? "Goes on when somebody in the group has decided" : "" }}',
		properties: catalogProperties(),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return answerPress(this);
	}
}
