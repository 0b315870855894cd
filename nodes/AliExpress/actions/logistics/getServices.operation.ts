import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { isSimplified } from '../../../action/fields';
import type { Client } from '../../../client/client';
import { parseServices, simplifyService, toServiceItem } from '../../parse/logisticsService';
import { readAnswer, withRaw } from '../answer';
import { optionsOf } from '../fields';
import type { Operation } from '../operation';
import { serviceFields } from './serviceFields';
import { serviceQuery } from './serviceQuery';

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const { method, params, place } = serviceQuery(context, index);
	const options = optionsOf(context, index);
	const simplified = isSimplified(context, index);
	const answer = await client.call(method, params);
	const services = readAnswer(context, () => parseServices(answer, place));
	return services.map((raw): IDataObject => {
		const item = toServiceItem(raw);
		const shown = simplified ? simplifyService(item) : item;
		return withRaw(shown, raw.source, options);
	});
}

/** Lists logistics services: of the shop, of an order, or the carriers inside China. */
export const getServices: Operation = {
	name: 'Get Services',
	value: 'getServices',
	action: 'Get logistics services',
	description:
		'Get the logistics services of the shop, the ones an order may be sent with, or the domestic carriers: code, name, company, processing days. Costs one call.',
	fields: serviceFields,
	run,
};
