import { globSync } from 'node:fs';
import { basename } from 'node:path';

import { readDocument } from './markdown.mts';
import { differences } from './translation.mts';

/** What a seller reads who has no English. */
const FOR_SELLERS = [
	'alibaba.md',
	'connect.md',
	'delivery.md',
	'install.md',
	'privacy.md',
	'quota.md',
	'scale.md',
	'troubleshooting.md',
];

const pages = globSync('docs/zh/*.md')
	.map((path) => basename(path))
	.filter((name) => name !== 'README.md')
	.sort();

test('all that sellers need is there in Chinese', () => {
	expect(pages).toEqual(expect.arrayContaining(FOR_SELLERS));
});

test.each(pages)('docs/zh/%s says what the English page says', (name) => {
	const english = readDocument(`docs/${name}`);
	expect(differences(english, readDocument(`docs/zh/${name}`), readDocument)).toEqual([]);
});

describe('a page that has fallen behind is told by its section', () => {
	const english = [
		'# Calls',
		'Of 200 calls *Connect* has 4: `All … calls of today are used up`. See [shares](#shares).',
		'## Shares',
		'| purpose | of 200 |',
		'|---|---|',
		'| triggers | 130 |',
		'| actions | 1,040 |',
		'```',
		'npm start',
		'```',
	].join('\n');
	const chinese = [
		'# 次数',
		'200 次里 *Connect* 有 4 次：`All … calls of today are used up`。见[份额](#份额)。',
		'## 份额',
		'| 用途 | 200 次里 |',
		'|---|---|',
		'| 触发器 | 130 |',
		'| 节点 | 1040 |',
		'```',
		'npm start',
		'```',
	].join('\n');
	const compared = (ours: string, theirs: string) => {
		const documents = [
			{ path: 'docs/quota.md', text: ours },
			{ path: 'docs/zh/quota.md', text: theirs },
		] as const;
		const read = (path: string) => documents.find((one) => one.path === path) ?? readDocument(path);
		return differences(...documents, read);
	};

	test('and one that has not is fine', () => {
		expect(compared(english, chinese)).toEqual([]);
	});

	test.each([
		[
			'a number of a row',
			'| triggers | 130 |',
			'| triggers | 128 |',
			/Shares › row 1 \(triggers\): numbers missing in Chinese: 128/,
		],
		[
			'one of two equal numbers',
			'Of 200 calls',
			'Of 100 calls',
			/Calls: numbers missing in Chinese: 100/,
		],
		[
			'a message',
			'of today are',
			'of the day are',
			/Calls: code missing in Chinese: All … calls of the day/,
		],
		['a name', '*Connect*', '*Switch account*', /Calls: names missing in Chinese: Switch account/],
		[
			'a command',
			'npm start',
			'npm run demo',
			/Shares: blocks of code missing in Chinese: npm run demo/,
		],
		['a new row', '| triggers', '| renewal | 16 |\n| triggers', /Shares: 4 rows, 3 in Chinese/],
		[
			'a new heading',
			'## Shares',
			'## New\n## Shares',
			/the headings part at "Shares"|the headings part at "the end"/,
		],
		['another level', '## Shares', '### Shares', /the headings part at "Shares"/],
		[
			'another place of a link',
			'(#shares)',
			'(#calls)',
			/Calls: links missing in Chinese: docs\/zh\/quota.md#次数/,
		],
	])('when the English page has %s changed', (_what, from, to, expected) => {
		expect(english).toContain(from);
		const found = compared(english.replace(from, to), chinese);
		expect(found.filter((entry) => expected.test(entry))).toHaveLength(1);
	});

	test('when a sentence was left in English', () => {
		const [first = ''] = compared(english, `${chinese}\nThe feed falls behind in busy hours.`);
		expect(first).toMatch(/Shares: not translated: The feed falls behind in busy hours/);
	});
});
