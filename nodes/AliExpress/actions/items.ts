import type { ItemOf } from '../../action/catalog';
import type { simplifyDispute } from '../parse/dispute/dispute';
import type { simplifyDisputeDetail } from '../parse/dispute/disputeDetail';
import type { toFreightCostItem, toFreightSettingsItem } from '../parse/logistics/freight';
import type { simplifyService } from '../parse/logistics/logisticsService';
import type { simplifySellerAddress } from '../parse/logistics/sellerAddress';
import type { simplifyShipment } from '../parse/logistics/shipment';
import type { simplifyTracking } from '../parse/logistics/tracking';
import type { simplifyOrder } from '../parse/order/order';
import type { simplifyReceipt } from '../parse/order/orderAddress';
import type { simplifyAttribute, toGroupItem } from '../parse/product/category';
import type { toFreightTemplateItem } from '../parse/product/freightTemplates';
import type { toPriceItem } from '../parse/product/price';
import type { simplifyProduct } from '../parse/product/product';
import type { simplifyListedProduct } from '../parse/product/productList';
import type { simplifyCoupon } from '../parse/promotion/coupon';
import type { toPromotionItem } from '../parse/promotion/promotion';
import type { simplifyReview } from '../parse/review/review';
import type { toLinkedShopItem, toProfileItem } from '../parse/store';
import type { getFund } from './order/getFund.operation';
import type { getNotes } from './order/getNotes.operation';
import type { getCategories } from './product/getCategories.operation';
import type { getStatus } from './product/getStatus.operation';
import type { check } from './quota/check.operation';
import type { getStatus as getQuotaStatus } from './quota/getStatus.operation';
import type { plan } from './quota/plan.operation';
import type { startCounting } from './quota/startCounting.operation';

/** An item without fields that are not in it, such as data of buyers that nobody has asked for. */
type Without<Item, Names> = { [Name in keyof Item as Exclude<Name, Names>]: Item[Name] };
type Masked<Item> = Without<Item, 'buyer'>;

/**
 * What an operation puts out in a new node, by resource and operation. The output schemas are made of
 * it (`scripts/schemas.mts`): what the editor shows before the first call. *Custom Read* is not
 * here, since its item is the answer of whatever method is named.
 */
export interface Items {
	dispute: {
		getAll: Masked<ReturnType<typeof simplifyDispute>>;
		get: Masked<ReturnType<typeof simplifyDisputeDetail>>;
	};
	logistics: {
		calculateFreight: ReturnType<typeof toFreightCostItem>;
		getAddresses: ReturnType<typeof simplifySellerAddress>;
		getFreightSettings: ReturnType<typeof toFreightSettingsItem>;
		getServices: ReturnType<typeof simplifyService>;
		getShipments: ReturnType<typeof simplifyShipment>;
		getTracking: ReturnType<typeof simplifyTracking>;
	};
	order: {
		// The lists do not tell the country.
		getAll: Without<ReturnType<typeof simplifyOrder>, 'buyer' | 'buyerCountry'>;
		get: Masked<ReturnType<typeof simplifyOrder>>;
		getAddress: ReturnType<typeof simplifyReceipt>;
		getFund: ItemOf<typeof getFund>;
		getNotes: ItemOf<typeof getNotes>;
	};
	price: { get: ReturnType<typeof toPriceItem> };
	product: {
		getAll: ReturnType<typeof simplifyListedProduct>;
		get: ReturnType<typeof simplifyProduct>;
		getCategories: ItemOf<typeof getCategories>;
		getCategoryAttributes: ReturnType<typeof simplifyAttribute>;
		getFreightTemplates: ReturnType<typeof toFreightTemplateItem>;
		getGroups: ReturnType<typeof toGroupItem>;
		getStatus: ItemOf<typeof getStatus>;
	};
	promotion: {
		getAll: ReturnType<typeof toPromotionItem>;
		getCoupons: ReturnType<typeof simplifyCoupon>;
		getProducts: { promotionId: string; productId: string };
	};
	quota: {
		check: ItemOf<typeof check>;
		getStatus: ItemOf<typeof getQuotaStatus>;
		plan: ItemOf<typeof plan>;
		startCounting: ItemOf<typeof startCounting>;
	};
	review: { getAll: Masked<ReturnType<typeof simplifyReview>>; getPending: { orderId: string } };
	store: {
		getProfile: ReturnType<typeof toProfileItem>;
		getLinkedShops: ReturnType<typeof toLinkedShopItem>;
	};
}
