import type { FaultQueue } from '../faults.mts';
import { spoil } from '../faults.mts';
import { isJsonObject, parseJson, printJson } from '../json.mts';
import type { JsonObject } from '../json.mts';
import type { FeishuOptions } from '../options.mts';
import { jsonAnswer } from '../web/exchange.mts';
import type { WebAnswer, WebRequest } from '../web/exchange.mts';
import { isSignedRight } from './signature.mts';
import { messageFault } from './structure.mts';

export const FEISHU_HOOK_PATH = '/open-apis/bot/v2/hook/';
const MOST_BYTES = 20 * 1024;
const PER_SECOND = 5;
const PER_MINUTE = 100;

export interface FeishuMessage {
	atMs: number;
	/** `text`, `post`, `image`, `share_chat` or `interactive`. */
	msgType: string;
	/** The body as it came, without timestamp and sign. */
	body: JsonObject;
}

export interface FeishuChat {
	/** Address of the custom bot's hook. */
	readonly url: string;
	readonly messages: readonly FeishuMessage[];
	readonly refusals: ReadonlyArray<{ atMs: number; code: number; reason: string }>;
	/** The bot's safety settings; may be changed at any time. */
	readonly options: FeishuOptions & { token: string };
	clear(): void;
}

interface ChatContext {
	options: FeishuOptions & { token: string };
	baseUrl: () => string;
	now: () => number;
	faults: FaultQueue;
	changed: () => void;
}

/** A group chat with one custom bot; `answer` plays its hook. */
export function createChat(
	context: ChatContext,
): FeishuChat & { answer(request: WebRequest): WebAnswer } {
	const { options, now, faults, changed } = context;
	const messages: FeishuMessage[] = [];
	const refusals: Array<{ atMs: number; code: number; reason: string }> = [];
	const recentMs: number[] = [];
	const refused = (code: number, reason: string, status = 200): WebAnswer => {
		refusals.push({ atMs: now(), code, reason });
		return jsonAnswer({ code, data: {}, msg: reason }, status);
	};
	const isThrottled = (): boolean => {
		const nowMs = now();
		while (recentMs[0] !== undefined && recentMs[0] <= nowMs - 60_000) recentMs.shift();
		const lastSecond = recentMs.filter((atMs) => atMs > nowMs - 1000).length;
		if (lastSecond >= PER_SECOND || recentMs.length >= PER_MINUTE) return true;
		recentMs.push(nowMs);
		return false;
	};
	const judge = (request: WebRequest): WebAnswer => {
		if (request.path !== FEISHU_HOOK_PATH + options.token) {
			return refused(19001, 'param invalid: incoming webhook access token invalid');
		}
		if (isThrottled())
			return refused(11232, 'frequency limited psm[lark.oapi.app_platform_runtime]');
		if (request.body.length > MOST_BYTES) return refused(19036, 'request body is too large');
		const body = request.method === 'POST' ? bodyOf(request) : undefined;
		if (!body) return refused(9499, 'Bad Request', 400);
		const { timestamp, sign, ...message } = body;
		if (options.secret && !isSignedRight(timestamp, sign, options.secret, now())) {
			return refused(
				19021,
				'sign match fail or timestamp is not within one hour from current time',
			);
		}
		if (options.allowedIps?.length && !options.allowedIps.includes(request.ip)) {
			return refused(19022, 'Ip Not Allowed');
		}
		const fault = messageFault(message);
		if (fault !== undefined) return refused(9499, `Bad Request: ${fault}`, 400);
		const words = printJson(message.card ?? message.content);
		if (options.keyword && !words.includes(printJson(options.keyword).slice(1, -1))) {
			return refused(19024, 'Key Words Not Found');
		}
		messages.push({ atMs: now(), msgType: String(message.msg_type), body: message });
		return jsonAnswer(
			options.oldForm
				? { Extra: null, StatusCode: 0, StatusMessage: 'success' }
				: { code: 0, data: {}, msg: 'success', StatusCode: 0, StatusMessage: 'success' },
		);
	};
	return {
		get url() {
			return context.baseUrl() + FEISHU_HOOK_PATH + options.token;
		},
		messages,
		refusals,
		options,
		clear() {
			messages.length = 0;
			refusals.length = 0;
			changed();
		},
		answer(request) {
			const fault = faults.take('feishu', request.path);
			const answer = judge(request);
			changed();
			return fault ? spoil(answer, fault) : answer;
		},
	};
}

function bodyOf(request: WebRequest): JsonObject | undefined {
	if (!(request.headers['content-type'] ?? '').startsWith('application/json')) return undefined;
	try {
		const value = parseJson(request.body.toString('utf8'));
		return isJsonObject(value) ? value : undefined;
	} catch (error) {
		if (error instanceof SyntaxError) return undefined; // the caller answers 9499
		throw error;
	}
}
