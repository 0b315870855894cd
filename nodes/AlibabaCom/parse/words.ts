/** One text in the languages of both sides: the Chinese supplier and the buyer. */
export interface Words {
	zh: string;
	en: string;
}

/** Several texts as one, e.g. the parts of a list. */
export function joinWords(parts: readonly Words[]): Words {
	return {
		zh: parts.map(({ zh }) => zh).join('、'),
		en: parts.map(({ en }) => en).join(', '),
	};
}
