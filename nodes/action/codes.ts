import type {
	IExecuteFunctions,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodeProperties,
} from 'n8n-workflow';

/** A fixed list of codes with their names, e.g. of countries. */
export interface CodeList {
	/** The entries that go with what was typed; all where nothing was. */
	find(filter: string): INodeListSearchItems[];
	/** How an entry is shown, e.g. `Germany (DE)`; the code alone when the list has none of it. */
	nameOf(code: string): string;
}

/** Names in English, and those by which people find them who write Chinese. */
function codeList(type: 'region' | 'language', codes: readonly string[], own: Own = {}): CodeList {
	const inEnglish = new Intl.DisplayNames('en', { type });
	const inChinese = new Intl.DisplayNames('zh', { type });
	const entries = codes
		.map((code) => {
			const value = own[code] ?? code;
			const standard = code.replaceAll('_', '-');
			const name = `${inEnglish.of(standard) ?? code} (${value})`;
			return { name, value, words: `${name} ${inChinese.of(standard) ?? ''}`.toLowerCase() };
		})
		.sort((a, b) => (a.name < b.name ? -1 : 1));
	return {
		find: (filter) =>
			entries
				.filter(({ words }) => words.includes(filter.trim().toLowerCase()))
				.map(({ name, value }) => ({ name, value })),
		nameOf: (code) => entries.find(({ value }) => value === code)?.name ?? code,
	};
}

/** Codes that a platform writes in its own way, by the standard one. */
type Own = Readonly<Record<string, string>>;

/** ISO 3166-1, without what has no people of its own. */
const COUNTRIES =
	'AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW';

/** Countries by their codes of two letters. */
export const countries = (own?: Own): CodeList => codeList('region', COUNTRIES.split(' '), own);

/** Languages by codes such as `en` or `en_US`. */
export const languages = (codes: string): CodeList => codeList('language', codes.split(' '));

/** The `listSearch` method of a list: it knows its entries and asks nobody. */
export function searchIn(list: CodeList) {
	return async function (this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
		return { results: list.find(filter) };
	};
}

/** A field that is chosen from a list of codes, and still takes any code, e.g. from an expression. */
export interface CodeField extends Pick<INodeProperties, 'displayName' | 'name' | 'description'> {
	list: CodeList;
	/** Name of the node's `listSearch` method for the list. */
	lookup: string;
	/** The code of a new node; empty for none. */
	initial: string;
	/** What a code looks like. */
	form: { pattern: RegExp; example: string };
}

/** Makes such a field. */
export function codeField({ list, lookup, initial, form, ...shown }: CodeField): INodeProperties {
	const property: INodeProperties = {
		...shown,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: lookup, searchable: true },
			},
			{
				displayName: 'By Code',
				name: 'id',
				type: 'string',
				placeholder: `e.g. ${form.example}`,
				validation: [
					{
						type: 'regex',
						properties: {
							regex: form.pattern.source,
							errorMessage: `Use a code such as ${form.example}`,
						},
					},
				],
			},
		],
	};
	if (!initial) return property;
	const chosen = { __rl: true as const, mode: 'list', value: initial };
	return { ...property, default: { ...chosen, cachedResultName: list.nameOf(initial) } };
}

/** The code that such a field was set to; workflows of earlier versions hold it as plain text. */
export function codeAt(context: IExecuteFunctions, path: string, index: number): unknown {
	return context.getNodeParameter(path, index, '', { extractValue: true });
}
