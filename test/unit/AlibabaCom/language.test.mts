import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

import { pickText, type PickedText } from '../../../nodes/AlibabaCom/parse/product/language.ts';

interface LanguageCase {
	id: string;
	input: { value: unknown; target: string; defaultLanguage?: string; default?: string };
	expected: PickedText;
}
const file = join(__dirname, '../../fixtures/alibaba-parser-cases.json');
const { language: cases } = JSON.parse(readFileSync(file, 'utf8')) as { language: LanguageCase[] };
const NOTHING = { text: '', language: null, isFallback: false };

describe('shared language cases', () => {
	it.each(cases.map((one) => [one.id, one] as const))('%s', (_id, { input, expected }) => {
		expect(pickText(input.value, input.target, input.defaultLanguage)).toEqual(expected);
	});
});

describe('picking a text', () => {
	const pick = (value: unknown, target: string, defaultLanguage?: string) => {
		const { text, language, isFallback } = pickText(value, target, defaultLanguage);
		return `${text}|${language}|${isFallback}`;
	};

	it.each([
		['en', { en_US: 'a' }, 'a|en_US|false'],
		['EN-us', { en_US: 'a' }, 'a|en_US|false'],
		['enUS', { 'en-US': 'a' }, 'a|en-US|false'],
		['pt-BR', { pt: 'a', pt_BR: 'b', 'pt-BR': 'c' }, 'c|pt-BR|false'],
		['pt-BR', { pt: 'a', PT_br: 'b' }, 'b|PT_br|false'],
		['pt-BR', { pt_PT: 'a', pt: 'b' }, 'b|pt|false'],
		['zh-Hant-TW', { zh: 'a', 'zh-Hans': 'b', 'zh-Hant': 'c' }, 'c|zh-Hant|false'],
		['zh-Hant', { 'zh-Hans': 'a', 'zh-Hant-HK': 'b' }, 'b|zh-Hant-HK|false'],
		['es', { es_MX: 'a', es_ES: 'b' }, 'a|es_MX|false'],
		['ar', { ar: ' ', ar_AE: 'a' }, 'a|ar_AE|false'],
		['ar', { arz: 'a', en: 'b' }, 'b|en|true'],
		['constructor', { en: 'a' }, 'a|en|true'],
		['ar', { zh_CN: 'a', en_GB: 'b' }, 'b|en_GB|true'],
		['ar', { fr: 'a' }, '|null|false'],
		['ar', { ar: 5 }, '5|ar|false'],
		['ar', { ar: { text: 'a' }, zh: 'b' }, 'b|zh|true'],
		['', { en: 'a' }, 'a|en|true'],
	])('%s of %p is %s', (target, value, expected) => {
		expect(pick(value, target)).toBe(expected);
		expect(pick(JSON.stringify(value), target)).toBe(expected);
	});

	it.each(['null', 'NULL', ' Undefined ', '', '\n', '\u3000', null])('%p is missing', (missing) => {
		expect(pick({ ar: missing, en: missing, zh: 'a' }, 'ar')).toBe('a|zh|true');
		expect(pickText(missing, 'ar')).toEqual(NOTHING);
	});

	it('takes another default language when told, and no other ever', () => {
		expect(pick({ fr: 'a', zh: 'b' }, 'ar', 'fr-FR')).toBe('a|fr|true');
		expect(pick({ zh: 'b' }, 'ar', 'fr')).toBe('|null|false');
	});

	it.each([undefined, {}, [], ['a'], true, new Map([['en', 'a']])])('%p holds no text', (value) => {
		expect(pickText(value, 'en')).toEqual(NOTHING);
	});

	it('returns text that only looks like a mapping as it is', () => {
		for (const text of ['{"en":"a"', '{en: a}', '["a"]', '{', ' Legacy ', '"a"']) {
			expect(pickText(text, 'en')).toEqual({ text, language: null, isFallback: false });
		}
	});
});

describe('any text', () => {
	const text = fc
		.string({ unit: 'binary' })
		.filter((one) => /[^\s\p{Cc}]/u.test(one) && !/^\W*(?:null|undefined)\W*$/i.test(one));

	it('survives, plain and in a mapping', () => {
		fc.assert(
			fc.property(text, (one) => {
				if (!one.trim().startsWith('{')) expect(pickText(one, 'ar').text).toBe(one);
				expect(pickText({ zh: one }, 'ar')).toEqual({
					text: one,
					language: 'zh',
					isFallback: true,
				});
				const wellFormed = Buffer.from(one).toString();
				expect(pickText(JSON.stringify({ ar: wellFormed }), 'ar-AE').text).toBe(wellFormed);
			}),
		);
	});

	it('is picked from whatever comes without a throw', () => {
		const odd = fc.anything({
			withBigInt: true,
			withDate: true,
			withMap: true,
			withNullPrototype: true,
		});
		fc.assert(
			fc.property(odd, fc.string(), fc.string(), (value, target, defaultLanguage) => {
				const picked = pickText(value, target, defaultLanguage);
				expect(typeof picked.text).toBe('string');
				if (picked.text === '') expect(picked).toEqual(NOTHING);
			}),
		);
	});
});
