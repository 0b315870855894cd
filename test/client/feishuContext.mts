import { constructExecutionMetaData } from 'n8n-core/dist/execution-engine/node-execution-context/utils/construct-execution-metadata.js';
import { returnJsonArray } from 'n8n-core/dist/execution-engine/node-execution-context/utils/return-json-array.js';
import { getRequestHelperFunctions } from 'n8n-core/dist/execution-engine/node-execution-context/utils/request-helper-functions';
import type { IDataObject, IExecuteFunctions, INode } from 'n8n-workflow';

import { NODE } from './context.mts';

const FEISHU_NODE: INode = {
	...NODE,
	name: 'Feishu Bot',
	type: 'n8n-nodes-aliexpress.feishuBot',
};

export interface ContextOptions {
	url: string;
	secret?: string;
	items?: IDataObject[];
	parameters?: IDataObject | ((index: number) => IDataObject);
	continueOnFail?: boolean;
	isTool?: boolean;
	signal?: AbortSignal;
}

/** The functions the node uses, with n8n's real HTTP helper, so that errors are n8n's own. */
export function feishuContext(options: ContextOptions): IExecuteFunctions {
	const { url, secret = '', items = [{}], parameters = {}, continueOnFail = false } = options;
	const { httpRequest } = getRequestHelperFunctions({} as never, FEISHU_NODE, {} as never);
	const inputs = items.map((item) => ({ json: item }));
	return {
		getInputData: () => inputs,
		getExecutionId: () => '1',
		isToolExecution: () => options.isTool === true,
		getNodeParameter: (name: string, index: number, fallback?: unknown) => {
			const given = typeof parameters === 'function' ? parameters(index) : parameters;
			const all: IDataObject = { resource: 'message', ...given };
			return name in all ? all[name] : fallback;
		},
		getCredentials: async () => ({ webhookUrl: url, secret }),
		getNode: () => ({ ...FEISHU_NODE, retryOnFail: true }),
		getTimezone: () => 'Asia/Shanghai',
		continueOnFail: () => continueOnFail,
		getExecutionCancelSignal: () => options.signal,
		helpers: { httpRequest, constructExecutionMetaData, returnJsonArray },
	} as unknown as IExecuteFunctions;
}
