import { z } from 'zod';

import { oneLine, tidy, wholeStart } from '../../wire/text';
import { accepted, type Checked, refused } from './checked';

/** A message ready to be signed and sent: the body without `timestamp` and `sign`. */
export interface Draft {
	body: MessageBody;
	/** Whether a text was cut to stay under the size limit. */
	shortened: boolean;
}

type MessageBody =
	| { msg_type: 'text'; content: { text: string } }
	| { msg_type: 'post'; content: { post: { zh_cn: Post } } }
	| { msg_type: 'interactive'; card: Record<string, unknown> };

interface Post {
	title?: string;
	content: PostElement[][];
}

type PostElement = { tag: string } & Record<string, unknown>;

/**
 * Feishu's documented limit of a request body, 20 KB, in the larger of its two readings: a body
 * the user wrote himself is refused only beyond it.
 */
export const MAX_BODY_BYTES = 20 * 1024;

// Texts are cut to the smaller reading (20,000) less the two signature fields, added later.
const TARGET_BYTES = 20_000 - 120;
const ELLIPSIS = '…';

/** Bytes of a value as sent: UTF-8 of its JSON. */
export function jsonBytes(value: unknown): number {
	return Buffer.byteLength(JSON.stringify(value), 'utf8');
}

/** Bytes a text takes inside a JSON string, escapes included, quotes not. */
function textBytes(text: string): number {
	return jsonBytes(text) - 2;
}

/**
 * The longest start of a text that fits, with an ellipsis; never half a character.
 *
 * @param maxBytes room inside the JSON string, ellipsis included; below 3 nothing fits.
 */
export function cutText(text: string, maxBytes: number): string {
	if (textBytes(text) <= maxBytes) return text;
	let room = maxBytes - textBytes(ELLIPSIS);
	if (room < 0) return '';
	let end = 0;
	for (const character of text) {
		room -= textBytes(character);
		if (room < 0) break;
		end += character.length;
	}
	return wholeStart(text, end).trimEnd() + ELLIPSIS;
}

/**
 * Cuts the longest texts of a message so that the whole body fits. Short ones stay whole.
 *
 * @param texts the texts that may be cut.
 * @param build the body with these texts in; must not grow when a text gets shorter.
 * @returns the body and whether anything was cut. Too large still when the rest alone is.
 */
export function fitTexts<Body>(
	texts: string[],
	build: (texts: string[]) => Body,
): { body: Body; shortened: boolean } {
	const whole = texts.map(tidy);
	const body = build(whole);
	if (jsonBytes(body) <= TARGET_BYTES) return { body, shortened: false };
	const cutTo = (maxBytes: number) => build(whole.map((text) => cutText(text, maxBytes)));
	let fits = 0;
	let tooLarge = TARGET_BYTES;
	while (tooLarge - fits > 1) {
		const middle = Math.floor((fits + tooLarge) / 2);
		if (jsonBytes(cutTo(middle)) <= TARGET_BYTES) fits = middle;
		else tooLarge = middle;
	}
	return { body: cutTo(fits), shortened: true };
}

/** Who is called by a message: nobody (empty), `['all']`, or user ids. */
export type Mention = string[];

// Ids stand unquoted in card tags, so nothing that could close the tag may pass.
const USER_ID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Reads the mention parameters.
 *
 * @param kind `none`, `everyone` or `users`.
 * @param idsText open ids (`ou_…`) or user ids, separated by commas, blanks or lines.
 */
export function readMention(kind: string, idsText: string): Checked<Mention> {
	if (kind === 'everyone') return accepted(['all']);
	if (kind !== 'users') return accepted([]);
	const ids = [...new Set(idsText.split(/[\s,;，；、]+/).filter((id) => id !== ''))];
	if (ids.length === 0) {
		return refused(
			'No user IDs are given to mention',
			'Fill in Mention User IDs, or set Mention to None.',
		);
	}
	const position = ids.findIndex((id) => !USER_ID.test(id) || id === 'all') + 1;
	if (position > 0) {
		return refused(
			`Mention user ID number ${position} is not a Feishu user ID`,
			'Give open IDs (they start with ou_) or user IDs, separated by commas. To mention the whole group set Mention to Everyone.',
		);
	}
	return accepted(ids);
}

/** Mention tags of a text message. */
export function textMention(mention: Mention): string {
	return mention.map((id) => `<at user_id="${id}"></at>`).join(' ');
}

/** Mention elements of a post paragraph. */
function postMention(mention: Mention): Array<{ tag: 'at'; user_id: string }> {
	return mention.map((id) => ({ tag: 'at', user_id: id }));
}

/** Mention tags of card markdown. */
export function cardMention(mention: Mention): string {
	return mention.map((id) => `<at id=${id}></at>`).join(' ');
}

/**
 * Makes tags of a text visible instead of active. In text messages and in card markdown
 * `<at user_id="all"></at>`, `<at id=all></at>`, `<font>` and `<a>` work for whoever wrote them,
 * so a buyer could call the whole group. Entities are what Feishu documents for both signs.
 */
export function escapeTags(text: string): string {
	return text.replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/**
 * Makes a text safe for a text message: besides tags, a link in square and round brackets is broken
 * by an invisible blank, so that words cannot hide where they lead. The address itself stays.
 */
function escapeText(text: string): string {
	return escapeTags(text).replace(/\]\(/g, ']\u200B(');
}

/** What goes into a text message. */
export interface TextParts {
	text: string;
	/** Whether tags in `text` are shown as characters instead of working. */
	escapeMentions: boolean;
	mention: Mention;
	/** The word the bot's keyword option looks for; empty for none. */
	keyword: string;
}

/** A text message; keyword and mentions stand on lines of their own and are never cut. */
export function textDraft(parts: TextParts): Draft {
	const keyword = parts.text.includes(parts.keyword) ? '' : parts.keyword;
	const build = ([text = '']: string[]) => {
		const shown = parts.escapeMentions ? escapeText(text) : text;
		const lines = [shown, escapeText(keyword), textMention(parts.mention)];
		return {
			msg_type: 'text' as const,
			content: { text: lines.filter((line) => line !== '').join('\n') },
		};
	};
	return fitTexts([parts.text], build);
}

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
