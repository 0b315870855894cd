import type { z } from 'zod';

import type { PlatformZone } from '../../../time/zones';
import type { JsonObject } from '../../../wire/json';
import { readCount, readObject, readRows } from '../answerRows';
import { timeFields, timesInOrder } from '../moment';
import { moneyOf } from '../money';
import { present } from '../present';
import { fields, id, identity, readShape, text } from '../shape';
import { pictureAddress, productUrl } from '../webAddress';

/** Lists products. */
export const PRODUCT_LIST = 'aliexpress.postproduct.redefining.findproductinfolistquery';

const listedSchema = fields({
	product_id: identity,
	subject: text,
	product_min_price: text,
	product_max_price: text,
	currency_code: text,
	image_u_r_ls: text,
	gmt_create: text,
	gmt_modified: text,
	group_id: id,
	freight_template_id: id,
	product_type: text,
	src: text,
	ws_display: text,
	ws_offline_date: text,
	coupon_start_date: text,
	coupon_end_date: text,
	owner_member_id: text,
	owner_member_seq: id,
});

/** One product of the list: the checked fields, and the object as the platform wrote it. */
export interface RawListedProduct {
	fields: z.infer<typeof listedSchema>;
	source: JsonObject;
}

/** One page of the product list. Totals are absent when the platform left them out. */
export interface ProductPage {
	products: RawListedProduct[];
	totalPages?: number;
	totalCount?: number;
}

/**
 * Reads a page of `aliexpress.postproduct.redefining.findproductinfolistquery` or
 * `aliexpress.solution.product.list.get`, which answer alike.
 *
 * @param page number of the page; a first page without rows is refused when the total says otherwise.
 */
export function parseProductList(value: JsonObject, page: number): ProductPage {
	const rows = readRows(value, {
		field: 'aeop_a_e_product_display_d_t_o_list',
		within: ['result'],
		total: 'product_count',
		isFirstPage: page === 1,
	});
	const totalPages = readCount(value, ['result'], 'total_page');
	const totalCount = readCount(value, ['result'], 'product_count');
	return {
		products: rows.map(({ source, at }) => ({
			fields: readShape(listedSchema, source, at),
			source,
		})),
		...(totalPages !== undefined && { totalPages }),
		...(totalCount !== undefined && { totalCount }),
	};
}

/** The addresses of a list of pictures, which the platform joins with semicolons. */
export function imagesOf(written: string | undefined): string[] {
	return (written ?? '').split(';').flatMap((part) => pictureAddress(part) ?? []);
}

/** The group of a product; the platform writes 0 for none. */
export function groupOf(groupId: string | undefined): string | undefined {
	return groupId === '0' ? undefined : groupId;
}

/**
 * Normalises a product of the list.
 *
 * @param status the one that was asked for: the platform does not repeat it.
 * @param zone of the times; the platform does not say it.
 */
export function toListedProductItem(
	{ fields: read }: RawListedProduct,
	status: string,
	zone: PlatformZone,
) {
	const images = imagesOf(read.image_u_r_ls);
	return present({
		productId: read.product_id,
		title: read.subject,
		status,
		minPrice: moneyOf(read.product_min_price, read.currency_code),
		maxPrice: moneyOf(read.product_max_price, read.currency_code),
		imageUrl: images[0],
		url: productUrl(read.product_id),
		groupId: groupOf(read.group_id),
		...timesInOrder(
			{
				createdAt: read.gmt_create,
				updatedAt: read.gmt_modified,
			},
			zone,
		),
		images,
		freightTemplateId: read.freight_template_id,
		productType: read.product_type,
		source: read.src,
		offlineReason: read.ws_display,
		...timeFields('offlineAt', read.ws_offline_date, zone),
		...timesInOrder(
			{
				couponStartAt: read.coupon_start_date,
				couponEndAt: read.coupon_end_date,
			},
			zone,
		),
		ownerLoginId: read.owner_member_id,
		ownerId: read.owner_member_seq,
	});
}

/** Takes a product of the list down to the fields that tell it. */
export function simplifyListedProduct(item: ReturnType<typeof toListedProductItem>) {
	const { productId, title, status, minPrice, maxPrice, imageUrl, url, groupId } = item;
	const { createdAt, updatedAt } = item;
	const times = { createdAt, updatedAt };
	return present({
		productId,
		title,
		status,
		minPrice,
		maxPrice,
		imageUrl,
		url,
		groupId,
		...times,
	});
}

/** The review status of a product: `approved`, `auditing` or `refuse`; other words are handed on. */
interface ProductStatus {
	productId?: string;
	status: string;
	source: JsonObject;
}

/** Reads the answer of `aliexpress.postproduct.redefining.findaeproductstatusbyid`. */
export function parseProductStatus(value: JsonObject): ProductStatus {
	const { source, at } = readObject(value, 'result');
	const { product_id: productId, status } = readShape(
		fields({ product_id: id, status: text }),
		source,
		at,
	);
	if (status === undefined) {
		throw new TypeError(`The field "${at}.status" of the answer is missing or not a text.`);
	}
	return { ...(productId !== undefined && { productId }), status, source };
}
