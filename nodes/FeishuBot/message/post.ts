import { z } from 'zod';

import type { Checked } from './checked';
import { accepted, refused } from './checked';
import { type Draft, fitTexts, type PostElement } from './draft';
import { oneLine } from '../../wire/text';
import type { Mention } from './mention';
import { postMention } from './mention';

/** What goes into a post besides its paragraphs. */
export interface PostFrame {
	title: string;
	mention: Mention;
	keyword: string;
}

/** A link shown on a line of its own. */
export interface PostLink {
	text: string;
	href: string;
}

const CONTENT = z.array(z.array(z.object({ tag: z.string().min(1) }).passthrough())).min(1);

/**
 * A post from plain text: every line is a paragraph. The text tag of a post is not interpreted, so
 * text of buyers is safe in it.
 */
export function postDraft(text: string, links: PostLink[], frame: PostFrame): Draft {
	const linkLines = links.map(({ text: label, href }) => [
		{ tag: 'a', text: label === '' ? href : label, href },
	]);
	const build = ([title = '', shown = '']: string[]) => {
		const lines = shown.split('\n').map((line) => [{ tag: 'text', text: line }]);
		return postBody([...lines, ...linkLines], { ...frame, title });
	};
	return fitTexts([oneLine(frame.title), text], build);
}

/** A post from paragraphs the user wrote; nothing of it is cut. */
export function richPostDraft(content: PostElement[][], frame: PostFrame): Draft {
	return { body: postBody(content, frame), shortened: false };
}

/** Checks paragraphs given as JSON: a list of paragraphs, each a list of tagged elements. */
export function readPostContent(value: unknown): Checked<PostElement[][]> {
	const parsed = CONTENT.safeParse(value);
	if (parsed.success) return accepted(parsed.data);
	return refused(
		'The post content is not a list of paragraphs',
		'Give a list of paragraphs, each a list of elements with a tag, e.g. [[{"tag":"text","text":"New order"},{"tag":"a","text":"Open","href":"https://…"}]].',
	);
}

function postBody(paragraphs: PostElement[][], frame: PostFrame) {
	const extra: PostElement[] = [...postMention(frame.mention)];
	if (frame.keyword !== '' && !frame.title.includes(frame.keyword)) {
		extra.push({ tag: 'text', text: frame.keyword });
	}
	const content = extra.length === 0 ? paragraphs : [...paragraphs, extra];
	const title = frame.title === '' ? {} : { title: frame.title };
	return { msg_type: 'post' as const, content: { post: { zh_cn: { ...title, content } } } };
}
