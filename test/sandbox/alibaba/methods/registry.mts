import type { AlibabaMethod } from '../method.mts';
import { buyerAttributes, buyerDescription, buyerInventory, buyerSearch } from './buyer.mts';
import { categoryAttributesV2, categoryGet, categoryGetV2 } from './categories.mts';
import {
	freightCalculate,
	orderFreightCalculate,
	shippingLineTemplates,
	shippingTemplates,
} from './freight.mts';
import { orderFund, orderGet, orderLogistics, orderTracking } from './orderDetail.mts';
import { orderList } from './orders.mts';
import { productGet, productIdEncrypt, productInventory, productList } from './productV1.mts';
import { productGetV2, productSearchV2, productStatusV2 } from './productV2.mts';

const METHODS: readonly AlibabaMethod[] = [
	productList,
	productGet,
	productInventory,
	productIdEncrypt,
	productGetV2,
	productSearchV2,
	productStatusV2,
	categoryGet,
	categoryGetV2,
	categoryAttributesV2,
	shippingTemplates,
	shippingLineTemplates,
	freightCalculate,
	orderFreightCalculate,
	orderList,
	orderGet,
	orderFund,
	orderLogistics,
	orderTracking,
	buyerDescription,
	buyerInventory,
	buyerAttributes,
	buyerSearch,
];

/** The reads of the Open Platform, by path. A new one is an object in a file and a line here. */
export const PATHS: ReadonlyMap<string, AlibabaMethod> = new Map(
	METHODS.flatMap((method) => (method.path === undefined ? [] : [[method.path, method]])),
);

/** The reads of TOP, by dotted name. */
export const NAMES: ReadonlyMap<string, AlibabaMethod> = new Map(
	METHODS.flatMap((method) => (method.name === undefined ? [] : [[method.name, method]])),
);
