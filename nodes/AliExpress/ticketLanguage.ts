import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { TICKET_LANGUAGES, TICKET_WORDS, type TicketLanguage } from './parse/review/ticketWords';

/** `Ticket Language`, an option. */
export function ticketLanguageField(): INodeProperties {
	return {
		displayName: 'Ticket Language',
		name: 'ticketLanguage',
		type: 'options',
		options: TICKET_LANGUAGES.map((value) => ({ name: TICKET_WORDS[value].name, value })),
		default: 'en',
		description:
			'The language of title and headings of the ready ticket of a review. What the buyer has written stays as it is.',
	};
}

/** The chosen language; English for anything that is not offered. */
export const ticketLanguageOf = (value: unknown): TicketLanguage =>
	z.enum(TICKET_LANGUAGES).catch('en').parse(value);
