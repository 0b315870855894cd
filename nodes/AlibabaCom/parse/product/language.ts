import { fieldsOf, isMissing } from '../../../wire/reading';

/** Regions of languages that Alibaba.com writes otherwise than the most likely one. */
const REGIONS: Readonly<Record<string, string>> = { ar: 'SA', pt: 'PT' };

function localeOf(code: string): Intl.Locale | undefined {
	try {
		return new Intl.Locale(code.trim().replaceAll('_', '-'));
	} catch {
		// Whatever is no code at all has no locale.
		return undefined;
	}
}

/** Whether a text is a language code, such as `en`, `en_US` or `zh-Hans`. */
export function isLanguageCode(code: string): boolean {
	return localeOf(code) !== undefined;
}

/**
 * A language code in the form of the Open Platform, e.g. `en` as `en_US`.
 *
 * @param code that `isLanguageCode` accepts; any other one is returned as it is.
 */
export function platformLocale(code: string): string {
	const locale = localeOf(code);
	if (!locale) return code;
	const { language } = locale;
	const region = locale.region ?? REGIONS[language] ?? locale.maximize().region;
	return region === undefined ? language : `${language}_${region}`;
}

/** A text of a product in the language that could be had. */
export interface PickedText {
	/** Empty when there is none. */
	text: string;
	/** The key of the mapping that answered, as written; null for plain text. */
	language: string | null;
	/** True when a mapping answered in another language than the wanted one. */
	isFallback: boolean;
}

const NOTHING: PickedText = { text: '', language: null, isFallback: false };

function textOf(value: unknown): string | undefined {
	if (isMissing(value)) return undefined;
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}

function subtagsOf(code: string): string[] {
	return code
		.toLowerCase()
		.split(/[-_]/)
		.map((subtag) => subtag.trim())
		.filter((subtag) => subtag !== '');
}

/** The primary language of a code in small letters, e.g. `en` of `en_US`. */
export function primaryOf(code: string): string {
	return subtagsOf(code)[0] ?? '';
}

/**
 * How well a key answers a wanted code, 0 = not at all. The exact code wins, then the same code written
 * otherwise, then the code with most leading parts in common, of those one without further parts.
 */
function closeness(key: string, wanted: string): number {
	if (key === wanted) return Infinity;
	const [have, want] = [subtagsOf(key), subtagsOf(wanted)];
	if (want.length === 0) return 0;
	if (have.join('') === want.join('')) return Number.MAX_SAFE_INTEGER;
	const differs = have.findIndex((subtag, index) => subtag !== want[index]);
	if (differs === 0 || have.length === 0) return 0;
	return differs < 0 ? 2 * have.length + 1 : 2 * differs;
}

/** The text under the key that answers best; of equals the first one. */
function answerIn(
	texts: ReadonlyArray<readonly [key: string, text: string]>,
	wanted: string,
): readonly [key: string, text: string] | undefined {
	const ranks = texts.map(([key]) => closeness(key, wanted));
	const best = ranks.reduce((highest, rank) => Math.max(highest, rank), 0);
	return best === 0 ? undefined : texts[ranks.indexOf(best)];
}

/**
 * Picks a text: from a mapping by language, an object or its JSON text, in the wanted language, else in
 * English, else in the default language. Any other text is returned as it is. Blank text and the words
 * null and undefined count as missing.
 *
 * @param value what the platform sent, of any shape. Never throws.
 * @param target wanted language code, e.g. `ar`, `ar-AE`, `en_US`.
 */
export function pickText(value: unknown, target: string, defaultLanguage = 'zh'): PickedText {
	const mapping = fieldsOf(value);
	if (!mapping) return { ...NOTHING, text: textOf(value) ?? '' };
	const texts = Object.entries(mapping).flatMap(([key, written]) => {
		const text = textOf(written);
		return text === undefined ? [] : [[key, text] as const];
	});
	const codes = [target, 'en', defaultLanguage].map((code) => textOf(code) ?? '');
	for (const [place, code] of codes.entries()) {
		const answer = answerIn(texts, code);
		if (answer) return { text: answer[1], language: answer[0], isFallback: place > 0 };
	}
	return { ...NOTHING };
}
