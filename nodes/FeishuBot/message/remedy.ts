import type { Refusal } from './checked';
import { oneLine } from './escape';
import { cutText } from './size';

/** A refusal by Feishu. `httpCode` classes it the way n8n knows (401 sign, 429 throttled …). */
export interface ServiceRefusal extends Refusal {
	httpCode: string;
	/** Feishu's code; absent when the answer held none. */
	code?: number;
	throttled: boolean;
}

/** Too many messages: nothing was sent and the same message may be tried again. */
export const THROTTLED = 11232;

interface Remedy {
	what: string;
	todo: string;
	httpCode: string;
}

const REMEDIES: Record<number, Remedy> = {
	9499: {
		what: 'Feishu could not read the message',
		todo: 'The message type or its structure is not valid. Check the card or post JSON against the Feishu card builder.',
		httpCode: '400',
	},
	19001: {
		what: 'Feishu does not accept a parameter of the message',
		todo: 'Check the card or post JSON, and that the webhook URL in the credential is complete.',
		httpCode: '400',
	},
	19021: {
		what: 'Feishu does not accept the signature',
		todo: "Check the secret in the credential against the one under the bot's security settings (leave it empty if the bot has none), and that the clock of the n8n server is right: a signature is valid for one hour.",
		httpCode: '401',
	},
	19022: {
		what: 'Feishu does not accept messages from this IP address',
		todo: "Add the public IP address of the n8n server to the IP list under the bot's security settings.",
		httpCode: '403',
	},
	19024: {
		what: "The message holds none of the bot's keywords",
		todo: "Put one of the words from the bot's security settings into the message, or into the option Keyword of this node.",
		httpCode: '400',
	},
	19036: {
		what: 'The message is too large for Feishu',
		todo: 'Send less text or fewer elements: a message may have 20 KB.',
		httpCode: '413',
	},
	[THROTTLED]: {
		what: 'Feishu throttles messages of this bot',
		todo: 'A bot may send 5 messages a second and 100 a minute, and Feishu is busy at full and half hours. Try again later, or send fewer messages.',
		httpCode: '429',
	},
};

const WRONG_WEBHOOK: Remedy = {
	what: 'Feishu does not know this webhook',
	todo: "The bot was removed from the group or the webhook URL in the credential is wrong. Copy the URL from the bot's settings again.",
	httpCode: '404',
};

/**
 * Feishu's code in words, with what to do about it.
 *
 * @param serviceText Feishu's own short text; tells the two meanings of 19001 apart, and is shown
 *   for codes this table does not know.
 * @param secrets texts hidden from it: a proxy may have written the address into the answer.
 */
export function remedyFor(
	code: number,
	serviceText: string,
	httpStatus: number,
	secrets: string[],
): ServiceRefusal {
	const throttled = code === THROTTLED;
	const wrongWebhook = code === 19001 && /access token invalid/i.test(serviceText);
	const remedy = wrongWebhook ? WRONG_WEBHOOK : REMEDIES[code];
	if (remedy) {
		const { what, todo, httpCode } = remedy;
		return { message: `${what} (code ${code})`, description: todo, httpCode, code, throttled };
	}
	const shown = secrets
		.filter((secret) => secret !== '')
		.reduce((text, secret) => text.replaceAll(secret, '***'), oneLine(serviceText));
	return {
		message: `Feishu did not send the message (code ${code})`,
		description: `Feishu says: ${cutText(shown, 200) || 'nothing more'}. Look the code up in Feishu's documentation of custom bots.`,
		httpCode: String(httpStatus),
		code,
		throttled,
	};
}
