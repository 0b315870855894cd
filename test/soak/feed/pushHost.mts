import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { PushRequest } from '../../sandbox/push/push.mts';
import type { Random } from '../../sandbox/shop/random.mts';
import type { Deliveries } from '../deliveries.mts';
import { readRow } from '../disk.mts';
import type { Installation } from '../installation.mts';
import { networkFailure } from '../loopback.mts';
import type { WatchingWorkflow } from '../scene.mts';
import type { Scheduler } from '../scheduler.mts';
import { webhookContext } from '../webhookContext.mts';
import { OURS } from './plan.mts';

type PushTrigger = new () => {
	webhook(this: IWebhookFunctions): Promise<IWebhookResponseData>;
};

/** The workflow with the AliExpress Push Trigger. */
export const PUSHED: WatchingWorkflow = { ...OURS, id: 'pushed' };

interface PushHostOptions {
	installation: Installation;
	scheduler: Scheduler;
	random: Random;
	/** Told of the items of each execution. */
	received: Deliveries['received'];
	/** Told of static data as it is written. */
	stored: (workflow: WatchingWorkflow, text: string) => void;
	/** Told when the execution is recorded and the state is not on the disk yet. */
	recorded: (workflow: WatchingWorkflow) => void;
	/** n8n's log, warnings and worse. */
	log: (message: string) => void;
}

const NODE = {
	id: 'push-node',
	name: 'AliExpress Push Trigger',
	parameters: { authentication: 'oAuth2', messageTypes: ['all'], readBack: false, options: {} },
};
/** How long parts of a request take, ms. */
const TRAVELLING_MS = [15, 150] as const;
const ROUTING_MS = [2, 25] as const;
const CREATING_MS = [5, 40] as const;
const WRITING_MS = [1, 15] as const;
/** The platform waits no longer for its answer. */
const ANSWER_WITHIN_MS = 500;

/** n8n's webhook for push messages: hands a request over and tells the status of the answer. */
export function createPushHost(options: PushHostOptions) {
	const { installation, scheduler, random, received, stored, recorded, log } = options;
	const { disk } = installation;

	async function answer({ headers, body }: PushRequest): Promise<number> {
		const { life } = installation;
		if (!life) throw networkFailure('ECONNREFUSED');
		await life.sleepMs(random.int(...ROUTING_MS));
		// n8n loads the workflow with its static data for each request.
		const staticData = readRow(disk.staticData, PUSHED.id);
		let endedWith: number | undefined;
		const { context, response } = webhookContext({
			node: NODE,
			workflow: { id: PUSHED.id, name: 'Push' },
			webhookName: 'default',
			request: { headers, body },
			readCredential: async () => {
				await life.sleepMs(random.int(1, 30));
				return await installation.readCredential(life, PUSHED.account);
			},
			staticData,
			http: async (wanted) => await installation.request(life, wanted),
			ended: ({ statusCode }) => {
				endedWith = statusCode;
			},
			log,
		});
		const node = 'nodes/AliExpress/AliExpressPushTrigger.node.js';
		const trigger = new (life.take<PushTrigger>(node, 'AliExpressPushTrigger'))();
		const result = await trigger.webhook.call(context);
		const items = (result.workflowData?.[0] ?? []).map(({ json }) => ({ ...json }));
		if (items.length > 0) {
			await life.sleepMs(random.int(...CREATING_MS));
			received(PUSHED, items, life.serial, { atMs: scheduler.nowMs() });
			recorded(PUSHED);
		}
		// With the start of an execution n8n takes what was written so far for saved; then it asks for the
		// answer, saves what was written since, and answers. A kill in between leaves a message that was
		// handed out unmarked.
		const takenForSaved = JSON.stringify(staticData);
		void result.webhookResponse;
		const text = JSON.stringify(staticData);
		if (text !== takenForSaved) {
			await life.sleepMs(random.int(...WRITING_MS));
			disk.staticData.set(PUSHED.id, text);
			stored(PUSHED, text);
		}
		if (endedWith !== undefined) return endedWith;
		response.finish(200);
		return 200;
	}

	return async (request: PushRequest): Promise<number> => {
		await scheduler.sleepMs(random.int(...TRAVELLING_MS));
		return await new Promise<number>((resolve, reject) => {
			// A process that ends meanwhile does not answer any more.
			const expired = () => reject(networkFailure('ECONNABORTED'));
			scheduler.at(scheduler.nowMs() + ANSWER_WITHIN_MS, expired);
			scheduler.start(async () => {
				try {
					resolve(await answer(request));
				} catch (reason) {
					reject(reason instanceof Error ? reason : new Error(String(reason)));
				}
			});
		});
	};
}
