import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';

import type { Sandbox } from '../sandbox/sandbox.mts';
import type { Random } from '../sandbox/shop/random.mts';
import { executeContext, listContext, type Calling, type Run } from './calling.mts';
import type { Installation } from './installation.mts';
import type { Life } from './life.mts';
import type { Scheduler } from './scheduler.mts';

interface Row {
	json: Record<string, unknown>;
}

type Action = new () => { execute(this: IExecuteFunctions): Promise<Row[][]> };
type OpenClient = (
	context: ILoadOptionsFunctions,
	purpose: 'browse',
) => { call(method: string, parameters: object): Promise<unknown> };

/** What users and their workflows do with the AliExpress node besides waiting for events. */
export interface Acting {
	/** Reads the details of orders, one item each, until the calls for it are used up. */
	burst(account: string, items: number, cancelAfterMs?: number): void;
	/** Opens a drop-down list so many times, at the pace of somebody who types. */
	browse(account: string, times: number): void;
	/** Asks the counter how many calls it has counted today; undefined when it did not say. */
	usedToday(account: string): Promise<{ day: string; used: number } | undefined>;
	readonly itemsDone: number;
	/** Executions that ended because the calls for actions were used up. */
	readonly ceilings: number;
	/** Items, look-ups and executions that brought no result, by what the user reads. */
	readonly failures: ReadonlyMap<string, number>;
}

interface ActingOptions {
	sandbox: Sandbox;
	installation: Installation;
	scheduler: Scheduler;
	random: Random;
}

const PROFILE = 'aliexpress.merchant.profile.get';
const USED_UP = /used up/;

/** Callers of the AliExpress node. */
export function createActing(options: ActingOptions): Acting {
	const { sandbox, installation, scheduler, random } = options;
	const failures = new Map<string, number>();
	const counts = { itemsDone: 0, ceilings: 0 };

	const note = (reason: unknown) => {
		const message = reason instanceof Error ? reason.message : String(reason);
		const text = message.replace(/\d{2,}/g, '#');
		failures.set(text, (failures.get(text) ?? 0) + 1);
		return message;
	};

	function calling(life: Life, account: string, parameters: Record<string, unknown>): Calling {
		return {
			host: installation,
			life,
			account,
			workflow: { id: `actions-${account}`, name: `Actions of ${account}` },
			node: 'AliExpress',
			parameters: { authentication: 'oAuth2', options: {}, ...parameters },
			log: () => undefined,
		};
	}

	async function execute(caller: Calling, run: Run): Promise<Row[]> {
		const { life } = caller;
		const node = new (life.take<Action>('nodes/AliExpress/AliExpress.node.js', 'AliExpress'))();
		return (await node.execute.call(executeContext(caller, run)))[0] ?? [];
	}

	async function readOrders(life: Life, account: string, run: Run): Promise<void> {
		const parameters = { resource: 'order', operation: 'get', simplify: true };
		try {
			const rows = await execute(calling(life, account, parameters), run);
			const refused = rows.filter(({ json }) => json.error !== undefined);
			counts.itemsDone += rows.length - refused.length;
			for (const { json } of refused) note(json.error);
			if (refused.some(({ json }) => USED_UP.test(String(json.error)))) counts.ceilings += 1;
		} catch (reason) {
			if (USED_UP.test(note(reason))) counts.ceilings += 1;
		}
	}

	return {
		burst(account, items, cancelAfterMs) {
			const { life } = installation;
			const orders = sandbox.shopOf(account).orders.slice(-200);
			if (!life || orders.length === 0) return;
			const cancelled = new AbortController();
			if (cancelAfterMs !== undefined) life.resume(cancelAfterMs, () => cancelled.abort());
			const run: Run = {
				items: Array.from({ length: items }, () => ({ orderId: String(random.pick(orders).id) })),
				continueOnFail: random.chance(0.5),
				cancelSignal: cancelled.signal,
			};
			scheduler.start(async () => await readOrders(life, account, run));
		},
		browse(account, times) {
			const { life } = installation;
			if (!life) return;
			scheduler.start(async () => {
				const open = life.take<OpenClient>('nodes/AliExpress/account/openClient.js', 'openClient');
				for (let i = 0; i < times; i++) {
					try {
						await open(listContext(calling(life, account, {})), 'browse').call(PROFILE, {});
					} catch (reason) {
						note(reason);
					}
					await life.sleepMs(random.int(100, 3_000));
				}
			});
		},
		async usedToday(account) {
			const { life } = installation;
			if (!life) return undefined;
			const parameters = { resource: 'quota', operation: 'getStatus' };
			const run = {
				items: [{}],
				continueOnFail: false,
				cancelSignal: new AbortController().signal,
			};
			try {
				const [row] = await execute(calling(life, account, parameters), run);
				return { day: String(row?.json.day), used: Number(row?.json.used) };
			} catch (reason) {
				note(reason);
				return undefined;
			}
		},
		get itemsDone() {
			return counts.itemsDone;
		},
		get ceilings() {
			return counts.ceilings;
		},
		failures,
	};
}
