import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { BRIDGE_PATH } from './account/credentialFields';
import { authenticationProperty, credentialChoices } from './account/openClient';
import { answerBridgeRequest } from './connect/bridge';

/** The bridge: makes the Connect button work and counts the calls of all workflows. */
export class AliExpressConnectTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AliExpress Connect Trigger',
		name: 'aliExpressConnectTrigger',
		icon: { light: 'file:aliexpressConnect.svg', dark: 'file:aliexpressConnect.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ "/" + $parameter["path"] }}',
		description:
			'Makes the Connect button of AliExpress credentials work and counts their calls. Starts no executions.',
		eventTriggerDescription: 'Waiting for n8n itself; nothing starts here',
		activationMessage:
			'Now open the credential in the AliExpress Connect Trigger and press Connect. From here on the calls of all AliExpress workflows are counted.',
		defaults: { name: 'AliExpress Connect Trigger' },
		builderHint: {
			searchHint:
				'The bridge of all AliExpress credentials: one published workflow with this node alone. It starts no executions, so connect nothing behind it, and never put it into a workflow that does something.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-aliexpress.aliExpressTrigger',
					relationHint: 'Starts workflows once the credential is connected',
				},
				{
					nodeType: 'n8n-nodes-aliexpress.aliExpress',
					relationHint: 'Reads the shop once the credential is connected',
				},
			],
		},
		// n8n would offer to listen for a test event; only the published workflow is the bridge.
		triggerPanel: {
			header: 'Nothing to test here',
			executionsHelp:
				'This node starts no executions. Publish the workflow, then open the credential and press "Connect".',
			activationHint: 'Publish the workflow to make the Connect button work.',
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialChoices(),
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: '={{$parameter["path"]}}',
				isFullPath: true,
			},
			{
				// The page of a check, for browsers.
				name: 'default',
				httpMethod: 'GET',
				responseMode: 'onReceived',
				path: '={{$parameter["path"]}}',
				isFullPath: true,
				ndvHideUrl: true,
			},
			{
				name: 'setup',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: '={{$parameter["path"]}}/ledger',
				isFullPath: true,
				// One address is what the user copies; the ledger is found below it.
				ndvHideUrl: true,
			},
		],
		properties: [
			{
				displayName:
					'Create the credential and save it, publish this workflow, then open the credential again and press "Connect". Keep the workflow published: without it no call to AliExpress leaves. One such workflow serves all accounts of one app.',
				name: 'bridgeNotice',
				type: 'notice',
				default: '',
			},
			authenticationProperty(),
			{
				displayName: 'Path',
				name: 'path',
				type: 'string',
				default: BRIDGE_PATH,
				required: true,
				placeholder: 'e.g. aliexpress-connect',
				description:
					'The end of the address. Two workflows cannot use the same path; give each app its own.',
			},
		],
	};

	// AliExpress knows nothing of this address, only n8n itself calls it: nothing to register there.
	webhookMethods = {
		default: {
			checkExists: async (): Promise<boolean> => true,
			create: async (): Promise<boolean> => true,
			delete: async (): Promise<boolean> => true,
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await answerBridgeRequest(this);
	}
}
