import { currencyCode, readDecimal, type Decimal } from '../../../wire/money';
import { fieldsOf, isMissing, listIn } from '../../../wire/reading';
import { entriesOf, partsOf } from '../entries';
import { QUANTITY, readQuantity } from '../quantity';
import { writtenText } from '../rows';
import { ladderOf, type Offer, type PriceTier } from './ladder';

/** A price ladder and what could not be read. */
export interface ParsedPrice {
	/** Sorted by quantity; tiers from the same quantity on are different offers. */
	tiers: PriceTier[];
	/** Entries as they came that are no price, and a base price or MOQ that was needed and is none. */
	rejected: unknown[];
}

/** What an entry inherits from the price object. */
interface Base {
	currency: string;
	tradeTerm: string;
}

/** How an entry begins: a quantity, a colon, and the first sign of a price. */
const ENTRY_BEGIN = new RegExp(`${QUANTITY}\\s*:(?=\\s*[.\\d])`, 'y');

function baseOf(fields: Readonly<Record<string, unknown>>): Base {
	return {
		currency: currencyCode(writtenText(fields.currency) ?? 'USD'),
		tradeTerm: isMissing(fields.trade_terms) ? 'FOB' : termOf(fields.trade_terms),
	};
}

/** A term as written; of a list all of them, which makes none of them certain. */
function termOf(written: unknown): string {
	const terms = (listIn(written) ?? []).flatMap((term) => writtenText(term) ?? []);
	return (writtenText(written) ?? terms.join('/')).toUpperCase();
}

function readPrice(value: unknown): Decimal | undefined {
	const price = readDecimal(writtenText(value) ?? '');
	return price !== undefined && price.units > 0n ? price : undefined;
}

/** `quantity:price[:term[:named place]]`; undefined when it is none. */
function readEntry(entry: unknown, base: Base): Offer | undefined {
	if (typeof entry !== 'string') return undefined;
	const { parts, span } = partsOf(entry);
	const minQuantity = readQuantity(parts[0]);
	const price = readPrice(parts[1]);
	if (minQuantity === undefined || price === undefined) return undefined;
	return {
		minQuantity,
		price,
		currency: base.currency,
		tradeTerm: writtenText(parts[2])?.toUpperCase() ?? base.tradeTerm,
		namedPlace: writtenText(span(3)) ?? null,
	};
}

/** Without entries the base price holds from the MOQ upwards; nobody wrote an upper end. */
function basePrice(fields: Readonly<Record<string, unknown>>, base: Base): ParsedPrice {
	const { price: writtenPrice, moq: writtenMoq } = fields;
	const price = readPrice(writtenPrice);
	const moq = readQuantity(writtenMoq);
	const rejected = [
		...(price === undefined && !isMissing(writtenPrice) ? [writtenPrice] : []),
		...(moq === undefined && !isMissing(writtenMoq) ? [writtenMoq] : []),
	];
	if (price === undefined) return { tiers: [], rejected };
	return {
		tiers: ladderOf([{ ...base, minQuantity: moq ?? 1, price, namedPlace: null }]),
		rejected,
	};
}

/**
 * Reads a price object: `price`, `currency` (default USD), `trade_terms` (default FOB), `moq` and
 * `batch_prices` with entries such as `1000:5.0:FOB` or `500:4.8:CIF:Hamburg`. Each tier keeps its own
 * trade term; the base price never takes the place of entries that cannot be read.
 *
 * @param input the object or its JSON text; anything else is taken as the entries. Never throws.
 */
export function parsePriceInfo(input: unknown): ParsedPrice {
	const fields = fieldsOf(input) ?? { batch_prices: input };
	const base = baseOf(fields);
	const entries = entriesOf(fields.batch_prices, ENTRY_BEGIN);
	if (entries.length === 0) return basePrice(fields, base);
	const read = entries.map((entry) => ({ entry, offer: readEntry(entry, base) }));
	return {
		tiers: ladderOf(read.flatMap(({ offer }) => offer ?? [])),
		rejected: read.flatMap(({ entry, offer }) => (offer === undefined ? [entry] : [])),
	};
}
