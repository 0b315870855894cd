import { categoryAttributes } from './categoryAttributes.mts';
import { categoryById } from './categoryById.mts';
import { categoryChildren } from './categoryChildren.mts';
import { categoryTree } from './categoryTree.mts';
import { productById } from './productById.mts';
import { productDetail } from './productDetail.mts';
import { productGroups } from './productGroups.mts';
import { productList, solutionProductList } from './productList.mts';
import { productStatus } from './productStatus.mts';
import { promiseTemplates } from './promiseTemplates.mts';
import { qualifications } from './qualifications.mts';
import { solutionProductDetail } from './solutionDetail.mts';

/** Products with their prices, and the categories they are posted in. */
export const PRODUCT_METHODS = [
	productList,
	productDetail,
	solutionProductList,
	solutionProductDetail,
	productById,
	productStatus,
	productGroups,
	promiseTemplates,
	categoryTree,
	categoryChildren,
	categoryById,
	categoryAttributes,
	qualifications,
];
