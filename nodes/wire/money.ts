import { halfWidth } from './text';

/** An exact decimal number of zero or more: `units / 10 ** scale`. */
export interface Decimal {
	units: bigint;
	/** Decimal places as written; 0 or more. */
	scale: number;
}

/** Longer than any sum of money; keeps arithmetic on hostile text cheap. */
const LONGEST_NUMBER = 60;
const DECIMAL =
	/^\+?(?=\.?\d)(?<whole>\d{1,3}(?:,\d{3})+|\d*)(?:\.(?<fraction>\d*))?(?:e(?<shift>[+-]?\d{1,2}))?$/i;
/** Thousands parted by blanks or apostrophes: `1 299.00`, `1'299`. */
const WIDE_THOUSANDS = /^\d{1,3}(?:[\s'’]\d{3})+(?:\.\d+)?$/;
/** Without the blanks or apostrophes between thousands. */
function joined(text: string): string {
	return WIDE_THOUSANDS.test(text) ? text.replace(/[\s'’]/g, '') : text;
}

/**
 * Reads `12.30`, `1,250.00`, `1 250` or `1e3`. The decimal places stay as written.
 *
 * @returns undefined for anything else: signs, words, commas that part no thousands, negative numbers.
 */
export function readDecimal(text: string): Decimal | undefined {
	const bare = halfWidth(text).trim();
	const parts = bare.length <= LONGEST_NUMBER ? DECIMAL.exec(joined(bare))?.groups : undefined;
	if (!parts) return undefined;
	const { whole = '', fraction = '', shift = '0' } = parts;
	const units = BigInt(whole.replaceAll(',', '') + fraction);
	const scale = fraction.length - Number(shift);
	return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

/** Plain decimal text with all its places, e.g. `5.00`. */
export function printDecimal({ units, scale }: Decimal): string {
	const digits = units.toString().padStart(scale + 1, '0');
	const point = digits.length - scale;
	return scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** Exact product; it has the decimal places of the number. */
export function timesQuantity({ units, scale }: Decimal, quantity: number): Decimal {
	return { units: units * BigInt(quantity), scale };
}

/** Below, at or above zero as `left` is less than, equal to or more than `right`: 5.0 equals 5. */
export function compareDecimals(left: Decimal, right: Decimal): -1 | 0 | 1 {
	const scale = Math.max(left.scale, right.scale);
	const [a, b] = [left, right].map(
		(decimal) => decimal.units * 10n ** BigInt(scale - decimal.scale),
	) as [bigint, bigint];
	if (a === b) return 0;
	return a < b ? -1 : 1;
}

/** All that write `$`; alone it is the first of them, as both platforms write it. */
const DOLLARS = [
	'USD',
	'ARS',
	'AUD',
	'BRL',
	'CAD',
	'CLP',
	'COP',
	'HKD',
	'MXN',
	'NZD',
	'SGD',
	'TWD',
	'UYU',
] as const;
/** Signs and words for currencies, in capitals. Several may share one: yuan and yen both write `¥`. */
const SIGNS: Readonly<Record<string, readonly string[]>> = {
	$: DOLLARS,
	US$: ['USD'],
	USD$: ['USD'],
	美元: ['USD'],
	美金: ['USD'],
	'€': ['EUR'],
	EURO: ['EUR'],
	欧元: ['EUR'],
	'£': ['GBP'],
	英镑: ['GBP'],
	HK$: ['HKD'],
	港币: ['HKD'],
	港元: ['HKD'],
	A$: ['AUD'],
	AU$: ['AUD'],
	C$: ['CAD'],
	CA$: ['CAD'],
	S$: ['SGD'],
	R$: ['BRL'],
	MX$: ['MXN'],
	NT$: ['TWD'],
	'₽': ['RUB'],
	РУБ: ['RUB'],
	'РУБ.': ['RUB'],
	卢布: ['RUB'],
	'₴': ['UAH'],
	'₸': ['KZT'],
	'₹': ['INR'],
	'₩': ['KRW'],
	'₪': ['ILS'],
	'₺': ['TRY'],
	TL: ['TRY'],
	ZŁ: ['PLN'],
	KČ: ['CZK'],
	KR: ['DKK', 'NOK', 'SEK'],
	RMB: ['CNY'],
	'RMB¥': ['CNY'],
	元: ['CNY'],
	人民币: ['CNY'],
	'CN¥': ['CNY'],
	'JP¥': ['JPY'],
	円: ['JPY'],
	日元: ['JPY'],
	'¥': ['CNY', 'JPY'],
	'￥': ['CNY', 'JPY'],
};
const CODES = new Set(Intl.supportedValuesOf('currency'));

/** The ISO 4217 codes that a sign or code may mean; none when it is neither. */
function currenciesOf(written: string): readonly string[] {
	const sign = halfWidth(written).replace(/\s+/g, '').toUpperCase();
	if (Object.hasOwn(SIGNS, sign)) return SIGNS[sign] ?? [];
	return CODES.has(sign) ? [sign] : [];
}

/** The one currency that is meant; null when it may be several or none. */
function certainCurrency(codes: readonly string[]): string | null {
	const [first = null, ...others] = codes;
	return others.length === 0 || codes === DOLLARS ? first : null;
}

/** The ISO 4217 code of a currency field, e.g. `CNY` of `RMB`; what is none stays as written, in capitals. */
export function currencyCode(written: string): string {
	// Nearly all are as they should be, and lists hold thousands of them.
	if (CODES.has(written)) return written;
	return certainCurrency(currenciesOf(written)) ?? written.trim().toUpperCase();
}

/** An amount as decimal text, never a float, with its ISO 4217 currency. */
export type Money = { amount: string; currency: string };

/** A sum of money; the currency is null where the text does not tell it. */
export interface Sum {
	/** Decimal text, e.g. `1000` of `$1,000`. */
	amount: string;
	currency: string | null;
}

/** Longer than any sum with its currency; keeps hostile texts cheap. */
const MAX_LENGTH = 100;
/** A sum with what stands before and behind it, of which neither holds a digit. */
const SUM = /^(?<before>[^\d.,+-]*)(?<amount>\.?\d(?:[\d.,\s'’]*\d)?)(?<after>[^\d,+-]*)$/;
/** A minus sign before the digits, behind the sign of a currency or before it. */
const MINUS = /^([^\d.,+−－-]*)[−－-]/;

/** What all of the signs may mean at once: `$` beside `CAD` is the Canadian one. */
function common(signs: readonly string[]): readonly string[] {
	const [first = [], ...others] = signs.map(currenciesOf);
	return others.reduce((codes, more) => codes.filter((code) => more.includes(code)), first);
}

/**
 * Reads a text that is a sum and nothing else: `$200`, `US$1,000.50`, `200 EUR`, `300元`, `200`.
 *
 * @param beside currency of the field beside it, which the signs of the text must not contradict.
 * @returns undefined for words and for sums with conditions, e.g. `Contact Seller`, `$5/kg`, `from $90`.
 */
export function readSum(text: string, beside?: string): Sum | undefined {
	if (text.length > MAX_LENGTH) return undefined;
	const parts = SUM.exec(halfWidth(text).trim())?.groups;
	const { before = '', amount: digits = '', after = '' } = parts ?? {};
	const amount = readDecimal(digits);
	if (!amount) return undefined;
	const signs = [before, after].filter((sign) => sign.trim() !== '');
	if (beside !== undefined) signs.push(beside);
	const codes = common(signs);
	if (signs.length > 0 && codes.length === 0) return undefined;
	return { amount: printDecimal(amount), currency: certainCurrency(codes) };
}

/**
 * A sum of money of zero or more, which says its currency itself or has it in the field beside it.
 *
 * @param currency code or sign of the field beside it; undefined when there is none.
 * @returns undefined unless both the amount and the currency can be read, and agree.
 */
export function moneyOf(written: string, currency: string | undefined): Money | undefined {
	const code = currency === undefined ? undefined : currencyCode(currency);
	const plain = readDecimal(written);
	if (plain)
		return code === undefined ? undefined : { amount: printDecimal(plain), currency: code };
	const sum = readSum(written, code);
	return sum && sum.currency !== null ? { amount: sum.amount, currency: sum.currency } : undefined;
}

/** The same for a sum that may be below zero, e.g. a discount: `-5.00`, `-US$5.00`, `US$-5.00`. */
export function signedMoneyOf(written: string, currency: string | undefined): Money | undefined {
	if (!MINUS.test(written)) return moneyOf(written, currency);
	const money = moneyOf(written.replace(MINUS, '$1'), currency);
	const isZero = money !== undefined && !/[1-9]/.test(money.amount);
	return money && !isZero ? { ...money, amount: `-${money.amount}` } : money;
}
