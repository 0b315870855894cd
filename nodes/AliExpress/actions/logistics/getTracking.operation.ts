import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { formedText, textOf } from '../../../action/checks';
import { codeAt } from '../../../action/codes';
import { collectionOf, isSimplified, simplifyField } from '../../../action/fields';
import { addHint, addQuotaHint } from '../../../action/hints';
import type { Client } from '../../../client/client';
import { paginate } from '../../../client/paginate';
import type { PlatformZone } from '../../../time/zones';
import { simplifyTracking, toTrackingItem } from '../../parse/logistics/tracking';
import { answerSource } from '../../parse/maskedSource';
import { withRaw, type Operation } from '../operation';
import { optionsField, optionsOf } from '../fields';
import { COUNTRY, countryField, localeOf, localeOption, TRACKING_NUMBER } from '../forms';
import { orderLocator, pickedId } from '../locators';
import { orderLookup, trackingReader, type TrackingMethods } from './readTracking';

/** Which tracking method is asked. */
function methodsOption(): INodeProperties {
	return {
		displayName: 'Tracking Method',
		name: 'trackingMethod',
		type: 'options',
		options: [
			{
				name: 'Automatic',
				value: 'auto',
				description: 'The newer one; the older one when that is refused or knows no events',
			},
			{ name: 'Newer Only', value: 'newer', description: 'Times are exact, events have no codes' },
			{ name: 'Older Only', value: 'older', description: 'Events have codes, times have no zone' },
		],
		default: 'auto',
	};
}

/** @returns `auto` unless one method was chosen. */
function methodsOf(value: unknown): TrackingMethods {
	return z.enum(['auto', 'newer', 'older']).catch('auto').parse(value);
}

/** The older method writes times of an unknown zone. */
function eventZoneOption(): INodeProperties {
	return {
		displayName: 'Event Time Zone',
		name: 'eventZone',
		type: 'options',
		options: [
			{ name: 'Beijing (Asia/Shanghai)', value: 'Asia/Shanghai' },
			{ name: 'Do Not Convert', value: 'none' },
			{ name: 'Pacific (America/Los_Angeles)', value: 'America/Los_Angeles' },
			{ name: 'UTC', value: 'UTC' },
		],
		default: 'none',
		description:
			'The zone of event times from the older method. It is not documented, so they are handed on as written unless you choose one. Times of the newer method are always UTC.',
	};
}

/** @returns undefined when times are to stay as they are. */
function eventZoneOf(value: unknown): PlatformZone | undefined {
	return z
		.enum(['America/Los_Angeles', 'Asia/Shanghai', 'UTC'])
		.optional()
		.catch(undefined)
		.parse(value);
}

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
				...countryField(
					'The country the parcel goes to. Only the older method asks for it; without one it is taken from the order.',
				),
				displayName: 'Destination Country',
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
		country: formedText(context, COUNTRY, codeAt(context, 'options.country', index)),
	};
	const locale = localeOf(context, index);
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
		'Costs one call per parcel; up to two more when the older tracking method has to be asked, and one without a tracking number. Follow the parcels of an order: events with milestones such as customsCleared, outForDelivery, deliveryFailed and signed.',
	fields,
	run,
};
