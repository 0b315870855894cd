import type { IDataObject, Workflow, WorkflowActivateMode } from 'n8n-workflow';
import type { Engine } from './executions.mts';
import {
	additionalDataFor,
	loadStaticData,
	openWorkflow,
	saveStaticData,
	toRow,
} from './executions.mts';
import type { Poller, PollerOptions } from './pollers.mts';
import { createPollers } from './pollers.mts';
import type { PollOutcome, WorkflowJson } from './types.mts';
import { nodeWebhooks, runWebhookMethod } from './webhooks.mts';
import type { WebhookServer } from './webhookServer.mts';

export interface ActivateOptions {
	/** What nodes see as `getActivationMode()`. Default: `activate`. */
	activationMode?: WorkflowActivateMode;
	/**
	 * n8n polls once at once on every activation. `false` leaves that to the caller. Default: true.
	 */
	firstPoll?: boolean;
}

export interface ActiveWorkflow {
	readonly id: string;
	/** Outcome of the poll that activation made, by node name. */
	readonly firstPolls: Readonly<Record<string, PollOutcome>>;
	/** One tick of a polling node. The only one, unless a name is given. */
	poll(nodeName?: string, options?: PollerOptions): Promise<PollOutcome>;
	/** Address of each webhook, by node name and path. */
	webhookUrls(): string[];
	/** The saved static data: what a restart would find. */
	savedStaticData(): IDataObject;
	deactivate(): Promise<void>;
	/** Activates again from what was saved, as when n8n starts. */
	restart(options: ActivateOptions): Promise<void>;
}

/**
 * Activates a workflow as n8n does: registers its webhooks, then starts its pollers, then saves its
 * static data.
 *
 * @throws when a webhook path is taken, or the first poll of a node throws: n8n then leaves the
 * workflow inactive
 */
export const activate = async (
	engine: Engine,
	server: WebhookServer,
	json: WorkflowJson,
	options: ActivateOptions,
): Promise<ActiveWorkflow> => {
	const row = toRow(engine, json);
	let workflow: Workflow;
	let pollers: Poller[] = [];
	let activation: WorkflowActivateMode = 'activate';
	const firstPolls: Record<string, PollOutcome> = {};

	const webhooks = () =>
		Object.values(workflow.nodes).flatMap((node) =>
			nodeWebhooks(workflow, node, additionalDataFor(engine, row.id)),
		);
	const startPollers = async (firstPoll: boolean): Promise<void> => {
		pollers = createPollers(engine, row, workflow, activation);
		for (const poller of firstPoll ? pollers : []) {
			const outcome = await poller.poll();
			if (outcome.error !== undefined) {
				// n8n records no execution for a poll that failed while activating.
				engine.executions.splice(engine.executions.indexOf(outcome.execution!), 1);
				throw new Error(`There was a problem activating the workflow: "${outcome.error.message}"`, {
					cause: outcome.error,
				});
			}
			firstPolls[poller.node.name] = outcome;
		}
	};
	const start = async (how: ActivateOptions): Promise<void> => {
		activation = how.activationMode ?? 'activate';
		workflow = openWorkflow(engine, row, loadStaticData(row), true);
		try {
			for (const webhook of webhooks()) {
				const { httpMethod: method, path, node: nodeName } = webhook;
				server.add({ method, path, row, nodeName });
				if ((await runWebhookMethod(workflow, webhook, 'checkExists', activation)) === false) {
					await runWebhookMethod(workflow, webhook, 'create', activation);
				}
			}
			saveStaticData(row, workflow);
			await startPollers(how.firstPoll ?? true);
		} catch (error) {
			server.removeWorkflow(row.id);
			pollers = [];
			throw error;
		}
		saveStaticData(row, workflow);
	};

	await start(options);
	return {
		id: row.id,
		firstPolls,
		poll: async (nodeName, pollOptions) => {
			const found =
				nodeName === undefined && pollers.length === 1
					? pollers[0]
					: pollers.find(({ node }) => node.name === nodeName);
			if (found === undefined) throw new Error(`No active polling node "${nodeName}".`);
			return await found.poll(pollOptions);
		},
		webhookUrls: () => webhooks().map(({ path }) => `${server.baseUrl}/webhook/${path}`),
		savedStaticData: () => loadStaticData(row) ?? {},
		deactivate: async () => {
			for (const webhook of webhooks()) {
				await runWebhookMethod(workflow, webhook, 'delete', 'update');
			}
			saveStaticData(row, workflow);
			server.removeWorkflow(row.id);
			pollers = [];
		},
		restart: async (how) => {
			server.removeWorkflow(row.id);
			await start(how);
		},
	};
};
