import { tidy, wholeStart } from '../../wire/text';

/** A message ready to be signed and sent: the body without `timestamp` and `sign`. */
export interface Draft {
	body: MessageBody;
	/** Whether a text was cut to stay under the size limit. */
	shortened: boolean;
}

export type MessageBody =
	| { msg_type: 'text'; content: { text: string } }
	| { msg_type: 'post'; content: { post: { zh_cn: Post } } }
	| { msg_type: 'interactive'; card: Record<string, unknown> };

export interface Post {
	title?: string;
	content: PostElement[][];
}

export type PostElement = { tag: string } & Record<string, unknown>;

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
