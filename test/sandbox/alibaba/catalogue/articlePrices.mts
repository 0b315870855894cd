import type { JsonObject, JsonValue } from '../../json.mts';

/** A price from a quantity on. */
export interface Tier {
	quantity: number;
	cents: number;
}

export interface PriceFacts {
	moq: number;
	tiers: readonly Tier[];
	currency: string;
}

type PriceForm = (facts: PriceFacts) => JsonObject;

const TERMS = ['FOB', 'CIF', 'EXW', 'DDP'];

/** An amount as the catalogue writes it: `4.50`. */
export function amountText(cents: number): string {
	return (cents / 100).toFixed(2);
}

const entries = ({ tiers }: PriceFacts): string[] =>
	tiers.map(({ quantity, cents }, place) => `${quantity}:${amountText(cents)}:${TERMS[place % 4]}`);
const base = ({ tiers, currency, moq }: PriceFacts): JsonObject => ({
	price: amountText(tiers[0]?.cents ?? 500),
	trade_terms: 'FOB',
	currency,
	moq,
});
const withBatch = (facts: PriceFacts, batch_prices: JsonValue): JsonObject => ({
	...base(facts),
	batch_prices,
});
const thousands = (quantity: number) => quantity.toLocaleString('en-US');

/** Every way `price_info` has been met, in order of the article's faults; the first is the plain one. */
export const PRICE_FORMS: readonly PriceForm[] = [
	(facts) => withBatch(facts, entries(facts)),
	base,
	(facts) => withBatch(facts, entries(facts).toReversed()),
	(facts) => withBatch(facts, [entries(facts)[0] ?? '', ...entries(facts)]),
	(facts) =>
		withBatch(
			facts,
			entries(facts).flatMap((entry) => [entry, 'ask us']),
		),
	// No term: the base's counts, and it is not FOB here.
	(facts) => ({
		...base(facts),
		trade_terms: 'CIF',
		batch_prices: facts.tiers.map(({ quantity, cents }) => `${quantity}:${amountText(cents)}`),
	}),
	(facts) => ({
		...base(facts),
		moq: thousands(facts.moq),
		batch_prices: facts.tiers.map(
			({ quantity, cents }) => `${thousands(quantity)}: ${amountText(cents)} : fob `,
		),
	}),
	(facts) =>
		withBatch(
			facts,
			entries(facts).map((entry) => `${entry}:Ningbo`),
		),
	(facts) =>
		withBatch(
			facts,
			entries(facts).map((entry) => entry.replaceAll(':', '：')),
		),
	(facts) => ({ ...withBatch(facts, null), price: Number(amountText(facts.tiers[0]?.cents ?? 0)) }),
	(facts) =>
		withBatch(facts, [
			'0:1.00:FOB',
			'-5:1.00:FOB',
			`${facts.moq}:nan:FOB`,
			`${facts.moq}:inf:CIF`,
			`${facts.moq}:-3.20:FOB`,
			...entries(facts),
		]),
	(facts) => ({ ...base(facts), price: null, batch_prices: [] }),
	(facts) => withBatch(facts, ['negotiable', 'unlimited', '']),
	({ tiers, moq }) => ({ price: amountText(tiers[0]?.cents ?? 500), moq }),
	(facts) => withBatch(facts, [...entries(facts), '10000-+ pcs:4.00:EXW', 'unlimited:3.00:FOB']),
	// One quantity at two terms: two offers, not a repeat.
	(facts) =>
		withBatch(
			facts,
			facts.tiers.flatMap(({ quantity, cents }) => [
				`${quantity}:${amountText(cents)}:FOB`,
				`${quantity}:${amountText(cents + 90)}:CIF`,
			]),
		),
];
