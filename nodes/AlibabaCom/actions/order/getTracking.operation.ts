import { readParcel } from '../../parse/logistics/tracking';
import { rowsAt } from '../../parse/rows';
import { withoutNulls } from '../../parse/withoutNulls';
import type { Operation } from '../operation';
import { idOf, withRaw } from '../parameters';
import { readAnswer } from '../refusal';
import { orderIdField } from './fields';

/** What happened to the parcels of an order, one item for each parcel. */
export const getTracking = {
	name: 'Get Tracking',
	value: 'getTracking',
	action: 'Get order tracking',
	description:
		'Costs one call. Retrieve the parcels of an order and what happened to them. The app needs a permission of its own for this.',
	profiles: ['openPlatform'],
	fields: () => [orderIdField()],
	async run(context, api, index) {
		const orderId = idOf(context, index, 'orderId', 'order ID');
		const answer = await api.call('/order/logistics/tracking/get', { trade_id: orderId });
		const rows = readAnswer(context, () =>
			rowsAt(answer, 'tracking_list').map((row) => [row, readParcel(row)] as const),
		);
		return rows.map(([row, parcel]) =>
			withRaw(context, index, { orderId, ...withoutNulls({ ...parcel }) }, row),
		);
	},
} satisfies Operation;
