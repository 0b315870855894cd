import type {
	IExecuteFunctions,
	ILoadOptionsFunctions,
	INodeExecutionData,
	IPollFunctions,
} from 'n8n-workflow';

import type { HttpAnswer, HttpOptions } from './loopback.mts';
import type { Life } from './life.mts';

/** What n8n gives every node that calls the platform. */
export interface CallingHost {
	request(life: Life, options: HttpOptions): Promise<HttpAnswer>;
	/** The decrypted credential of an account, read afresh. */
	readCredential(life: Life, account: string): Promise<Record<string, unknown>>;
	refresh(life: Life, account: string): Promise<void>;
}

/** The node that calls: where it stands and what is set in it. */
export interface Calling {
	host: CallingHost;
	life: Life;
	account: string;
	workflow: { id: string; name: string };
	node: string;
	parameters: Record<string, unknown>;
	/** Version of the node; default 1. */
	typeVersion?: number;
	/** n8n's log, warnings and worse. */
	log: (message: string) => void;
}

type Pairs = { itemData?: unknown };

function commonContext(calling: Calling) {
	const { host, life, account, workflow, node, parameters, typeVersion = 1, log } = calling;
	return {
		getNode: () => ({
			id: `${workflow.id}-node`,
			name: node,
			type: 'n8n-nodes-aliexpress.aliExpress',
			typeVersion,
			position: [0, 0],
			parameters,
		}),
		getWorkflow: () => ({ ...workflow, active: true }),
		getTimezone: () => 'Europe/Berlin',
		getCredentials: async () => await host.readCredential(life, account),
		logger: { warn: log, error: log, info: () => undefined, debug: () => undefined },
		helpers: {
			httpRequest: async (options: HttpOptions) => await host.request(life, options),
			refreshOAuth2Token: async () => await host.refresh(life, account),
			returnJsonArray: (rows: object[]) => rows.map((json) => ({ json })),
			constructExecutionMetaData: (rows: object[], { itemData }: Pairs) =>
				rows.map((row) => ({ ...row, pairedItem: itemData })),
		},
	};
}

/** How n8n tells a trigger that an execution has ended. */
type Done = { resolve(run: { status: string }): void };
/** How a trigger starts an execution itself. */
export type Emit = (data: Array<Array<{ json: object }>>, response?: unknown, done?: Done) => void;

function deferred<T>() {
	let resolve: (value: T) => void = () => undefined;
	const promise = new Promise<T>((settle) => {
		resolve = settle;
	});
	return { promise, resolve: (value: T) => resolve(value) };
}

/** The context of a published trigger, one for the whole life of the process. */
export function pollContext(
	calling: Calling,
	staticData: Record<string, unknown>,
	activation: string,
	budgetMs: number,
	emit?: Emit,
): IPollFunctions {
	const { parameters } = calling;
	const common = commonContext(calling);
	return {
		...common,
		helpers: { ...common.helpers, createDeferredPromise: deferred },
		__emit: emit,
		getMode: () => 'trigger',
		getActivationMode: () => activation,
		getPollBudgetMs: () => budgetMs,
		getNodeParameter: (name: string, fallback?: unknown) => parameters[name] ?? fallback,
		getWorkflowStaticData: () => staticData,
	} as unknown as IPollFunctions;
}

/** What an execution of the AliExpress node is about. */
export interface Run {
	/** One for each input item; its fields come before those of the node. */
	items: ReadonlyArray<Record<string, unknown>>;
	continueOnFail: boolean;
	cancelSignal: AbortSignal;
}

/** The context of one execution of an action. */
export function executeContext(calling: Calling, run: Run): IExecuteFunctions {
	const { items, continueOnFail, cancelSignal } = run;
	return {
		...commonContext(calling),
		getMode: () => 'trigger',
		getInputData: (): INodeExecutionData[] => items.map((json) => ({ json: json as never })),
		getNodeParameter: (name: string, index: number, fallback?: unknown) =>
			items[index]?.[name] ?? calling.parameters[name] ?? fallback,
		getExecutionCancelSignal: () => cancelSignal,
		continueOnFail: () => continueOnFail,
		addExecutionHints: () => undefined,
	} as unknown as IExecuteFunctions;
}

/** The context in which the editor fills a drop-down list. */
export function listContext(calling: Calling): ILoadOptionsFunctions {
	return {
		...commonContext(calling),
		getNodeParameter: (name: string, fallback?: unknown) => calling.parameters[name] ?? fallback,
		getCurrentNodeParameter: (name: string) => calling.parameters[name],
	} as unknown as ILoadOptionsFunctions;
}
