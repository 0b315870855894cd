import type { INodeProperties } from 'n8n-workflow';

import { limitFields, simplifyField } from '../../../action/fields';
import { shopOptionsField, zoneOption } from '../fields';

/** The fields of Promotion: Get Coupons. */
export function couponFields(): INodeProperties[] {
	return [
		...limitFields(),
		simplifyField(),
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: [
				{
					displayName: 'Coupon ID',
					name: 'couponId',
					type: 'string',
					default: '',
					placeholder: 'e.g. 700000000001',
					description: 'Only this coupon. Cannot be combined with the other filters.',
				},
				{
					displayName: 'Name',
					name: 'couponName',
					type: 'string',
					default: '',
					placeholder: 'e.g. Welcome',
					description: 'Only coupons whose name holds this text',
				},
				{
					displayName: 'Starts After',
					name: 'startsAfter',
					type: 'dateTime',
					default: '',
					description: 'Only coupons that start at or after this time',
				},
				{
					displayName: 'Starts Before',
					name: 'startsBefore',
					type: 'dateTime',
					default: '',
					description: 'Only coupons that start up to this time',
				},
				{
					displayName: 'Status',
					name: 'status',
					type: 'options',
					options: [
						{ name: 'Closed', value: 'closed' },
						{ name: 'Ended', value: 'release_end' },
						{ name: 'Not Started', value: 'not_started' },
						{ name: 'Releasing', value: 'releasing' },
					],
					default: 'releasing',
					description: 'Only coupons in this status',
				},
			],
		},
		shopOptionsField([zoneOption('Time Zone', 'coupons')]),
	];
}
