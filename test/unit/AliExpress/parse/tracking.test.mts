import fc from 'fast-check';

import { answerSource } from '../../../../nodes/AliExpress/parse/maskedSource.ts';
import {
	parseTracking,
	simplifyTracking,
	toTrackingItem,
	type TrackingItemChoice,
} from '../../../../nodes/AliExpress/parse/logistics/tracking.ts';
import { milestoneOf } from '../../../../nodes/AliExpress/parse/logistics/trackingMilestone.ts';
import type { JsonObject } from '../../../../nodes/wire/json.ts';
import { survivesMutations } from './mutations.mts';

const choice: TrackingItemChoice = {
	includeBuyerData: false,
	pseudonymKey: 'secret',
	zone: undefined,
};
const parcel = { orderId: '8100000000000001', trackingNumber: 'LP00123456789012' };

const OLDER: JsonObject = {
	result_success: true,
	error_desc: null,
	official_website: 'https://global.cainiao.invalid/',
	details: [
		{
			event_date: '2026-11-10 09:30:00',
			event_desc: 'Delivered, signed by Grzegorz Kowalczyk',
			address: 'ul. Dluga 5, Warszawa',
			signed_name: 'Grzegorz Kowalczyk',
			action_code: 'GTMS_SIGNED',
		},
		{ event_date: '2026-11-10 07:00:00', event_desc: 'Out', action_code: 'GTMS_DELIVERING' },
		{
			event_date: '2026-11-08 12:00:00',
			event_desc: 'Import customs clearance complete',
			address: 'WARSZAWA',
			action_code: 'CC_IM_SUCCESS',
		},
		{ event_date: '2026-11-01 12:00:00', event_desc: 'Declared', action_code: 'CONSIGN' },
	],
};

const NEWER: JsonObject = {
	result: {
		success: true,
		errorCode: null,
		errorMessage: null,
		data: {
			details: [
				{
					time: 1762765800000,
					trackingCodeDesc: 'Delivered',
					trackingDetailDesc: '[Warszawa] Delivered',
				},
				{ time: 1762596000000, trackingCodeDesc: 'Customs clearance complete' },
			],
		},
	},
};

const older = (body = OLDER, how = choice) =>
	toTrackingItem(parseTracking(body, 'older'), parcel, how);
const newer = (body = NEWER) => toTrackingItem(parseTracking(body, 'newer'), parcel, choice);

