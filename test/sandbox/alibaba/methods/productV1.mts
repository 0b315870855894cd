import { list } from '../../gateway/envelope.mts';
import { refuse } from '../../gateway/failures.mts';
import { inRange, objectParam } from '../../gateway/methods/method.mts';
import { given, required } from '../../gateway/params.mts';
import { pacificMs, pacificText } from '../../gateway/time.mts';
import { idFrom } from '../../json.mts';
import type { JsonObject } from '../../json.mts';
import type { AlibabaProduct } from '../catalogue/products.mts';
import { pageOf, resultRefusal, v1Refusal, wholeParam } from '../method.mts';
import type { AlibabaMethod, AlibabaMethodCall } from '../method.mts';
import { productIn, productWith } from './find.mts';
import { imageUrl } from './productInfo.mts';
import { productView } from './productView.mts';

/** The seller's own products, the latest change first, at most 30 a page. */
export const productList: AlibabaMethod = {
	path: '/alibaba/icbu/product/list',
	name: 'alibaba.icbu.product.list',
	answer(call) {
		checkLanguage(call);
		const names = { page: 'current_page', size: 'page_size', first: 1, limit: 30, usual: 10 };
		const { page, size, start } = pageOf(call, names);
		const found = matching(call);
		const body = {
			total_item: found.length,
			curr_page: page,
			page_size: size,
			products: list('alibaba_product_brief_response', found.slice(start, start + size).map(brief)),
		};
		// An empty code is no refusal.
		return call.profile === 'top' ? body : { result: body, error_code: '', error_msg: null };
	},
};

/** Product detail: by the plain id on the Open Platform, by the scrambled one on TOP. */
export const productGet: AlibabaMethod = {
	path: '/icbu/product/get',
	name: 'alibaba.icbu.product.get',
	answer(call) {
		checkLanguage(call);
		const product = call.profile === 'top' ? byScrambledId(call) : byRequest(call);
		if (!product) return v1Refusal(call, 'PRODUCT_NOT_EXIST', 'The product does not exist');
		return { product: productView(product), error_code: '' };
	},
};

/** Stock by variant and warehouse. */
export const productInventory: AlibabaMethod = {
	path: '/icbu/product/inventory/get',
	answer(call) {
		required(call.params, 'product_id');
		required(call.params, 'language');
		const product = productIn(call, 'product_id');
		if (!product) return resultRefusal(call, 'B_PRODUCT_NOT_FOUND', 'The product is not found');
		return {
			result: {
				success: true,
				msg_code: '',
				trace_id: call.traceId,
				data_list: product.skus.map((sku) => ({
					sku_id: sku.id,
					sku_outer_id: sku.code,
					inventory_code: 'CN_MAIN',
					inventory: sku.stock,
				})),
			},
		};
	},
};

/** The scrambled id that TOP wants. */
export const productIdEncrypt: AlibabaMethod = {
	path: '/alibaba/icbu/product/id/encrypt',
	answer(call) {
		required(call.params, 'product_id');
		const product = productIn(call, 'product_id');
		if (!product) return v1Refusal(call, 'PRODUCT_NOT_EXIST', 'The product does not exist');
		return { secret_id: product.scrambledId };
	},
};

function checkLanguage({ params }: AlibabaMethodCall): void {
	const language = given(params, 'language');
	if (language !== undefined && language !== 'ENGLISH') {
		refuse('InvalidParameter', 'The only language here is ENGLISH');
	}
}

function byScrambledId({ params, shop }: AlibabaMethodCall): AlibabaProduct | undefined {
	required(params, 'language');
	const wanted = required(params, 'product_id');
	const product = shop.products.find(({ scrambledId }) => scrambledId === wanted);
	return product && productWith(shop, product.id);
}

function byRequest(call: AlibabaMethodCall): AlibabaProduct | undefined {
	const { productId } = objectParam(call, 'product_get_request');
	if (productId === undefined) refuse('MissingParameter', '"productId" is not supplied');
	return productWith(call.shop, productId);
}

function matching(call: AlibabaMethodCall): AlibabaProduct[] {
	const { params, shop } = call;
	const subject = given(params, 'subject')?.toLowerCase();
	const categoryId = wholeParam(call, 'category_id', undefined);
	const groupId = wholeParam(call, 'group_id1', undefined);
	const id = idFrom(given(params, 'id'));
	const changedFrom = timeParam(call, 'gmt_modified_from');
	const changedTo = timeParam(call, 'gmt_modified_to');
	return shop.products
		.filter(
			(product) =>
				product.state !== 'deleted' &&
				product.state !== 'draft' &&
				(subject === undefined || subjectOf(product).toLowerCase().includes(subject)) &&
				(categoryId === undefined || product.categoryId === categoryId) &&
				(groupId === undefined || product.groupId === groupId) &&
				(id === undefined || product.id === id) &&
				inRange(product.modifiedAtMs, changedFrom, changedTo),
		)
		.sort((a, b) => b.modifiedAtMs - a.modifiedAtMs || a.index - b.index);
}

function timeParam({ params }: AlibabaMethodCall, name: string): number | undefined {
	const text = given(params, name);
	if (text === undefined) return undefined;
	return pacificMs(text) ?? refuse('InvalidParameter', `"${name}" is no yyyy-MM-dd HH:mm:ss`);
}

const subjectOf = ({ titles }: AlibabaProduct) => titles.en ?? titles.zh ?? '';

function brief(product: AlibabaProduct): JsonObject {
	return {
		id: product.id,
		product_id: product.scrambledId,
		subject: subjectOf(product),
		category_id: product.categoryId,
		group_id: product.groupId,
		product_type: product.index % 3 === 1 ? 'sourcing' : 'wholesale',
		status: product.state === 'pending' ? 'auditing' : 'approved',
		display: product.state === 'online' ? 'Y' : 'N',
		language: 'ENGLISH',
		keywords: list('string', [product.modelNumber]),
		main_image: { images: list('string', [imageUrl(product)]) },
		pc_detail_url: `https://www.alibaba.invalid/product-detail/${product.id}.html`,
		gmt_create: pacificText(product.createdAtMs),
		gmt_modified: pacificText(product.modifiedAtMs),
	};
}
