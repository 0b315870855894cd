import type { Sandbox } from '../sandbox/sandbox.mts';
import { cardTexts, ticketTexts } from './tally.mts';

const ORDER_ID = /(?<!\d)\d{16}(?!\d)/;

/**
 * Tells what has newly arrived in the chat and in the helpdesk.
 *
 * @returns a function that tells it once more, for what came since
 */
export const createNews = (sandbox: Sandbox, say: (sentence: string) => void): (() => void) => {
	const told = { cards: 0, tickets: 0 };
	const orderIn = (text: string): string => ORDER_ID.exec(text)?.[0] ?? 'without a number';
	return () => {
		for (const text of cardTexts(sandbox).slice(told.cards)) {
			told.cards += 1;
			say(`order ${orderIn(text)} → Feishu card`);
		}
		for (const text of ticketTexts(sandbox).slice(told.tickets)) {
			told.tickets += 1;
			say(`bad review of order ${orderIn(text)} → helpdesk ticket`);
		}
	};
};
