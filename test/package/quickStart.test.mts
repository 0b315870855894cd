import type { INodeProperties } from 'n8n-workflow';

import { AliExpressOAuth2Api } from '../../credentials/AliExpressOAuth2Api.credentials.ts';
import { AliExpressConnectTrigger } from '../../nodes/AliExpress/AliExpressConnectTrigger.node.ts';
import { importTemplate } from '../engine/harness/templates.mts';
import { deedsOf, QUICK_START_WORDS } from '../e2e/quickStart/script.mts';
import { readQuickStart, type WrittenStep } from '../e2e/quickStart/readme.mts';
import { readDocument } from './markdown.mts';

const english = readQuickStart(readDocument('README.md').text);
const chinese = readQuickStart(readDocument('README.zh-CN.md').text);

/** The Chinese step under the English word of its place, since the script knows those. */
const inEnglish = (step: WrittenStep, place: number): WrittenStep => ({
	...step,
	word: QUICK_START_WORDS[place] ?? step.word,
});

test('README says what the end-to-end test does in the browser, step by step', () => {
	expect(english.map(({ word }) => word)).toEqual(QUICK_START_WORDS);
	expect(english.flatMap(deedsOf).length).toBeGreaterThan(15);
});

test('the Chinese README says the same', () => {
	expect(chinese).toHaveLength(english.length);
	const deeds = chinese.map(inEnglish).flatMap(deedsOf);
	expect(deeds).toEqual(english.flatMap(deedsOf));
});

/** The part of a document between two headings. */
function partOf(path: string, from: string, to: string): string {
	const { text } = readDocument(path);
	return text.slice(text.indexOf(`## ${from}\n`), text.indexOf(`## ${to}\n`));
}

const noticeOf = (properties: INodeProperties[]): string =>
	properties.find(({ type }) => type === 'notice')?.displayName ?? '';

describe('the credential is saved, the bridge published, and then the account connected', () => {
	const [note] = importTemplate('aliexpress-connect', {}).nodes;

	test.each([
		['README.md', partOf('README.md', 'Quick start', 'Try it without a shop')],
		['docs/connect.md', partOf('docs/connect.md', 'The bridge', 'A test app')],
		['the page of the scene', partOf('docs/scenes/aliexpress-connect.md', 'Set up', 'Calls')],
		['the note in the workflow', String(note?.parameters.content)],
		['the notice in the credential', noticeOf(new AliExpressOAuth2Api().properties)],
		['the notice in the node', noticeOf(new AliExpressConnectTrigger().description.properties)],
	])('says %s', (_, text) => {
		const [, steps = ''] = /(?:^|\n)(1\. [\s\S]*)/.exec(text) ?? [text, text];
		const places = [/\bsave\b/i, /\bpublish\b/i, /\bpress [*"]?Connect\b(?! to)/].map((word) =>
			steps.search(word),
		);
		expect(places).not.toContain(-1);
		expect(places).toEqual([...places].sort((one, other) => one - other));
	});
});

describe('a quick start that is written otherwise is noticed:', () => {
	const text = readDocument('README.md').text;
	const deedsIn = (markdown: string) => readQuickStart(markdown).flatMap(deedsOf);
	const steps = text.split(/^(?=\d+\. \*\*)/m);

	test.each([
		['without a button', text.replace('*Fetch Test Event*', 'Fetch Test Event'), /First card/],
		['with a field more', text.replace('*Client ID*', '*Client ID* and *Scope*'), /Bridge/],
		['in another order', text.replace(/\*Save\*(.*?)\*Close\*/s, '*Close*$1*Save*'), /Bridge/],
		['with another file', text.replace('/new-order-to-feishu.json', '/tracking.json'), /Scene/],
		['under another word', text.replace('**Connect.**', '**Sign in.**'), /"Sign in"/],
		['without a step', steps.filter((step) => !step.includes('**Connect.**')).join(''), /"Scene"/],
	])('%s', (_, changed, complaint) => {
		expect(changed).not.toBe(text);
		expect(() => deedsIn(changed)).toThrow(complaint);
	});

	test('without bold words, or without steps', () => {
		expect(() => deedsIn('## Quick start\n\n1. Press it.\n')).toThrow('without a bold word');
		expect(() => deedsIn('## Quick start\n\nPress it.\n')).toThrow('no numbered steps');
		expect(() => deedsIn('# Another document\n')).toThrow('no quick start');
	});
});
