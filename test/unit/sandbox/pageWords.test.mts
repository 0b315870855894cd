import { readFileSync } from 'node:fs';

const read = (name: string) => readFileSync(`test/sandbox/page/${name}`, 'utf8');

/** Names of the texts, each with its words in English and in Chinese. */
const words = new Map(
	[...read('words.js').matchAll(/^\t(\w+): \[\s*(['"])(.*?)\2,\s*(['"])(.*?)\4,?\s*\],/gms)].map(
		([, name = '', , english = '', , chinese = '']) => [name, [english, chinese]] as const,
	),
);
const placesIn = (text = '') => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

test('every text of the page has words in both languages, with the same places for values', () => {
	expect(words.size).toBeGreaterThan(80);
	expect(read('words.js').match(/^\t\w+: \[/gm)).toHaveLength(words.size);
	for (const [name, [english, chinese]] of words) {
		expect([name, Boolean(english && chinese)]).toEqual([name, true]);
		expect([name, placesIn(chinese)]).toEqual([name, placesIn(english)]);
		if (!/^(answers|sends)?(ok)?$/.test(name)) {
			expect([name, /\p{Script=Han}/u.test(chinese ?? '')]).toEqual([name, true]);
		}
	}
});

test('every text that the page names is there', () => {
	const named = [
		...read('index.html').matchAll(/data-(?:t|label)="(\w+)"/g),
		...['page.js', 'day.js'].flatMap((file) => [...read(file).matchAll(/\bt\('(\w+)'/g)]),
	].map(([, name = '']) => name);
	expect(named.length).toBeGreaterThan(60);
	expect(named.filter((name) => !words.has(name))).toEqual([]);
});

test('nothing on the page is written past its words', () => {
	const html = read('index.html')
		.replace(/<script[\s\S]*?<\/script>|<title>.*?<\/title>|<svg[\s\S]*?<\/svg>/g, '')
		.replace(/<(\w+)[^>]*\bdata-t="\w+"[^>]*>[^<]*<\/\1>/g, '')
		.replace(/<[^>]+>/g, ' ');
	expect(html.match(/[A-Za-z]{2,}/g) ?? []).toEqual([]);
});
