import { isExpired, isNearExpiry, type Access } from '../../client/access';
import { canRenew } from '../../client/authorization';
import { ANY_ACCOUNT } from '../../quota/policy';
import type { QuotaStatus } from '../../quota/store';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../time/units';
import { finding, momentText, type Finding } from './finding';
import type { Group } from './groups';
import type { Outcome } from './kept';
import { PACKAGE_VERSION, type Look, type Page } from './look';
import { watchedOf } from './watched';

/** Why something could not be found out, in the words of who was asked. */
export interface Reason {
	message: string;
	remedy: string;
}

/** What became of the question to a permission group. */
export type Asked = Outcome | { answer: 'unclear' | 'notAsked'; reason: Reason };

/** All that the check goes by. */
export interface Facts {
	nowMs: number;
	access: Access;
	/** Why the account cannot be called until its user acts. */
	trouble: Reason | undefined;
	/** Where the bridge is; undefined where none counts. */
	bridgeAddress: string | undefined;
	/** Whether all processes count in one place without a bridge. */
	isShared: boolean;
	/** What the bridge, or without one this process, knows of the set-up. */
	look: Look | Reason;
	status: QuotaStatus | Reason;
	/** The bridge does not know the signature of the App Secret. */
	isOtherSecret: boolean;
	/** AliExpress does not know App Key or signature. */
	notSigned: Reason | undefined;
	asked: ReadonlyArray<readonly [Group, Asked]>;
}

const isReason = (fact: object): fact is Reason => 'message' in fact;

/** A reason as values of a sentence, which ends with a full stop of its own. */
function said({ message, remedy }: Reason): Finding['values'] {
	return { message: message.trim().replace(/\.$/, ''), remedy };
}

function bridgeOf({ bridgeAddress, isShared, look, status, isOtherSecret }: Facts): Finding {
	if (isShared) {
		return isReason(status)
			? finding('bridge', false, 'redisSilent', said(status))
			: finding('bridge', true, 'redisCounts');
	}
	if (bridgeAddress === undefined) return finding('bridge', null, 'bridgeNone');
	if (!isReason(look)) {
		const { version } = look;
		if (version === PACKAGE_VERSION) {
			return finding('bridge', true, 'bridgeReached', { address: bridgeAddress, version });
		}
		const versions = { theirs: version, ours: PACKAGE_VERSION };
		return finding('bridge', false, 'bridgeOther', versions);
	}
	// One that counts and knows no more than that is of a version before this check.
	if (!isReason(status)) return finding('bridge', false, 'bridgeOlder', { ours: PACKAGE_VERSION });
	return finding('bridge', isOtherSecret ? null : false, 'bridgeSilent', said(status));
}

function secretOf({ asked, notSigned, isOtherSecret, status, bridgeAddress }: Facts): Finding {
	if (notSigned) return finding('secret', false, 'secretRefused', said(notSigned));
	if (isOtherSecret && isReason(status)) {
		return finding('secret', false, 'secretRefused', said(status));
	}
	const answers = asked.flatMap(([, one]) => ('atMs' in one ? one.atMs : []));
	if (answers.length > 0) {
		const at = momentText(Math.max(...answers));
		return finding('secret', true, 'secretAccepted', { at });
	}
	const isCarried = bridgeAddress !== undefined && !isReason(status);
	return finding('secret', null, isCarried ? 'secretSame' : 'secretUnknown');
}

/** A clock that is off by more than this is worth a word; less is told right by the platform's own time. */
const CLOCK_RIGHT_WITHIN_MS = 30 * SECOND_MS;

function clockOf({ look, status, nowMs }: Facts): Finding {
	const seconds = (ms: number) => ({ seconds: String(Math.round(Math.abs(ms) / SECOND_MS)) });
	const apartMs = isReason(look) ? 0 : look.nowMs - nowMs;
	if (Math.abs(apartMs) > CLOCK_RIGHT_WITHIN_MS) {
		return finding('clock', false, 'clocksApart', seconds(apartMs));
	}
	const aheadMs = isReason(status) ? undefined : status.wallAheadMs;
	if (aheadMs === undefined) return finding('clock', null, 'clockUnknown');
	if (Math.abs(aheadMs) <= CLOCK_RIGHT_WITHIN_MS) return finding('clock', true, 'clockRight');
	return finding('clock', false, aheadMs > 0 ? 'clockAhead' : 'clockBehind', seconds(aheadMs));
}

