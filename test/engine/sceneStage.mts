import { setTimeout as sleep } from 'node:timers/promises';
import type { ICredentialDataDecryptedObject, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { printJson } from '../sandbox/json.mts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.mts';
import { fixedLimits } from './bridge.mts';
import type { ActiveWorkflow } from './harness/activation.mts';
import { followConsent } from './harness/connect.mts';
import { createHost, type Host } from './harness/host.mts';
import { importTemplate } from './harness/templates.mts';
import type { Execution, WorkflowJson } from './harness/types.mts';

/** Enough calls for a trigger to read about every second. */
const CALLS_PER_DAY = 2_600_000;
/** No scene waits for the second of the platform, of which `quota.test.mts` tells. */
const CALLS_PER_SECOND = 1_000;
const WAIT_MS = 20_000;

/** What else a user fills in besides credentials. */
export type FillIn = (imported: WorkflowJson) => WorkflowJson;

/** A sandbox and an n8n in which a user has connected the account and made all credentials. */
export interface SceneStage {
	readonly sandbox: Sandbox;
	readonly host: Host;
	/** The template of this name as imported, with its credentials chosen. */
	scene(name: string, fillIn?: FillIn): WorkflowJson;
	/** Runs it from one of its triggers, as when that fires. */
	fire(json: WorkflowJson, startNode: string, items?: IDataObject[]): Promise<Execution>;
	/** Lets a polling scene poll until it has emitted something, and returns the execution. */
	nextExecution(active: ActiveWorkflow): Promise<Execution>;
	/** The messages in the chat as text, oldest first. */
	messages(): string[];
	close(): Promise<void>;
}

/** @param more credentials besides those of the sandbox, by type. */
export async function openSceneStage(
	more: Record<string, ICredentialDataDecryptedObject> = {},
): Promise<SceneStage> {
	const sandbox = await startSandbox({
		authorize: 'seller',
		limits: { perDay: CALLS_PER_DAY, perSecond: CALLS_PER_SECOND },
	});
	const { helpdesk, app, feishu, feishuApp } = sandbox;
	const data: Record<string, ICredentialDataDecryptedObject> = {
		aliExpressOAuth2Api: {
			clientId: app.appKey,
			clientSecret: app.appSecret,
			environment: 'custom',
			baseUrl: sandbox.url,
			...fixedLimits(CALLS_PER_DAY, CALLS_PER_SECOND),
		},
		feishuAppApi: feishuApp.credential,
		feishuBotApi: { webhookUrl: feishu.url },
		zammadTokenAuthApi: { baseUrl: helpdesk.url, accessToken: helpdesk.accessToken },
		httpHeaderAuth: { name: 'Authorization', value: `Token token=${helpdesk.accessToken}` },
		...more,
	};
	const types = Object.keys(data);
	// Each credential is named after its type.
	const idByType = Object.fromEntries(types.map((type) => [type, type]));
	const host = await createHost({
		credentials: Object.fromEntries(types.map((type) => [type, { type, data: data[type]! }])),
	});
	const close = async (): Promise<void> => {
		await host.close();
		await sandbox.close();
	};
	try {
		await host.activate(importTemplate('aliexpress-connect', idByType));
		host.editCredential('aliExpressOAuth2Api', {
			...host.storedCredential('aliExpressOAuth2Api'),
			bridgeUrl: `${host.baseUrl}/webhook/aliexpress-connect`,
		});
		await host.connect('aliExpressOAuth2Api', followConsent);
	} catch (reason) {
		await close();
		throw reason;
	}
	return {
		sandbox,
		host,
		scene: (name, fillIn = (json) => json) => fillIn(importTemplate(name, idByType)),
		fire: async (json, startNode, items = [{}]) => {
			const inputData = items.map((item): INodeExecutionData => ({ json: item }));
			return await host.runWorkflow(json, { startNode, inputData, mode: 'trigger' });
		},
		nextExecution: async (active) => {
			const deadlineMs = Date.now() + WAIT_MS;
			while (Date.now() < deadlineMs) {
				const { execution, error } = await active.poll();
				if (error) throw error;
				if (execution) return execution;
				await sleep(100);
			}
			throw new Error('The trigger emitted nothing.');
		},
		messages: () => feishu.messages.map(({ body }) => printJson(body)),
		close,
	};
}

/** What a node put out in its only run, on its first output; nothing when it did not run. */
export function itemsOf(execution: Execution, nodeName: string): IDataObject[] {
	return (execution.runData[nodeName]?.[0]?.data?.main?.[0] ?? []).map(({ json }) => json);
}

/** The execution, when it ended well; else what it ended with is thrown. */
export function succeeded(execution: Execution): Execution {
	if (execution.error) throw execution.error;
	expect(execution.status).toBe('success');
	return execution;
}
