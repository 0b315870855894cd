import type { PriceTier } from './ladder';
import type { Words } from './words';

/** The price of one tier for the quantity asked. */
export type QuotedOffer = Omit<PriceTier, 'price'> & {
	/** Decimal text, as the supplier wrote it. */
	unitPrice: string;
	/** Unit price times quantity, exact decimal text. No freight is added. */
	total: string;
	/** What the price does not include, in words. */
	notIncluded: Words[];
};
