import { seedStep } from './seedSteps.mts';
import { SERVICES } from './services.mts';
import type { Shop } from './shop.mts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Has a shop filled, when it is first looked at, with orders at realistic stages of their lives,
 * reviews of the finished ones, disputes and notes. All times are before `nowMs`.
 */
export function seedShop(shop: Shop, nowMs: number): void {
	shop.fillLater((empty) => fill(empty, nowMs));
}

function fill(shop: Shop, nowMs: number): void {
	const { random, options } = shop;
	const ages = Array.from({ length: options.seedOrders }, () =>
		random.int(0, options.seedDays * DAY_MS),
	).sort((a, b) => b - a);
	for (const ageMs of ages) liveThrough(shop, nowMs - ageMs, nowMs);
	for (let opened = 0; opened < options.seedDisputes; opened += 1) disputeSeeded(shop, nowMs);
	writeSeeded(shop, nowMs);
	for (let written = 0; written < options.seedNotes && shop.orders.length > 0; written += 1) {
		shop.writeNote(random.pick(shop.orders).id, `Packed by hand & checked, "${written + 1}" 备注`);
	}
}

function liveThrough(shop: Shop, createdAtMs: number, nowMs: number): void {
	const { random } = shop;
	const isVaried = shop.options.seedStatuses === 'all';
	const { id } = shop.placeOrder({
		createdAtMs,
		...(isVaried ? { serviceCode: random.pick(SERVICES).code } : {}),
	});
	let atMs = createdAtMs + random.int(60_000, 3 * HOUR_MS);
	if (atMs > nowMs) return;
	if (random.chance(0.08)) {
		shop.cancelOrder(id, { atMs });
		return;
	}
	if (isVaried && seedStep(shop, id, 'unpaid', atMs)) return;
	shop.payOrder(id, { atMs, riskCheck: true });
	atMs += random.int(HOUR_MS, 12 * HOUR_MS);
	if (atMs > nowMs) return;
	if (isVaried && seedStep(shop, id, 'paid', atMs)) return;
	shop.setStatus(id, 'WAIT_SELLER_SEND_GOODS', { atMs });
	atMs += random.int(6 * HOUR_MS, 40 * HOUR_MS);
	if (atMs > nowMs) return;
	if (isVaried && seedStep(shop, id, 'toSend', atMs)) return;
	shop.shipOrder(id, { atMs });
	atMs += isVaried ? random.int(8 * DAY_MS, 40 * DAY_MS) : random.int(2 * DAY_MS, 6 * DAY_MS);
	if (atMs > nowMs) return;
	if (isVaried && seedStep(shop, id, 'sent', atMs)) return;
	shop.finishOrder(id, { atMs, payoutRuns: random.chance(0.4) });
	if (isVaried && random.chance(0.3)) shop.rateBuyer(id);
}

/** A dispute about a parcel under way; every third one is refunded, every fourth taken back. */
function disputeSeeded(shop: Shop, nowMs: number): void {
	const { random } = shop;
	const underWay = shop.orders.filter(
		(order) => order.versions.at(-1)?.status === 'WAIT_BUYER_ACCEPT_GOODS',
	);
	if (underWay.length === 0) return;
	const order = random.pick(underWay);
	const { changedAtMs } = order.versions.at(-1) ?? order.versions[0]!;
	const openedAtMs = random.int(changedAtMs, nowMs);
	const { id } = shop.openDispute({
		orderId: order.id,
		reason: random.int(0, 3),
		atMs: openedAtMs,
	});
	const answeredAtMs = random.int(openedAtMs, nowMs);
	shop.addDisputeStep(id, {
		action: 'seller_refuse',
		text: 'It is under way, "please" wait',
		atMs: answeredAtMs,
	});
	const place = shop.disputes.length;
	if (place % 3 === 0) shop.endDispute(id, 'finish', random.int(answeredAtMs, nowMs));
	else if (place % 4 === 0) shop.endDispute(id, 'canceled_issue', random.int(answeredAtMs, nowMs));
}

function writeSeeded(shop: Shop, nowMs: number): void {
	const { random, options } = shop;
	const reviewed = new Set<bigint>();
	let free = shop.orders.filter(
		(order) => order.versions.at(-1)?.endReason === 'buyer_confirm_goods',
	);
	for (let written = 0; written < options.seedReviews; written += 1) {
		const order = free.length > 0 ? random.pick(free) : finishedOrder(shop, nowMs);
		const endAtMs = order.versions.at(-1)?.endAtMs ?? nowMs;
		const { childId } = shop.writeReview({
			orderId: order.id,
			stars: random.pick([5, 5, 5, 5, 4, 4, 3, 2, 1]),
			writtenAtMs: random.int(endAtMs, nowMs),
		});
		reviewed.add(childId);
		const isFree = order.lines.some((line) => !reviewed.has(line.childId));
		if (free.length === 0 && isFree) free = [order];
		else if (!isFree) free = free.filter((candidate) => candidate !== order);
	}
}

function finishedOrder(shop: Shop, nowMs: number) {
	const { id } = shop.placeOrder({ createdAtMs: nowMs - 9 * DAY_MS });
	shop.payOrder(id, { atMs: nowMs - 9 * DAY_MS + HOUR_MS });
	shop.shipOrder(id, { atMs: nowMs - 8 * DAY_MS });
	return shop.finishOrder(id, { atMs: nowMs - DAY_MS });
}
