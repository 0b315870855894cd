import { idText } from './productId';
import { flagAt, momentOf, objectAt, textAt, textsAt, type Fields, type Moment } from './rows';

/** A product in a list. */
export interface ProductRow {
	productId: string | null;
	scrambledId: string | null;
	title: string | null;
	/** Of the review of the listing, e.g. `approved`. */
	status: string | null;
	/** Whether buyers see it. */
	isOnline: boolean | null;
	categoryId: string | null;
	groupId: string | null;
	productType: string | null;
	keywords: string[];
	imageUrl: string | null;
	url: string | null;
	createdAt: Moment;
	modifiedAt: Moment;
}

/** Reads one row of the product list or of the buyers' search. */
export function readProductRow(row: Fields): ProductRow {
	return {
		productId:
			idText(row.id) ?? (row.subject === undefined ? idText(row.product_id) : null) ?? null,
		scrambledId: row.subject === undefined ? null : (idText(row.product_id) ?? null),
		title: textAt(row, 'subject', 'title'),
		status: textAt(row, 'status'),
		isOnline: flagAt(row, 'display'),
		categoryId: idText(row.category_id) ?? null,
		groupId: idText(row.group_id) ?? null,
		productType: textAt(row, 'product_type'),
		keywords: textsAt(row, 'keywords'),
		imageUrl:
			textsAt(objectAt(row, 'main_image'), 'images')[0] ?? textAt(row, 'main_image') ?? null,
		url: textAt(row, 'pc_detail_url', 'detail_url'),
		createdAt: momentOf(row.gmt_create),
		modifiedAt: momentOf(row.gmt_modified),
	};
}
