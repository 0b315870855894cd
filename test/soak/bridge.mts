import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { Random } from '../sandbox/shop/random.mts';
import type { Disk } from './disk.mts';
import { readRow } from './disk.mts';
import type { Life } from './life.mts';
import type { HttpAnswer, HttpOptions } from './loopback.mts';
import type { Scheduler } from './scheduler.mts';
import { webhookContext } from './webhookContext.mts';
import type { Ended } from './webhookContext.mts';

/** Static data of the workflow that holds the Connect Trigger. */
const WORKFLOW = 'bridge';
export const BRIDGE_URL = 'http://n8n.internal/webhook/aliexpress-connect';

/** n8n's webhooks, with the workflow of the Connect Trigger published. */
export interface BridgeHost {
	/** Answers a request from this n8n to itself. */
	serve(life: Life, options: HttpOptions): Promise<HttpAnswer>;
}

interface BridgeOptions {
	disk: Disk;
	/** Row of the credential that the bridge carries. */
	credential: string;
	scheduler: Scheduler;
	random: Random;
	/** Told when a count is on the disk, before the caller hears of it. */
	saved: (life: Life) => void;
	/** The way out, for the node's own calls to the platform. */
	send: (life: Life, request: HttpOptions) => Promise<HttpAnswer>;
}

type Connect = new () => {
	webhook(this: IWebhookFunctions): Promise<IWebhookResponseData>;
};

const NODE = {
	id: 'bridge-node',
	name: 'AliExpress Connect Trigger',
	parameters: { authentication: 'oAuth2', path: 'aliexpress-connect' },
};

/** How long n8n takes for parts of a webhook request, ms. */
const ROUTING_MS = [2, 25] as const;
const WRITING_MS = [1, 12] as const;
const ANSWERING_MS = [1, 20] as const;

export function createBridgeHost(options: BridgeOptions): BridgeHost {
	const { disk, credential, scheduler, random, saved, send } = options;
	/** One connection to the database: a write waits for those before it. */
	let databaseFreeAtMs = 0;

	/** Prints the data now, as n8n does, and has it on the disk a little later. */
	async function save(life: Life, staticData: object): Promise<void> {
		const text = JSON.stringify(staticData);
		databaseFreeAtMs = Math.max(databaseFreeAtMs, scheduler.nowMs()) + random.int(...WRITING_MS);
		await new Promise<void>((resolve) => {
			scheduler.at(databaseFreeAtMs, () => {
				// A process that is gone by then has not written.
				if (life.endedAtMs !== undefined) return;
				disk.staticData.set(WORKFLOW, text);
				saved(life);
				life.resume(0, resolve);
			});
		});
	}

	return {
		async serve(life, request) {
			await life.sleepMs(random.int(...ROUTING_MS));
			// n8n loads the workflow with its static data for each request.
			const staticData = readRow(disk.staticData, WORKFLOW);
			const node = new (life.take<Connect>(
				'nodes/AliExpress/AliExpressConnectTrigger.node.js',
				'AliExpressConnectTrigger',
			))();
			return await new Promise<HttpAnswer>((resolve, reject) => {
				const answer = (ended: Ended) =>
					life.resume(random.int(...ANSWERING_MS), () => resolve({ ...ended, headers: {} }));
				const { context } = webhookContext({
					node: NODE,
					workflow: { id: WORKFLOW, name: 'AliExpress Connect' },
					webhookName: request.url === BRIDGE_URL ? 'default' : 'setup',
					request,
					readCredential: async () => {
						await life.sleepMs(random.int(0, 3));
						return readRow(disk.credentials, credential);
					},
					staticData,
					http: async (wanted) => await send(life, wanted),
					ended: answer,
					log: () => undefined,
				});
				const run = async () => {
					const { noWebhookResponse, webhookResponse } = await node.webhook.call(context);
					// A response that the node ended by itself does not wait for the data.
					await save(life, staticData);
					if (!noWebhookResponse) {
						answer({ statusCode: 200, body: JSON.stringify(webhookResponse) });
					}
				};
				run().catch(reject);
			});
		},
	};
}
