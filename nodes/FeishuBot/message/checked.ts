import { z } from 'zod';

/** Why something the user gave cannot be used: what is wrong, and what to do about it. */
export interface Refusal {
	message: string;
	description?: string;
}

/** A value that passed its checks, or the words that say why it did not. */
export type Checked<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

/** Wraps a value that passed. */
export function accepted<T>(value: T): { ok: true; value: T } {
	return { ok: true, value };
}

/** Wraps the reason why a value did not pass. Never put the value itself in: it may be secret. */
export function refused(message: string, description?: string): { ok: false; refusal: Refusal } {
	return { ok: false, refusal: { message, description } };
}

const OBJECT = z.record(z.unknown());
const ELEMENTS = z.array(OBJECT);
const WHOLE_MESSAGE = z.object({ msg_type: z.literal('interactive'), card: OBJECT });
const CARD_1 = z
	.object({ schema: z.undefined() })
	.and(
		z.union([
			z.object({ elements: ELEMENTS }),
			z.object({ i18n_elements: OBJECT }),
			z.object({ header: OBJECT }),
		]),
	);
const CARD_2 = z.object({ schema: z.literal('2.0'), body: z.object({ elements: ELEMENTS }) });
const TEMPLATE = z.object({
	type: z.literal('template'),
	data: z.object({ template_id: z.string().min(1) }),
});
const CARD = z.union([CARD_1, CARD_2, TEMPLATE]);

/**
 * Checks a card the user wrote, of version 1.0, of version 2.0, or a published template. A whole
 * message as Feishu's examples show it is taken too, because that is what gets pasted.
 *
 * @returns the card unchanged.
 */
export function readCard(value: unknown): Checked<Record<string, unknown>> {
	const message = WHOLE_MESSAGE.safeParse(value);
	const card = OBJECT.safeParse(message.success ? message.data.card : value);
	if (!card.success || Array.isArray(card.data)) {
		return refused(
			'The card is not a JSON object',
			'Paste the JSON of one card, e.g. copied from the Feishu card builder.',
		);
	}
	if (CARD.safeParse(card.data).success) return accepted(card.data);
	if (card.data.schema !== undefined) {
		return refused(
			'The card is not a valid card of version 2.0',
			'A card of version 2.0 has "schema": "2.0" and its content in body.elements, a list.',
		);
	}
	return refused(
		'The card has no content',
		'A card of version 1.0 has "elements" (a list) or a "header"; one of version 2.0 has "schema": "2.0" and "body"; a template has "type": "template" and "data.template_id".',
	);
}

/**
 * The value of a JSON parameter: n8n hands over an object when it comes from an expression and
 * text when it was typed.
 *
 * @param name as the user sees the parameter.
 */
export function readJsonParameter(value: unknown, name: string): Checked<unknown> {
	if (typeof value !== 'string') return accepted(value);
	try {
		return accepted(JSON.parse(value));
	} catch {
		return refused(
			`The parameter ${name} is not valid JSON`,
			'Check quotes and commas, or use an expression that gives an object, e.g. {{ $json }}.',
		);
	}
}
