import { z } from 'zod';

import { count, object, text } from './shape';

/** An amount as decimal text, never a float, with its ISO 4217 currency. */
export type Money = { amount: string; currency: string };

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

const currencyHolder = z.object({ currency_code: text });
const shape = z.object({
	amount: text,
	cent: count,
	cent_factor: count,
	currency_code: text,
	currency: z.unknown(),
});

function currencyOf(fields: z.infer<typeof shape>): string | undefined {
	if (fields.currency_code) return fields.currency_code;
	if (typeof fields.currency === 'string') return fields.currency || undefined;
	const nested = currencyHolder.safeParse(fields.currency);
	return nested.success ? nested.data.currency_code : undefined;
}

/**
 * A money field of the platform: `{amount, currency_code}` with the amount as text or number, or a
 * `{cent, cent_factor}` pair. A pair is preferred to an amount that came as a number, since the
 * number may have been rounded. An amount without a currency is no money and counts as missing.
 */
export const money = object.transform((source, context): Money | undefined => {
	if (source === undefined) return undefined;
	const fields = shape.safeParse(source);
	const refuse = () => {
		context.addIssue({ code: 'custom', message: 'is not an amount of money' });
		return z.NEVER;
	};
	if (!fields.success) return refuse();
	const { amount: written, cent, cent_factor: factor } = fields.data;
	const pair = cent === undefined || factor === undefined ? undefined : centText(cent, factor);
	const isRounded = typeof source.amount === 'number' && pair !== undefined;
	const given = isRounded ? undefined : written;
	const amount = given === undefined ? pair : decimalText(given);
	if (given !== undefined && amount === undefined) return refuse();
	const currency = currencyOf(fields.data);
	return amount === undefined || currency === undefined ? undefined : { amount, currency };
});
