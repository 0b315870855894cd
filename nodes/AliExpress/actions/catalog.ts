import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { catalogOf, chosenOperation } from '../../action/catalog';
import { runItems as runEach, type EarlierTries } from '../../action/router';
import type { Client } from '../../client/client';
import { read as readCustom } from './customRead/read.operation';
import { get as getDispute } from './dispute/get.operation';
import { getMany as getDisputes } from './dispute/getMany.operation';
import { calculateFreight } from './logistics/calculateFreight.operation';
import { getAddresses } from './logistics/getAddresses.operation';
import { getFreightSettings } from './logistics/getFreightSettings.operation';
import { getServices } from './logistics/getServices.operation';
import { getShipments } from './logistics/getShipments.operation';
import { getTracking } from './logistics/getTracking.operation';
import type { Resource } from './operation';
import { get as getOrder } from './order/get.operation';
import { getAddress } from './order/getAddress.operation';
import { getFund } from './order/getFund.operation';
import { getMany as getOrders } from './order/getMany.operation';
import { getNotes } from './order/getNotes.operation';
import { get as getPrice } from './price/get.operation';
import { get as getProduct } from './product/get.operation';
import { getCategories } from './product/getCategories.operation';
import { getCategoryAttributes } from './product/getCategoryAttributes.operation';
import { getFreightTemplates } from './product/getFreightTemplates.operation';
import { getGroups } from './product/getGroups.operation';
import { getMany as getProducts } from './product/getMany.operation';
import { getStatus as getProductStatus } from './product/getStatus.operation';
import { getCoupons } from './promotion/getCoupons.operation';
import { getMany as getPromotions } from './promotion/getMany.operation';
import { getProducts as getPromotionProducts } from './promotion/getProducts.operation';
import { check as checkSetup } from './quota/check.operation';
import { getStatus as getQuotaStatus } from './quota/getStatus.operation';
import { plan as planQuota } from './quota/plan.operation';
import { startCounting } from './quota/startCounting.operation';
import { getMany as getReviews } from './review/getMany.operation';
import { getPending } from './review/getPending.operation';
import { getLinkedShops } from './store/getLinkedShops.operation';
import { getProfile } from './store/getProfile.operation';
import { tellingSuccessors } from './successors';

/** Everything the node can do, in the order of the drop-downs. */
const RESOURCES: readonly Resource[] = [
	{
		name: 'Account',
		// Of when it was called Quota. n8n's own nodes keep values where they rename (Google Sheets has
		// "spreadsheet" for Document): saved workflows stay as they are, and open as they should.
		value: 'quota',
		operations: [checkSetup, getQuotaStatus, planQuota, startCounting],
		// n8n does not save what stands in a new node, so workflows without an operation mean this one.
		usual: 'getStatus',
	},
	{
		name: 'Custom Read',
		value: 'customRead',
		operations: [readCustom],
	},
	{ name: 'Dispute', value: 'dispute', operations: [getDisputes, getDispute] },
	{
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
	},
	{
		name: 'Order',
		value: 'order',
		operations: [getOrders, getOrder, getAddress, getFund, getNotes],
	},
	{ name: 'Price', value: 'price', operations: [getPrice] },
	{
		name: 'Product',
		value: 'product',
		operations: [
			getProducts,
			getProduct,
			getCategories,
			getCategoryAttributes,
			getFreightTemplates,
			getGroups,
			getProductStatus,
		],
	},
	{
		name: 'Promotion',
		value: 'promotion',
		operations: [getPromotions, getCoupons, getPromotionProducts],
	},
	{
		name: 'Review',
		value: 'review',
		operations: [getReviews, getPending],
	},
	{
		name: 'Store',
		value: 'store',
		operations: [getProfile, getLinkedShops],
	},
];

export const { find: findOperation, properties: catalogProperties } = catalogOf(RESOURCES, {
	first: 'order',
});

/**
 * Runs the chosen operation for every input item.
 *
 * @param before what earlier tries of this run have read.
 */
export async function runItems(
	context: IExecuteFunctions,
	client: Client,
	before?: EarlierTries,
): Promise<INodeExecutionData[]> {
	const told = tellingSuccessors(context, client);
	return await runEach(context, {
		...(before && { before }),
		run: async (index) =>
			await chosenOperation(context, { find: findOperation }, index).run(context, told, index),
	});
}
