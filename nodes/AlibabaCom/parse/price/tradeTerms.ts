import { halfWidth } from '../../../wire/text';
import type { Words } from '../words';

/** What a trade term (Incoterm) puts into the price. Null: it leaves that to the seller. */
export interface TradeTermFacts {
	/** Name in Chinese and English. */
	name: Words;
	/** Main freight to the named place of destination. */
	freightIncluded: boolean;
	insuranceIncluded: boolean | null;
	/** Import duty and import taxes of the country of destination. */
	dutyIncluded: boolean;
}

type Row = [zh: string, en: string, freight: boolean, insurance: boolean | null, duty: boolean];

const CIF_ZH = '到岸价（含运费、保险，不含进口关税）';
const CIF_EN = '(freight and insurance included, import duty not)';

/** Incoterms. The article's gloss of CIF says that duty is included; by Incoterms it is not. */
const ROWS: Readonly<Record<string, Row>> = {
	EXW: ['工厂交货价', 'Ex works', false, false, false],
	FCA: ['货交承运人', 'Free carrier', false, false, false],
	FAS: ['船边交货', 'Free alongside ship', false, false, false],
	FOB: ['离岸价（不含运费）', 'Free on board (freight not included)', false, false, false],
	CFR: ['成本加运费', 'Cost and freight', true, false, false],
	CPT: ['运费付至', 'Carriage paid to', true, false, false],
	CIF: [CIF_ZH, `Cost, insurance and freight ${CIF_EN}`, true, true, false],
	CIP: [CIF_ZH, `Carriage and insurance paid to ${CIF_EN}`, true, true, false],
	DAP: ['目的地交货', 'Delivered at place', true, null, false],
	DPU: ['目的地交货（已卸货）', 'Delivered at place unloaded', true, null, false],
	DDP: ['完税后交货', 'Delivered duty paid', true, null, true],
};

/** Names from older Incoterms and from everyday trade, still met in offers. */
const ALIASES: Readonly<Record<string, string>> = {
	CNF: 'CFR',
	'C&F': 'CFR',
	DAT: 'DPU',
	DDU: 'DAP',
};

/** The signs and words that join two terms as a choice: `FOB/CIF`, `EXW OR FOB`, `FOB 或 CIF`. */
const CHOICE = /^\s*(?:[/|;,+、，；]|(?:OR|AND|TO)(?![A-Z])|或者?|和|及|与)/;
/** A code as a word of its own; no other sign may make it part of a longer one, as in `FOB&CIF`. */
const CODE = /(?<![A-Z&])(?:[A-Z]{3}|C&F)(?![A-Z&-])/g;
/** Terms in words, without blanks, minus signs and points. */
const IN_WORDS =
	/EXWORKS|EXFACTORY|FREEONBOARD|FREECARRIER|FREEALONGSIDE|COSTANDFREIGHT|COSTINSURANCE|CARRIAGE|DELIVER|到岸|离岸|完税|出厂|工厂交货|目的地/;

function canonical(code: string): string | undefined {
	const known = Object.hasOwn(ALIASES, code) ? ALIASES[code] : code;
	return known !== undefined && Object.hasOwn(ROWS, known) ? known : undefined;
}

/**
 * The Incoterm that a written term begins with, e.g. `FOB` of `FOB NINGBO`.
 *
 * @returns undefined when it is none, or offers a choice of terms, as `FOB/CIF` and `EXW OR FOB` do: a
 *   price under one of two terms says nothing certain about either.
 */
export function incotermOf(tradeTerm: string): string | undefined {
	const text = halfWidth(tradeTerm).trim().toUpperCase();
	const found = [...text.matchAll(CODE)].map(([code]) => canonical(code));
	const [first] = found;
	const isFirst = first !== undefined && text.search(CODE) === 0;
	if (!isFirst || found.some((term) => term !== undefined && term !== first)) return undefined;
	const rest = text.replace(/^(?:[A-Z]{3}|C&F)/, '');
	const named = rest.replace(/[\s.-]/g, '');
	return CHOICE.test(rest) && IN_WORDS.test(named) ? undefined : first;
}

/** What a written term means; undefined when it begins with no known Incoterm. */
export function tradeTermFacts(tradeTerm: string): TradeTermFacts | undefined {
	const row = ROWS[incotermOf(tradeTerm) ?? ''];
	if (!row) return undefined;
	const [zh, en, freightIncluded, insuranceIncluded, dutyIncluded] = row;
	return { name: { zh, en }, freightIncluded, insuranceIncluded, dutyIncluded };
}

const NO_TERM: Words = { zh: '未注明贸易术语', en: 'no trade term stated' };

/** The name of a written term in both languages; the term itself when it is not known. */
export function termName(tradeTerm: string): Words {
	if (tradeTerm === '') return { ...NO_TERM };
	return tradeTermFacts(tradeTerm)?.name ?? { zh: tradeTerm, en: tradeTerm };
}
