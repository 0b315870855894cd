// An account that has to be connected before it can be read: told once by each trigger, and no call.
import { NodeApiError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';

import { runPoll } from '../../../../nodes/AliExpress/trigger/poll.ts';
import type { TriggerItem } from '../../../../nodes/AliExpress/trigger/events/item.ts';
import {
	activate,
	depsOf,
	HOUR,
	kill,
	MINUTE,
	openHost,
	openShop,
	place,
	run,
	save,
	type Host,
	type Shop,
} from './shop.mts';

const T0 = Date.parse('2026-11-22T03:00:00Z');
const node = { name: 'AliExpress Trigger' } as INode;
const trouble = () =>
	new NodeApiError(
		node,
		{},
		{
			message: 'The authorization of this AliExpress account has ended',
			description: 'Connect the account.',
			httpCode: '401',
		},
	);

let shop: Shop;
let host: Host;
/** What the credential is like: calls of one that is over are refused before they leave. */
let isConnected: boolean;
beforeEach(() => {
	shop = openShop(T0);
	host = openHost();
	isConnected = true;
});

/** Polls once; gives back the items, or the error that n8n would make a failed execution of. */
async function poll(id = 'a'): Promise<TriggerItem[] | Error> {
	const deps = depsOf(host, shop, {}, id);
	try {
		const items = await runPoll({
			...deps,
			call: async (method, params) => {
				if (isConnected) return await deps.call(method, params);
				throw trouble();
			},
			trouble: () => (isConnected ? undefined : trouble()),
		});
		if (items) save(host, id);
		return items ?? [];
	} catch (reason) {
		if (reason instanceof Error) return reason;
		throw reason;
	}
}
async function pollFor(minutes: number, ids = ['a']) {
	const errors: string[] = [];
	const items: TriggerItem[] = [];
	for (let minute = 0; minute < minutes; minute += 1) {
		shop.nowMs += MINUTE;
		for (const id of ids) {
			const outcome = await poll(id);
			if (outcome instanceof Error) errors.push(`${id}: ${outcome.message}`);
			else items.push(...outcome);
		}
	}
	return { errors, items };
}

describe('an authorization that is over', () => {
	it('is told once, by each trigger, and reads nothing for a day', async () => {
		await activate(host, shop, {}, 'a');
		await activate(host, shop, {}, 'b');
		isConnected = false;
		const calls = shop.calls.length;
		const { errors, items } = await pollFor(24 * 60, ['a', 'b']);
		expect(errors).toEqual(['a', 'b'].map((id) => `${id}: ${trouble().message}`));
		expect(items).toEqual([]);
		expect(shop.calls).toHaveLength(calls);
	});

	it('says where the trigger stands, what to do, and that nothing is lost', async () => {
		await activate(host, shop);
		shop.nowMs += 2 * HOUR;
		isConnected = false;
		const told = await poll();
		expect(told).toMatchObject({ httpCode: '401' });
		const { description } = told as NodeApiError;
		expect(description).toMatch(/^Connect the account\. Last read 2026-11-22T03:00:00.*up to 2 h/);
		expect(description).toContain('Nothing is lost');
	});

	it('is over with the next poll after Connect, and all that came since is handed out', async () => {
		await activate(host, shop);
		isConnected = false;
		const placed: string[] = [];
		for (let hour = 0; hour < 26; hour += 1) {
			placed.push(String(place(shop).id));
			await pollFor(60);
		}
		isConnected = true;
		const { items, errors } = await pollFor(12);
		expect(items.map(({ orderId }) => orderId).sort()).toEqual(placed.sort());
		expect(errors).toEqual([]);
		// Another one is told anew.
		isConnected = false;
		expect((await pollFor(60)).errors).toHaveLength(1);
	});

	it('that the read itself has learned of is told once too', async () => {
		await activate(host, shop);
		let hasLearned = false;
		const deps = () => ({
			...depsOf(host, shop),
			call: async () => {
				hasLearned = true;
				return await Promise.reject(trouble());
			},
			trouble: () => (hasLearned ? trouble() : undefined),
		});
		let failed = 0;
		for (let minute = 0; minute < 60; minute += 1) {
			shop.nowMs += MINUTE;
			await runPoll(deps()).catch(() => (failed += 1));
		}
		expect(failed).toBe(1);
	});

	it('is not told any more once the account is connected, whether a read is due or not', async () => {
		await activate(host, shop);
		let hasLearned = false;
		const learning = () => ({
			...depsOf(host, shop),
			call: async () => {
				hasLearned = true;
				return await Promise.reject(trouble());
			},
			trouble: () => (hasLearned ? trouble() : undefined),
		});
		while (!hasLearned) {
			shop.nowMs += MINUTE;
			await runPoll(learning()).catch(() => undefined);
		}
		expect((await pollFor(30)).errors).toEqual([]);
	});

	it('does not keep n8n from starting the trigger: the next poll tells', async () => {
		await activate(host, shop);
		save(host);
		kill(host);
		isConnected = false;
		expect(await poll()).toEqual([]);
		expect((await pollFor(30)).errors).toHaveLength(1);
		const order = place(shop);
		isConnected = true;
		const { items } = await pollFor(5);
		expect(items.map(({ orderId }) => orderId)).toEqual([String(order.id)]);
	});
});

describe('a trigger that is published before its account is connected', () => {
	it('waits, tells once, and begins with what came after it was published', async () => {
		isConnected = false;
		host.account = '*';
		const before = place(shop);
		shop.nowMs += MINUTE;
		expect(await poll()).toEqual([]);
		save(host);
		shop.nowMs += 2 * MINUTE;
		const since = place(shop);
		expect((await pollFor(6 * 60)).errors).toHaveLength(1);
		isConnected = true;
		host.account = '2000000001';
		const { items, errors } = await pollFor(15);
		expect(errors).toEqual([]);
		expect(items.map(({ orderId }) => orderId)).toEqual([String(since.id)]);
		expect(items.map(({ orderId }) => orderId)).not.toContain(String(before.id));
	});
});

describe('another fault of a read', () => {
	const broken = (): never => {
		throw new TypeError('cut');
	};

	it('does not keep n8n from starting the trigger', async () => {
		await activate(host, shop);
		save(host);
		kill(host);
		shop.nowMs += HOUR;
		shop.tamper = broken;
		expect(await poll()).toEqual([]);
		expect((await pollFor(1)).errors).toEqual(['a: AliExpress answered in an unexpected form']);
	});

	it('is told at once to whoever publishes the workflow', async () => {
		shop.tamper = broken;
		await expect(run(host, shop, 1)).rejects.toThrow('unexpected form');
	});
});
