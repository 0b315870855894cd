import type { IDataObject, INode, INodeParameters, INodeType } from 'n8n-workflow';

import type { Profile } from '../../nodes/AlibabaCom/profile.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox/sandbox.mts';
import { createHost, type Host } from './harness/host.mts';
import type { Execution } from './harness/types.mts';

/** Stands for n8n's own form, which needs packages that are not installed here. */
const formTrigger: INodeType = {
	description: {
		displayName: 'Form Trigger',
		name: 'formTrigger',
		group: ['trigger'],
		version: 2.2,
		description: '',
		defaults: {},
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	webhook: async () => ({}),
};

/** A sandbox and an n8n with one credential for each profile, by the name of the profile. */
export interface AlibabaStage {
	sandbox: Sandbox;
	host: Host;
	/** Runs one operation with the credential of a profile. */
	run(
		profile: Profile,
		parameters: INodeParameters,
		inputs: IDataObject[],
		settings?: Partial<INode>,
	): Promise<Execution>;
	close(): Promise<void>;
}

/** The node goes on after an item without a result. */
export const GOES_ON = { onError: 'continueRegularOutput' } as const;

/** Limits under which a test need not wait for a minute to pass. */
const FAST = { plan: 'custom', callsPerMinute: 0, callsPerSecond: 50 };

/** @param fields replace fields of all three credentials. */
export async function openAlibabaStage(
	options: SandboxOptions = {},
	fields: Record<string, unknown> = {},
): Promise<AlibabaStage> {
	const sandbox = await startSandbox(options);
	const { alibaba } = sandbox;
	alibaba.app.plan = 'enterprise';
	sandbox.settings.alibaba.limits.enterprisePerMinute = 10_000;
	const { appKey, appSecret } = alibaba.app;
	const { accessToken, refreshToken } = alibaba.issueTokens();
	const shared = { appKey, appSecret, ...FAST, ...fields };
	const tokens = { accessToken, refreshToken, environment: 'custom', ...shared };
	const { article, openPlatform, top } = alibaba.addresses;
	const type = 'alibabaComApi';
	const data: Record<Profile, Record<string, string | number>> = {
		productDetail: { profile: 'productDetail', gatewayUrl: article, ...shared },
		openPlatform: { profile: 'openPlatform', baseUrl: openPlatform, ...tokens },
		top: { profile: 'top', baseUrl: top, ...tokens },
	};
	const credentials = Object.fromEntries(
		Object.entries(data).map(([profile, entry]) => [profile, { type, data: entry }]),
	);
	const feishu = { type: 'feishuBotApi', data: { webhookUrl: sandbox.feishu.url, secret: '' } };
	const host = await createHost({
		credentials: { ...credentials, feishu },
		extraNodes: { 'n8n-nodes-base.formTrigger': formTrigger },
	});
	return {
		sandbox,
		host,
		async run(profile, parameters, inputs, settings = {}) {
			const node = {
				name: 'Alibaba.com',
				type: 'n8n-nodes-aliexpress.alibabaCom',
				typeVersion: 1,
				position: [0, 0] as [number, number],
				parameters,
				credentials: { [type]: { id: profile, name: profile } },
				...settings,
			};
			const json = { name: 'Read', nodes: [node], connections: {} };
			const inputData = inputs.map((item) => ({ json: item }));
			return await host.runWorkflow(json, { inputData });
		},
		async close() {
			await host.close();
			await sandbox.close();
		},
	};
}
