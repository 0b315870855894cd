import type { IDataObject, INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { Shape } from '../operations/example.mts';
import type { Sandbox, SandboxOptions } from '../sandbox/sandbox.mts';
import { fixedLimits, openStage, PASTED } from './bridge.mts';
import type { Host } from './harness/host.mts';
import { withCredentials } from './harness/templates.mts';
import type { Execution } from './harness/types.mts';

type NodeSettings = Pick<INode, 'retryOnFail' | 'maxTries' | 'waitBetweenTries' | 'onError'>;

/** An n8n with the AliExpress node in front of a sandbox. */
export interface Reads {
	sandbox: Sandbox;
	host: Host;
	/** Runs the node in a workflow of its own, once for all input items. */
	run(
		parameters: INodeParameters,
		inputs?: IDataObject[],
		settings?: NodeSettings,
	): Promise<Execution>;
	/** As `run`, for a node that goes on after an item without a result. */
	runOn(parameters: INodeParameters, inputs: IDataObject[]): Promise<Execution>;
	/** From now on the platform answers in this shape. */
	answerIn(shape: Shape): void;
	/** Methods called since the last look. */
	methodsCalled(): string[];
	close(): Promise<void>;
}

/** No read waits for the second of the platform, of which `quota.test.mts` tells. */
const CALLS_PER_SECOND = 1_000;

/** The credential counts in this process unless its fields say otherwise, so that only the gateway is called. */
export async function openReads(
	options: SandboxOptions = {},
	fields: Record<string, unknown> = {},
): Promise<Reads> {
	const stage = await openStage(
		{ limits: { perSecond: CALLS_PER_SECOND }, ...options },
		{ counter: 'process', ...fixedLimits(200, CALLS_PER_SECOND), ...fields },
	);
	const { sandbox, host } = stage;
	sandbox.log.clear();
	const { answers } = sandbox.settings;
	const usual = { ...answers };
	const execute = (parameters: INodeParameters, inputs: IDataObject[], settings: NodeSettings) => {
		const node = {
			name: 'AliExpress',
			type: 'n8n-nodes-aliexpress.aliExpress',
			typeVersion: 1,
			position: [0, 0] as [number, number],
			parameters: { authentication: 'accessToken', ...parameters },
			...settings,
		};
		const json = { name: 'Read', nodes: [node], connections: {} };
		const inputData = inputs.map((item) => ({ json: item }));
		return host.runWorkflow(withCredentials(json, { aliExpressApi: PASTED }), { inputData });
	};
	return {
		sandbox,
		host,
		run: (parameters, inputs = [{}], settings = {}) => execute(parameters, inputs, settings),
		runOn: (parameters, inputs) =>
			execute(parameters, inputs, { onError: 'continueRegularOutput' }),
		answerIn: (shape) => void Object.assign(answers, usual, shape),
		methodsCalled() {
			const methods = sandbox.log.calls.map(({ method }) => method ?? '');
			sandbox.log.clear();
			return methods;
		},
		close: () => stage.close(),
	};
}

/** What the node put out; throws what the execution ended with. */
export function outputOf(execution: Execution): INodeExecutionData[] {
	if (execution.error) throw execution.error;
	return execution.runData.AliExpress?.[0]?.data?.main?.[0] ?? [];
}

/** The items that came of one input item. */
export function ofItem(output: readonly INodeExecutionData[], item: number): IDataObject[] {
	return output
		.filter(({ pairedItem }) => (pairedItem as { item: number }).item === item)
		.map(({ json }) => json);
}

/** A locator set to an id, as the editor stores it. */
export function byId(value: string) {
	return { __rl: true, mode: 'id', value };
}
