import type { Shop } from './shop.mts';

/** How far an order came before it stops in a rare status. */
export type SeedStage = 'unpaid' | 'paid' | 'toSend' | 'sent';

const RARE: Readonly<Record<SeedStage, readonly string[]>> = {
	unpaid: ['PAYMENT_PROCESSING', 'WAIT_GROUP', 'WAIT_GROUP_SUCCESS', 'WAIT_COMPLETE_ADDRESS'],
	paid: ['RISK_CONTROL_HOLD', 'WAIT_SELLER_EXAMINE_MONEY', 'IN_CANCEL'],
	toSend: ['SELLER_PART_SEND_GOODS', 'IN_FROZEN'],
	sent: ['ARCHIVE'],
};

/** How many orders of each stage stop there. */
const SHARE = 0.03;

/** Lets a seeded order stop in a rare status of its stage; whether it did. */
export function seedStep(shop: Shop, id: bigint, stage: SeedStage, atMs: number): boolean {
	const { random } = shop;
	if (!random.chance(SHARE)) return false;
	const status = random.pick(RARE[stage]);
	if (status === 'SELLER_PART_SEND_GOODS') shop.shipOrder(id, { atMs });
	shop.setStatus(id, status, {
		atMs,
		...(status === 'IN_FROZEN' ? { frozenStatus: 'IN_FROZEN' } : {}),
		...(status === 'WAIT_SELLER_EXAMINE_MONEY' ? { fundStatus: 'WAIT_SELLER_CHECK' } : {}),
		...(status === 'SELLER_PART_SEND_GOODS' ? { logisticsStatus: 'SELLER_SEND_PART_GOODS' } : {}),
		...(status === 'ARCHIVE' ? { endAtMs: atMs, endReason: 'buyer_confirm_goods' } : {}),
	});
	return true;
}
