import type { WrittenStep } from './readme.mts';

/** What a step asks for: something outside the editor, or what is pressed, opened and filled in there. */
type Part = 'outside' | { readonly template?: string; readonly labels: readonly string[] };

/** What a new workflow is filled by. */
export const IMPORT = 'Import → From file';

/** The quick start by the bold words of README.md, in order. The end-to-end test does what they say. */
const SCRIPT: ReadonlyArray<readonly [word: string, part: Part]> = [
	['App', 'outside'],
	['Install', 'outside'],
	[
		'Bridge',
		{
			template: 'aliexpress-connect',
			labels: [
				IMPORT,
				'AliExpress Connect Trigger',
				'Connect to AliExpress',
				'Client ID',
				'Client Secret',
				'Bridge Address',
				'Save',
				'Close',
				'Publish',
			],
		},
	],
	['Connect', { labels: ['AliExpress Connect Trigger', 'Connect'] }],
	['Scene', { template: 'new-order-to-feishu', labels: [IMPORT] }],
	[
		'First card',
		{
			labels: [
				'AliExpress Trigger',
				'Fetch Test Event',
				'Feishu Bot',
				'Connect to Feishu Bot',
				'Webhook URL',
				'Save',
				'Execute step',
			],
		},
	],
	['Live', { labels: ['Publish'] }],
];

/** The bold words in order. */
export const QUICK_START_WORDS = SCRIPT.map(([word]) => word);

/** One thing that is done in the editor. */
export interface Deed {
	/** What the editor shows: the name of a button, a field or a node. */
	readonly label: string;
	/** The template that the step is about, if it imports one. */
	readonly template?: string;
}

/**
 * What a written step has a user do in the editor, in order; nothing for a step outside of it.
 *
 * @param place of the step, from 0.
 * @throws Error when text and script part: another word, other labels, another template.
 */
export function deedsOf({ word, labels, templates }: WrittenStep, place: number): Deed[] {
	const [expected, part] = SCRIPT[place] ?? ['the end', 'outside'];
	if (word !== expected) {
		throw new Error(`Step ${place + 1} of the quick start is "${word}", and not "${expected}".`);
	}
	if (part === 'outside') return [];
	const { template } = part;
	const written = JSON.stringify([labels, templates]);
	const scripted = JSON.stringify([part.labels, template === undefined ? [] : [template]]);
	if (written !== scripted) {
		throw new Error(`"${word}" of the quick start says ${written}, and not ${scripted}.`);
	}
	return labels.map((label) => ({ label, ...(template !== undefined && { template }) }));
}
