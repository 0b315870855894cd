import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { formedText, textOf } from '../../../action/checks';
import { collectionOf, isSimplified, simplifyField } from '../../../action/fields';
import { addHint, addQuotaHint } from '../../../action/hints';
import type { Client } from '../../../client/client';
import { paginate } from '../../../client/paginate';
import { simplifyTracking, toTrackingItem } from '../../parse/logistics/tracking';
import { answerSource } from '../../parse/maskedSource';
import { withRaw } from '../answer';
import { optionsField, optionsOf } from '../fields';
import { COUNTRY, LOCALE, TRACKING_NUMBER } from '../forms';
import { orderLocator, pickedId } from '../locators';
import type { Operation } from '../operation';
import { localeOption } from './localeOption';
import { trackingReader } from './readTracking';
import { orderLookup } from './trackedParcels';
import { eventZoneOf, eventZoneOption, methodsOf, methodsOption } from './trackingOptions';

function fields(): INodeProperties[] {
	return [
		orderLocator({ required: true, description: 'The order whose parcels to follow' }),
		{
			displayName: 'Tracking Number',
			name: 'trackingNumber',
			type: 'string',
			default: '',
			placeholder: 'e.g. LP00123456789012',
			description:
				'The number of the parcel. Without one, all parcels of the order are tracked; the order is read for their numbers, which costs one call more.',
		},
		simplifyField(),
		optionsField([
			methodsOption(),
			eventZoneOption(),
			localeOption(
				'The language of the events. Milestones are read from codes and, where there are none, from words in English, Chinese, Spanish, Portuguese, French, German, Polish and Russian.',
			),
			{
				displayName: 'Destination Country',
				name: 'country',
				type: 'string',
				default: '',
				placeholder: 'e.g. UK',
				description:
					'The code of the country the parcel goes to, as AliExpress writes it. Only the older method asks for it; without one it is taken from the order.',
			},
			{
				displayName: 'Service Code',
				name: 'serviceCode',
				type: 'string',
				default: '',
				placeholder: 'e.g. CAINIAO_STANDARD',
				description:
					'The logistics service of the parcel. Only the older method asks for it; without one it is taken from the order.',
			},
		]),
	];
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const orderId = pickedId(context, 'orderId', 'order ID', index);
	const more = collectionOf(context, 'options', index);
	const known = {
		orderId,
		trackingNumber: formedText(
			context,
			TRACKING_NUMBER,
			context.getNodeParameter('trackingNumber', index, ''),
		),
		serviceCode: textOf(more.serviceCode),
		country: formedText(context, COUNTRY, more.country),
	};
	const locale = formedText(context, LOCALE, more.locale) ?? 'en_US';
	const options = optionsOf(context, index);
	const methods = methodsOf(more.trackingMethod);
	const { access } = await client.open();
	const choice = { ...options, pseudonymKey: access.appSecret, zone: eventZoneOf(more.eventZone) };
	const simplified = isSimplified(context, index);
	const order = orderLookup(context, client, known);
	const read = trackingReader(context, client, orderId, locale, order);
	const parcels = paginate({
		parts: (await order.trackingNumbers()).map((trackingNumber) => async () => ({
			rows: [{ trackingNumber, raw: await read(trackingNumber, methods) }],
			isLast: true,
		})),
		keyOf: ({ trackingNumber }) => trackingNumber,
		limit: undefined,
		onQuotaStop: (rows, reason) => addQuotaHint(context, rows, 'parcels', { reason }),
	});
	const items: IDataObject[] = [];
	for await (const { trackingNumber, raw } of parcels) {
		const item = toTrackingItem(raw, { orderId: String(orderId), trackingNumber }, choice);
		const shown = simplified ? simplifyTracking(item) : item;
		items.push(withRaw(shown, answerSource(raw.source, choice), options));
	}
	if (items.length > 0) return items;
	addHint(context, `Order ${orderId} has no shipment yet, so there is nothing to track.`);
	return [{ orderId: String(orderId), isDelivered: false, milestones: [], events: [] }];
}

/** Follows parcels, with what happened to them in one word. */
export const getTracking: Operation = {
	name: 'Get Tracking',
	value: 'getTracking',
	action: 'Get tracking of order',
	description:
		'Follow the parcels of an order: events with milestones such as customsCleared, outForDelivery, deliveryFailed and signed. Costs one call per parcel; up to two more when the older tracking method has to be asked, and one without a tracking number.',
	fields,
	run,
};
