import { createHash, randomUUID } from 'node:crypto';

import { ANY_ACCOUNT } from '../../../quota/count';
import type { Feeds } from './feed';

/** The feeds of this process. */
export const feedsOfProcess: Feeds = new Map();
/** A name for the life of this process. */
export const bootOfProcess = randomUUID();

/** Under which name the triggers of a shop find their feed: no secret can be read from it. */
export function feedKey(appKey: string, appSecret: string, shop: string): string {
	return createHash('sha256').update([appKey, appSecret, shop].join('\n')).digest('hex');
}

/** What tells shops apart: two whose ids are not known must not get each other's orders. */
export function shopOf(access: { account: string; accessToken: string }): string {
	return access.account === ANY_ACCOUNT ? access.accessToken : access.account;
}
