import { createHash } from 'node:crypto';

import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';

import { type Clock, systemClock } from '../../time/clock';
import { MINUTE_MS, SECOND_MS } from '../../time/units';
import { safeAddress } from '../../wire/address';
import { accepted, readJsonParameter, refused, type Checked } from '../message/checked';
import {
	deliver,
	paceKey,
	readAnswer,
	takeTurn,
	type Delivery,
	type PaceWindow,
} from '../message/deliver';
import { FAULT_WORDS, type ServiceRefusal } from '../message/fault';
import { refusalBy, request } from '../message/send';

/** An app of Feishu's developer console, which writes in its own name. */
interface App {
	/** Without a slash at the end. */
	baseUrl: string;
	appId: string;
	appSecret: string;
}

const CREDENTIAL = z.object({
	baseUrl: z.string().catch(''),
	appId: z.string().catch(''),
	appSecret: z.string().catch(''),
});

/**
 * Checks the fields of the credential.
 *
 * @returns the app, or words that never repeat its secret.
 */
export function readApp(fields: unknown): Checked<App> {
	const { baseUrl, appId, appSecret } = CREDENTIAL.parse(fields);
	const address = safeAddress(baseUrl);
	if (address === undefined) {
		return refused(
			'The address of Feishu must start with https://',
			'Take https://open.feishu.cn, or https://open.larksuite.com for Lark.',
		);
	}
	const app = { baseUrl: address, appId: appId.trim(), appSecret: appSecret.trim() };
	if (app.appId !== '' && app.appSecret !== '') return accepted(app);
	return refused(
		'The credential has no App ID or no App Secret',
		'Copy both from Credentials & Basic Info in the developer console of Feishu.',
	);
}

/** A token, or why there is none. */
type Asked = { token: string; lifeMs: number } | { refusal: Omit<ServiceRefusal, 'throttled'> };

/** A token of an app, or the request that will bring it. */
interface Kept {
	asked: Promise<Asked>;
	/** Monotonic, ms; beyond all time while it is still to come. */
	renewAtMs: number;
}

// Shared by all executions of this process, so that a token is asked for once whoever needs it.
const tokens = new Map<string, Kept>();
const MOST_APPS = 100;

/** Feishu hands out a new token in the last half hour of an old one, and the old one stays good. */
const EARLY_MS = 5 * MINUTE_MS;
/** Feishu's codes for a token that it does not accept (any more); nothing was done then. */
const BAD_TOKEN: ReadonlySet<number> = new Set([99991661, 99991663, 99991664, 99991668]);

const TOKEN = z.object({ tenant_access_token: z.string().min(1), expire: z.number().positive() });

async function askForToken(context: IExecuteFunctions, app: App): Promise<Asked> {
	// Without the signal of an execution: others wait for the same token.
	const reply = await request(context, {
		url: `${app.baseUrl}/open-apis/auth/v3/tenant_access_token/internal`,
		body: { app_id: app.appId, app_secret: app.appSecret },
	});
	if ('fault' in reply) return { refusal: FAULT_WORDS[reply.fault] };
	const verdict = readAnswer(reply.httpStatus, reply.body, [app.appSecret]);
	if (!verdict.sent) return { refusal: verdict.refusal };
	const json = readJsonParameter(reply.body, 'answer');
	const answer = TOKEN.safeParse(json.ok ? json.value : undefined);
	if (answer.success) {
		const { tenant_access_token: token, expire } = answer.data;
		return { token, lifeMs: expire * SECOND_MS };
	}
	return {
		refusal: {
			message: 'Feishu gave the app no token',
			description: 'Nothing was sent. Check that the address in the credential is that of Feishu.',
			httpCode: String(reply.httpStatus),
		},
	};
}

/** The place of an app among the tokens. A hash, since the secret is part of it: another one is another app. */
function placeOf(app: App): string {
	return createHash('sha256').update(JSON.stringify(app)).digest('hex');
}

async function tokenOf(context: IExecuteFunctions, app: App, clock: Clock): Promise<Asked> {
	const place = placeOf(app);
	const kept = tokens.get(place);
	if (kept && kept.renewAtMs > clock.monotonicMs()) return await kept.asked;
	const fresh: Kept = { asked: askForToken(context, app), renewAtMs: Infinity };
	tokens.delete(place);
	tokens.set(place, fresh);
	const [oldest] = tokens.keys();
	if (tokens.size > MOST_APPS && oldest !== undefined) tokens.delete(oldest);
	const asked = await fresh.asked;
	// A refusal is not kept, and a short life is used for its first half.
	const goodMs = 'token' in asked ? Math.max(asked.lifeMs - EARLY_MS, asked.lifeMs / 2) : 0;
	fresh.renewAtMs = clock.monotonicMs() + goodMs;
	return asked;
}

/** Forgets a token that Feishu does not accept, unless another caller has renewed it meanwhile. */
async function forgetToken(app: App, token: string): Promise<void> {
	const place = placeOf(app);
	const kept = tokens.get(place);
	const asked = await kept?.asked;
	if (asked && 'token' in asked && asked.token === token && tokens.get(place) === kept) {
		tokens.delete(place);
	}
}

/** Feishu allows 5 per second to one chat or person, shared by all bots, and 5 changes of one message. */
const CHAT_WINDOWS: readonly PaceWindow[] = [{ limit: 4, spanMs: 1_100 }];
/** Feishu's limit of a card, 30 KB. */
const MOST_BYTES = 30 * 1024;

interface Call {
	method: 'POST' | 'PATCH';
	/** Path and query, from `/open-apis` on. */
	path: string;
	body: Record<string, unknown>;
	/** Whom it reaches: calls of one lane keep Feishu's pace. */
	lane: string;
}

/**
 * Calls Feishu in the name of the app of the credential. A token that is not accepted is renewed once.
 *
 * @returns how it ended; a refusal is not thrown, since some mean that a card is gone.
 * @throws NodeOperationError for a credential that cannot be one, NodeApiError when there is no token.
 */
export async function callApp(
	context: IExecuteFunctions,
	index: number,
	{ method, path, body, lane }: Call,
	clock: Clock = systemClock,
): Promise<Delivery> {
	const checked = readApp(await context.getCredentials('feishuAppApi', index));
	if (!checked.ok) {
		const { message, description } = checked.refusal;
		throw new NodeOperationError(context.getNode(), message, { itemIndex: index, description });
	}
	const app = checked.value;
	const signal = context.getExecutionCancelSignal?.();
	const key = paceKey(`${app.baseUrl} ${app.appId} ${lane}`);
	for (let attempt = 1; ; attempt += 1) {
		const asked = await tokenOf(context, app, clock);
		if ('refusal' in asked) throw refusalBy(context, index, asked.refusal);
		const { token } = asked;
		const delivery = await deliver(body, {
			secret: '',
			mostBytes: MOST_BYTES,
			hidden: [app.appSecret, token],
			clock,
			signal,
			takeTurn: async () => await takeTurn(key, clock, signal, undefined, CHAT_WINDOWS),
			post: async (sent) => {
				const headers = { authorization: `Bearer ${token}` };
				return await request(context, {
					method,
					url: app.baseUrl + path,
					headers,
					body: sent,
					signal,
				});
			},
		});
		const isTokenBad = !delivery.sent && BAD_TOKEN.has(delivery.refusal.code ?? 0);
		if (!isTokenBad) return delivery;
		await forgetToken(app, token);
		if (attempt > 1) return delivery;
	}
}
