import { oneLine } from '../../wire/text';
import type { Mention } from '../message/mention';
import { cardMention } from '../message/mention';
import { cutText } from '../message/draft';
import type { Language } from './words';

/** What every ready card needs besides its item. */
export interface CardSettings {
	language: Language;
	/** IANA zone the times are shown in. */
	zone: string;
	/** Wall clock, milliseconds since the epoch. */
	nowMs: number;
	/** Replaces the title; empty for the ready one. */
	headerTitle: string;
	/** The word the bot's keyword option looks for; empty for none. */
	keyword: string;
	mention: Mention;
}

export type CardElement = Record<string, unknown>;

// Short fields are cut one by one, so that only the long texts of a review have to share the room.
const SHORT_BYTES = 240;
const MAX_URL_LENGTH = 2_000;

/** A one-line text of bounded length for a field. */
export function short(text: string): string {
	return cutText(oneLine(text), SHORT_BYTES);
}

/** Text nothing is interpreted in: no mention, link, font or bold of a buyer works here. */
function plainText(content: string): CardElement {
	return { tag: 'plain_text', content };
}

/** A block of plain text. */
export function plainBlock(content: string): CardElement {
	return { tag: 'div', text: plainText(content) };
}

/** Label and value pairs, two in a row; pairs without a value are left out. */
export function fieldGrid(pairs: Array<[label: string, value: string | undefined]>): CardElement {
	const fields = pairs.flatMap(([label, value]) =>
		value === undefined || value === ''
			? []
			: [{ is_short: true, text: plainText(`${label}\n${short(value)}`) }],
	);
	return { tag: 'div', fields };
}

/** A button that opens a page; none unless the address is https and of sane length. */
export function linkButton(label: string, url: string | undefined): CardElement[] {
	if (url === undefined || url.length > MAX_URL_LENGTH || !URL.canParse(url)) return [];
	const address = new URL(url);
	if (address.protocol !== 'https:') return [];
	const button = { tag: 'button', type: 'primary', text: plainText(label), url: address.href };
	return [{ tag: 'action', actions: [button] }];
}

/**
 * A card of version 1.0, which every client shows (2.0 needs a client of 7.20).
 *
 * @param template header colour.
 */
export function card(
	template: string,
	readyTitle: string,
	elements: CardElement[],
	settings: CardSettings,
): Record<string, unknown> {
	const title = settings.headerTitle === '' ? readyTitle : short(settings.headerTitle);
	return {
		config: { wide_screen_mode: true },
		header: { template, title: plainText(title) },
		elements: [...elements, ...mentionBlock(settings.mention), ...keywordNote(title, settings)],
	};
}

function mentionBlock(mention: Mention): CardElement[] {
	if (mention.length === 0) return [];
	return [{ tag: 'div', text: { tag: 'lark_md', content: cardMention(mention) } }];
}

function keywordNote(title: string, { keyword }: CardSettings): CardElement[] {
	if (keyword === '' || title.includes(keyword)) return [];
	return [{ tag: 'note', elements: [plainText(keyword)] }];
}
