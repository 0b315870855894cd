import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

import type { WorkflowJson } from '../../engine/harness/types.mts';

const OWNER = { email: 'owner@example.com', firstName: 'Olive', lastName: 'Owner' };

const workflowSchema = z.object({ id: z.string(), versionId: z.string() });
/** As much of a saved workflow as is looked at; the rest is handed back as it came. */
const savedSchema = z.object({
	data: z.object({
		nodes: z.array(
			z
				.object({ name: z.string(), type: z.string(), parameters: z.record(z.unknown()) })
				.passthrough(),
		),
	}),
});
const idSchema = z.object({ id: z.string() });

const publicationSchema = z.object({
	status: z.enum(['in_progress', 'not_published', 'published', 'partial', 'failed']),
	liveVersionId: z.string().nullable(),
	triggers: z.array(z.object({ errorMessage: z.string().nullish() })),
});
type Publication = z.infer<typeof publicationSchema>;

const PUBLISH_LIMIT_MS = 30_000;

/** A saved workflow: its id, and the version that was saved last. */
export type SavedWorkflow = z.infer<typeof workflowSchema>;

/** The interface behind n8n's editor, signed in as the owner. */
export interface Editor {
	/** With what the owner signs in. */
	readonly owner: { email: string; password: string };
	createCredential(name: string, type: string, data: object): Promise<string>;
	/** Saves other values in a credential; the connection it holds stays. */
	changeCredential(id: string, name: string, type: string, data: object): Promise<void>;
	/** What the dialog of a saved credential shows after its test. */
	testCredential(id: string): Promise<{ status: 'OK' | 'Error'; message: string }>;
	/** What the Connect button asks for: the address of the consent page. */
	authorizeUrl(credentialId: string): Promise<string>;
	createWorkflow(workflow: WorkflowJson): Promise<SavedWorkflow>;
	/** The version of a workflow that was saved last. */
	savedWorkflow(id: string): Promise<SavedWorkflow>;
	/** Nodes of a workflow as they were saved last; none before the editor has saved it at all. */
	savedNodes(id: string): Promise<WorkflowJson['nodes']>;
	/** What n8n's database keeps for the nodes of a workflow; null before anything was saved. */
	savedStaticData(id: string): Promise<unknown>;
	/** Saves a change as a draft, e.g. another name or other settings. */
	changeWorkflow(id: string, change: Partial<WorkflowJson>): Promise<SavedWorkflow>;
	/** Publishes the version that was saved last. Resolves when its webhooks answer. */
	publish(workflow: SavedWorkflow): Promise<void>;
	/** Resolves when a workflow is published that somebody else has just published. */
	published(id: string): Promise<void>;
	unpublish(id: string): Promise<void>;
	/** How many executions n8n keeps of a workflow. */
	executionCount(workflowId: string): Promise<number>;
	/** How many executions of a workflow have ended well; more than a page of the list holds, too. */
	succeeded(workflowId: string): Promise<number>;
	/** How many executions of a workflow have failed. */
	failed(workflowId: string): Promise<number>;
	/** What the editor is told of a package's nodes, as JSON texts. */
	nodeTypes(packageName: string): Promise<string[]>;
	/** The fields that the editor foretells for the output of an operation. */
	outputFields(node: string, resource: string, operation: string): Promise<string[]>;
	/** Follows a link of n8n in the signed-in browser. */
	visit(url: string): Promise<{ status: number; text: string }>;
}

/**
 * Sets up the owner of a fresh n8n, signs in, and acts as the editor does.
 *
 * @param url address of n8n.
 */
