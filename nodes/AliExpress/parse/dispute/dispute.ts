import type { z } from 'zod';

import { buyerRefOf, buyerText, type BuyerDataChoice } from '../../../client/buyerData';
import type { PlatformZone } from '../../../time/zones';
import type { JsonObject } from '../../../wire/json';
import { readCount, readRows } from '../answerRows';
import { timesInOrder } from '../moment';
import { present } from '../present';
import { fields, id, identity, readShape, text } from '../shape';

const disputeSchema = fields({
	issue_id: identity,
	order_id: id,
	parent_order_id: id,
	issue_status: text,
	reason_english: text,
	reason_chinese: text,
	gmt_create: text,
	gmt_modified: text,
	buyer_login_id: text,
});

/** One dispute of the list: the checked fields, and the object as the platform wrote it. */
export interface RawDispute {
	fields: z.infer<typeof disputeSchema>;
	source: JsonObject;
}

/** One page of disputes; the total is absent when the platform left it out. */
export interface DisputePage {
	disputes: RawDispute[];
	totalCount?: number;
}

/**
 * Reads a page of `aliexpress.issue.issuelist.get`.
 *
 * @param page which page it is, from 1.
 */
export function parseDisputes(value: JsonObject, page: number): DisputePage {
	const within = ['result'];
	const place = { field: 'data_list', within, total: 'total_item', isFirstPage: page === 1 };
	const disputes = readRows(value, place).map(({ source, at }) => ({
		fields: readShape(disputeSchema, source, at),
		source,
	}));
	const totalCount = readCount(value, within, 'total_item');
	return { disputes, ...(totalCount !== undefined && { totalCount }) };
}

/** How dispute items are made. */
export interface DisputeItemChoice extends BuyerDataChoice {
	/** Zone of the times; the platform states it for one of them only, as Pacific. */
	zone: PlatformZone;
}

/** Normalises a dispute of the list. */
export function toDisputeItem({ fields }: RawDispute, choice: DisputeItemChoice) {
	const login = fields.buyer_login_id;
	return present({
		disputeId: fields.issue_id,
		orderId: fields.parent_order_id ?? fields.order_id,
		childOrderId: fields.parent_order_id === undefined ? undefined : fields.order_id,
		status: fields.issue_status,
		reason: fields.reason_english ?? fields.reason_chinese,
		...timesInOrder(
			{
				createdAt: fields.gmt_create,
				modifiedAt: fields.gmt_modified,
			},
			choice.zone,
		),
		buyerRef: buyerRefOf(login, choice.pseudonymKey),
		reasonChinese: fields.reason_chinese,
		buyer: present({ loginId: buyerText(login, choice) }),
	});
}
export type DisputeItem = ReturnType<typeof toDisputeItem>;

/** Takes a dispute of the list down to eight fields; the buyer stays only when asked for. */
export function simplifyDispute(
	item: DisputeItem,
	choice: Pick<BuyerDataChoice, 'includeBuyerData'>,
) {
	return present({
		disputeId: item.disputeId,
		orderId: item.orderId,
		childOrderId: item.childOrderId,
		status: item.status,
		reason: item.reason,
		createdAt: item.createdAt,
		modifiedAt: item.modifiedAt,
		buyerRef: item.buyerRef,
		buyer: choice.includeBuyerData ? item.buyer : undefined,
	});
}
