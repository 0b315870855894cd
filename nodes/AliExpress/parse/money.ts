import { isJsonObject, type JsonObject, type JsonValue } from '../../wire/json';
import { currencyCode, printDecimal, signedMoneyOf, type Money } from '../../wire/money';
import { count, readerOf, schemaOf, text, type Issue } from './shape';

/** An amount that is as it should be: nearly all, and lists hold thousands. */
const PLAIN = /^(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** `cent / factor` as decimal text, e.g. 1234 of 100 is `12.34`; the factor is a power of ten. */
function centText(cent: number, factor: number): string | undefined {
	const scale = /^1(0*)$/.exec(String(factor))?.[1]?.length;
	if (scale === undefined) return undefined;
	return (cent < 0 ? '-' : '') + printDecimal({ units: BigInt(Math.abs(cent)), scale });
}

/**
 * An amount and its currency from two fields, e.g. `1,299.00` and `USD`, or `US $12` alone.
 *
 * @returns undefined when one of them is missing or cannot be read, or when they contradict each other.
 */
export function moneyOf(
	written: string | undefined,
	currency: string | undefined,
): Money | undefined {
	if (written === undefined) return undefined;
	const isPlain = currency !== undefined && PLAIN.test(written);
	if (isPlain) return { amount: written, currency: currencyCode(currency) };
	return signedMoneyOf(written, currency);
}

/**
 * The same where a missing amount would mean something else than an unknown one.
 *
 * @param at where in the answer the amount stands.
 * @throws TypeError when an amount is there that cannot be read.
 */
export function sureMoney(
	written: string | undefined,
	currency: string | undefined,
	at: string,
): Money | undefined {
	const money = moneyOf(written, currency);
	if (money || written === undefined || currency === undefined) return money;
	throw new TypeError(`The field "${at}" of the answer is not an amount of money.`);
}

const readText = readerOf(text);
const readCount = readerOf(count);

function currencyIn({ currency, currency_code }: JsonObject, issue: Issue): string | undefined {
	const written = isJsonObject(currency) ? currency.currency_code : currency;
	return readText(currency_code, issue) ?? readText(written, issue);
}

/**
 * A money field of the platform: `{amount, currency_code}` with the amount as text or number, a
 * `{cent, cent_factor}` pair, or a text such as `US $12`. A pair is preferred to an amount that came as a number, since the
 * number may have been rounded, and stands in for one that cannot be read. An amount without a currency
 * is no money and counts as missing.
 */
export const money = schemaOf((value, issue): Money | undefined => {
	const source = value as JsonValue;
	if (!isJsonObject(source)) return moneyOf(readText(source, issue), undefined);
	const currency = currencyIn(source, issue);
	const written = readText(source.amount, issue);
	const cent = readCount(source.cent, issue);
	const factor = readCount(source.cent_factor, issue);
	const pair = cent === undefined || factor === undefined ? undefined : centText(cent, factor);
	const isRounded = typeof source.amount === 'number' && pair !== undefined;
	const given = isRounded ? undefined : moneyOf(written, currency);
	const found = given ?? moneyOf(pair, currency);
	const isUnread = found === undefined && written !== undefined && currency !== undefined;
	if (isUnread) issue.what = 'is not an amount of money';
	return found;
});
