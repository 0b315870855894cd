import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { credentialChoices } from './account/openClient';
import { triggerProperties } from './trigger/description';
import { openPoll, openSample } from './trigger/open';
import { runPoll } from './trigger/poll';

/** Starts a workflow on orders, reviews and disputes, by polling within the day's calls. */
export class AliExpressTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AliExpress Trigger',
		name: 'aliExpressTrigger',
		icon: { light: 'file:aliexpress.svg', dark: 'file:aliexpress.dark.svg' },
		group: ['trigger'],
		version: [1, 1.1],
		defaultVersion: 1.1,
		subtitle:
			'={{ $parameter["events"].length > 2 ? $parameter["events"].length + " events" : $parameter["events"].join(", ") }}',
		description: 'Starts the workflow on changes of orders, reviews and disputes',
		defaults: { name: 'AliExpress Trigger' },
		builderHint: {
			searchHint:
				'Starts on new, paid, shipped and finished orders, reviews and disputes of AliExpress. Leave its poll times at every minute: it makes a call only when one is due. All its events in one node cost less than a node for each. Items carry eventId: use it to tell an event that was handled already.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-aliexpress.aliExpressConnectTrigger',
					relationHint:
						'Must be published once in every n8n, in a workflow of its own: it lets credentials connect and counts the calls',
				},
				{
					nodeType: 'n8n-nodes-aliexpress.feishuBot',
					relationHint: 'Send Order Card and Send Review Card take its items as they are',
				},
				{
					nodeType: 'n8n-nodes-aliexpress.aliExpress',
					relationHint: 'Reads more about an item; each item costs calls',
				},
				{
					nodeType: 'n8n-nodes-base.switch',
					relationHint: 'Parts events by the field event',
				},
			],
		},
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialChoices(),
		properties: triggerProperties(),
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const isManual = this.getMode() === 'manual';
		const items = isManual ? await openSample(this) : await runPoll(await openPoll(this));
		return items ? [this.helpers.returnJsonArray(items)] : null;
	}
}
