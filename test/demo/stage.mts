import type { ActiveWorkflow } from '../engine/harness/activation.mts';
import { followConsent } from '../engine/harness/connect.mts';
import type { Host } from '../engine/harness/host.mts';
import { createHost } from '../engine/harness/host.mts';
import type { Sandbox, SandboxOptions } from '../sandbox/sandbox.mts';
import { importTemplate, withCredentials } from '../engine/harness/templates.mts';
import type { WorkflowJson } from '../engine/harness/types.mts';
import { startSandbox } from '../sandbox/sandbox.mts';
import type { Counted } from './day.mts';

export interface Stage {
	readonly sandbox: Sandbox;
	readonly host: Host;
	/** What the AliExpress node says of the calls of the day; costs none. */
	counted(): Promise<Counted | undefined>;
	/** The workflows that poll, by name of their template. */
	readonly polling: Readonly<Record<string, ActiveWorkflow>>;
	close(): Promise<void>;
}

const BRIDGE_PATH = 'aliexpress-connect';

/** The limits of the platform and of the credential. */
export interface DemoLimits {
	readonly callsPerDay: number;
	readonly policy: Readonly<Record<string, string | number>>;
}
/** What every seller has: the trigger spreads its share of 200 calls over the day. */
export const ORDINARY: DemoLimits = { callsPerDay: 200, policy: { policy: 'connector' } };
const CALLS_PER_SECOND = 5;
/** Enough for a poll about every second, where nobody wants to wait. The limit of 5 a second stays. */
export const BUSY: DemoLimits = {
	callsPerDay: 260_000,
	policy: { policy: 'custom', callsPerDay: 260_000, callsPerSecond: CALLS_PER_SECOND },
};
const FEISHU_SECRET = 'demo-secret';
/** Each credential of the demonstration is named after its type. */
const CREDENTIAL_IDS = {
	aliExpressOAuth2Api: 'aliExpressOAuth2Api',
	feishuBotApi: 'feishuBotApi',
	zammadTokenAuthApi: 'zammadTokenAuthApi',
};

const credentialsFor = (sandbox: Sandbox, { policy }: DemoLimits) => ({
	aliExpressOAuth2Api: {
		type: 'aliExpressOAuth2Api',
		data: {
			clientId: sandbox.app.appKey,
			clientSecret: sandbox.app.appSecret,
			environment: 'custom',
			baseUrl: sandbox.url,
			...policy,
		},
	},
	feishuBotApi: {
		type: 'feishuBotApi',
		data: { webhookUrl: sandbox.feishu.url, secret: FEISHU_SECRET },
	},
	zammadTokenAuthApi: {
		type: 'zammadTokenAuthApi',
		data: { baseUrl: sandbox.helpdesk.url, accessToken: sandbox.helpdesk.accessToken },
	},
});

const STATUS: WorkflowJson = withCredentials(
	{
		name: 'Calls of the day',
		nodes: [
			{
				name: 'AliExpress',
				type: 'n8n-nodes-aliexpress.aliExpress',
				typeVersion: 1,
				position: [0, 0],
				parameters: { resource: 'quota', operation: 'getStatus' },
			},
		],
		connections: {},
	},
	CREDENTIAL_IDS,
);

async function countedOf(host: Host): Promise<Counted | undefined> {
	const { runData } = await host.runWorkflow(STATUS);
	const [item] = runData.AliExpress?.[0]?.data?.main?.[0] ?? [];
	return item?.json as Counted | undefined;
}

/**
 * Sets everything up as a user does: the sandbox in place of the shop, the chat and the helpdesk,
 * the bridge workflow, the connected account, then the two workflows that poll.
 *
 * @param port of the sandbox; 0 for any free one
 * @param open is told of the sandbox before the workflows watch it, e.g. to give its shop a past
 */
export const setStage = async (
	port: number,
	limits: DemoLimits = BUSY,
	board?: SandboxOptions['board'],
	open: (sandbox: Sandbox) => void = () => undefined,
): Promise<Stage> => {
	const sandbox = await startSandbox({
		port,
		authorize: 'seller',
		limits: { perDay: limits.callsPerDay, perSecond: CALLS_PER_SECOND },
		...(board && { board }),
		feishu: { secret: FEISHU_SECRET },
	});
	open(sandbox);
	const host = await createHost({ credentials: credentialsFor(sandbox, limits) });
	const close = async (): Promise<void> => {
		await host.close();
		await sandbox.close();
	};
	try {
		await host.activate(importTemplate('aliexpress-connect', CREDENTIAL_IDS));
		host.editCredential('aliExpressOAuth2Api', {
			...host.storedCredential('aliExpressOAuth2Api'),
			bridgeUrl: `${host.baseUrl}/webhook/${BRIDGE_PATH}`,
		});
		await host.connect('aliExpressOAuth2Api', followConsent);
		const polling: Record<string, ActiveWorkflow> = {};
		const scenes = {
			'new-order-to-feishu': importTemplate('new-order-to-feishu', CREDENTIAL_IDS),
			'negative-review-to-ticket': importTemplate('negative-review-to-ticket', CREDENTIAL_IDS),
		};
		for (const [name, scene] of Object.entries(scenes)) {
			polling[name] = await host.activate(scene);
		}
		return { sandbox, host, polling, counted: async () => await countedOf(host), close };
	} catch (error) {
		await close();
		throw error;
	}
};
