import { EventEmitter } from 'node:events';
import type { IWebhookFunctions } from 'n8n-workflow';

import type { HttpAnswer, HttpOptions } from './loopback.mts';

/** A response that was ended. */
export interface Ended {
	statusCode: number;
	body: string;
}

/** A request to a node's webhook, with what n8n gives the node beside it. */
export interface WebhookCall {
	node: { id: string; name: string; parameters: Readonly<Record<string, unknown>> };
	workflow: { id: string; name: string };
	/** Which of the node's webhooks. */
	webhookName: string;
	request: Pick<HttpOptions, 'headers'> & { body?: string | Buffer };
	/** The decrypted credential, read afresh. */
	readCredential: () => Promise<Record<string, unknown>>;
	staticData: object;
	/** The way out, for the node's own calls. */
	http: (wanted: HttpOptions) => Promise<HttpAnswer>;
	/** Told when the node ends the response by itself. */
	ended: (end: Ended) => void;
	/** n8n's log, warnings and worse. */
	log: (message: string) => void;
}

/** The response as a node sees it. */
export interface HostedResponse {
	statusCode: number;
	/** Sends `finish` to whoever waits for the end of the response. */
	finish(statusCode: number): void;
}

function openResponse(ended: (end: Ended) => void) {
	const response = Object.assign(new EventEmitter(), {
		statusCode: 200,
		status(code: number) {
			response.statusCode = code;
			return response;
		},
		set: () => response,
		json(value: unknown) {
			response.finish(response.statusCode);
			ended({ statusCode: response.statusCode, body: JSON.stringify(value) });
		},
		finish(statusCode: number) {
			response.statusCode = statusCode;
			response.emit('finish');
		},
	} as HostedResponse & Record<'status' | 'set' | 'json', unknown>);
	return response;
}

/** The context of one request to a published workflow. */
export function webhookContext(call: WebhookCall): {
	context: IWebhookFunctions;
	response: HostedResponse;
} {
	const { node, workflow, webhookName, request, staticData, log, http } = call;
	const { headers = {}, body = '' } = request;
	const bytes = Buffer.from(body as string);
	const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
	const isForm = headers['Content-Type']?.startsWith('application/x-www-form-urlencoded');
	const response = openResponse(call.ended);
	const context = {
		getNode: () => node,
		getNodeParameter: (name: string, fallback?: unknown) => node.parameters[name] ?? fallback,
		getMode: () => 'webhook',
		getWebhookName: () => webhookName,
		getHeaderData: () => Object.fromEntries(lowerCase) as object,
		getBodyData: () => {
			const text = bytes.toString('utf8');
			if (isForm) return Object.fromEntries(new URLSearchParams(text));
			return JSON.parse(text) as object;
		},
		getRequestObject: () => ({ rawBody: bytes }),
		getResponseObject: () => response,
		getCredentials: call.readCredential,
		getWorkflow: () => ({ ...workflow, active: true }),
		getWorkflowStaticData: () => staticData,
		helpers: {
			httpRequest: http,
			returnJsonArray: (rows: object | object[]) => [rows].flat().map((json) => ({ json })),
		},
		logger: { warn: log, error: log, info: () => undefined, debug: () => undefined },
	} as unknown as IWebhookFunctions;
	return { context, response };
}