function tokenOf({ access, trouble, nowMs }: Facts): Finding {
	if (trouble) return finding('accessToken', false, 'notAuthorized', said(trouble));
	const { expiresAtMs } = access;
	if (!canRenew(access, nowMs)) {
		return expiresAtMs === undefined
			? finding('accessToken', false, 'tokenLastOpen')
			: finding('accessToken', false, 'tokenLast', { until: momentText(expiresAtMs) });
	}
	if (isExpired(access, nowMs) || isNearExpiry(access, nowMs)) {
		return finding('accessToken', true, 'tokenRenewed');
	}
	if (expiresAtMs === undefined) return finding('accessToken', true, 'tokenUsable');
	return finding('accessToken', true, 'tokenUntil', { until: momentText(expiresAtMs) });
}

/** From when on the end of an authorization is near enough to do something. */
const ENDING_WITHIN_MS = 7 * DAY_MS;

function authorizationOf({ access, trouble, nowMs }: Facts): Finding {
	if (trouble) return finding('authorization', false, 'notAuthorized', said(trouble));
	const { refreshExpiresAtMs: endsAtMs } = access;
	if (endsAtMs === undefined) return finding('authorization', null, 'authorizationOpen');
	const until = momentText(endsAtMs);
	const leftMs = endsAtMs - nowMs;
	if (leftMs > ENDING_WITHIN_MS) {
		return finding('authorization', true, 'authorizationUntil', { until });
	}
	const days = String(Math.max(0, Math.floor(leftMs / DAY_MS)));
	return finding('authorization', true, 'authorizationEnding', { until, days });
}

function sellerOf({ access, asked }: Facts): Finding {
	const [told] = asked.flatMap(([, one]) => ('seller' in one && one.seller ? one.seller : []));
	const seller = access.account === ANY_ACCOUNT ? told : access.account;
	if (seller === undefined) return finding('seller', null, 'sellerUnknown');
	return finding('seller', true, 'sellerKnown', { seller });
}

function groupOf([group, one]: readonly [Group, Asked]): Finding {
	const name = { group: [group] };
	switch (one.answer) {
		case 'answered':
			return finding('permission', true, 'groupAnswered', { ...name, at: momentText(one.atMs) });
		case 'refused':
			return finding('permission', false, 'groupRefused', {
				...name,
				...said(one),
				at: momentText(one.atMs),
			});
		case 'unclear':
			return finding('permission', null, 'groupUnclear', { ...name, ...said(one.reason) });
		case 'notAsked':
			return finding('permission', null, 'groupNotAsked', name);
	}
}

function callsOf({ status }: Facts): Finding {
	if (isReason(status)) return finding('calls', null, 'callsUnknown', said(status));
	const { callsPerDay, left, used, byPurpose, blockedUntilMs, resetsAtMs } = status;
	if (blockedUntilMs !== undefined) {
		return finding('calls', false, 'callsPaused', { until: momentText(blockedUntilMs) });
	}
	if (callsPerDay === undefined) return finding('calls', true, 'callsOpen', { used: String(used) });
	const day = { day: String(callsPerDay), resetsAt: momentText(resetsAtMs) };
	if (!left) return finding('calls', false, 'callsUsedUp', day);
	return finding('calls', true, 'callsLeft', {
		...day,
		left: String(left),
		actions: String(byPurpose.action.left),
		triggers: String(byPurpose.trigger.left),
	});
}

function processesOf({ status, bridgeAddress, isShared }: Facts): Finding {
	if (isShared) return finding('processes', true, 'processAll');
	if (bridgeAddress === undefined) return finding('processes', null, 'processOwn');
	const count = isReason(status) ? undefined : status.countingLately;
	if (count === undefined) return finding('processes', null, 'processUnknown');
	if (count <= 1) return finding('processes', true, 'processOne');
	return finding('processes', null, 'processSeveral', { count: String(count) });
}

