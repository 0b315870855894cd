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
		version: 1,
		subtitle:
			'={{ $parameter["events"].length > 2 ? $parameter["events"].length + " events" : $parameter["events"].join(", ") }}',
		description: 'Starts the workflow on changes of orders, reviews and disputes',
		defaults: { name: 'AliExpress Trigger' },
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
