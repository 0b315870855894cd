import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { catalogProperties } from './actions/catalog';
import { runItems } from './actions/router';
import { waitUpToMsOf } from './actions/waiting';
import { lookups } from './lookup';
import { authenticationProperty, credentialChoices, openClient } from './openClient';

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
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialChoices(),
		properties: [authenticationProperty(), ...catalogProperties()],
	};

	methods = { listSearch: { ...lookups } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runItems(this, openClient(this, 'action', { waitUpToMs: waitUpToMsOf(this) }))];
	}
}
