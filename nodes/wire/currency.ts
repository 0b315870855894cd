import { halfWidth } from './text';

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
export function currenciesOf(written: string): readonly string[] {
	const sign = halfWidth(written).replace(/\s+/g, '').toUpperCase();
	if (Object.hasOwn(SIGNS, sign)) return SIGNS[sign] ?? [];
	return CODES.has(sign) ? [sign] : [];
}

/** The one currency that is meant; null when it may be several or none. */
export function certainCurrency(codes: readonly string[]): string | null {
	const [first = null, ...others] = codes;
	return others.length === 0 || codes === DOLLARS ? first : null;
}

/** The ISO 4217 code of a currency field, e.g. `CNY` of `RMB`; what is none stays as written, in capitals. */
export function currencyCode(written: string): string {
	// Nearly all are as they should be, and lists hold thousands of them.
	if (CODES.has(written)) return written;
	return certainCurrency(currenciesOf(written)) ?? written.trim().toUpperCase();
}
