import { NodeApiError, type FunctionsBase, type JsonObject } from 'n8n-workflow';

import type { Client } from '../../client/client';

/** Methods that the platform retires or has retired, and where the same data is read today. */
const SUCCESSORS: Readonly<Record<string, string>> = {
	'aliexpress.category.redefining.getallchildattributesresult':
		'aliexpress.category.redefining.getchildattributesresultbypostcateidandpath (Product: Get Category Attributes)',
	'aliexpress.category.redefining.getchildrenpostcategorybyid':
		'aliexpress.category.tree.list (Product: Get Categories)',
	'aliexpress.category.redefining.getpostcategorybyid':
		'aliexpress.category.tree.list (Product: Get Categories)',
	'aliexpress.logistics.redefining.getlogisticsselleraddresses':
		'aliexpress.asf.seller.address.get',
	'aliexpress.logistics.redefining.getonlinelogisticsservicelistbyorderid':
		'aliexpress.asf.order.shipping.service.get',
	'aliexpress.logistics.redefining.querytrackingresult':
		'aliexpress.asf.shipment.tracking.get (Logistics: Get Tracking)',
	'aliexpress.postproduct.redefining.findaeproductbyid':
		'aliexpress.offer.product.query (Product: Get)',
	'aliexpress.postproduct.redefining.findaeproductstatusbyid':
		'aliexpress.offer.product.query (Product: Get)',
	'aliexpress.postproduct.redefining.getproductgrouplist':
		'aliexpress.product.productgroups.get (Product: Get Groups)',
	'aliexpress.social.product.evaluation.query':
		'aliexpress.evaluation.listorderevaluation.get (Review: Get Many)',
	'aliexpress.solution.merchant.profile.get':
		'aliexpress.merchant.profile.get (Store: Get Profile)',
	'aliexpress.solution.order.get': 'aliexpress.trade.seller.orderlist.get (Order: Get Many)',
	'aliexpress.solution.order.info.get':
		'aliexpress.trade.new.redefining.findorderbyid (Order: Get)',
	'aliexpress.solution.order.receiptinfo.get':
		'aliexpress.trade.redefining.findorderreceiptinfo (Order: Get Address)',
	'aliexpress.solution.seller.category.tree.query':
		'aliexpress.category.tree.list (Product: Get Categories)',
	'aliexpress.solution.sku.attribute.query':
		'aliexpress.category.redefining.getchildattributesresultbypostcateidandpath (Product: Get Category Attributes)',
	'aliexpress.trade.redefining.findloanlistquery':
		'aliexpress.trade.new.redefining.findorderbyid (Order: Get), which tells the payout status',
	'aliexpress.trade.redefining.findorderbaseinfo':
		'aliexpress.trade.new.redefining.findorderbyid (Order: Get)',
	'aliexpress.trade.redefining.findorderlistsimplequery':
		'aliexpress.trade.seller.orderlist.get (Order: Get Many, with Light turned off)',
	'aliexpress.trade.redefining.findordertradeinfo':
		'aliexpress.trade.new.redefining.findorderbyid (Order: Get)',
};

const MESSAGES_ENDED =
	'Messages between buyers and sellers are no longer part of the API, and nothing takes their place.';

/** Where the data of a retired method is read today; undefined when that is not known. */
export function successorOf(method: string): string | undefined {
	const name = method.trim().toLowerCase();
	if (name.startsWith('aliexpress.message.')) return MESSAGES_ENDED;
	const successor = SUCCESSORS[name];
	return successor === undefined ? undefined : `Its successor is ${successor}.`;
}

function retiredErrorOf(
	context: Pick<FunctionsBase, 'getNode'>,
	method: string,
	reason: NodeApiError,
) {
	const { message } = reason;
	const successor = successorOf(method) ?? 'No successor of it is known.';
	const description = `The method is ${method}. ${successor} ${reason.description ?? ''}`.trim();
	const cause: JsonObject = { code: 'InvalidApiPath', method };
	return new NodeApiError(context.getNode(), cause, { message, description, httpCode: '404' });
}

/** A client that names the successor when the platform no longer offers a method. */
export function tellingSuccessors(context: Pick<FunctionsBase, 'getNode'>, client: Client): Client {
	return {
		...client,
		call: async (method, params) => {
			try {
				return await client.call(method, params);
			} catch (reason) {
				const isRetired = reason instanceof NodeApiError && reason.httpCode === '404';
				if (isRetired) throw retiredErrorOf(context, method, reason);
				return await Promise.reject(reason);
			}
		},
	};
}
