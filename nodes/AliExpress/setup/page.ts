import { createHmac, timingSafeEqual } from 'node:crypto';

import { MINUTE_MS } from '../../time/units';
import { escaped, htmlPage, pageHeaders } from '../../wire/page';
import { CHINESE } from './chinese';
import { ENGLISH } from './english';
import { momentText, tell, type Finding, type Language } from './finding';
import type { Report } from './kept';

/** The address of the page is the key to it, and the language that of the browser. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
	...pageHeaders('none'),
	Vary: 'Accept-Language',
};

/** How much a browser wants a language, from `zh-CN,zh;q=0.9,en;q=0.8`. */
function wish(header: string, language: string): number {
	const wishes = header.split(',').map((part) => {
		const [tag = '', ...parameters] = part.split(';').map((one) => one.trim().toLowerCase());
		const quality = parameters.find((one) => one.startsWith('q='))?.slice(2) ?? '1';
		const isMeant = tag === language || tag.startsWith(`${language}-`);
		return isMeant ? Number(quality) || 0 : 0;
	});
	return Math.max(0, ...wishes);
}

/** Chinese for browsers that want it more than English, English for all others. */
export function languageOf(acceptLanguage: string): 'zh' | 'en' {
	return wish(acceptLanguage, 'zh') > wish(acceptLanguage, 'en') ? 'zh' : 'en';
}

const FRAME = {
	en: {
		language: ENGLISH,
		title: 'AliExpress: check of the set-up',
		made: (at: string, until: string) => `Made at ${at}. This page can be opened until ${until}.`,
		right: 'right',
		wrong: 'to be mended',
		unknown: 'not known',
	},
	zh: {
		language: CHINESE,
		title: '速卖通：配置自检',
		made: (at: string, until: string) => `检查于${at}，本页可打开到${until}。`,
		right: '正常',
		wrong: '需要处理',
		unknown: '未知',
	},
};

function entryOf(finding: Finding, language: Language, state: string, mark: string): string {
	const { what, remedy } = tell(finding, language);
	const name = escaped(language.names[finding.check] ?? finding.check);
	const advice = remedy === '' ? '' : `<p><small>${escaped(remedy)}</small></p>`;
	return `<li class="${mark}"><h2>${name} · ${state}</h2><p>${escaped(what)}</p>${advice}</li>`;
}

/** A check as a page that stands by itself. */
export function pageOf({ findings, atMs, untilMs }: Report, tag: 'zh' | 'en'): string {
	const { language, title, made, right, wrong, unknown } = FRAME[tag];
	const entries = findings.map((finding) => {
		if (finding.ok === null) return entryOf(finding, language, unknown, 'open');
		return finding.ok
			? entryOf(finding, language, right, 'yes')
			: entryOf(finding, language, wrong, 'no');
	});
	const moment = language.moment ?? momentText;
	const when = escaped(made(moment(atMs), moment(untilMs)));
	const body = `<p><small>${when}</small></p>
<ul>
${entries.join('\n')}
</ul>`;
	return htmlPage(tag, title, body);
}

/** How long a link to the page of a check is good. */
export const LINK_LIFE_MS = 10 * MINUTE_MS;
/** The parameter of the address that carries it. */
export const LINK_PARAMETER = 'check';

const TICKET = /^([0-9a-f]{64})\.([0-9a-z]{1,11})\.([0-9a-f]{64})$/;

/** What a ticket says; whether it is true says its signature. */
interface Ticket {
	/** The key of the shop's feed. */
	shop: string;
	untilMs: number;
	/** Lower-case hex. */
	signature: string;
}

function sign(shop: string, untilMs: number, appSecret: string): string {
	// The words in front keep it apart from every other signature that is made with the App Secret.
	const text = `setup page\n${shop}\n${untilMs}`;
	return createHmac('sha256', appSecret).update(text, 'utf8').digest('hex');
}

/** A link to the page of a shop on the address of the bridge. */
export function linkOf(address: string, shop: string, untilMs: number, appSecret: string): string {
	const ticket = [shop, untilMs.toString(36), sign(shop, untilMs, appSecret)].join('.');
	return `${address}?${LINK_PARAMETER}=${ticket}`;
}

/**
 * Reads the ticket of a link while it is good.
 *
 * @returns undefined for everything that is no ticket, and for one whose time is over or too far ahead.
 */
export function readTicket(given: unknown, nowMs: number): Ticket | undefined {
	const [, shop, until, signature] = TICKET.exec(typeof given === 'string' ? given : '') ?? [];
	if (shop === undefined || until === undefined || signature === undefined) return undefined;
	const untilMs = parseInt(until, 36);
	const isGood = untilMs > nowMs && untilMs <= nowMs + LINK_LIFE_MS;
	return isGood ? { shop, untilMs, signature } : undefined;
}

/** Whether a ticket was signed with this App Secret. Takes the same time wherever they differ. */
export function isSigned({ shop, untilMs, signature }: Ticket, appSecret: string): boolean {
	if (!appSecret) return false;
	const expected = Buffer.from(sign(shop, untilMs, appSecret), 'hex');
	return timingSafeEqual(expected, Buffer.from(signature, 'hex'));
}
