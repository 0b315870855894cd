import { NodeApiError, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { choicesOf, collectionOf, optionsCollection } from '../../../action/fields';
import type { Client } from '../../../client/client';
import { refusalOf } from '../../../action/checks';
import { troubleOf } from '../../../client/authorization';
import { NOT_CARRIED } from '../../../quota/bridgeStore';
import { QuotaUnavailable, type QuotaStore } from '../../../quota/store';
import { systemClock } from '../../../time/clock';
import { remedyOf } from '../../../wire/remedy';
import { PLATFORM } from '../../account/openClient';
import { parseProfile } from '../../parse/store';
import {
	findingsOf,
	MOST_CHARACTERS,
	pageFinding,
	type Asked,
	type Reason,
} from '../../setup/checks';
import { ENGLISH } from '../../setup/english';
import { tell, type Finding } from '../../setup/finding';
import { GROUPS, readOf, type Group } from '../../setup/groups';
import { keepOutcomes, type Outcome, type Outcomes } from '../../setup/kept';
import { keptSchema, lookAround, lookSchema, shopKeyOf, type Look } from '../../setup/look';
import type { Operation } from '../operation';

function reasonOf({ message, description }: NodeApiError): Reason {
	const cut = (text: string) => text.slice(0, MOST_CHARACTERS);
	return { message: cut(message), remedy: cut(description ?? '') };
}

/** What a question to the counter came to; why it could not be asked, when it could not. */
async function orReason<T>(question: Promise<T>): Promise<T | Reason> {
	try {
		return await question;
	} catch (reason) {
		if (!(reason instanceof QuotaUnavailable)) return await Promise.reject(reason);
		return { message: reason.message, remedy: reason.remedy };
	}
}

/** The groups that an item asks for. */
function chosenGroups(context: IExecuteFunctions, index: number): Group[] {
	const chosen = choicesOf(context.getNodeParameter('permissionGroups', index, []));
	const unknown = chosen.find((one) => !(GROUPS as readonly string[]).includes(one));
	if (unknown === undefined) return GROUPS.filter((group) => chosen.includes(group));
	throw refusalOf(
		context,
		'A permission group to ask for is not one of the offered ones',
		`Choose from the list, or give values such as ${GROUPS.slice(0, 3).join(', ')}.`,
	);
}

/** Makes the one call of a group. */
async function ask(client: Client, group: Group, nowMs: number): Promise<Asked> {
	const { method, params } = readOf(group, nowMs);
	const told = { atMs: nowMs, message: '', remedy: '' };
	try {
		const answer = await client.call(method, params);
		const seller = group === 'merchant' ? parseProfile(answer).fields.seller_id : undefined;
		return { ...told, answer: 'answered', ...(seller !== undefined && { seller }) };
	} catch (reason) {
		if (reason instanceof TypeError) return { ...told, answer: 'answered' };
		if (!(reason instanceof NodeApiError)) return await Promise.reject(reason);
		const why = reasonOf(reason);
		const isRefused = why.message === remedyOf('permission', PLATFORM).message;
		return isRefused ? { ...told, ...why, answer: 'refused' } : { answer: 'unclear', reason: why };
	}
}

/** Whether AliExpress did not know who was asking, in its own words. */
function notSignedIn(asked: ReadonlyArray<readonly [Group, Asked]>): Reason | undefined {
	const causes = ['signature', 'appKey'] as const;
	const titles = causes.map((cause) => remedyOf(cause, PLATFORM).message);
	return asked
		.flatMap(([, one]) => ('reason' in one ? one.reason : []))
		.find(({ message }) => titles.includes(message));
}

/**
 * Keeps what was found, where the next check asks for it.
 *
 * @returns the page of the check, which only a bridge can show.
 */
async function keep(
	{ bridge }: QuotaStore,
	shop: string,
	outcomes: Outcomes,
	findings: readonly Finding[],
): Promise<Finding[]> {
	if (!bridge) {
		keepOutcomes(shop, outcomes);
		return [];
	}
	const page = await orReason(
		bridge.ask(keptSchema, { operation: 'keep', shop, outcomes, findings }),
	);
	return 'link' in page ? [pageFinding(page)] : [];
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const groups = chosenGroups(context, index);
	const isAskedAgain = collectionOf(context, 'options', index).askAgain === true;
	const { access, quota } = await client.open();
	const { bridge } = quota;
	const shop = shopKeyOf(access);
	const look: Look | Reason = bridge
		? await orReason(bridge.ask(lookSchema, { operation: 'look', shop }))
		: lookAround(access, shop, systemClock);
	const known: Outcomes = isAskedAgain || 'message' in look ? {} : look.outcomes;
	const trouble = troubleOf(context.getNode(), PLATFORM, access, systemClock.nowMs());
	const asked: Array<readonly [Group, Asked]> = [];
	const fresh: Record<string, Outcome> = {};
	for (const group of groups) {
		const nowMs = systemClock.nowMs();
		const one: Asked =
			known[group] ??
			(trouble
				? { answer: 'notAsked', reason: reasonOf(trouble) }
				: await ask(client, group, nowMs));
		if ('atMs' in one) fresh[group] = one;
		asked.push([group, one]);
	}
	// Last: with it the counter hears of the calls just made.
	const status = await orReason(quota.status(access.account));
	const findings = findingsOf({
		nowMs: systemClock.nowMs(),
		// A call may have renewed the tokens.
		access: (await client.open()).access,
		trouble: trouble && reasonOf(trouble),
		bridgeAddress: bridge?.address,
		isShared: quota.memory !== undefined,
		look,
		status,
		isOtherSecret: 'message' in status && status.message === NOT_CARRIED,
		notSigned: notSignedIn(asked),
		asked,
	});
	const page = await keep(quota, shop, fresh, findings);
	return [...findings, ...page].map((one) => ({
		check: one.check,
		ok: one.ok,
		...tell(one, ENGLISH),
	}));
}

function fields(): INodeProperties[] {
	return [
		{
			displayName: 'Ask for Permission Groups',
			name: 'permissionGroups',
			type: 'multiOptions',
			options: GROUPS.map((group) => ({ name: ENGLISH.names[group] ?? group, value: group })),
			default: ['merchant'],
			description:
				'Each costs one call of the share for actions, and what AliExpress answers is gone by for a day. The first call also shows whether it accepts App Key, App Secret and token. Fund and decrypting can only be asked with an order.',
		},
		optionsCollection([
			{
				displayName: 'Ask Again',
				name: 'askAgain',
				type: 'boolean',
				default: false,
				description:
					'Whether to make the calls also where an answer of the last day is known, e.g. after a permission group was granted',
			},
		]),
	];
}

/** Looks at everything that has to be right before a call gets through. */
export const check = {
	name: 'Check Setup',
	value: 'check',
	action: 'Check setup',
	description:
		'Costs one call for each permission group that was not asked within a day, and none without. Look through everything that has to be right, one item each with ok (true, false, or null where nobody knows), what was found and a remedy: bridge, App Secret, clock, tokens, seller, permission groups, calls left, triggers, push.',
	fields,
	run,
} satisfies Operation;
