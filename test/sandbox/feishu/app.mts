import type { FaultQueue } from '../faults.mts';
import { spoil } from '../faults.mts';
import { isJsonObject, parseJson } from '../json.mts';
import type { JsonObject, JsonValue } from '../json.mts';
import { jsonAnswer } from '../web/exchange.mts';
import type { WebAnswer, WebRequest } from '../web/exchange.mts';
import { cardFault } from './cardStructure.mts';

export const FEISHU_APP_PATH = '/open-apis/';
const TOKEN_PATH = '/open-apis/auth/v3/tenant_access_token/internal';
const MESSAGES_PATH = '/open-apis/im/v1/messages';
const MOST_BYTES = 30 * 1024;
const PER_SECOND = 5;
const CHANGED_FOR_MS = 14 * 24 * 3_600_000;
/** A token with less than this left is followed by another, and stays good. */
const RENEWED_BEFORE_MS = 30 * 60_000;

/** A card that the app has sent, as everybody sees it now. */
export interface AppMessage {
	messageId: string;
	receiver: string;
	sentAtMs: number;
	/** What it has shown, oldest first; the last one is seen. */
	cards: JsonObject[];
	isRecalled: boolean;
}

export interface FeishuApp {
	/** What the credential needs. */
	readonly credential: { appId: string; appSecret: string; baseUrl: string };
	/** May be changed at any time. */
	readonly options: {
		/** Chats the bot is in, open IDs and mail addresses of people that it may write to. */
		receivers: string[];
		/** Life of a new token, seconds. */
		expireSeconds: number;
	};
	readonly messages: readonly AppMessage[];
	/** How many times a token was asked for. */
	readonly tokenRequests: number;
	/** Codes of what was refused, oldest first. */
	readonly refusals: readonly number[];
	/** Every token ends now, as when the secret is reset. */
	endTokens(): void;
}

interface AppContext {
	baseUrl: () => string;
	now: () => number;
	faults: FaultQueue;
	changed: () => void;
}

