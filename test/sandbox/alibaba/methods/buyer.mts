import { objectParam } from '../../gateway/methods/method.mts';
import type { JsonObject, JsonValue } from '../../json.mts';
import { amountText } from '../catalogue/articlePrices.mts';
import { categoryOf } from '../catalogue/categories.mts';
import type { AlibabaProduct } from '../catalogue/products.mts';
import { buyerRefusal } from '../method.mts';
import type { AlibabaMethod, AlibabaMethodCall } from '../method.mts';
import { productWith } from './find.mts';
import { imageUrl } from './productInfo.mts';

const SUCCESS = { result_code: '200', result_msg: 'request success' };
const noProduct = () => buyerRefusal('404', 'The product does not exist');
const noCountry = () => buyerRefusal('400', 'country is required');

/** Anyone's product as a buyer of a country sees it; every value is text. */
export const buyerDescription: AlibabaMethod = {
	path: '/eco/buyer/product/description',
	getOnly: true,
	answer(call) {
		const { product_id: id, country } = objectParam(call, 'query_req');
		if (!country) return noCountry();
		const product = productWith(call.shop, id);
		if (!product) return noProduct();
		return { result: { ...SUCCESS, result_data: descriptionView(product, call) } };
	},
};

/** Stock by warehouse. */
export const buyerInventory: AlibabaMethod = {
	path: '/eco/buyer/product/inventory',
	getOnly: true,
	answer(call) {
		const { product_id: id, shipping_from: from = 'CN' } = objectParam(call, 'inv_req');
		const product = productWith(call.shop, id);
		if (!product) return noProduct();
		const stock = product.skus.map((sku) => ({
			product_id: String(product.id),
			sku_id: String(sku.id),
			inventory_count: String(sku.stock),
			inventory_unit: product.unit,
		}));
		return {
			result: { ...SUCCESS, result_data: [{ shipping_from: from, inventory_list: stock }] },
		};
	},
};

/** The attributes a buyer sees; this call names its inner code and data otherwise. */
export const buyerAttributes: AlibabaMethod = {
	path: '/eco/buyer/product/keyattributes',
	getOnly: true,
	answer(call) {
		const { product_id: id, country } = objectParam(call, 'query_req');
		if (!country) return { result: { code: '400', message: 'country is required' } };
		const product = productWith(call.shop, id);
		if (!product) return { result: { code: '404', message: 'The product does not exist' } };
		const data = [{ attr_name: 'Model Number', attr_value: product.modelNumber }];
		return { result: { code: '200', data } };
	},
};

/** Products by words of their title. */
export const buyerSearch: AlibabaMethod = {
	path: '/eco/buyer/product/search',
	getOnly: true,
	answer(call) {
		const { keyword, country } = objectParam(call, 'param0');
		if (!country) return noCountry();
		const words = String(keyword ?? '').toLowerCase();
		const found = call.shop.products.filter(
			({ state, titles }) => state === 'online' && (titles.en ?? '').toLowerCase().includes(words),
		);
		const rows: JsonValue = found.slice(0, 20).map((product) => ({
			product_id: String(product.id),
			title: product.titles.en,
			main_image: imageUrl(product),
		}));
		return { result: { ...SUCCESS, result_total: String(found.length), result_data: rows } };
	},
};

function descriptionView(product: AlibabaProduct, { shop }: AlibabaMethodCall): JsonObject {
	return {
		product_id: String(product.id),
		title: product.titles.en,
		description: `<p>${product.titles.en}</p>`,
		detail_url: `https://www.alibaba.invalid/product-detail/${product.id}.html`,
		main_image: imageUrl(product),
		images: [imageUrl(product)],
		category_id: String(product.categoryId),
		category: categoryOf(product.categoryId)?.name,
		supplier: 'Example Trading Co., Ltd.',
		eCompanyId: shop.companyId,
		currency: product.currency,
		min_order_quantity: String(product.moq),
		status: product.state === 'online' ? 'PRODUCT_ONLINE' : 'PRODUCT_OFFLINE',
		mode_id: product.modelNumber,
		skus: product.skus.map((sku) => ({
			sku_id: String(sku.id),
			product_id: String(product.id),
			status: 'NORMAL',
			unit: product.unit,
			sku_attr_list: [{ attr_name_desc: 'Color', attr_value_desc: sku.color }],
			ladder_price: ladder(product),
		})),
	};
}

/** The last step has no upper end, which is written as -1. */
function ladder({ tiers, currency }: AlibabaProduct): JsonObject[] {
	return tiers.map(({ quantity, cents }, place) => ({
		min_quantity: String(quantity),
		max_quantity: String((tiers[place + 1]?.quantity ?? 0) - 1),
		price: amountText(cents),
		currency,
	}));
}
