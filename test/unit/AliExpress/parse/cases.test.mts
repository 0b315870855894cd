import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { isoOf } from '../../../../nodes/AliExpress/parse/moment.ts';
import {
	parseOrderDetail,
	toOrderDetailItem,
} from '../../../../nodes/AliExpress/parse/order/orderDetail.ts';
import { toPriceItem } from '../../../../nodes/AliExpress/parse/product/price.ts';
import { toProductItem } from '../../../../nodes/AliExpress/parse/product/product.ts';
import { parseProduct } from '../../../../nodes/AliExpress/parse/product/productSchema.ts';
import {
	parseTracking,
	simplifyTracking,
	toTrackingItem,
	type TrackingSource,
} from '../../../../nodes/AliExpress/parse/logistics/tracking.ts';
import type { JsonObject } from '../../../../nodes/wire/json.ts';

// Inputs that were met in public code and reports, or made up by hand: one file each, with what is
// right. What the other tests of these readers hold is not repeated here.

interface Case {
	input: unknown;
	expected: unknown;
}

const FOLDER = join(__dirname, '../../../fixtures/cases');
const choice = {
	includeBuyerData: false,
	pseudonymKey: 'secret',
	zone: 'America/Los_Angeles' as const,
	includeDescriptions: false,
};

/** What a parcel is told to be after these events, whether the user sees all of it or only the main points. */
function told(
	events: unknown,
	from: TrackingSource,
): { milestone?: string; isDelivered?: boolean } {
	const raw = parseTracking({ details: events } as JsonObject, from);
	const item = toTrackingItem(raw, { orderId: '8100000000000001' }, choice);
	const { milestone, isDelivered } = simplifyTracking(item);
	expect([item.milestone, item.isDelivered]).toEqual([milestone, isDelivered]);
	return { ...(milestone !== undefined && { milestone }), isDelivered };
}

const afterCode = (trackingCode: unknown) => told([{ time: 1, trackingCode }], 'newer');
const afterWords = (trackingCodeDesc: unknown) => told([{ time: 1, trackingCodeDesc }], 'newer');
const open = (milestone?: string) => ({ ...(milestone && { milestone }), isDelivered: false });

/** What is done with the input of each file, and what has to come out. */
const JUDGES: Readonly<Record<string, (given: Case) => void>> = {
	'detail-image-is-a-file-name': ({ input, expected }) => {
		const item = toOrderDetailItem(parseOrderDetail(input as JsonObject), choice);
		expect(item.products).toMatchObject([expected]);
	},
	'price-range-leaves-out': ({ input }) => {
		const read = parseProduct({ result: input } as JsonObject);
		for (const item of [toProductItem(read, choice), toPriceItem(read)]) {
			expect(item.minPrice).toEqual({ amount: '9.00', currency: 'USD' });
			expect(item.maxPrice).toEqual({ amount: '1299.00', currency: 'USD' });
		}
	},
	'time-1759251600': ({ input }) => {
		expect(isoOf(input as string, 'America/Los_Angeles')).toBe('2025-09-30T17:00:00.000Z');
	},
	'time-2026_09_30T10_00_00Z': ({ input }) => {
		expect(isoOf(input as string, 'America/Los_Angeles')).toBe('2026-09-30T10:00:00.000Z');
	},
	'tracking-family-gstahub_inbound': ({ input }) => {
		expect(afterCode(input)).toEqual(open('lastMile'));
	},
	'tracking-family-gtms_sta_cust_to_door': ({ input }) => {
		expect(afterCode(input)).toEqual(open('addressChanged'));
	},
	'tracking-family-gwms_cancel': ({ input }) => {
		expect(afterCode(input)).toEqual(open('cancelled'));
	},
	'tracking-station-signed': ({ input, expected }) => {
		expect(told(input, 'newer')).toEqual(expected);
		const older = (input as Array<{ trackingCode?: string; trackingCodeDesc: string }>).map(
			({ trackingCode, trackingCodeDesc }, at) => ({
				event_date: `2026-08-2${9 - at} 09:00:00`,
				event_desc: trackingCodeDesc,
				action_code: trackingCode ?? null,
			}),
		);
		expect(told(older, 'older')).toEqual(expected);
	},
	'words-customs-inspection-passed': ({ input, expected }) => {
		expect(afterWords(input)).toEqual(open(expected as string));
	},
	'words-customs-tax-paid': ({ input, expected }) => {
		expect(afterWords(input)).toEqual(open(expected as string));
	},
	'words-delivered-to-airline': ({ input }) => {
		expect(told(input, 'older')).toEqual(open('inTransit'));
	},
	'words-delivered-to-carrier': ({ input }) => {
		expect(told(input, 'older')).toEqual(open('lastMile'));
	},
	'words-will-be-delivered': ({ input }) => {
		const { isDelivered, milestone } = told(input, 'older');
		expect(isDelivered).toBe(false);
		expect(milestone).not.toBe('signed');
	},
};

const names = readdirSync(FOLDER)
	.map((file) => file.replace(/\.json$/, ''))
	.filter((name) => /^(?:detail-|price-range|time-|tracking-|words-)/.test(name));

test.each(names)('%s', (name) => {
	const judge = JUDGES[name];
	if (!judge) throw new Error(`Nothing judges ${name}.`);
	judge(JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as Case);
});
