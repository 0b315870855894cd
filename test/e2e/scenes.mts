import { setTimeout as sleep } from 'node:timers/promises';

import { importTemplate, withCredentials, withSetting } from '../engine/harness/templates.mts';
import type { WorkflowJson } from '../engine/harness/types.mts';
import type { User } from './browser/user.mts';
import { inProject } from './project.mts';
import { OAUTH2, type Bridge, type Stage } from './stage.mts';

/** The two scenes of the quick start, published. */
export interface Scenes {
	readonly orders: string;
	readonly reviews: string;
}

const ORDERS = 'new-order-to-feishu';
const REVIEWS = 'negative-review-to-ticket';
const SAVE_LIMIT_MS = 60_000;

const templateFile = (name: string) => inProject('templates', `${name}.json`);

/** The editor saves by itself a moment after a change. */
async function saved(
	{ editor }: Stage,
	id: string,
	isDone: (nodes: WorkflowJson['nodes']) => boolean,
): Promise<WorkflowJson['nodes']> {
	const deadlineMs = Date.now() + SAVE_LIMIT_MS;
	for (;;) {
		const nodes = await editor.savedNodes(id);
		if (isDone(nodes)) return nodes;
		if (Date.now() > deadlineMs) throw new Error('The editor did not save what was changed in it.');
		await sleep(250);
	}
}

const credentialOf = (nodes: WorkflowJson['nodes'], node: string, type: string) =>
	nodes.find(({ name }) => name === node)?.credentials?.[type]?.id ?? undefined;

/** Imports the scene, creates the group's credential from its node, and publishes, all by hand. */
async function ordersByHand(stage: Stage, bridge: Bridge, user: User): Promise<string> {
	const id = await user.importWorkflow(templateFile(ORDERS));
	await user.createCredential('Feishu Bot', 'webhookUrl', stage.sandbox.feishu.url);
	const nodes = await saved(
		stage,
		id,
		(drafts) => credentialOf(drafts, 'Feishu Bot', 'feishuBotApi') !== undefined,
	);
	// The only AliExpress account there is: the editor has chosen it.
	if (credentialOf(nodes, 'AliExpress Trigger', OAUTH2) !== bridge.credentialId) {
		throw new Error('The editor did not choose the connected account for the imported scene.');
	}
	await user.publish();
	await stage.editor.published(id);
	return id;
}

async function ordersWithoutBrowser(stage: Stage, bridge: Bridge): Promise<string> {
	const { editor, sandbox } = stage;
	const webhook = { webhookUrl: sandbox.feishu.url };
	const feishuBotApi = await editor.createCredential('Feishu group', 'feishuBotApi', webhook);
	const { id: _file, ...scene } = importTemplate(ORDERS, {
		[OAUTH2]: bridge.credentialId,
		feishuBotApi,
	});
	const workflow = await editor.createWorkflow(scene);
	await editor.publish(workflow);
	return workflow.id;
}

/** Imports the scene; its five other settings are filled in behind the editor's back. */
async function publishReviews(stage: Stage, bridge: Bridge): Promise<string> {
	const { editor, sandbox, user } = stage;
	const { url, accessToken } = sandbox.helpdesk;
	const chosen = {
		[OAUTH2]: bridge.credentialId,
		zammadTokenAuthApi: await editor.createCredential('Helpdesk', 'zammadTokenAuthApi', {
			baseUrl: url,
			accessToken,
			allowUnauthorizedCerts: false,
		}),
		httpHeaderAuth: await editor.createCredential('Helpdesk search', 'httpHeaderAuth', {
			name: 'Authorization',
			value: `Token token=${accessToken}`,
		}),
	};
	const { id: _file, ...template } = importTemplate(REVIEWS, {});
	let id: string;
	if (user) {
		id = await user.importWorkflow(templateFile(REVIEWS));
		await saved(stage, id, (nodes) => nodes.length === template.nodes.length);
		await user.leave();
	} else {
		({ id } = await editor.createWorkflow(template));
	}
	const imported = { ...template, nodes: await editor.savedNodes(id) };
	const filledIn = withSetting(withCredentials(imported, chosen), 'Draft', 'helpdesk', url);
	await editor.publish(await editor.changeWorkflow(id, { nodes: filledIn.nodes }));
	return id;
}

/** Imports the two scenes of the quick start, fills in what their notes ask for, publishes them. */
export async function publishScenes(stage: Stage, bridge: Bridge): Promise<Scenes> {
	const { user } = stage;
	const orders = user
		? await ordersByHand(stage, bridge, user)
		: await ordersWithoutBrowser(stage, bridge);
	return { orders, reviews: await publishReviews(stage, bridge) };
}
