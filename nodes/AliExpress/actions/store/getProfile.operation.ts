import type { IExecuteFunctions } from 'n8n-workflow';

import type { Client } from '../../../client/client';
import { parseProfile, toProfileItem } from '../../parse/store';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsOf, shopOptionsField } from '../fields';

const METHOD = 'aliexpress.merchant.profile.get';

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const options = optionsOf(context, index);
	const answer = await client.call(METHOD, {});
	const raw = readAnswer(context, () => parseProfile(answer));
	return [withRaw(toProfileItem(raw), raw.source, options)];
}

/** Reads the profile of the shop. */
export const getProfile: Operation = {
	name: 'Get Profile',
	value: 'getProfile',
	action: 'Get store profile',
	description:
		'Costs one call. Get the seller ID, country and currency of the shop, and how many products are online, in review and still allowed.',
	fields: () => [shopOptionsField()],
	run,
};
