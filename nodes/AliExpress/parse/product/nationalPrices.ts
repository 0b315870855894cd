import { z } from 'zod';

import { isJsonObject, type JsonObject } from '../../../wire/envelope';
import { parseJson, type JsonValue } from '../../../wire/json';
import type { Money } from '../../../wire/money';
import { sureMoney } from '../money';
import { present } from '../present';
import { fields, readShape, text } from '../shape';
import type { ProductFields } from './productSchema';

/** What a country's buyers pay for a variant, or how it is reckoned from the price of the variant. */
export type NationalPrice = {
	country: string;
	/** `absolute`, `relative`, `percentage`, or `discount` for a price that is set on the variant. */
	type: string;
	price?: Money;
	/** Added to the price; negative for less. */
	difference?: Money;
	/** Added to the price, in per cent; negative for less. */
	percentage?: string;
};

/** The national prices of a product that are not set on its variants. */
export interface NationalRule {
	country: string;
	type: string;
	percentage?: string;
	/** Amounts by the key of the variant. */
	amounts: ReadonlyMap<string, string>;
}

const PLACE = 'aeop_national_quote_configuration.configuration_data';
const ruleSchema = fields({ shiptoCountry: text, percentage: text });

function rulesOf(written: string): JsonValue[] {
	let parsed: JsonValue | undefined;
	try {
		parsed = parseJson(written);
	} catch {
		// The reader's own message would not name the field.
		parsed = undefined;
	}
	if (Array.isArray(parsed)) return parsed;
	throw new TypeError(`The field "${PLACE}" of the answer is not a list.`);
}

/** Only for absolute prices the name of the map is known, so any field of that ending is taken. */
function amountsOf(rule: JsonObject): Map<string, string> {
	const maps = Object.entries(rule).flatMap(([key, value]) =>
		key.endsWith('QuoteMap') && isJsonObject(value) ? Object.entries(value) : [],
	);
	return new Map(
		maps.flatMap(([sku, amount]) => {
			const shown = z.union([z.string(), z.number().transform(String)]).safeParse(amount);
			return shown.success ? [[sku, shown.data] as const] : [];
		}),
	);
}

/** How the prices by country of a product are told, e.g. `absolute`; undefined when it has none. */
export function nationalPriceTypeOf(product: ProductFields): string | undefined {
	const { aeop_national_quote_configuration: seller, multi_country_price_configuration: solution } =
		product;
	return seller.configuration_type ?? solution.price_type;
}

/**
 * Reads the prices by country of a product.
 *
 * @throws TypeError when they are there and cannot be read, since a price would be missing unseen.
 */
export function nationalRules(product: ProductFields): NationalRule[] {
	const { configuration_type: type, configuration_data: written } =
		product.aeop_national_quote_configuration;
	if (type === undefined || written === undefined) return [];
	return rulesOf(written).map((rule, index) => {
		const at = `${PLACE}[${index}]`;
		const { shiptoCountry: country, percentage } = readShape(ruleSchema, rule, at);
		if (country === undefined || !isJsonObject(rule)) {
			throw new TypeError(`The field "${at}.shiptoCountry" of the answer is missing.`);
		}
		return {
			country,
			type,
			...(percentage !== undefined && { percentage }),
			amounts: amountsOf(rule),
		};
	});
}

/**
 * The national price of a variant under a rule; undefined when the rule says nothing of it.
 *
 * @throws TypeError when it says something that cannot be read.
 */
export function nationalPriceOf(
	rule: NationalRule,
	skuKey: string | undefined,
	currency: string | undefined,
): NationalPrice | undefined {
	const { country, type, percentage, amounts } = rule;
	if (percentage !== undefined) return { country, type, percentage };
	const isOnly = skuKey === undefined && amounts.size === 1;
	const written = isOnly ? [...amounts.values()][0] : amounts.get(skuKey ?? '<none>');
	const amount = sureMoney(written, currency, PLACE);
	if (amount === undefined) return undefined;
	const named = type === 'relative' ? { difference: amount } : { price: amount };
	return present({ country, type, ...named });
}
