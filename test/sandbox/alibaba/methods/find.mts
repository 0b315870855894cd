import { given } from '../../gateway/params.mts';
import { idFrom } from '../../json.mts';
import type { JsonValue } from '../../json.mts';
import type { AlibabaProduct } from '../catalogue/products.mts';
import type { AlibabaMethodCall, AlibabaShop } from '../method.mts';
import type { TradeOrder } from '../trade/orders.mts';

/** The product with a plain id, unless the seller deleted it. Drafts have no public life either. */
export function productWith(shop: AlibabaShop, id: JsonValue): AlibabaProduct | undefined {
	const wanted = idFrom(id);
	return shop.products.find(
		(product) => product.id === wanted && product.state !== 'deleted' && product.state !== 'draft',
	);
}

/** The product a parameter names. */
export function productIn(
	{ params, shop }: AlibabaMethodCall,
	name: string,
): AlibabaProduct | undefined {
	return productWith(shop, given(params, name));
}

/** The order a parameter names. */
export function orderIn(call: AlibabaMethodCall, name: string): TradeOrder | undefined {
	const wanted = idFrom(given(call.params, name));
	return call.shop.orders.find(({ id }) => id === wanted);
}

/** A text in the language of a code such as `en_US`, else English, else Chinese, with its language. */
export function textIn(
	titles: Readonly<Record<string, string>>,
	code: string,
): { text: string; language: string } {
	const wanted = code.split(/[_-]/)[0]?.toLowerCase() ?? '';
	const language = [wanted, 'en', 'zh'].find((key) => titles[key]) ?? 'zh';
	return { text: titles[language] ?? '', language };
}
