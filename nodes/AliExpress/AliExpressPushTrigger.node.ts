import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { credentialChoices } from './account/openClient';
import { pushProperties } from './push/description';
import { receivePush } from './push/receive';
import { readSettings } from './push/settings';

/** Starts a workflow on push messages of AliExpress, verified on the bytes as they came. */
export class AliExpressPushTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AliExpress Push Trigger',
		name: 'aliExpressPushTrigger',
		icon: { light: 'file:aliexpressPush.svg', dark: 'file:aliexpressPush.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["readBack"] ? "message and order" : "message" }}',
		description: 'Starts the workflow the moment AliExpress pushes a signed message',
		eventTriggerDescription: 'Waiting for AliExpress to push a message',
		activationMessage:
			'Messages can now arrive at the production URL. Enter it in the app console of AliExpress.',
		defaults: { name: 'AliExpress Push Trigger' },
		builderHint: {
			searchHint:
				'Only where the user asks for push messages of AliExpress: it needs a public https address with an OV or EV certificate, entered in the app console. Use AliExpress Trigger otherwise, and beside it in any case: pushes can get lost.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-aliexpress.aliExpressTrigger',
					relationHint: 'Misses nothing, at the pace of the calls of the day',
				},
				{
					nodeType: 'n8n-nodes-aliexpress.aliExpressConnectTrigger',
					relationHint:
						'Must be published once in every n8n, in a workflow of its own: it lets credentials connect and counts the calls',
				},
			],
		},
		triggerPanel: {
			header: 'Wait for a message from AliExpress',
			executionsHelp: {
				inactive:
					'Enter the test URL in the app console of AliExpress, click the button here, then press "Verify" there. The production URL works once the workflow is published.',
				active:
					'Enter the test URL in the app console of AliExpress, click the button here, then press "Verify" there. Messages to the production URL start executions, which you find in the executions list.',
			},
			activationHint:
				'Publish the workflow and enter the production URL in the app console of AliExpress.',
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialChoices(),
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				// Empty: the answer is what the node returns, and not n8n's word for "the first item".
				responseData: '',
				path: 'aliexpress-push',
			},
		],
		properties: pushProperties(),
	};

	// The address is entered by hand in the app console: AliExpress has no call that registers it.
	webhookMethods = {
		default: {
			// Never there yet, so that `create` looks at the settings at every activation.
			checkExists: async (): Promise<boolean> => false,
			async create(this: IHookFunctions): Promise<boolean> {
				readSettings(this, this.getNode());
				return true;
			},
			delete: async (): Promise<boolean> => true,
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receivePush(this);
	}
}
