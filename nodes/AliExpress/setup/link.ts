import { createHmac, timingSafeEqual } from 'node:crypto';

import { MINUTE_MS } from '../../time/units';

/** How long a link to the page of a check is good. */
export const LINK_LIFE_MS = 10 * MINUTE_MS;
/** The parameter of the address that carries it. */
export const LINK_PARAMETER = 'check';

const TICKET = /^([0-9a-f]{64})\.([0-9a-z]{1,11})\.([0-9a-f]{64})$/;

/** What a ticket says; whether it is true says its signature. */
export interface Ticket {
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
