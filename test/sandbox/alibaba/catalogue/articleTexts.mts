import type { JsonValue } from '../../json.mts';
import { printJson } from '../../json.mts';
import type { Titles } from './goods.mts';

type TextForm = (texts: Titles) => JsonValue;

const only = (texts: Titles, ...languages: string[]) =>
	Object.fromEntries(languages.flatMap((key) => (texts[key] ? [[key, texts[key]]] : [])));
const rekeyed = (texts: Titles, rename: (language: string) => string) =>
	Object.fromEntries(Object.entries(texts).map(([key, text]) => [rename(key), text]));

const REGIONS: Readonly<Record<string, string>> = { zh: 'zh_CN', en: 'en_US', ar: 'ar-AE' };

/** Every way a text by language has been met; the first is the plain one, `undefined` leaves it out. */
export const TEXT_FORMS: readonly TextForm[] = [
	(texts) => ({ ...texts }),
	(texts) => only(texts, 'zh', 'en'),
	(texts) => only(texts, 'zh'),
	(texts) => ({ ...texts, ar: 'null' }),
	(texts) => ({ ...only(texts, 'zh', 'ar'), en: '   ' }),
	(texts) => printJson({ ...texts }),
	(texts) => texts.en ?? '',
	(texts) => rekeyed(texts, (language) => REGIONS[language] ?? language),
	() => null,
	(texts) => only(texts, 'fr', 'ru', 'de'),
	(texts) => ({ ...rekeyed(texts, (language) => language.toUpperCase()), ES: 'undefined' }),
	() => undefined,
	(texts) => ({ ...texts, en: null }),
];
