import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { Sandbox } from '../sandbox/sandbox.mts';
import { startSandbox, type SandboxOptions } from '../sandbox/sandbox.mts';
import type { ActiveWorkflow } from './harness/activation.mts';
import { createHost, type Host, type HostOptions } from './harness/host.mts';
import { followConsent } from './harness/connect.mts';
import { importTemplate } from './harness/templates.mts';

/** As it was built: plain Node, which runs the test with a real helpdesk, cannot load the sources. */
const { sharesOf } = createRequire(join(process.cwd(), 'package.json'))(
	'./dist/nodes/quota/policy',
) as typeof import('../../nodes/quota/policy.ts');

/** The OAuth2 credential of a test, as a user would fill it in. */
export const OAUTH2 = 'oauth2-credential';
/** The credential without a button. */
export const PASTED = 'pasted-credential';

/**
 * Credential fields for limits of one's own that do not depend on the time of day: shares release
 * nothing in the evening.
 */
export function fixedLimits(callsPerDay: number, callsPerSecond: number) {
	const { recovery, trigger, action, browse } = sharesOf(callsPerDay);
	return {
		policy: 'custom',
		callsPerDay,
		callsPerSecond,
		ownShares: true,
		recoveryShare: recovery,
		triggerShare: trigger,
		actionShare: action,
		browseShare: browse,
		releaseHours: 0,
	};
}

export interface Stage {
	sandbox: Sandbox;
	host: Host;
	bridge: ActiveWorkflow;
	bridgeUrl: string;
	/** Presses Connect and passes the consent page. */
	connect(): Promise<Record<string, unknown>>;
	close(): Promise<void>;
}

/** A host that does not leave the sandbox open when it cannot start. */
async function openHost(sandbox: Sandbox, options: HostOptions): Promise<Host> {
	try {
		return await createHost(options);
	} catch (reason) {
		await sandbox.close();
		throw reason;
	}
}

/**
 * A sandbox and an n8n with the bridge active and both credential types pointing at them.
 *
 * @param extraNodes node types of a test's own, by full name.
 */
export async function openStage(
	options: SandboxOptions = {},
	fields: Record<string, unknown> = {},
	extraNodes: HostOptions['extraNodes'] = {},
): Promise<Stage> {
	const sandbox = await startSandbox({ authorize: 'seller', ...options });
	const { appKey, appSecret } = sandbox.app;
	const settings = { environment: 'custom', baseUrl: sandbox.url, ...fields };
	const { accessToken, refreshToken } = sandbox.issueTokens();
	const host = await openHost(sandbox, {
		extraNodes,
		credentials: {
			[OAUTH2]: {
				type: 'aliExpressOAuth2Api',
				data: { ...settings, clientId: appKey, clientSecret: appSecret },
			},
			[PASTED]: {
				type: 'aliExpressApi',
				data: { ...settings, appKey, appSecret, accessToken, refreshToken },
			},
		},
	});
	const bridge = await host.activate(
		importTemplate('aliexpress-connect', { aliExpressOAuth2Api: OAUTH2 }),
	);
	const bridgeUrl = `${host.baseUrl}/webhook/aliexpress-connect`;
	for (const id of [OAUTH2, PASTED]) {
		host.editCredential(id, { ...host.storedCredential(id), bridgeUrl });
	}
	return {
		sandbox,
		host,
		bridge,
		bridgeUrl,
		connect: async () => (await host.connect(OAUTH2, followConsent)) as Record<string, unknown>,
		close: async () => {
			await host.close();
			await sandbox.close();
		},
	};
}
