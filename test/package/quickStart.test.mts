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
