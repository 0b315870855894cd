import type { Resource } from '../operation';
import { calculateFreight } from './calculateFreight.operation';
import { getAddresses } from './getAddresses.operation';
import { getFreightSettings } from './getFreightSettings.operation';
import { getServices } from './getServices.operation';
import { getShipments } from './getShipments.operation';
import { getTracking } from './getTracking.operation';

export const logistics: Resource = {
	name: 'Logistics',
	value: 'logistics',
	operations: [
		getTracking,
		calculateFreight,
		getAddresses,
		getFreightSettings,
		getServices,
		getShipments,
	],
};
