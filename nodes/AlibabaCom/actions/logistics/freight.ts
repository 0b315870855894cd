import type { IExecuteFunctions } from 'n8n-workflow';

import type { JsonObject } from '../../../wire/json';
import type { RequestParam } from '../../../wire/sign';
import { readFreightOffer, type FreightOffer } from '../../parse/logistics/freightOffer';
import { rowsAt } from '../../parse/rows';
import type { Api } from '../operation';
import { readAnswer } from '../refusal';

/** The ways of sending that an answer offers. */
export interface Freight {
	offers: FreightOffer[];
	source: JsonObject;
}

/**
 * Asks what sending costs.
 *
 * @param params without the method's own checks: quantity and country are checked by whoever asks.
 */
export async function calculateFreight(
	context: IExecuteFunctions,
	api: Api,
	path: '/shipping/freight/calculate' | '/order/freight/calculate',
	params: Readonly<Record<string, RequestParam>>,
): Promise<Freight> {
	const method = api.profile === 'top' ? 'alibaba.shipping.freight.calculate' : path;
	const source = await api.call(method, params);
	const rows = readAnswer(context, () =>
		rowsAt(source, source.value === undefined ? 'values' : 'value'),
	);
	return { offers: rows.map(readFreightOffer), source };
}
