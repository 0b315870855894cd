import { asfAddresses } from './asfAddresses.mts';
import { asfOrderServices } from './asfOrderServices.mts';
import { asfPackageServices } from './asfPackageServices.mts';
import { asfTracking } from './asfTracking.mts';
import { calculateFreight } from './calculateFreight.mts';
import { domesticCompanies } from './domesticCompanies.mts';
import { freightSetting } from './freightSetting.mts';
import { freightTemplates } from './freightTemplates.mts';
import { logisticsOrders } from './logisticsOrders.mts';
import { logisticsServices } from './logisticsServices.mts';
import { onlineShipments } from './onlineShipments.mts';
import { orderServices } from './orderServices.mts';
import { sellerAddresses } from './sellerAddresses.mts';
import { trackingResult } from './trackingResult.mts';

/** Parcels, services, addresses and freight. */
export const LOGISTICS_METHODS = [
	asfTracking,
	trackingResult,
	onlineShipments,
	logisticsOrders,
	sellerAddresses,
	asfAddresses,
	orderServices,
	asfOrderServices,
	asfPackageServices,
	logisticsServices,
	domesticCompanies,
	freightTemplates,
	freightSetting,
	calculateFreight,
];
