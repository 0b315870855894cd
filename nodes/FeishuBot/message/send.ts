import { type IExecuteFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { z } from 'zod';

import { type Clock, systemClock } from '../../time/clock';
import { SECOND_MS } from '../../time/units';
import { deliver, paceKey, type Reply, takeTurn } from './deliver';
import { MAX_BODY_BYTES, type Draft } from './text';
import { faultOf, type ServiceRefusal } from './fault';
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
	const delivery = await deliver(draft.body, {
		secret: bot.secret,
		mostBytes: MAX_BODY_BYTES,
		hidden: [bot.url, bot.token, bot.secret],
		clock,
		signal,
		takeTurn: async () => await takeTurn(key, clock, signal),
		post: async (body) => await request(context, { url: bot.url, body, signal }),
	});
	if (!delivery.sent) throw refusalBy(context, index, delivery.refusal);
	return {
		sent: true,
		code: 0,
		messageType: draft.body.msg_type,
		bytes: delivery.bytes,
		...(draft.shortened && { shortened: true }),
		...(delivery.attempts > 1 && { attempts: delivery.attempts }),
	};
}

/** What Feishu refused, in plain words: the helper's own error carries the request and so the address. */
export function refusalBy(
	context: IExecuteFunctions,
	index: number,
	{ code, message, description, httpCode }: Omit<ServiceRefusal, 'throttled'>,
): NodeApiError {
	const options = { message, description, httpCode, itemIndex: index };
	return new NodeApiError(context.getNode(), { code: code ?? null }, options);
}

/** A request with a JSON body. */
interface Request {
	/** POST when absent. */
	method?: 'POST' | 'PATCH';
	url: string;
	headers?: Record<string, string>;
	body: Record<string, unknown>;
	signal?: AbortSignal | undefined;
}

/** Sends one request. Never throws: what went wrong is in the reply. */
export async function request(
	context: IExecuteFunctions,
	{ method = 'POST', url, headers, body, signal }: Request,
): Promise<Reply> {
	try {
		const response = await context.helpers.httpRequest({
			method,
			url,
			...(headers && { headers }),
			body,
			json: true,
			timeout: TIMEOUT_MS,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			// A redirect would carry the signed message to an address nobody checked.
			disableFollowRedirect: true,
			abortSignal: signal,
		});
		const { statusCode: httpStatus, body: answer, headers: told } = response;
		return { httpStatus, body: answer, retryAfterMs: retryAfterMs(told) };
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
