import {
	NodeApiError,
	type IExecuteFunctions,
	type INode,
	type NodeExecutionHint,
} from 'n8n-workflow';
import { constructExecutionMetaData } from 'n8n-core/dist/execution-engine/node-execution-context/utils/construct-execution-metadata.js';
import { returnJsonArray } from 'n8n-core/dist/execution-engine/node-execution-context/utils/return-json-array.js';

import type { Client } from '../../nodes/client/client.ts';
import { CONNECTOR_POLICY } from '../../nodes/quota/policy.ts';
import type { QuotaStatus, QuotaStore } from '../../nodes/quota/store.ts';
import {
	parseJson,
	printJson,
	type JsonObject,
	type PrintableJson,
} from '../../nodes/wire/json.ts';

export const NODE: INode = {
	id: 'node-1',
	name: 'AliExpress',
	type: 'n8n-nodes-aliexpress.aliExpress',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

interface Asked {
	extractValue?: boolean;
}

/** What stands at a path such as `filters.productId`. */
function at(parameters: Record<string, unknown> | undefined, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>((value, name) => (value as Record<string, unknown>)?.[name], parameters);
}

/** The value that a locator was set to; other values are themselves. */
function picked(value: unknown, { extractValue }: Asked): unknown {
	const isLocator = typeof value === 'object' && value !== null && 'mode' in value;
	return extractValue && isLocator ? (value as { value?: unknown }).value : value;
}

/** The part of an execution that actions use, one set of parameters per input item. */
export function contextOf(items: Array<Record<string, unknown>>, continueOnFail = false) {
	const hints: NodeExecutionHint[] = [];
	const context = {
		getNode: () => NODE,
		getTimezone: () => 'Europe/Berlin',
		getInputData: () => items.map(() => ({ json: {} })),
		continueOnFail: () => continueOnFail,
		getNodeParameter: (name: string, index: number, fallback?: unknown, asked: Asked = {}) => {
			const value = picked(at(items[index], name) ?? fallback, asked);
			if (value === undefined) throw new Error(`The item ${index} has no parameter "${name}"`);
			return value;
		},
		addExecutionHints: (...added: NodeExecutionHint[]) => hints.push(...added),
		helpers: { constructExecutionMetaData, returnJsonArray },
	};
	return { context: context as unknown as IExecuteFunctions, hints };
}

/** A refusal as the client throws it when the share of actions is spent. */
export function quotaRefusal(): NodeApiError {
	return new NodeApiError(
		NODE,
		{ code: 'QuotaRefused' },
		{ message: 'The 40 calls a day are used up', description: 'Wait.', httpCode: '429' },
	);
}

/** One call as it would go out: parameters printed and read back, so ids show as sent. */
export interface SeenCall {
	method: string;
	params: JsonObject;
	sent: string;
}

type Reply = (call: SeenCall, number: number) => JsonObject;

/** A client that notes calls and answers by `reply`, which throws to refuse. */
export function clientOf(reply: Reply, status: Partial<QuotaStatus> = {}, scope = 'bridge') {
	const calls: SeenCall[] = [];
	const client: Client = {
		call: async (method, params) => {
			const sent = printJson(params as PrintableJson);
			const call = { method, params: parseJson(sent) as JsonObject, sent };
			calls.push(call);
			return reply(call, calls.length);
		},
		open: async () => ({
			access: {
				appKey: '512345',
				appSecret: 'secret',
				accessToken: 'token',
				tokenParameter: 'session',
				baseUrl: 'https://api.invalid',
				account: '2000000001',
				policy: CONNECTOR_POLICY,
			},
			quota: { scope, status: async () => status } as unknown as QuotaStore,
		}),
	};
	return { client, calls };
}
