import type { IPollFunctions } from 'n8n-workflow';

import { readSettings } from '../../../../nodes/AliExpress/trigger/open.ts';
import { activate, DAY, kill, MINUTE, openHost, openShop, place, run } from './shop.mts';

const T0 = Date.parse('2026-11-22T03:00:00Z');
const ids = (items: Array<Record<string, unknown>>) => items.map((item) => String(item.orderId));

describe('the account behind a trigger', () => {
	it('is the same while its seller id is unknown, known, and unknown again', async () => {
		const shop = openShop(T0);
		const host = openHost();
		host.account = '*';
		await activate(host, shop);
		for (const account of ['*', '2000000001', '*', '2000000001']) {
			const order = place(shop);
			shop.nowMs += MINUTE;
			host.account = account;
			expect(ids(await run(host, shop, 60))).toEqual([String(order.id)]);
		}
	});

	it('hands a lost batch out under the same event id when the seller id became known', async () => {
		const shop = openShop(T0);
		const host = openHost();
		host.account = '*';
		await activate(host, shop);
		place(shop);
		let lost: Array<{ eventId: string }> = [];
		while (lost.length === 0) lost = await run(host, shop, 1);
		kill(host);
		host.account = '2000000001';
		const again = await activate(host, shop);
		expect(again.map(({ eventId }) => eventId)).toEqual(lost.map(({ eventId }) => eventId));
	});

	it.each([[['2000000001']], [['*', '2000000001']], [['2000000001', '*']]])(
		'is another one when the seller id is another than before, after %j',
		async (accounts) => {
			const shop = openShop(T0);
			const host = openHost();
			host.account = accounts[0] ?? '';
			await activate(host, shop);
			for (const account of accounts) {
				host.account = account;
				await run(host, shop, 60);
			}
			shop.nowMs += MINUTE;
			place(shop);
			shop.nowMs += MINUTE;
			host.account = '2000000002';
			// It starts from now.
			expect(await run(host, shop, 60)).toEqual([]);
		},
	);
});

describe('the start point', () => {
	const from = (atMs: number, startAsWritten: string) => ({
		start: { from: 'date' as const, atMs },
		startAsWritten,
	});

	it('starts over when it is written anew, not when the same text means another time', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const order = place(shop, { createdMs: T0 - 3 * DAY });
		const first = from(T0 - 7 * DAY, 'one');
		const items = [...(await activate(host, shop, first)), ...(await run(host, shop, 60, first))];
		expect(ids(items)).toEqual([String(order.id)]);
		expect(await run(host, shop, 60, from(T0 - 6 * DAY, 'one'))).toEqual([]);
		expect(ids(await run(host, shop, 60, from(T0 - 6 * DAY, 'two')))).toEqual([String(order.id)]);
	});

	it('is taken from the parameters as they are stored', () => {
		const settingsIn = (zone: string) => {
			const parameters: Record<string, unknown> = {
				startFrom: 'date',
				startDate: '2026-11-01T00:00:00',
				events: ['order.created'],
			};
			return readSettings({
				getNode: () => ({ parameters }),
				getTimezone: () => zone,
				getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
			} as unknown as IPollFunctions);
		};
		const [here, there] = [settingsIn('UTC'), settingsIn('Asia/Shanghai')];
		expect(here.start).not.toEqual(there.start);
		expect(here.startAsWritten).toBe(there.startAsWritten);
		expect(here.startAsWritten).toContain('2026-11-01T00:00:00');
	});
});