/** As much of a reason as is told; a platform may say more than anybody reads. */
export const MOST_CHARACTERS = 1_000;

/** Reads that fail for less than this are tried again soon and are not worth a word. */
const FAILING_FROM_MS = 30 * MINUTE_MS;

function triggerOf(trigger: Look['triggers'][number], nowMs: number): Finding {
	const { name, lists, everyMs, readAtMs, nextAtMs, failing, closed } = trigger;
	const about = { name, lists, nextAt: momentText(nextAtMs) };
	const bare = (why: string) => why.trim().slice(0, MOST_CHARACTERS).replace(/\.$/, '');
	if (closed) {
		const until = momentText(closed.untilMs);
		return finding('trigger', false, 'triggerWaits', { ...about, until, why: bare(closed.why) });
	}
	if (failing && failing.sinceMs <= nowMs - FAILING_FROM_MS) {
		const since = momentText(failing.sinceMs);
		return finding('trigger', false, 'triggerFails', { ...about, since, why: bare(failing.why) });
	}
	if (readAtMs === 0) return finding('trigger', null, 'triggerBegins', about);
	return finding('trigger', true, 'triggerReads', {
		...about,
		minutes: String(Math.max(1, Math.round(everyMs / MINUTE_MS))),
		readAt: momentText(readAtMs),
	});
}

/** What a trigger reads; one that watches alone reads no list, and its watches are told for themselves. */
function readingOf(trigger: Look['triggers'][number], nowMs: number): Finding[] {
	const { lists, closed } = trigger;
	return lists.length > 0 || closed ? [triggerOf(trigger, nowMs)] : [];
}

/** What a trigger hands out again, where workflows have failed. */
function repeatsOf({ name, outstanding }: Look['triggers'][number], nowMs: number): Finding[] {
	if (!outstanding) return [];
	const { events, sinceMs, nextAtMs } = outstanding;
	return [
		finding('trigger', false, 'triggerRepeats', {
			name,
			events: String(events),
			since: momentText(sinceMs),
			nextAt: momentText(Math.max(nextAtMs, nowMs)),
		}),
	];
}

function triggersOf({ look, status }: Facts): Finding[] {
	if (isReason(look)) return [];
	const { triggers, nowMs, startedAtMs } = look;
	if (triggers.length > 0) {
		return triggers.flatMap((one) => [...readingOf(one, nowMs), ...repeatsOf(one, nowMs)]);
	}
	const spending = isReason(status) ? [] : status.spending;
	const readers = spending.filter(({ purpose }) => purpose === 'trigger');
	if (readers.length === 0) {
		return [finding('trigger', null, 'triggerNone', { since: momentText(startedAtMs) })];
	}
	const count = String(readers.reduce((sum, { calls }) => sum + calls, 0));
	const names = readers.slice(0, 5).map(({ spender }) => spender);
	return [finding('trigger', null, 'triggerElsewhere', { count, names })];
}

function pushOf({ look }: Facts): Finding[] {
	if (isReason(look)) return [];
	const { pushHeardAtMs, startedAtMs } = look;
	if (pushHeardAtMs !== undefined) {
		return [finding('push', true, 'pushHeard', { at: momentText(pushHeardAtMs) })];
	}
	return [finding('push', null, 'pushSilent', { since: momentText(startedAtMs) })];
}

/** What the facts come to, in the order in which a person would look. */
export function findingsOf(facts: Facts): Finding[] {
	return [
		bridgeOf(facts),
		secretOf(facts),
		clockOf(facts),
		tokenOf(facts),
		authorizationOf(facts),
		sellerOf(facts),
		...facts.asked.map(groupOf),
		callsOf(facts),
		processesOf(facts),
		...triggersOf(facts),
		...watchedOf(isReason(facts.look) ? undefined : facts.look, facts.asked),
		...pushOf(facts),
	];
}

/** Where the check can be looked at in a browser. */
export function pageFinding({ link, untilMs }: Page): Finding {
	return finding('page', true, 'pageLink', { link, until: momentText(untilMs) });
}
