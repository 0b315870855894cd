import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Client } from '../../../client/client';
import { parseFreightSettings, toFreightSettingsItem } from '../../parse/logistics/freight';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsOf, shopOptionsField } from '../fields';
import { freightTemplateLocator, pickedId } from '../locators';

const METHOD = 'aliexpress.freight.redefining.getfreightsettingbytemplatequery';

function fields(): INodeProperties[] {
	return [
		freightTemplateLocator({ required: true, description: 'The freight template to read' }),
		shopOptionsField(),
	];
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const templateId = pickedId(context, 'templateId', 'template ID', index);
	const options = optionsOf(context, index);
	const answer = await client.call(METHOD, { template_id: templateId });
	const raw = readAnswer(context, () => parseFreightSettings(answer));
	const item = toFreightSettingsItem(raw, String(templateId));
	return [withRaw(item, raw.source, options)];
}

/** Reads what a freight template says about each service. */
export const getFreightSettings: Operation = {
	name: 'Get Freight Settings',
	value: 'getFreightSettings',
	action: 'Get freight settings',
	description:
		'Costs one call. Get the settings of one freight template: per service the countries with free and with standard shipping, and discounts.',
	fields,
	run,
};
