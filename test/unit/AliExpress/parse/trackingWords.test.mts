import { milestoneOf } from '../../../../nodes/AliExpress/parse/logistics/trackingMilestone.ts';
import words from '../../../fixtures/tracking-words.json';

type Language = Readonly<Record<string, string | null>>;
const LANGUAGES: ReadonlyArray<[string, Language]> = Object.entries(words);
const meaning = (text: string) => milestoneOf(undefined, [text]) ?? null;

describe('the words of carriers', () => {
	it.each(LANGUAGES)('are read in %s', (_, texts) => {
		const read = Object.fromEntries(Object.keys(texts).map((text) => [text, meaning(text)]));
		expect(read).toEqual(texts);
		expect(Object.values(texts)).toEqual(
			expect.arrayContaining([
				'signed',
				'deliveryFailed',
				'outForDelivery',
				'atPickupPoint',
				'customsHeld',
				'customsCleared',
				'returned',
				null,
			]),
		);
	});

	it('mean the same in capitals, behind a place, and with a note around them', () => {
		const texts = LANGUAGES.flatMap(([, language]) => Object.keys(language));
		expect(texts.length).toBeGreaterThan(500);
		for (const text of texts) {
			for (const dressed of [`[Praha] ${text}`, `${text}.`, `Note: ${text}`]) {
				expect([dressed, meaning(dressed)]).toEqual([dressed, meaning(text)]);
			}
			// With a dot, so that no single word is taken for a code: `RETURNED` is one.
			const loud = `${text.toUpperCase()}.`;
			if (loud.toLowerCase() === `${text.toLowerCase()}.`) {
				expect([loud, meaning(loud)]).toEqual([loud, meaning(text)]);
			}
		}
	});

	it.each([
		'%s will be {delivered} tomorrow',
		'%s is expected to be {delivered}',
		'If nobody is at home, %s is {delivered} to the neighbour',
		'%s has not been {delivered}',
		"%s couldn't be {delivered}",
		'%s was {delivered} to the sorting center',
		'%s was {delivered} to our partner',
		'%s can be {delivered} on Monday',
		'Please wait until %s is {delivered}',
	])('tell no arrival: %s', (form) => {
		for (const word of ['delivered', 'signed', 'DELIVERED', 'successfully delivered']) {
			const text = form.replace('%s', 'the parcel').replace('{delivered}', word);
			expect([text, meaning(text)]).not.toEqual([text, 'signed']);
		}
	});

	it('are not read when a text is longer than any carrier writes', () => {
		expect(meaning(`${'x '.repeat(400)} Delivered`)).toBeNull();
	});
});
