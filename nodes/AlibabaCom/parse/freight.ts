import { currencyOf } from './currency';
import { printDecimal, readDecimal } from './decimal';
import { halfWidth } from './written';

/** A sum of money; the currency is null where the text does not tell it. */
export interface Sum {
	/** Decimal text, e.g. `1000` of `$1,000`. */
	amount: string;
	currency: string | null;
}

const SUM = /^(?<before>[^\d.,+-]*)(?<amount>[\d.,]+)(?<after>[^\d.,+-]*)$/;

/**
 * Reads a text that is a sum and nothing else: `$200`, `US$1,000.50`, `200 EUR`, `300元`, `200`.
 *
 * @returns undefined for words and for sums with conditions, e.g. `Contact Seller`, `$5/kg`, `from $90`.
 */
export function readSum(text: string): Sum | undefined {
	const {
		before = '',
		amount: digits = '',
		after = '',
	} = SUM.exec(halfWidth(text).replace(/\s+/g, '').toUpperCase())?.groups ?? {};
	const amount = readDecimal(digits);
	if (!amount) return undefined;
	const currencies = [before, after].filter((sign) => sign !== '').map(currencyOf);
	if (currencies.includes(undefined)) return undefined;
	const [first = null, second = first] = currencies;
	// `$` is also written for other dollars: a code behind the sum says which.
	const currency = before === '$' || first === null ? second : first;
	if (second !== currency && second !== null) return undefined;
	return { amount: printDecimal(amount), currency };
}
