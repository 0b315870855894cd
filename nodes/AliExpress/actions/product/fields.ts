import type { INodeProperties } from 'n8n-workflow';

import { zoneOption } from '../fields';

/** The zone of product times, which the platform does not document. */
export function productZoneOption(): INodeProperties {
	return zoneOption('Product Time Zone', 'products');
}
