import { couponDetail } from './couponDetail.mts';
import { couponList } from './couponList.mts';
import { promotionList } from './promotionList.mts';
import { promotionProducts } from './promotionProducts.mts';
import { promotionsByProduct } from './promotionsByProduct.mts';

/** Promotions and coupons of the store. */
export const PROMOTION_METHODS = [
	promotionList,
	promotionProducts,
	promotionsByProduct,
	couponList,
	couponDetail,
];
