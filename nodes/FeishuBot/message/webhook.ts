import { safeAddress } from '../../wire/address';
import type { Checked } from './checked';
import { accepted, refused } from './checked';

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
