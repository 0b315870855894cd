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