export async function openEditor(url: string): Promise<Editor> {
	const password = `E2e-${randomBytes(12).toString('hex')}`;
	const browserId = randomUUID();
	let cookie = '';

	async function send(method: string, path: string, body?: object): Promise<Response> {
		return await fetch(path.startsWith('http') ? path : `${url}/rest${path}`, {
			method,
			headers: {
				'browser-id': browserId,
				...(cookie && { cookie }),
				...(body && { 'content-type': 'application/json' }),
			},
			...(body && { body: JSON.stringify(body) }),
		});
	}
	async function ask<T>(schema: z.ZodType<T>, ...request: Parameters<typeof send>): Promise<T> {
		return await answerOf(schema, await send(...request), request);
	}
	async function answerOf<T>(
		schema: z.ZodType<T>,
		response: Response,
		[method, path]: Parameters<typeof send>,
	): Promise<T> {
		const text = await response.text();
		if (!response.ok) {
			throw new Error(
				`n8n answered ${response.status} to ${method} ${path}: ${text.slice(0, 300)}`,
			);
		}
		return schema.parse(z.object({ data: z.unknown() }).parse(JSON.parse(text)).data);
	}

	await ask(z.unknown(), 'POST', '/owner/setup', { ...OWNER, password });
	const login = await send('POST', '/login', { emailOrLdapLoginId: OWNER.email, password });
	cookie = login.headers
		.getSetCookie()
		.map((entry) => entry.split(';')[0])
		.join('; ');
	if (!login.ok || !cookie) throw new Error(`n8n answered ${login.status} to the login.`);

	async function publicationOf(id: string): Promise<Publication> {
		const request = ['GET', `/workflows/${id}/publication-status`] as const;
		const response = await send(...request);
		if (response.status !== 404) return await answerOf(publicationSchema, response, [...request]);
		// Before 2.40 n8n has no such status: it has published when it answers.
		const workflow = z.object({ activeVersionId: z.string().nullable() });
		const { activeVersionId } = await ask(workflow, 'GET', `/workflows/${id}`);
		const status = activeVersionId === null ? 'not_published' : 'published';
		return { status, liveVersionId: activeVersionId, triggers: [] };
	}

	/** n8n publishes after it has answered, as the editor sees by asking on. */
	async function settled(id: string, isDone: (state: Publication) => boolean): Promise<void> {
		const deadlineMs = Date.now() + PUBLISH_LIMIT_MS;
		for (;;) {
			const state = await publicationOf(id);
			if (isDone(state)) return;
			const isStuck = state.status === 'failed' || state.status === 'partial';
			if (isStuck || Date.now() > deadlineMs) {
				throw new Error(`n8n did not publish: ${JSON.stringify(state)}`);
			}
			await sleep(50);
		}
	}

	async function ended(workflowId: string, status: 'success' | 'error'): Promise<number> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId, status: [status] }));
		const list = z.object({ count: z.number() });
		return (await ask(list, 'GET', `/executions?filter=${filter}&limit=1`)).count;
	}

	return {
		owner: { email: OWNER.email, password },
		createCredential: async (name, type, data) =>
			(await ask(idSchema, 'POST', '/credentials', { name, type, data })).id,
		changeCredential: async (id, name, type, data) => {
			await ask(z.unknown(), 'PATCH', `/credentials/${id}`, { name, type, data });
		},
		testCredential: async (id) => {
			// With the values as the dialog has them: secrets are blanks that n8n fills in again.
			const shown = z.object({ name: z.string(), type: z.string(), data: z.unknown() });
			const credentials = await ask(shown, 'GET', `/credentials/${id}?includeData=true`);
			const result = z.object({ status: z.enum(['OK', 'Error']), message: z.string() });
			return await ask(result, 'POST', '/credentials/test', {
				credentials: { id, ...credentials },
			});
		},
		authorizeUrl: async (id) => await ask(z.string(), 'GET', `/oauth2-credential/auth?id=${id}`),
		createWorkflow: async (workflow) =>
			await ask(workflowSchema, 'POST', '/workflows', {
				settings: { executionOrder: 'v1' },
				...workflow,
			}),
		savedWorkflow: async (id) => await ask(workflowSchema, 'GET', `/workflows/${id}`),
		savedNodes: async (id) => {
			const answer = await send('GET', `/workflows/${id}`);
			if (answer.status === 404) return [];
			return savedSchema.parse(await answer.json()).data.nodes as unknown as WorkflowJson['nodes'];
		},
		savedStaticData: async (id) => {
			const kept = z.object({ staticData: z.unknown() });
			return (await ask(kept, 'GET', `/workflows/${id}`)).staticData;
		},
		changeWorkflow: async (id, change) =>
			await ask(workflowSchema, 'PATCH', `/workflows/${id}`, change),
		publish: async ({ id, versionId }) => {
			await ask(z.unknown(), 'POST', `/workflows/${id}/activate`, { versionId });
			await settled(
				id,
				({ status, liveVersionId }) => status === 'published' && liveVersionId === versionId,
			);
		},
		published: async (id) => await settled(id, ({ status }) => status === 'published'),
		unpublish: async (id) => {
			await ask(z.unknown(), 'POST', `/workflows/${id}/deactivate`, {});
			await settled(id, ({ status }) => status === 'not_published');
		},
		executionCount: async (workflowId) => {
			const filter = encodeURIComponent(JSON.stringify({ workflowId }));
			const list = z.object({ results: z.array(z.unknown()) });
			return (await ask(list, 'GET', `/executions?filter=${filter}&limit=100`)).results.length;
		},
		succeeded: async (workflowId) => await ended(workflowId, 'success'),
		failed: async (workflowId) => await ended(workflowId, 'error'),
		nodeTypes: async (packageName) => {
			const types = z.array(z.object({ name: z.string() }).passthrough());
			const all = types.parse(await (await send('GET', `${url}/types/nodes.json`)).json());
			return all
				.filter(({ name }) => name.startsWith(`${packageName}.`))
				.map((type) => JSON.stringify(type));
		},
		outputFields: async (node, resource, operation) => {
			const path = `${url}/schemas/${node}/1.0.0/${resource}/${operation}.json`;
			const response = await send('GET', path);
			if (!response.ok) return [];
			const schema = z.object({ properties: z.record(z.unknown()) });
			return Object.keys(schema.parse(await response.json()).properties);
		},
		visit: async (link) => {
			const response = await send('GET', link);
			return { status: response.status, text: await response.text() };
		},
	};
}
