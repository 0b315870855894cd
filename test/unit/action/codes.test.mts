import { countries, languages } from '../../../nodes/action/codes.ts';
import { COUNTRIES, LANGUAGES } from '../../../nodes/AliExpress/actions/forms.ts';

const valuesOf = (list: typeof COUNTRIES, typed: string) =>
	list.find(typed).map(({ value }) => value);

test('a country is found by its English name, its Chinese one and its code', () => {
	const all = countries();
	for (const typed of ['Germany', 'germ', '德国', 'DE)', ' germany ']) {
		expect([typed, valuesOf(all, typed)]).toEqual([typed, ['DE']]);
	}
	expect(valuesOf(all, 'Kingdom')).toEqual(['GB']);
	expect(valuesOf(all, 'nowhere')).toEqual([]);
	expect(all.find('').length).toBeGreaterThan(230);
	expect(all.nameOf('US')).toBe('United States (US)');
	expect(all.nameOf('QQ')).toBe('QQ');
});

test('AliExpress writes some countries in its own way', () => {
	expect(valuesOf(COUNTRIES, '英国')).toEqual(['UK']);
	expect(valuesOf(COUNTRIES, 'Serbia')).toEqual(['SRB']);
	expect(valuesOf(COUNTRIES, 'Montenegro')).toEqual(['MNE']);
	expect(valuesOf(COUNTRIES, 'Brazil')).toEqual(['BR']);
	expect(valuesOf(countries(), 'Serbia')).toEqual(['RS']);
});

test('a language keeps the form in which the platform writes it', () => {
	expect(valuesOf(LANGUAGES, '俄语')).toEqual(['ru_RU']);
	expect(valuesOf(LANGUAGES, 'portuguese')).toEqual(['pt_BR']);
	expect(languages('ar pt-BR').find('')).toEqual([
		{ name: 'Arabic (ar)', value: 'ar' },
		{ name: 'Brazilian Portuguese (pt-BR)', value: 'pt-BR' },
	]);
});
