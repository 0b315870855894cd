import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { earlierTries } from '../action/router';
import { waitUpToMsOf, watchWaiting } from '../action/waiting';
import { authenticationProperty, credentialChoices, openClient } from './account/openClient';
import { catalogProperties, runItems } from './actions/catalog';
import { lookups } from './lookup/lookups';

export class AliExpress implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AliExpress',
		name: 'aliExpress',
		icon: { light: 'file:aliexpress.svg', dark: 'file:aliexpress.dark.svg' },
		group: ['input'],
		// As a list with a default: n8n then does not offer "Custom API Call", which leads to the HTTP Request
		// node, where the credential may not be used.
		version: [1],
		defaultVersion: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Read orders, products, prices, logistics, reviews, promotions and disputes of an AliExpress shop',
		defaults: { name: 'AliExpress' },
		builderHint: {
			searchHint:
				'Reads an AliExpress shop (速卖通) with signed calls. Use it, not HTTP Request, which cannot sign and may not use the credential. Calls are scarce: 200 a day for an account by default, and each operation names its cost. To react to new orders, reviews or disputes use AliExpress Trigger; never poll with Get Many behind a Schedule Trigger. It reads only and changes nothing in the shop.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-aliexpress.aliExpressTrigger',
					relationHint:
						'Starts workflows on orders, reviews and disputes within the calls of the day',
				},
				{
					nodeType: 'n8n-nodes-aliexpress.aliExpressConnectTrigger',
					relationHint:
						'Must be published once in every n8n, in a workflow of its own: it lets credentials connect and counts the calls',
				},
				{
					nodeType: 'n8n-nodes-aliexpress.feishuBot',
					relationHint: 'Sends order and review items as ready cards',
				},
			],
		},
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialChoices(),
		properties: [authenticationProperty(), ...catalogProperties()],
	};

	methods = { listSearch: { ...lookups } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const waiting = watchWaiting('the limits of the platform.');
		const before = earlierTries(this);
		const client = openClient(this, 'action', {
			repeatsReads: !before.any,
			waitUpToMs: waitUpToMsOf(this, 0),
			onWaited: waiting.onWaited,
		});
		const results = await runItems(this, client, before);
		waiting.tell(this);
		return [results];
	}
}
