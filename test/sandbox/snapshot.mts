import type { LimitKeeper } from './gateway/limits.mts';
import type { JsonObject } from './json.mts';
import type { Sandbox } from './sandbox.mts';
import { currentVersion, decimalText, totalCents } from './shop/orders.mts';
import type { Order } from './shop/orders.mts';
import type { Review } from './shop/reviews.mts';

const LATEST = 40;

/** What the page shows: the newest of everything, and the state of the limits. */
export function snapshot(sandbox: Sandbox, limits: LimitKeeper): JsonObject {
	const { shop, alibaba, feishu, helpdesk, log, faults, push, settings } = sandbox;
	const nowMs = settings.now();
	return {
		nowMs,
		...(settings.board && { day: { ...settings.board.view(sandbox) } as JsonObject }),
		orderCount: shop.orders.length,
		reviewCount: shop.reviews.length,
		messageCount: feishu.messages.length,
		ticketCount: helpdesk.tickets.length,
		orders: shop.orders
			.toSorted((a, b) => b.createdAtMs - a.createdAtMs)
			.slice(0, LATEST)
			.map(orderView),
		reviews: shop.reviews
			.toSorted((a, b) => b.writtenAtMs - a.writtenAtMs)
			.slice(0, LATEST)
			.map(reviewView),
		messages: feishu.messages
			.slice(-LATEST)
			.map(({ atMs, msgType, body }) => ({ atMs, msgType, body })),
		refusals: feishu.refusals.slice(-3).map((refusal) => ({ ...refusal })),
		tickets: helpdesk.tickets
			.slice(-LATEST)
			.reverse()
			.map((ticket) => ({
				...ticket,
				customer: helpdesk.users.find(({ id }) => id === ticket.customer_id)?.email,
				articles: helpdesk.articles
					.filter(({ ticket_id }) => ticket_id === ticket.id)
					.map((article) => ({ ...article })),
			})),
		quota: {
			today: limits.usedToday(),
			perDay: settings.limits.perDay,
			lastSecond: limits.inLastSecond(),
			perSecond: settings.limits.perSecond,
			peakSecond: log.maxInAnySecond(),
			total: log.calls.length,
		},
		bans: log.bans.slice(-5).map((ban) => ({ ...ban, active: ban.untilMs > nowMs })),
		calls: log.calls
			.slice(-LATEST)
			.reverse()
			.map((call) => ({ ...call })),
		alibaba: {
			productCount: alibaba.products.length,
			orderCount: alibaba.orders.length,
			lastMinute: alibaba.inLastMinute(),
			peakMinute: alibaba.log.maxInAnyMinute(),
			total: alibaba.log.calls.length,
			blocks: alibaba.log.blocks
				.slice(-5)
				.map((block) => ({ ...block, active: block.untilMs > nowMs })),
			calls: alibaba.log.calls
				.slice(-LATEST)
				.reverse()
				.map((call) => ({ ...call })),
		},
		faults: faults.pending.map(({ refusal, ...fault }) => ({
			...fault,
			...(refusal === undefined ? {} : { refusal: { ...refusal } }),
		})),
		push: {
			address: push.address,
			total: push.deliveries.length,
			deliveries: push.deliveries.slice(-5).map((delivery) => ({ ...delivery })),
		},
	};
}

/** An order as the control interface and the page show it. */
export function orderView(order: Order): JsonObject {
	const version = currentVersion(order);
	return {
		id: String(order.id),
		status: version.status,
		createdAtMs: order.createdAtMs,
		changedAtMs: version.changedAtMs,
		visibleAtMs: version.visibleAtMs,
		total: decimalText(totalCents(order)),
		currency: order.currency,
		buyer: `${order.buyer.firstName} ${order.buyer.lastName}`,
		country: order.buyer.country,
		memo: order.memo,
		lines: order.lines.map(({ childId, product, sku, count }) => ({
			childId: String(childId),
			productId: String(product.id),
			name: product.name,
			sku: sku.code,
			count,
		})),
	};
}

/** A review as the control interface and the page show it. */
export function reviewView(review: Review): JsonObject {
	const { orderId, childId, productId, ...rest } = review;
	return {
		...rest,
		orderId: String(orderId),
		childId: String(childId),
		productId: String(productId),
	};
}
