import { z } from 'zod';

import { accepted } from './checked';
import { readJsonParameter } from './jsonParameter';
import { isLimit, LIMIT, remedyFor } from './remedy';
import type { ServiceRefusal } from './remedy';

/** What Feishu said about a message. */
export type Verdict = { sent: true } | { sent: false; refusal: ServiceRefusal };

const CODE = z
	.union([
		z.number(),
		z
			.string()
			.regex(/^-?\d+$/)
			.transform(Number),
	])
	.nullish();
const ANSWER = z.object({
	code: CODE,
	msg: z.string().nullish(),
	StatusCode: CODE,
	StatusMessage: z.string().nullish(),
});

/**
 * Reads Feishu's answer. HTTP 200 says nothing: refusals come with it too. `code` decides; the old
 * success form has only `StatusCode`; an answer with neither is no proof that anything was sent.
 *
 * @param body parsed JSON, or the text that did not parse.
 * @param secrets texts that must not be shown, should the answer repeat them.
 */
export function readAnswer(httpStatus: number, body: unknown, secrets: string[] = []): Verdict {
	const json = readJsonParameter(body, 'answer');
	const answer = ANSWER.safeParse((json.ok ? json : accepted(undefined)).value);
	const code = answer.success ? (answer.data.code ?? answer.data.StatusCode) : undefined;
	if (!answer.success || code === undefined || code === null) return unknownAnswer(httpStatus);
	if (code === 0 && httpStatus < 300) return { sent: true };
	const serviceText = answer.data.msg ?? answer.data.StatusMessage ?? '';
	return { sent: false, refusal: remedyFor(code, serviceText, httpStatus, secrets) };
}

function unknownAnswer(httpStatus: number): Verdict {
	const throttled = isLimit(undefined, '', httpStatus);
	if (throttled) {
		const { todo: description, httpCode } = LIMIT;
		const message = `The webhook answered HTTP ${httpStatus}: too many messages`;
		return { sent: false, refusal: { message, description, httpCode, throttled } };
	}
	return {
		sent: false,
		refusal: {
			message: `The webhook answered HTTP ${httpStatus} without a Feishu result code`,
			description:
				httpStatus >= 500
					? 'Whether the message was sent is not known. Look into the group, then run the node again.'
					: 'The message counts as not sent. Check that the webhook URL in the credential is the one Feishu shows, and that no proxy answers in its place.',
			httpCode: String(httpStatus),
			throttled,
		},
	};
}
