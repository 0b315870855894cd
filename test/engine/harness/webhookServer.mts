import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import type { Engine } from './executions.mts';
import type { HostedResponse } from './httpRequest.mts';
import { toHostedRequest, toHostedResponse } from './httpRequest.mts';
import { serveWebhook } from './webhooks.mts';
import type { WorkflowRow } from './types.mts';
import { serveWaiting, WAITING } from './waiting.mts';

export interface WebhookRoute {
	readonly method: string;
	/** Path without the `/webhook/` in front. */
	readonly path: string;
	readonly row: WorkflowRow;
	readonly nodeName: string;
}

export interface WebhookServer {
	readonly baseUrl: string;
	/** @throws when another workflow holds the path: n8n answers that activation with 409 */
	add(route: WebhookRoute): void;
	removeWorkflow(workflowId: string): void;
	close(): Promise<void>;
}

const ROUTE = /^\/(webhook|webhook-test)\/(.+?)\/?$/;

/**
 * Serves the production and test webhook addresses of active workflows, and those at which waiting
 * executions go on, on 127.0.0.1.
 */
export const startWebhookServer = async (engine: Engine, port: number): Promise<WebhookServer> => {
	let routes: WebhookRoute[] = [];
	const answer = async (
		request: ReturnType<typeof toHostedRequest>,
		response: HostedResponse,
	): Promise<void> => {
		if (WAITING.test(request.path)) return await serveWaiting(engine, request, response);
		const [, kind, path] = ROUTE.exec(request.path) ?? [];
		const route = routes.find(
			(candidate) => candidate.path === path && candidate.method === request.method,
		);
		if (route === undefined || path === undefined) {
			const message = `The requested webhook "${request.method} ${path}" is not registered.`;
			response.status(404).json({ code: 404, message });
			return;
		}
		const { row, nodeName } = route;
		const mode = kind === 'webhook' ? 'webhook' : 'manual';
		await serveWebhook(engine, { row, nodeName, path, mode }, request, response);
	};
	const server = createServer((message, reply) => {
		const response = toHostedResponse(reply);
		answer(toHostedRequest(message), response).catch((error: unknown) => {
			// A fault of the harness, not of a node: nodes' own faults are answered in serveWebhook.
			response.status(599).send(String(error));
		});
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	return {
		baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		add: (route) => {
			const taken = routes.some(
				({ method, path }) => method === route.method && path === route.path,
			);
			if (taken) throw new Error(`The webhook path "${route.path}" is already taken.`);
			routes.push(route);
		},
		removeWorkflow: (workflowId) => {
			routes = routes.filter(({ row }) => row.id !== workflowId);
		},
		close: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
};
