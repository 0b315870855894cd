import { given } from '../../gateway/params.mts';
import { idFrom } from '../../json.mts';
import { pageOf, v2Refusal } from '../method.mts';
import type { AlibabaMethod, AlibabaMethodCall } from '../method.mts';
import { productIn } from './find.mts';
import { productInfo } from './productInfo.mts';

const notFound = (call: AlibabaMethodCall) =>
	v2Refusal(call, 'B_PRODUCT_NOT_FOUND', 'The product is not found');
const localeOf = ({ params }: AlibabaMethodCall) => given(params, 'language') ?? 'en_US';

/** Product detail by `product_id` or `sku_id`; a delisted product of one's own is still readable. */
export const productGetV2: AlibabaMethod = {
	path: '/alibaba/icbu/product/get/v2',
	answer(call) {
		const productId = given(call.params, 'product_id');
		const skuId = idFrom(given(call.params, 'sku_id'));
		if (productId === undefined && skuId === undefined) {
			return v2Refusal(call, 'B_PRODUCT_PARAM_INVALID', 'product_id or sku_id is required');
		}
		const product =
			productId === undefined
				? call.shop.products.find(({ skus }) => skus.some(({ id }) => id === skuId))
				: productIn(call, 'product_id');
		if (!product) return notFound(call);
		return { success: true, product_info: productInfo(product, localeOf(call)) };
	},
};

/** Products by `model_number` or `sku_code`, exactly; at most 20 a page. */
export const productSearchV2: AlibabaMethod = {
	path: '/alibaba/icbu/product/search/v2',
	answer(call) {
		const model = given(call.params, 'model_number');
		const skuCode = given(call.params, 'sku_code');
		if (model === undefined && skuCode === undefined) {
			return v2Refusal(call, 'B_PRODUCT_PARAM_INVALID', 'model_number or sku_code is required');
		}
		const names = { page: 'page_index', size: 'page_size', first: 1, limit: 20, usual: 20 };
		const { page, size, start } = pageOf(call, names);
		const found = call.shop.products.filter(
			({ modelNumber, skus, state }) =>
				(state === 'online' || state === 'offline') &&
				(model === undefined || modelNumber === model) &&
				(skuCode === undefined || skus.some(({ code }) => code === skuCode)),
		);
		if (found.length === 0) return notFound(call);
		return {
			success: true,
			product_info: found
				.slice(start, start + size)
				.map((product) => productInfo(product, localeOf(call))),
			page: {
				page_index: page,
				page_size: size,
				total_item: found.length,
				total_page: Math.ceil(found.length / size),
			},
		};
	},
};

/** The state of a listing; drafts have one too. The answer has been met with and without `result`. */
export const productStatusV2: AlibabaMethod = {
	path: '/alibaba/icbu/product/status/get/v2',
	answer(call) {
		const id = idFrom(given(call.params, 'product_id'));
		if (id === undefined) {
			return v2Refusal(call, 'B_PRODUCT_PARAM_INVALID', 'product_id is required');
		}
		const product = call.shop.products.find((candidate) => candidate.id === id);
		if (!product || product.state === 'deleted') return notFound(call);
		const data = {
			status: product.state,
			...(product.state === 'failed' ? { status_desc: 'B_TITLE_NOT_FOUND' } : {}),
		};
		return product.index % 2 === 0 ? { success: true, result: { data } } : { success: true, data };
	},
};
