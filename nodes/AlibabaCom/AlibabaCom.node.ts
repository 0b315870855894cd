import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { earlierTries } from '../action/router';
import { waitUpToMsOf, watchWaiting } from '../action/waiting';
import { catalogProperties, runItems } from './actions/catalog';
import { DEFAULT_WAIT_SECONDS } from './actions/fields';
import { openApi } from './actions/operation';
import { lookups } from './lookups';
import { openClient, readAccount } from './openClient';

/** Behind `Calls waited 20 seconds in all for their turn in`. */
const LIMITS_OF_PLAN =
	'the limits of the plan. In the first minute and a half after n8n has started none leaves, because those made before may still count.';

export class AlibabaCom implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Alibaba.com',
		name: 'alibabaCom',
		icon: { light: 'file:alibabaCom.svg', dark: 'file:alibabaCom.dark.svg' },
		group: ['input'],
		// As a list with a default: n8n then does not offer "Custom API Call", which leads to the HTTP Request
		// node, where the credential may not be used.
		version: [1],
		defaultVersion: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Read products, price ladders, logistics, texts and orders of Alibaba.com International',
		defaults: { name: 'Alibaba.com' },
		builderHint: {
			searchHint:
				'Reads Alibaba.com International (阿里国际站): products, price ladders, freight, own orders. Use it, not HTTP Request, which cannot sign. The free plan lets out 5 calls a minute, and each operation names its cost. For what a quantity costs use Price: Quote; for freight Logistics: Quote. AliExpress is another platform with a node of its own.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-aliexpress.feishuBot',
					relationHint: 'Sends the field text of a quote to a group',
				},
				{
					nodeType: 'n8n-nodes-aliexpress.aliExpress',
					relationHint: 'Reads shops of AliExpress',
				},
			],
		},
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'alibabaComApi', required: true }],
		properties: catalogProperties(),
	};

	methods = { listSearch: { ...lookups } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const waiting = watchWaiting(LIMITS_OF_PLAN);
		const before = earlierTries(this);
		const client = openClient(this, {
			waitUpToMs: waitUpToMsOf(this, DEFAULT_WAIT_SECONDS),
			onWaited: waiting.onWaited,
			repeatsReads: !before.any,
		});
		const api = openApi(this, client, await readAccount(this));
		const results = await runItems(this, api, before);
		waiting.tell(this);
		return [results];
	}
}
