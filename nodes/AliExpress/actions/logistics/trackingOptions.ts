import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import type { PlatformZone } from '../../../time/wallClock';
import type { TrackingMethods } from './readTracking';

/** Which tracking method is asked. */
export function methodsOption(): INodeProperties {
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
export function methodsOf(value: unknown): TrackingMethods {
	return z.enum(['auto', 'newer', 'older']).catch('auto').parse(value);
}

/** The older method writes times of an unknown zone. */
export function eventZoneOption(): INodeProperties {
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
export function eventZoneOf(value: unknown): PlatformZone | undefined {
	return z
		.enum(['America/Los_Angeles', 'Asia/Shanghai', 'UTC'])
		.optional()
		.catch(undefined)
		.parse(value);
}
