import type { ActiveWorkflow } from '../engine/harness/activation.mts';
import { followConsent } from '../engine/harness/connect.mts';
import type { Host } from '../engine/harness/host.mts';
import { createHost } from '../engine/harness/host.mts';
import type { Sandbox } from '../sandbox/sandbox.mts';
import { importTemplate, withSetting } from '../engine/harness/templates.mts';
import { startSandbox } from '../sandbox/sandbox.mts';

export interface Stage {
	readonly sandbox: Sandbox;
	readonly host: Host;
	/** The workflows that poll, by name of their template. */
	readonly polling: Readonly<Record<string, ActiveWorkflow>>;
	close(): Promise<void>;
}

const BRIDGE_PATH = 'aliexpress-connect';

/**
 * Enough calls a day for a poll about every second, so that nobody has to wait; a real shop has
 * 200, and the trigger then polls every 11 minutes. The limit of 5 a second stays.
 */
const CALLS_PER_DAY = 260_000;
const CALLS_PER_SECOND = 5;
const FEISHU_SECRET = 'demo-secret';
/** Each credential of the demonstration is named after its type. */
const CREDENTIAL_IDS = {
	aliExpressOAuth2Api: 'aliExpressOAuth2Api',
	feishuBotApi: 'feishuBotApi',
	httpHeaderAuth: 'httpHeaderAuth',
	zammadTokenAuthApi: 'zammadTokenAuthApi',
};

const credentialsFor = (sandbox: Sandbox) => ({
	aliExpressOAuth2Api: {
		type: 'aliExpressOAuth2Api',
		data: {
			clientId: sandbox.app.appKey,
			clientSecret: sandbox.app.appSecret,
			environment: 'custom',
			baseUrl: sandbox.url,
			policy: 'custom',
			callsPerDay: CALLS_PER_DAY,
			callsPerSecond: CALLS_PER_SECOND,
		},
	},
	feishuBotApi: {
		type: 'feishuBotApi',
		data: { webhookUrl: sandbox.feishu.url, secret: FEISHU_SECRET },
	},
	httpHeaderAuth: {
		type: 'httpHeaderAuth',
		data: { name: 'Authorization', value: `Token token=${sandbox.helpdesk.accessToken}` },
	},
	zammadTokenAuthApi: {
		type: 'zammadTokenAuthApi',
		data: { baseUrl: sandbox.helpdesk.url, accessToken: sandbox.helpdesk.accessToken },
	},
});

/**
 * Sets everything up as a user does: the sandbox in place of the shop, the chat and the helpdesk,
 * the bridge workflow, the connected account, then the two workflows that poll.
 *
 * @param port of the sandbox; 0 for any free one
 */
export const setStage = async (port: number): Promise<Stage> => {
	const sandbox = await startSandbox({
		port,
		authorize: 'seller',
		limits: { perDay: CALLS_PER_DAY, perSecond: CALLS_PER_SECOND },
		feishu: { secret: FEISHU_SECRET },
	});
	const host = await createHost({ credentials: credentialsFor(sandbox) });
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
			'negative-review-to-ticket': withSetting(
				importTemplate('negative-review-to-ticket', CREDENTIAL_IDS),
				'Draft',
				'helpdesk',
				sandbox.helpdesk.url,
			),
		};
		for (const [name, scene] of Object.entries(scenes)) {
			polling[name] = await host.activate(scene);
		}
		return { sandbox, host, polling, close };
	} catch (error) {
		await close();
		throw error;
	}
};
