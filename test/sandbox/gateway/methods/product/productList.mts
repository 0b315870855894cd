import type { JsonObject } from '../../../json.mts';
import { decimalText } from '../../../shop/orders.mts';
import { groupIdsUnder } from '../../../shop/productGroups.mts';
import type { Product } from '../../../shop/products.mts';
import { list } from '../../envelope.mts';
import { refuse } from '../../failures.mts';
import { choiceField, idField, idsIn, pageOf, textField } from '../fields.mts';
import {
	inRange,
	listField,
	objectParam,
	timeTexts,
	unstatedTimeField,
	unsuccessful,
	wholeField,
} from '../method.mts';
import type { Method, MethodCall } from '../method.mts';
import { imageText, priceRange } from './productRow.mts';

const STATUSES = [
	'onSelling',
	'offline',
	'auditing',
	'editingRequired',
	'service_delete',
	'deleted',
];
const USUAL_PAGE_SIZE = 20;
/** Page sizes stay below it. */
const PAGE_SIZE_BOUND = 100;
const LONGEST_SUBJECT = 128;
const DAY_MS = 86_400_000;
/** How long a product stays on sale before it has to be renewed. */
const LIFE_MS = 30 * DAY_MS;

/** `aliexpress.postproduct.redefining.findproductinfolistquery`: one status at a time. */
export const productList: Method = {
	name: 'aliexpress.postproduct.redefining.findproductinfolistquery',
	group: 'product',
	answer: (call) => listed(call, 'aeop_a_e_product_display_d_t_o', STATUSES),
};

/** `aliexpress.solution.product.list.get`: the same for apps registered overseas, of fewer statuses. */
export const solutionProductList: Method = {
	name: 'aliexpress.solution.product.list.get',
	group: 'solution',
	answer: (call) => listed(call, 'item_display_dto', STATUSES.slice(0, 4)),
};

function listed(call: MethodCall, rowName: string, statuses: readonly string[]): JsonObject {
	const query = objectParam(call, 'aeop_a_e_product_list_query');
	if (!textField(query, 'product_status_type')) {
		refuse('MissingParameter', 'The input parameter "product_status_type" is not supplied');
	}
	const page = wholeField(query, 'current_page') ?? 1;
	const size = wholeField(query, 'page_size') ?? USUAL_PAGE_SIZE;
	if (page < 1 || size < 1 || size >= PAGE_SIZE_BOUND) {
		return unsuccessful(13_001_001, `page_size must be less than ${PAGE_SIZE_BOUND}`);
	}
	const found = matching(query, statuses, call);
	const { rows, pages } = pageOf(found, page, size);
	return {
		result: {
			success: true,
			error_code: 0,
			error_message: '',
			product_count: found.length,
			current_page: page,
			total_page: pages,
			aeop_a_e_product_display_d_t_o_list: list(
				rowName,
				rows.map((product) => displayRow(product, call)),
			),
		},
	};
}

function matching(query: JsonObject, statuses: readonly string[], call: MethodCall): Product[] {
	const status = choiceField(query, 'product_status_type', statuses);
	const productId = idField(query, 'product_id');
	const excepted = idsIn(listField(query, 'excepted_product_ids'), 'excepted_product_ids');
	const subject = askedSubject(query);
	const group = wholeField(query, 'group_id');
	const groups = group === undefined ? undefined : groupIdsUnder(group);
	const daysLeft = wholeField(query, 'off_line_time');
	const quoted = choiceField(query, 'have_national_quote', ['y', 'n']);
	const display = textField(query, 'ws_display');
	const owner = textField(query, 'owner_member_id');
	const time = (name: string) => unstatedTimeField(query, name, 'products', call);
	const createdFrom = time('gmt_create_start');
	const createdTo = time('gmt_create_end');
	const changedFrom = time('gmt_modified_start');
	const changedTo = time('gmt_modified_end');
	return call.shop.products
		.filter(
			(product) =>
				product.status === status &&
				(productId === undefined || product.id === productId) &&
				!excepted.includes(product.id) &&
				(subject === undefined || product.name.toLowerCase().includes(subject)) &&
				(!groups || groups.includes(product.groupId)) &&
				(daysLeft === undefined ||
					product.modifiedAtMs + LIFE_MS <= call.nowMs + daysLeft * DAY_MS) &&
				(quoted === undefined || (quoted === 'y') === (product.nationalQuote !== undefined)) &&
				(display === undefined || product.offline?.reason === display) &&
				(owner === undefined || owner === 'cn1000000001') &&
				inRange(product.createdAtMs, createdFrom, createdTo) &&
				inRange(product.modifiedAtMs, changedFrom, changedTo),
		)
		.sort((a, b) => b.modifiedAtMs - a.modifiedAtMs || (b.id > a.id ? 1 : -1));
}

function askedSubject(query: JsonObject): string | undefined {
	const subject = textField(query, 'subject');
	if (subject === undefined) return undefined;
	if (subject.length > LONGEST_SUBJECT || !/^[\x20-\x7e]+$/.test(subject)) {
		refuse('InvalidParameter', '"subject" must be at most 128 ASCII characters');
	}
	return subject.toLowerCase();
}

function displayRow(product: Product, call: MethodCall): JsonObject {
	const text = timeTexts(call, 'products');
	const { leastCents, mostCents } = priceRange(product);
	return {
		product_id: product.id,
		subject: product.name,
		product_min_price: decimalText(leastCents),
		product_max_price: decimalText(mostCents),
		currency_code: product.currency,
		image_u_r_ls: imageText(product),
		gmt_create: text(product.createdAtMs),
		gmt_modified: text(product.modifiedAtMs),
		group_id: product.groupId,
		freight_template_id: product.freightTemplateId,
		product_type: 'POP',
		src: 'isv',
		ws_display: product.offline?.reason ?? 'expire_offline',
		ws_offline_date: text(product.offline?.atMs ?? product.modifiedAtMs + LIFE_MS),
		owner_member_id: 'cn1000000001',
		owner_member_seq: Number(call.shop.sellerId),
	};
}
