import { type IExecuteFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { z } from 'zod';

import { type Clock, systemClock } from '../../time/clock';
import { SECOND_MS } from '../../time/units';
import { deliver, type Reply } from './deliver';
import type { Draft } from './draft';
import { faultOf } from './fault';
import { paceKey, takeTurn } from './pace';
import { readWebhook, type Webhook } from './webhook';

/** The bot a message goes to. `secret` is empty when the bot checks no signature. */
interface Bot extends Webhook {
	secret: string;
}

const CREDENTIAL = z.object({
	webhookUrl: z.string().catch(''),
	secret: z.string().catch(''),
});

/**
 * The only place that reads the credential.
 *
 * @throws NodeOperationError when the address cannot be one of a custom bot; nothing is sent then.
 */
async function readBot(context: IExecuteFunctions, index: number): Promise<Bot> {
	const credential = CREDENTIAL.parse(await context.getCredentials('feishuBotApi', index));
	const webhook = readWebhook(credential.webhookUrl);
	if (!webhook.ok) {
		const { message, description } = webhook.refusal;
		throw new NodeOperationError(context.getNode(), message, { itemIndex: index, description });
	}
	// A pasted secret often brings a blank or a line end along, which would only show as 19021.
	return { ...webhook.value, secret: credential.secret.trim() };
}

const TIMEOUT_MS = 20_000;

/** The output item of a message that was sent. Never the address: n8n keeps what a node emits. */
export type Sent = {
	sent: true;
	code: 0;
	messageType: string;
	/** Of the whole request, as Feishu counts it. */
	bytes: number;
	/** Only when something was left out. */
	shortened?: true;
	/** Only when it was sent more than once, since Feishu refused it as one too many. */
	attempts?: number;
};

/**
 * Sends a message to the bot of the credential.
 *
 * @throws NodeApiError in words, without address, token or secret.
 */
export async function sendMessage(
	context: IExecuteFunctions,
	index: number,
	draft: Draft,
	clock: Clock = systemClock,
): Promise<Sent> {
	const bot = await readBot(context, index);
	const signal = context.getExecutionCancelSignal?.();
	const key = paceKey(bot.url);
	const delivery = await deliver(draft, {
		secret: bot.secret,
		hidden: [bot.url, bot.token, bot.secret],
		clock,
		signal,
		takeTurn: async () => await takeTurn(key, clock, signal),
		post: async (body) => await post(context, bot.url, body, signal),
	});
	if (!delivery.sent) {
		const { code, message, description, httpCode } = delivery.refusal;
		// Built from plain words: the helper's own error carries the request and so the address.
		const options = { message, description, httpCode, itemIndex: index };
		throw new NodeApiError(context.getNode(), { code: code ?? null }, options);
	}
	return {
		sent: true,
		code: 0,
		messageType: draft.body.msg_type,
		bytes: delivery.bytes,
		...(draft.shortened && { shortened: true }),
		...(delivery.attempts > 1 && { attempts: delivery.attempts }),
	};
}

async function post(
	context: IExecuteFunctions,
	url: string,
	body: Record<string, unknown>,
	signal: AbortSignal | undefined,
): Promise<Reply> {
	try {
		const response = await context.helpers.httpRequest({
			method: 'POST',
			url,
			body,
			json: true,
			timeout: TIMEOUT_MS,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			// A redirect would carry the signed message to an address nobody checked.
			disableFollowRedirect: true,
			abortSignal: signal,
		});
		const { statusCode: httpStatus, body: answer, headers } = response;
		return { httpStatus, body: answer, retryAfterMs: retryAfterMs(headers) };
	} catch (thrown) {
		return { fault: faultOf(thrown, signal?.aborted === true) };
	}
}

/** How long Feishu asks to wait, in either of the headers in which it says so: seconds. */
function retryAfterMs(headers: Record<string, unknown> = {}): number | undefined {
	const written = headers['x-ogw-ratelimit-reset'] ?? headers['retry-after'];
	const text = typeof written === 'string' || typeof written === 'number' ? String(written) : '';
	return /^\d{1,6}$/.test(text.trim()) ? Number(text) * SECOND_MS : undefined;
}