describe('tracking item', () => {
	test('of the older method: oldest first, milestones, times as written', () => {
		const item = older();
		expect(item).toMatchObject({
			...parcel,
			milestone: 'signed',
			milestones: ['declared', 'customsCleared', 'outForDelivery', 'signed'],
			isDelivered: true,
			lastEventAtPlatform: '2026-11-10 09:30:00',
			carrierUrl: 'https://global.cainiao.invalid/',
			source: 'older',
		});
		expect(item).not.toHaveProperty('lastEventAt');
		expect(item.events.map(({ code }) => code)).toEqual([
			'CONSIGN',
			'CC_IM_SUCCESS',
			'GTMS_DELIVERING',
			'GTMS_SIGNED',
		]);
		expect(item.events[1]).toEqual({
			atPlatform: '2026-11-08 12:00:00',
			milestone: 'customsCleared',
			code: 'CC_IM_SUCCESS',
			description: 'Import customs clearance complete',
			place: 'WARSZAWA',
		});
	});

	test('of the newer method: exact times, milestones from words', () => {
		expect(newer()).toMatchObject({
			milestone: 'signed',
			milestones: ['customsCleared', 'signed'],
			lastEvent: 'Delivered',
			lastEventAt: '2025-11-10T09:10:00.000Z',
			source: 'newer',
		});
	});

	test('times of the older method are converted only in a zone that was chosen', () => {
		const zoned = older(OLDER, { ...choice, zone: 'America/Los_Angeles' });
		expect(zoned.lastEventAt).toBe('2026-11-10T17:30:00.000Z');
		expect(older(OLDER, { ...choice, zone: 'UTC' }).lastEventAt).toBe('2026-11-10T09:30:00.000Z');
	});

	test('who signed and where the parcel was handed over is masked, in words and raw too', () => {
		const shown = JSON.stringify([older(), answerSource(OLDER, choice)]);
		for (const secret of ['Grzegorz', 'Kowalczyk', 'Dluga']) expect(shown).not.toContain(secret);
		expect(older().events.at(-1)).toMatchObject({
			description: 'Delivered, signed by ***',
			signedBy: 'G***k',
			place: 'u***a',
		});
		const plain = older(OLDER, { ...choice, includeBuyerData: true });
		expect(plain.events.at(-1)).toMatchObject({
			description: 'Delivered, signed by Grzegorz Kowalczyk',
			signedBy: 'Grzegorz Kowalczyk',
			place: 'ul. Dluga 5, Warszawa',
		});
	});

	test('who took the parcel is masked in the words too when the answer names nobody apart', () => {
		const street = 'signed by ANN SMITH, 221B Baker Street';
		const words: Array<[text: string, shown: string, code?: string]> = [
			[`Delivered, ${street}`, 'Delivered, signed by ***'],
			['Signed for by: J. DOE', 'Signed for by: ***'],
			['Delivered to ANN SMITH, 221B Baker Street', 'Delivered to ***', 'GTMS_SIGNED'],
			['Delivered to ANN SMITH', 'Delivered to ***'],
			['Zugestellt an Schmidt', 'Zugestellt an ***'],
			['Delivered to recipient', 'Delivered to recipient'],
			['Delivered. Received by Ann', 'Delivered. Received by ***'],
			['已签收，签收人：张三', '已签收，签收人：***'],
			['已签收，签收人：本人', '已签收，签收人：本人'],
			['Entregado a Ana García', 'Entregado a ***', 'GTMS_SIGNED'],
			['Entregue ao destinatário', 'Entregue ao destinatário'],
			['Remis à Mme Durand', 'Remis à ***', 'GTMS_SIGNED'],
			['Доставлено: Иванов И. И.', 'Доставлено: ***', 'GTMS_SIGNED'],
			['Груз доставлен: Иванов И. И.', 'Груз доставлен: ***', 'GTMS_SIGNED'],
			['Посылка вручена Ивановой А.', 'Посылка вручена ***', 'GTMS_SIGNED'],
			['Заказ вручен Иванову И.', 'Заказ вручен ***', 'GTMS_SIGNED'],
			['Получил: Иванов И. И.', 'Получил: ***', 'GTMS_SIGNED'],
			['Приняла Иванова А.', 'Приняла ***', 'GTMS_SIGNED'],
			['Received by local delivery company', 'Received by local delivery company'],
			['Delivered to airline', 'Delivered to airline'],
		];
		for (const [text, shown, action_code] of words) {
			const details: JsonObject[] = [
				{
					event_date: '2026-11-10 09:30:00',
					event_desc: text,
					...(action_code && { action_code }),
				},
				{
					time: 1,
					trackingCodeDesc: 'Update',
					trackingDetailDesc: text,
					...(action_code && { action_code }),
				},
			];
			const body = { result_success: true, details };
			expect(older(body).events.map(({ description, detail }) => detail ?? description)).toEqual([
				shown,
				shown,
			]);
			expect(JSON.stringify(answerSource(body, choice))).toContain(JSON.stringify(shown));
			const plain = { ...choice, includeBuyerData: true };
			expect(JSON.stringify(older(body, plain))).toContain(JSON.stringify(text));
		}
	});

	test.each([
		[['Out for delivery', 'Delivered to Smith'], ['outForDelivery', 'signed'], true],
		[['Delivery failed', 'Delivered to Smith & Sons'], ['deliveryFailed', 'signed'], true],
		[['In Zustellung', 'Zugestellt an Schmidt'], ['outForDelivery', 'signed'], true],
		[['Out for delivery', 'Delivered to airline'], ['outForDelivery', 'inTransit'], false],
		[['Out for delivery', 'Not delivered to Smith'], ['outForDelivery', 'deliveryFailed'], false],
		[['Out for delivery', 'Will be delivered to Smith'], ['outForDelivery'], false],
		[['Arrived at airport', 'Delivered to DPD'], ['inTransit'], false],
		[['Delivered to DPD'], [], false],
		[
			['Out for delivery', 'Returned to sender', 'Delivered to DPD'],
			['outForDelivery', 'returned'],
			false,
		],
	])(
		'%j: who took a parcel is the buyer when it was on its way to the door',
		(texts, milestones, isDelivered) => {
			const details = texts.map((trackingCodeDesc, at) => ({ time: at + 1, trackingCodeDesc }));
			const listed: JsonObject[] = [...details].reverse();
			const item = newer({ result: { success: true, data: { details: listed } } });
			expect([item.milestones, item.isDelivered]).toEqual([milestones, isDelivered]);
			expect(item.milestone).toBe(milestones.at(-1));
		},
	);

	test('simplified it keeps at most ten fields, the words a person reads, and no signer', () => {
		const simple = simplifyTracking(older(OLDER, { ...choice, includeBuyerData: true }));
		expect(Object.keys(simple).length).toBeLessThanOrEqual(10);
		expect(simple).toMatchObject({ milestone: 'signed', lastEventAt: '2026-11-10 09:30:00' });
		expect(simple.events.every((event) => !('signedBy' in event))).toBe(true);
		expect(simplifyTracking(newer()).events.at(-1)).toMatchObject({
			description: 'Delivered',
			detail: '[Warszawa] Delivered',
		});
	});

	test('any order of events gives the same item', () => {
		const events = OLDER.details as JsonObject[];
		fc.assert(
			fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (details) => {
				expect(older({ ...OLDER, details })).toEqual(older());
			}),
		);
	});

	test.each([
		[{ result: { success: true, data: { details: [] } } }],
		[{ result: { success: true, data: null } }],
		[{ result: { success: true } }],
	] as Array<[JsonObject]>)('%j is a parcel without events', (body) => {
		expect(newer(body)).toEqual({
			...parcel,
			milestones: [],
			isDelivered: false,
			events: [],
			source: 'newer',
		});
	});

	test.each([
		[{ request_id: '1' }, 'details'],
		[{ result: null }, 'details'],
		[{ result: {} }, 'result.details'],
		[{ result: 'cut' }, 'result'],
		[{ result: { success: true, data: 'cut' } }, 'result.data'],
		[{ result: { success: true, data: { details: 'cut' } } }, 'result.data.details'],
		[{ result: { success: true, data: { detail_list: [{ time: 1 }] } } }, 'result.data.details'],
		[{ result: { success: true, data: { details: ['cut'] } } }, 'result.data.details[0]'],
		[{ result: { success: true, data: { details: [{ at: 1 }] } } }, 'result.data.details[0]'],
	] as Array<[JsonObject, string]>)('%j is refused at %s', (body, field) => {
		expect(() => newer(body)).toThrow(`The field "${field}" of the answer`);
	});

	test('no changed body loses events silently', () => {
		const lists = ['details'];
		survivesMutations({ body: OLDER, items: (body) => older(body).events, mayBeLeftOut: lists });
		survivesMutations({
			body: NEWER,
			items: (body) => newer(body).events,
			mayBeLeftOut: ['result.data', 'result.data.details'],
		});
	});
});