/** An app of Feishu's developer console: tokens, messages, changes of cards. */
export function createFeishuApp({
	baseUrl,
	now,
	faults,
	changed,
}: AppContext): FeishuApp & { answer(request: WebRequest): WebAnswer } {
	const appId = 'cli_a0sandbox0000001';
	const appSecret = 'sandbox-secret-of-the-feishu-app';
	const options = { receivers: ['oc_group', 'ou_li', 'li@example.com'], expireSeconds: 7200 };
	const messages: AppMessage[] = [];
	const refusals: number[] = [];
	const tokens = new Map<string, number>();
	const recent = new Map<string, number[]>();
	let tokenRequests = 0;

	const refused = (code: number, msg: string, status = 400): WebAnswer => {
		refusals.push(code);
		return jsonAnswer({ code, msg }, status);
	};
	const isThrottled = (what: string): boolean => {
		const times = (recent.get(what) ?? []).filter((atMs) => atMs > now() - 1000);
		if (times.length >= PER_SECOND) return true;
		recent.set(what, [...times, now()]);
		return false;
	};

	const giveToken = (body: JsonObject | undefined): WebAnswer => {
		tokenRequests += 1;
		if (!body || body.app_id !== appId) return refused(10003, 'invalid param', 200);
		if (body.app_secret !== appSecret) return refused(10014, 'app secret invalid', 200);
		let [token, endMs] = [...tokens].at(-1) ?? ['', 0];
		if (endMs - now() < RENEWED_BEFORE_MS) {
			token = `t-sandbox-${tokens.size + 1}`;
			endMs = now() + options.expireSeconds * 1000;
			tokens.set(token, endMs);
		}
		const expire = Math.floor((endMs - now()) / 1000);
		return jsonAnswer({ code: 0, msg: 'ok', tenant_access_token: token, expire });
	};
	const contentFault = (content: JsonValue): WebAnswer | JsonObject => {
		if (typeof content !== 'string') return refused(230001, 'content must be a text');
		if (Buffer.byteLength(content) > MOST_BYTES) return refused(230025, 'content is too long');
		const card = parsed(content);
		if (!card) return refused(230001, 'content is not in json format');
		const fault = cardFault(card);
		return fault === undefined ? card : refused(230099, `Failed to create card content: ${fault}`);
	};
	const isAnswer = (value: WebAnswer | JsonObject): value is WebAnswer => 'headers' in value;
	const isShared = (card: JsonObject | undefined): boolean =>
		isJsonObject(card?.config ?? null) && (card?.config as JsonObject).update_multi === true;

	const send = (request: WebRequest, body: JsonObject): WebAnswer => {
		const kind = request.query.get('receive_id_type') ?? '';
		if (!['chat_id', 'open_id', 'user_id', 'union_id', 'email'].includes(kind)) {
			return refused(99992402, 'field validation failed');
		}
		const receiver = String(body.receive_id ?? '');
		const isOfKind =
			kind === 'email' ? receiver.includes('@') : kind !== 'chat_id' || receiver.startsWith('oc_');
		if (!isOfKind || body.msg_type !== 'interactive') {
			return refused(230001, 'Your request contains an invalid request parameter.');
		}
		if (!options.receivers.includes(receiver)) {
			return kind === 'chat_id'
				? refused(230002, 'Bot/User can NOT be out of the chat.')
				: refused(230013, 'Bot has NO availability to this user.');
		}
		if (isThrottled(receiver))
			return refused(230020, 'This operation triggers the frequency limit.');
		const card = contentFault(body.content);
		if (isAnswer(card)) return card;
		const messageId = `om_sandbox${String(messages.length + 1).padStart(6, '0')}`;
		messages.push({ messageId, receiver, sentAtMs: now(), cards: [card], isRecalled: false });
		return jsonAnswer({ code: 0, msg: 'success', data: { message_id: messageId } });
	};
	const change = (messageId: string, body: JsonObject): WebAnswer => {
		const message = messages.find((one) => one.messageId === messageId);
		if (!message) return refused(230001, 'invalid message_id');
		if (message.isRecalled) return refused(230011, 'The message is recalled.');
		if (now() - message.sentAtMs > CHANGED_FOR_MS) {
			return refused(230031, 'Message can only be modified within 14 days after sending.');
		}
		if (isThrottled(messageId)) {
			return refused(230020, 'This operation triggers the frequency limit.');
		}
		const card = contentFault(body.content);
		if (isAnswer(card)) return card;
		if (!isShared(message.cards.at(-1)) || !isShared(card)) {
			return refused(230001, 'update_multi must be true before and after');
		}
		message.cards.push(card);
		return jsonAnswer({ code: 0, msg: 'success', data: {} });
	};
	const judge = (request: WebRequest): WebAnswer => {
		const body = parsed(request.body.toString('utf8'));
		if (request.path === TOKEN_PATH && request.method === 'POST') return giveToken(body);
		const [, token] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
		if (token === undefined) return refused(99991661, 'Missing access token for authorization.');
		if ((tokens.get(token) ?? 0) <= now()) {
			return refused(99991663, 'Invalid access token for authorization.');
		}
		if (!body) return refused(9499, 'Bad Request');
		if (request.path === MESSAGES_PATH && request.method === 'POST') return send(request, body);
		const [, messageId] = /^\/open-apis\/im\/v1\/messages\/([\w-]+)$/.exec(request.path) ?? [];
		if (messageId !== undefined && request.method === 'PATCH') return change(messageId, body);
		return refused(9499, 'not found', 404);
	};
	return {
		get credential() {
			return { appId, appSecret, baseUrl: baseUrl() };
		},
		options,
		messages,
		refusals,
		get tokenRequests() {
			return tokenRequests;
		},
		endTokens() {
			for (const token of tokens.keys()) tokens.set(token, 0);
		},
		answer(request) {
			const fault = faults.take('feishu', request.path);
			const answer = judge(request);
			changed();
			return fault ? spoil(answer, fault) : answer;
		},
	};
}

function parsed(text: string): JsonObject | undefined {
	try {
		const value = parseJson(text);
		return isJsonObject(value) ? value : undefined;
	} catch (error) {
		if (error instanceof SyntaxError) return undefined; // the caller refuses it
		throw error;
	}
}
