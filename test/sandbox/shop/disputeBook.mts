import { DISPUTE_REASONS } from './disputes.mts';
import type { Dispute, DisputeStatus, DisputeStep } from './disputes.mts';
import type { OrderBook } from './orderBook.mts';

export interface DisputeDraft {
	orderId: bigint;
	/** The line; default the first. */
	childId?: bigint;
	/** Place in the list of reasons; default the first. */
	reason?: number;
	/** What the buyer wrote. */
	text?: string;
	atMs?: number;
}

export interface DisputeBook {
	readonly disputes: readonly Dispute[];
	/** The buyer opens a dispute: the order becomes IN_ISSUE. Throws for an unknown order or line. */
	openDispute(draft: DisputeDraft): Dispute;
	/** Adds to a dispute's history; a seller's step turns it to the buyer and back. */
	addDisputeStep(id: bigint, step: Partial<DisputeStep> & Pick<DisputeStep, 'action'>): Dispute;
	/** Ends a dispute: refunded (the order is FINISH) or canceled (the order goes on). */
	endDispute(id: bigint, status: Exclude<DisputeStatus, 'processing'>, atMs?: number): Dispute;
}

const DAY_MS = 86_400_000;
const FIRST_ID = 6_100_000_000_000_001n;

interface BookContext {
	orders: OrderBook;
	offset: bigint;
	now: () => number;
	changed: () => void;
}

/** The disputes of a shop. */
export function createDisputeBook({ orders, offset, now, changed }: BookContext): DisputeBook {
	const disputes: Dispute[] = [];
	const mustHave = (id: bigint): Dispute => {
		const dispute = disputes.find((candidate) => candidate.id === id);
		if (!dispute) throw new Error(`No dispute ${id}`);
		return dispute;
	};
	return {
		disputes,
		openDispute(draft) {
			const atMs = draft.atMs ?? now();
			const order = orders.order(draft.orderId);
			const line = order?.lines.find(
				({ childId }) => draft.childId === undefined || childId === draft.childId,
			);
			if (!order || !line) throw new Error('A dispute needs a line of an order');
			const [reasonEn, reasonZh] = DISPUTE_REASONS[draft.reason ?? 0] ?? ['Other', '其他'];
			const id = FIRST_ID + offset + BigInt(disputes.length * 10);
			const maxCents = line.sku.priceCents * line.count;
			const dispute: Dispute = {
				id,
				orderId: order.id,
				childId: line.childId,
				buyerLoginId: order.buyer.loginId,
				status: 'processing',
				detailStatus: 'wait_for_seller_response',
				reasonEn,
				reasonZh,
				openedAtMs: atMs,
				changedAtMs: atMs,
				timeoutAtMs: atMs + 5 * DAY_MS,
				maxCents,
				currency: order.currency,
				productId: line.product.id,
				productName: line.product.name,
				imageUrl: line.product.imageUrl,
				count: line.count,
				productCents: line.sku.priceCents,
				solutions: [
					{
						id: id + 1n,
						by: 'buyer',
						kind: 'refund',
						refundCents: maxCents,
						text: 'Full refund, please',
						status: 'wait_seller_accept',
						atMs,
					},
				],
				steps: [
					{
						action: 'initiate',
						by: 'buyer',
						text: draft.text ?? 'It never arrived 😡 <b>refund</b>',
						atMs,
						pictures: ['https://ae01.alicdn.invalid/kf/dispute.jpg'],
					},
				],
			};
			disputes.push(dispute);
			orders.setStatus(order.id, 'IN_ISSUE', { atMs, issueStatus: 'IN_ISSUE' });
			return dispute;
		},
		addDisputeStep(id, { by = 'seller', text = '', atMs = now(), pictures = [], action }) {
			const dispute = mustHave(id);
			dispute.steps.push({ action, by, text, atMs, pictures });
			dispute.changedAtMs = atMs;
			dispute.detailStatus =
				by === 'seller' ? 'wait_for_buyer_response' : 'wait_for_seller_response';
			changed();
			return dispute;
		},
		endDispute(id, status, atMs = now()) {
			const dispute = mustHave(id);
			const isRefund = status === 'finish';
			Object.assign(dispute, { status, detailStatus: status, changedAtMs: atMs });
			dispute.steps.push({
				action: isRefund ? 'seller_accept' : 'cancel',
				by: isRefund ? 'seller' : 'buyer',
				text: '',
				atMs,
				pictures: [],
			});
			for (const solution of dispute.solutions) solution.status = isRefund ? 'reached' : 'closed';
			const { sentAtMs } = orders.order(dispute.orderId)?.versions.at(-1) ?? {};
			const goesOn = sentAtMs === undefined ? 'WAIT_SELLER_SEND_GOODS' : 'WAIT_BUYER_ACCEPT_GOODS';
			orders.setStatus(dispute.orderId, isRefund ? 'FINISH' : goesOn, {
				atMs,
				issueStatus: 'END_ISSUE',
				...(isRefund ? { endAtMs: atMs, endReason: 'issue_refund' } : {}),
			});
			return dispute;
		},
	};
}
