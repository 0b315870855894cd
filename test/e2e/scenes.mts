import { setTimeout as sleep } from 'node:timers/promises';

import { importTemplate, withCredentials } from '../engine/harness/templates.mts';
import type { WorkflowJson } from '../engine/harness/types.mts';
import { inProject } from './project.mts';
import { OAUTH2, type Bridge, type Stage } from './stage.mts';

/** New orders and bad reviews, published. */
export interface Scenes {
	readonly orders: string;
	readonly reviews: string;
}

/** As much of a stage as it takes. */
type SceneStage = Pick<Stage, 'editor' | 'sandbox' | 'user'>;

const REVIEWS = 'negative-review-to-ticket';
const SAVE_LIMIT_MS = 60_000;

const templateFile = (name: string) => inProject('templates', `${name}.json`);

/** The editor saves by itself a moment after a change. */
async function saved(
	{ editor }: SceneStage,
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

/** Imports the scene; its credentials are chosen behind the editor's back. */
async function publishReviews(stage: SceneStage, bridge: Bridge): Promise<string> {
	const { editor, sandbox, user } = stage;
	const { url, accessToken } = sandbox.helpdesk;
	const chosen = {
		[OAUTH2]: bridge.credentialId,
		zammadTokenAuthApi: await editor.createCredential('Helpdesk', 'zammadTokenAuthApi', {
			baseUrl: url,
			accessToken,
			allowUnauthorizedCerts: false,
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
	const filledIn = withCredentials(imported, chosen);
	await editor.publish(await editor.changeWorkflow(id, { nodes: filledIn.nodes }));
	return id;
}

/**
 * Publishes the two scenes.
 *
 * @param orders id of the one that tells of new orders, which is there already.
 */
export async function publishScenes(
	stage: SceneStage,
	bridge: Bridge,
	orders: string,
): Promise<Scenes> {
	const { editor } = stage;
	await editor.publish(await editor.savedWorkflow(orders));
	return { orders, reviews: await publishReviews(stage, bridge) };
}