describe('milestones', () => {
	test.each([
		['CONSIGN', 'declared'],
		['OM_CONSIGN', 'declared'],
		['PU_PICKUP_SUCCESS', 'pickedUp'],
		['PU_SIGN_IN_SUCCESS', 'pickedUp'],
		['PU_PICKUP_FAILURE', 'pickupFailed'],
		['SC_INBOUND_SUCCESS', 'sorting'],
		['SC_SIGN_IN_SUCCESS', 'sorting'],
		['TD_TRANS_DEPART', 'inTransit'],
		['LH_DEPART', 'inTransit'],
		['LH_ARRIVE', 'arrivedInCountry'],
		['CC_EX_START', 'customs'],
		['CC_EX_SUCCESS', 'exportCustomsCleared'],
		['CC_EX_FAILURE', 'customsHeld'],
		['CC_HO_IN_SUCCESS', 'customs'],
		['CC_TRANS_SUCCESS', 'customs'],
		['CC_IM_START', 'customs'],
		['CC_IM_SUCCESS', 'customsCleared'],
		['CC_IM_FAILURE', 'customsHeld'],
		['CUS_SUCCESS', 'customsCleared'],
		['CUS_DECLARE', 'customs'],
		['CUS_TAX', 'customsHeld'],
		['CIQ_SUCCESS', 'customsCleared'],
		['CIQ_FAILURE', 'customsHeld'],
		['GTMS_ACCEPT', 'lastMile'],
		['GTMS_SC_ARRIVE_FAILURE', 'exception'],
		['GTMS_DO_DEPART', 'outForDelivery'],
		['GTMS_DELIVERING', 'outForDelivery'],
		['GTMS_RE_DELIVERING', 'outForDelivery'],
		['SENT_SCAN', 'outForDelivery'],
		['GTMS_DEL_FAILURE', 'deliveryFailed'],
		['GTMS_SIGN_FAILURE', 'deliveryFailed'],
		['GSTA_BUYER_SIGN_FAIL', 'deliveryFailed'],
		['FAILED', 'deliveryFailed'],
		['GTMS_SIGNED', 'signed'],
		['GTMS_STA_SIGNED', 'atPickupPoint'],
		['GSTA_BUYER_SIGN', 'signed'],
		['STA_SIGN', 'signed'],
		['SIGNED', 'signed'],
		['GTMS_WAIT_SELF_PICK', 'atPickupPoint'],
		['GSTA_INBOUND', 'atPickupPoint'],
		['RT_INBOUND', 'returning'],
		['RT_WH_HO_IN', 'returning'],
		['RETURNED', 'returned'],
		['GWMS_PACKAGE', 'warehouse'],
		['CC_IM＿SUCCESS', 'customsCleared'],
		['gtms_signed', 'signed'],
		[' AE_GTMS_SIGNED ', 'signed'],
		['GTMS_PUDO_SIGNED', 'signed'],
		['PUDO_SIGN_SUCCESS', 'signed'],
		['PUDO_INBOUND', 'atPickupPoint'],
		['PUDO_DELIVERY', 'atPickupPoint'],
		['PUDO_OVERDUE', 'deliveryFailed'],
		['POSTMAN_POST', 'atPickupPoint'],
		['GSTA_INFORM_BUYER', 'atPickupPoint'],
		['GSTAHUB_INBOUND', 'lastMile'],
		['GSTAHUB_INBOUND_FAIL', 'exception'],
		['GTMS_STA_CUST_TO_DOOR', 'addressChanged'],
		['GTMS_STA_CNCP_CHANGE', 'addressChanged'],
		['GTMS_STA_WAIT_CUST_CHANGE_ADDRESS', 'addressNeeded'],
		['GWMS_CANCEL', 'cancelled'],
		['GWMS_REJECT', 'exception'],
		['SC_INBOUND_FAILURE', 'exception'],
		['LH_ARRIVE_FAILURE', 'exception'],
		['LH_HO_AIRLINE_FAILURE', 'exception'],
		['CC_HO_IN_FAILURE', 'exception'],
		['CC_TRANS_FAILURE', 'customsHeld'],
		['RT_DESTROY', 'destroyed'],
		['RT_WH_DESTROY', 'destroyed'],
		['RT_WH_INBOUND_FAILURE', 'exception'],
		['LAST_MILE_ASN_NOTIFY', 'declared'],
		['REJECT', 'pickupFailed'],
	])('the code %s means %s', (code, milestone) => {
		expect(milestoneOf(code, [])).toBe(milestone);
	});

	test.each([
		['SC_SOMETHING_NEW', 'sorting'],
		['LH_SOMETHING_NEW_FAILURE', 'exception'],
		['CC_IM_SOMETHING_NEW', 'customs'],
		['CC_IM_SOMETHING_NEW_REJECT', 'customsHeld'],
		['PU_SOMETHING_NEW', undefined],
		['PU_SOMETHING_NEW_FAIL', 'pickupFailed'],
		['RT_SOMETHING_NEW', 'returning'],
		['RT_SOMETHING_DESTROYED', 'destroyed'],
		['GWMS_SOMETHING_CANCELLED', 'cancelled'],
	])('of the code %s, which is in no list, the family says %s', (code, milestone) => {
		expect(milestoneOf(code, [])).toBe(milestone);
	});

	test.each([
		'XX_NEW',
		'XX_NEW_FAILURE',
		'X_RT_INBOUND',
		'X_GTMS_SIGNED',
		'GTMS_SOMETHING_NEW',
		'GTMS_STA_SOMETHING_NEW',
		'GTMS_STA_SIGNED_IN',
		'GSTA_SOMETHING_NEW',
		'PUDO_SOMETHING_NEW',
		'LM_SOMETHING_NEW',
		'RETURNED_TO_HUB',
		'FAILED_ONCE',
		'GTMS_OTHER',
		'COMMON_INTRANSIT',
		'SIGNED'.repeat(2_000),
	])('the code %.40s says nothing, however it sounds', (code) => {
		expect([milestoneOf(code, []), milestoneOf(undefined, [code])]).toEqual([undefined, undefined]);
	});

	test.each([
		['Import customs clearance complete', 'customsCleared'],
		['Cleared customs', 'customsCleared'],
		['Export customs clearance success', 'exportCustomsCleared'],
		['Export customs clearance started', 'customs'],
		['Customs clearance failed', 'customsHeld'],
		['Held by customs', 'customsHeld'],
		['Arrived at customs', 'customs'],
		['Out for delivery', 'outForDelivery'],
		['Delivery attempt failed', 'deliveryFailed'],
		['The parcel could not be delivered', 'deliveryFailed'],
		['Delivered', 'signed'],
		['Your package was delivered', 'signed'],
		['Not yet delivered', 'lastMile'],
		['Delivered to pickup point', 'atPickupPoint'],
		['Arrived at destination country', 'arrivedInCountry'],
		['Departed country of origin', 'inTransit'],
		['Returned to sender', 'returned'],
		['On its way back to the sender', 'returning'],
		['Received by the local delivery company', 'lastMile'],
		['出口报关开始', 'customs'],
		['出口报关完成', 'exportCustomsCleared'],
		['清关完成', 'customsCleared'],
		['投递失败', 'deliveryFailed'],
		['已签收', 'signed'],
		['GTMS_SIGNED', 'signed'],
		['Something else', undefined],
	])('the words "%s" mean %s', (words, milestone) => {
		expect(milestoneOf(undefined, [words])).toBe(milestone);
	});

	test('a code goes before words, and a code that is not known leaves it to the words', () => {
		expect(milestoneOf('GTMS_DEL_FAILURE', ['Delivered'])).toBe('deliveryFailed');
		expect(milestoneOf('XX_NEW', ['Delivered'])).toBe('signed');
	});

	test('where code and words differ, event and item say what the words mean', () => {
		const signed = { event_desc: 'Delivered', action_code: 'GTMS_DELIVERING' };
		const agreed = { event_desc: 'Out for delivery', action_code: 'GTMS_DELIVERING' };
		const of = (...details: JsonObject[]) => older({ result_success: true, details });
		const item = of({ event_date: '2026-11-10 07:00:00', ...signed });
		expect(item).toMatchObject({
			milestone: 'outForDelivery',
			milestoneInWords: 'signed',
			isDelivered: false,
			events: [{ milestone: 'outForDelivery', milestoneInWords: 'signed' }],
		});
		expect(simplifyTracking(item)).toMatchObject({
			milestoneInWords: 'signed',
			events: [{ milestoneInWords: 'signed' }],
		});
		const later = of(
			{ event_date: '2026-11-10 07:00:00', ...signed },
			{ event_date: '2026-11-10 08:00:00', ...agreed },
		);
		expect(later).not.toHaveProperty('milestoneInWords');
		expect(JSON.stringify(of(agreed))).not.toContain('milestoneInWords');
	});

	test('"delivered" beside what tells it more sharply is no delivery', () => {
		expect(milestoneOf(undefined, ['Delivered', 'Delivered to parcel locker'])).toBe(
			'atPickupPoint',
		);
		expect(milestoneOf(undefined, ['Delivered', 'Not delivered, nobody at home'])).toBe(
			'deliveryFailed',
		);
		expect(milestoneOf(undefined, ['Delivered', 'Your parcel was delivered'])).toBe('signed');
		expect(milestoneOf(undefined, ['Out for delivery', 'Delivered'])).toBe('outForDelivery');
	});

	test('two events of one second in a list that stands newest first keep their order', () => {
		const at = { event_date: '2026-11-10 09:30:00' };
		const details = [
			{ ...at, event_desc: 'Delivered', action_code: 'GTMS_SIGNED' },
			{ ...at, event_desc: 'Out for delivery', action_code: 'GTMS_DELIVERING' },
			{ event_date: '2026-11-08 12:00:00', event_desc: 'Declared', action_code: 'CONSIGN' },
		];
		expect(older({ result_success: true, details })).toMatchObject({
			milestone: 'signed',
			lastEvent: 'Delivered',
			milestones: ['declared', 'outForDelivery', 'signed'],
		});
	});
});
