import type { IPollFunctions } from 'n8n-workflow';

import { systemClock } from '../../time/clock';
import type { TriggerItem } from './events/item';
import { openTriggerClient, readSettings } from './openPoll';
import { identityOf } from './position/start';
import { sampleOf } from './sample';

/** The items of a manual test, taken from n8n's context. Does not move the trigger's position. */
export async function readSample(context: IPollFunctions): Promise<TriggerItem[]> {
	const { client, access } = await openTriggerClient(context);
	return await sampleOf({
		node: context.getNode(),
		nowMs: systemClock.nowMs(),
		call: async (method, params) => await client.call(method, params),
		settings: readSettings(context),
		account: identityOf(access.appKey, access.account).account,
		appSecret: access.appSecret,
	});
}
