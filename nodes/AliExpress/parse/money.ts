import { isJsonObject, type JsonObject } from '../../wire/envelope';
import type { JsonValue } from '../../wire/json';
import { readerOf, schemaOf, type Issue } from './reader';
import { count, text } from './shape';

/** An amount as decimal text, never a float, with its ISO 4217 currency. */
export type Money = { amount: string; currency: string };

/** Decimal text that is as it should be. */
const PLAIN = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,2}))?$/;

/** Moves the decimal point of `whole.fraction` by `shift` places without arithmetic on floats. */
function shifted(whole: string, fraction: string, shift: number): string {
	const digits = whole + fraction;
	const point = whole.length + shift;
	const isBeforeDigits = point <= 0;
	const head = isBeforeDigits ? '0' : digits.slice(0, point).padEnd(point, '0');
	const tail = isBeforeDigits ? '0'.repeat(-point) + digits : digits.slice(point);
	const trimmed = head.replace(/^0+(?=\d)/, '');
	return tail ? `${trimmed}.${tail}` : trimmed;
}

/**
 * An amount as plain decimal text: `12.30` stays `12.30`, `1E+2` becomes `100`.
 *
 * @returns undefined when it is no decimal number.
 */
export function decimalText(value: string): string | undefined {
	if (PLAIN.test(value)) return value;
	const match = DECIMAL.exec(value.trim());
	if (!match) return undefined;
	const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
	return sign + shifted(whole, fraction, Number(exponent));
}

/** `cent / factor` as decimal text, e.g. 1234 of 100 is `12.34`; the factor is a power of ten. */
function centText(cent: number, factor: number): string | undefined {
	const places = /^1(0*)$/.exec(String(factor))?.[1]?.length;
	if (places === undefined) return undefined;
	return (cent < 0 ? '-' : '') + shifted(String(Math.abs(cent)), '', -places);
}

/** An amount and its currency from two fields; undefined unless both are there. */
export function moneyOf(
	written: string | undefined,
	currency: string | undefined,
): Money | undefined {
	const amount = written === undefined ? undefined : decimalText(written);
	return amount === undefined || currency === undefined ? undefined : { amount, currency };
}

const readText = readerOf(text);
const readCount = readerOf(count);

function currencyOf({ currency, currency_code }: JsonObject, issue: Issue): string | undefined {
	const written = isJsonObject(currency) ? currency.currency_code : currency;
	return readText(currency_code, issue) ?? readText(written, issue);
}

/**
 * A money field of the platform: `{amount, currency_code}` with the amount as text or number, or a
 * `{cent, cent_factor}` pair. A pair is preferred to an amount that came as a number, since the
 * number may have been rounded. An amount without a currency is no money and counts as missing.
 */
export const money = schemaOf((value, issue): Money | undefined => {
	const source = value as JsonValue;
	if (!isJsonObject(source)) return undefined;
	const written = readText(source.amount, issue);
	const cent = readCount(source.cent, issue);
	const factor = readCount(source.cent_factor, issue);
	const pair = cent === undefined || factor === undefined ? undefined : centText(cent, factor);
	const isRounded = typeof source.amount === 'number' && pair !== undefined;
	const given = isRounded ? undefined : written;
	const amount = given === undefined ? pair : decimalText(given);
	if (given !== undefined && amount === undefined) issue.what = 'is not an amount of money';
	const currency = currencyOf(source, issue);
	return amount === undefined || currency === undefined ? undefined : { amount, currency };
});
