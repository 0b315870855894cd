import { createHmac } from 'node:crypto';

import { safeAddress } from '../../wire/address';
import { accepted, refused, type Checked } from './checked';

/** A checked webhook address. `token` is the last part of the path; both are secrets. */
export interface Webhook {
	url: string;
	token: string;
}

const CURRENT_PATH = /\/open-apis\/bot\/v2\/hook\/([A-Za-z0-9_-]+)\/?$/;
const OLD_PATH = /\/open-apis\/bot\/hook\//;
const WHERE_TO_FIND =
	'In the Feishu or Lark group open Settings > Bots > the custom bot and copy its webhook address. It looks like https://open.feishu.cn/open-apis/bot/v2/hook/… or https://open.larksuite.com/open-apis/bot/v2/hook/….';

/**
 * Checks a webhook address by its path and scheme, not by its host: feishu.cn, larksuite.com,
 * private gateways and a stand-in inside one's own network all serve the same path.
 *
 * @param text as typed into the credential.
 * @returns the address, or words that never repeat it.
 */
export function readWebhook(text: string): Checked<Webhook> {
	const trimmed = text.trim();
	if (trimmed === '') return refused('The webhook URL is empty', WHERE_TO_FIND);
	if (!URL.canParse(trimmed)) return refused('The webhook URL is not a web address', WHERE_TO_FIND);
	const url = new URL(trimmed);
	// Plain http would show the token and the message to everyone on the way.
	if (safeAddress(trimmed) === undefined) {
		return refused('The webhook URL must start with https://', WHERE_TO_FIND);
	}
	if (url.username !== '' || url.password !== '') {
		return refused('The webhook URL must not hold a user name or password', WHERE_TO_FIND);
	}
	if (OLD_PATH.test(url.pathname)) {
		return refused(
			'The webhook URL is of the old form /open-apis/bot/hook/',
			`The old bots take another message format. Add a new custom bot to the group. ${WHERE_TO_FIND}`,
		);
	}
	const token = CURRENT_PATH.exec(url.pathname)?.[1];
	if (token === undefined) {
		return refused('The webhook URL is not the address of a Feishu custom bot', WHERE_TO_FIND);
	}
	url.pathname = url.pathname.replace(/\/$/, '');
	return accepted({ url: url.href, token });
}

/**
 * Signature of a custom bot: the text `timestamp + "\n" + secret` is the **key** and the message
 * is empty. Signing that text with the secret as key is DingTalk's way and gets 19021 here.
 * Source: open.feishu.cn, "Use bots in groups" (add-custom-bot).
 *
 * @param timestampSeconds seconds since the epoch as text, sent beside the signature.
 * @returns base64 of HMAC-SHA256.
 */
export function signature(timestampSeconds: string, secret: string): string {
	return createHmac('sha256', `${timestampSeconds}\n${secret}`).update('').digest('base64');
}

/** The two body fields of a signed message. Feishu refuses them after one hour. */
interface SignatureFields {
	timestamp: string;
	sign: string;
}

/**
 * The signature fields for a moment; empty when the bot has no secret.
 *
 * @param nowMs wall clock, milliseconds since the epoch.
 */
export function signatureFields(
	secret: string,
	nowMs: number,
): SignatureFields | Record<string, never> {
	if (secret === '') return {};
	const timestamp = String(Math.floor(nowMs / 1000));
	return { timestamp, sign: signature(timestamp, secret) };
}
