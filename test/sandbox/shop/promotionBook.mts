import type { Product } from './products.mts';
import { PROMOTION_TYPES } from './promotions.mts';
import type { Coupon, Promotion } from './promotions.mts';

export interface PromotionBook {
	readonly promotions: readonly Promotion[];
	readonly coupons: readonly Coupon[];
	addPromotion(promotion?: Partial<Promotion>): Promotion;
	addCoupon(coupon?: Partial<Coupon>): Coupon;
}

interface BookContext {
	offset: bigint;
	products: () => readonly Product[];
	/** The moment the shop began, ms. */
	startMs: number;
	seedPromotions: number;
	seedCoupons: number;
	changed: () => void;
}

const DAY_MS = 86_400_000;
const NAMES = ['Spring "Sale" & more', '双十一大促', 'Bundle & save', 'Чёрная пятница', 'Flash <3'];

/** The promotions and coupons of a shop, made when they are first looked at. */
export function createPromotionBook(context: BookContext): PromotionBook {
	const { offset, products, startMs, changed } = context;
	let made: { promotions: Promotion[]; coupons: Coupon[] } | undefined;
	const nextPromotion = (place: number): Promotion => ({
		id: 5_000_000_000_001n + offset + BigInt(place),
		name: `${NAMES[place % NAMES.length]} ${place + 1}`,
		type: PROMOTION_TYPES[place % PROMOTION_TYPES.length] ?? 'ProductDiscount',
		paused: place % 7 === 3,
		// In turn: running, over, to come.
		startMs: startMs + [-5, -60, 10][place % 3]! * DAY_MS,
		endMs: startMs + [20, -30, 40][place % 3]! * DAY_MS,
		productIds: products()
			.filter((_, index) => (index + place) % (place % 4 === 1 ? 2 : 5) === 0)
			.map(({ id }) => id),
	});
	const nextCoupon = (place: number): Coupon => ({
		id: 700_000_001n + offset + BigInt(place),
		name: `Coupon ${place + 1} "& more"`,
		valueCents: 100 * (1 + (place % 5)),
		minOrderCents: place % 3 === 0 ? 0 : 1500 + place * 100,
		validSeconds: (7 + place) * 86_400,
		perBuyer: 1 + (place % 2),
		released: place * 11,
		total: 1000,
		acquireStartMs: startMs + [-10, -80, 5][place % 3]! * DAY_MS,
		acquireEndMs: startMs + [15, -20, 30][place % 3]! * DAY_MS,
		closed: place % 4 === 3,
	});
	const books = () =>
		(made ??= {
			promotions: Array.from({ length: context.seedPromotions }, (_, place) =>
				nextPromotion(place),
			),
			coupons: Array.from({ length: context.seedCoupons }, (_, place) => nextCoupon(place)),
		});
	return {
		get promotions() {
			return books().promotions;
		},
		get coupons() {
			return books().coupons;
		},
		addPromotion(given) {
			const { promotions } = books();
			const promotion = { ...nextPromotion(promotions.length), ...given };
			promotions.push(promotion);
			changed();
			return promotion;
		},
		addCoupon(given) {
			const { coupons } = books();
			const coupon = { ...nextCoupon(coupons.length), ...given };
			coupons.push(coupon);
			changed();
			return coupon;
		},
	};
}
