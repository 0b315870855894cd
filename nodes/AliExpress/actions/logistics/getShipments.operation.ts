import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { isSimplified, limitOf } from '../../../action/fields';
import { addQuotaHint } from '../../../action/hints';
import type { Client } from '../../../client/client';
import { paginate, type Page } from '../../../client/paginate';
import {
	parseShipments,
	simplifyShipment,
	toShipmentItem,
	type RawShipmentRow,
} from '../../parse/shipment';
import { readAnswer, withRaw } from '../answer';
import { optionsOf } from '../fields';
import type { Operation } from '../operation';
import { PAGE_SIZE, shipmentFields } from './shipmentFields';
import { shipmentQuery, type ShipmentQuery } from './shipmentQuery';

function pageReader(context: IExecuteFunctions, client: Client, { method, params }: ShipmentQuery) {
	return async (page: number): Promise<Page<RawShipmentRow>> => {
		const asked = { ...params, current_page: page, page_size: PAGE_SIZE };
		const answer = await client.call(method, asked);
		const { shipments, totalPages } = readAnswer(context, () => parseShipments(answer, page));
		// A total of 0 beside rows is no total; a page that is not full then tells the end.
		const isLast = totalPages ? page >= totalPages : shipments.length < PAGE_SIZE;
		return { rows: shipments, isLast };
	};
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const options = optionsOf(context, index);
	const query = shipmentQuery(context, index, options.zone);
	const limit = limitOf(context, index);
	const simplified = isSimplified(context, index);
	const shipments = paginate({
		parts: [pageReader(context, client, query)],
		keyOf: ({ key }) => key,
		limit,
		onQuotaStop: (rows, reason) => addQuotaHint(context, rows, 'shipments', { reason }),
	});
	const items: IDataObject[] = [];
	for await (const raw of shipments) {
		const item = toShipmentItem(raw, options.zone);
		const shown = simplified ? simplifyShipment(item) : item;
		items.push(withRaw(shown, raw.source, options));
	}
	return items;
}

/** Lists shipments, of the online service or of the logistics orders. */
export const getShipments: Operation = {
	name: 'Get Shipments',
	value: 'getShipments',
	action: 'Get shipments',
	description:
		'Get online shipments or logistics orders of the shop: status, tracking number, service, fee. Filter by order, number, status or date. Costs one call per 50 shipments.',
	fields: shipmentFields,
	run,
};
