import { DateTime, IANAZone } from 'luxon';

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../time/units';
import type { WrittenTime } from '../../time/written';
import { oneLine } from '../../wire/text';
import { cardMention, cutText, type Draft, fitTexts, type Mention } from '../message/text';
import { wordsOf, type Language, type Words } from './words';

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
	/** Stands behind the title; empty where one shop alone writes to the group. */
	shopName: string;
	/** The buttons with which somebody decides; none on a card that only tells. */
	choices: readonly Choice[];
	mention: Mention;
}

/** A button with which somebody decides. */
export interface Choice {
	/** The words on it. */
	words: string;
	style: 'default' | 'primary' | 'danger';
	/** The address that it opens. */
	url: string;
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
	const what = settings.headerTitle === '' ? readyTitle : short(settings.headerTitle);
	const title = settings.shopName === '' ? what : `${what} · ${short(settings.shopName)}`;
	return {
		config: { wide_screen_mode: true },
		header: { template, title: plainText(title) },
		elements: [
			...elements,
			...choiceBlock(settings.choices),
			...mentionBlock(settings.mention),
			...keywordNote(title, settings),
		],
	};
}

/** The card of a question in words of one's own, which stand in plain text and are cut when too long. */
export function questionDraft(question: string, settings: CardSettings): Draft {
	const { decide } = wordsOf(settings.language);
	return fitTexts([question], ([shown = '']) => ({
		msg_type: 'interactive' as const,
		card: card('blue', decide, [plainBlock(shown)], settings),
	}));
}

function choiceBlock(choices: readonly Choice[]): CardElement[] {
	if (choices.length === 0) return [];
	const actions = choices.map(({ words, style, url }) => ({
		tag: 'button',
		type: style,
		text: plainText(words),
		url,
	}));
	return [{ tag: 'action', actions }];
}

function mentionBlock(mention: Mention): CardElement[] {
	if (mention.length === 0) return [];
	return [{ tag: 'div', text: { tag: 'lark_md', content: cardMention(mention) } }];
}

function keywordNote(title: string, { keyword }: CardSettings): CardElement[] {
	if (keyword === '' || title.includes(keyword)) return [];
	return [{ tag: 'note', elements: [plainText(keyword)] }];
}

/** The zone in which a card shows its times: the one asked for, or UTC where nobody knows that. */
function shownZone(zone: string): string {
	return IANAZone.isValidZone(zone) ? zone : 'UTC';
}

/**
 * A time for people, e.g. `2026-11-22 11:05`; one of an unknown zone as it was written, and said so.
 *
 * @param zone IANA name; an unknown one falls back to UTC.
 */
export function momentText(time: WrittenTime, zone: string, words: Words): string {
	if ('wallClock' in time) return `${time.wallClock} (${words.zoneUnknown})`;
	return DateTime.fromMillis(time.atMs, { zone: shownZone(zone) }).toFormat('yyyy-MM-dd HH:mm');
}

/** The zone of the times that a card shows, which stands on it once; undefined when it shows none. */
export function zoneOfTimes(
	times: ReadonlyArray<WrittenTime | undefined>,
	zone: string,
): string | undefined {
	return times.some((time) => time !== undefined && 'atMs' in time) ? shownZone(zone) : undefined;
}

/**
 * Time left until a deadline in its two largest units, or by how much it has passed.
 *
 * @param deadlineMs ms UTC.
 * @param nowMs wall clock, milliseconds since the epoch.
 */
export function timeLeftText(deadlineMs: number, nowMs: number, words: Words): string {
	const leftMs = deadlineMs - nowMs;
	const span = spanText(Math.abs(leftMs), words);
	return leftMs >= 0 ? words.left(span) : words.overdue(span);
}

function spanText(ms: number, words: Words): string {
	const days = Math.floor(ms / DAY_MS);
	const hours = Math.floor((ms % DAY_MS) / HOUR_MS);
	const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
	if (days > 0) return `${words.days(days)} ${words.hours(hours)}`;
	if (hours > 0) return `${words.hours(hours)} ${words.minutes(minutes)}`;
	return words.minutes(minutes);
}
