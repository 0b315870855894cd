import { halfWidth } from './written';

/** Signs and words for currencies. Null: it may mean several, as `¥` means yuan and yen. */
const SIGNS: Readonly<Record<string, string | null>> = {
	$: 'USD',
	US$: 'USD',
	USD$: 'USD',
	美元: 'USD',
	美金: 'USD',
	'€': 'EUR',
	EURO: 'EUR',
	欧元: 'EUR',
	'£': 'GBP',
	英镑: 'GBP',
	HK$: 'HKD',
	港币: 'HKD',
	港元: 'HKD',
	A$: 'AUD',
	AU$: 'AUD',
	C$: 'CAD',
	CA$: 'CAD',
	S$: 'SGD',
	R$: 'BRL',
	MX$: 'MXN',
	NT$: 'TWD',
	'₽': 'RUB',
	卢布: 'RUB',
	'₹': 'INR',
	'₩': 'KRW',
	RMB: 'CNY',
	'RMB¥': 'CNY',
	元: 'CNY',
	人民币: 'CNY',
	'CN¥': 'CNY',
	'JP¥': 'JPY',
	円: 'JPY',
	日元: 'JPY',
	'¥': null,
	'￥': null,
};
const CODES = new Set(Intl.supportedValuesOf('currency'));

const bare = (text: string) => halfWidth(text).replace(/\s+/g, '').toUpperCase();

/** The ISO 4217 code of a sign or code; null when it may mean several, undefined when it is none. */
export function currencyOf(written: string): string | null | undefined {
	const sign = bare(written);
	if (Object.hasOwn(SIGNS, sign)) return SIGNS[sign];
	return CODES.has(sign) ? sign : undefined;
}

/** The ISO 4217 code of a currency field, e.g. `CNY` of `RMB`; what is none stays as written, in capitals. */
export function currencyCode(written: string): string {
	return currencyOf(written) ?? written.trim().toUpperCase();
}
