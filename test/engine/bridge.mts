import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { fetch } from 'undici';

import type { Sandbox } from '../sandbox/sandbox.mts';
import { startSandbox, type SandboxOptions } from '../sandbox/sandbox.mts';
import type { ActiveWorkflow } from './harness/activation.mts';
import { createHost, type Host, type HostOptions } from './harness/host.mts';
import type { WorkflowJson } from './harness/types.mts';

/** A workflow that ships with the package. */
export function template(name: string): WorkflowJson {
	const file = join(process.cwd(), 'templates', `${name}.json`);
	return JSON.parse(readFileSync(file, 'utf8')) as WorkflowJson;
}

/** Selects credentials in the nodes of a workflow, as a user does after an import. */
export function withCredentials(
	workflow: WorkflowJson,
	byNodeType: Record<string, Record<string, string>>,
): WorkflowJson {
	const nodes = workflow.nodes.map((node) => {
		const chosen = Object.entries(byNodeType[node.type] ?? {});
		if (chosen.length === 0) return node;
		const credentials = Object.fromEntries(chosen.map(([type, id]) => [type, { id, name: id }]));
		return { ...node, credentials };
	});
	return { ...workflow, nodes };
}

/** The OAuth2 credential of a test, as a user would fill it in. */
export const OAUTH2 = 'oauth2-credential';
/** The credential without a button. */
export const PASTED = 'pasted-credential';

export interface Stage {
	sandbox: Sandbox;
	host: Host;
	bridge: ActiveWorkflow;
	bridgeUrl: string;
	/** Presses Connect and passes the consent page. */
	connect(): Promise<Record<string, unknown>>;
	close(): Promise<void>;
}

/** Follows the platform's consent page to n8n's callback, as a browser would. */
export async function visit(authorizeUrl: string): Promise<string> {
	const response = await fetch(authorizeUrl, { redirect: 'manual' });
	const location = response.headers.get('location');
	if (location) return location;
	throw new Error(`No redirect, HTTP ${response.status}: ${await response.text()}`);
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

/** A sandbox and an n8n with the bridge active and both credential types pointing at them. */
export async function openStage(
	options: SandboxOptions = {},
	fields: Record<string, unknown> = {},
): Promise<Stage> {
	const sandbox = await startSandbox({ authorize: 'seller', ...options });
	const { appKey, appSecret } = sandbox.app;
	const settings = { environment: 'custom', baseUrl: sandbox.url, ...fields };
	const { accessToken, refreshToken } = sandbox.issueTokens();
	const host = await openHost(sandbox, {
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
		withCredentials(template('aliexpress-connect'), {
			'n8n-nodes-aliexpress.aliExpressConnectTrigger': { aliExpressOAuth2Api: OAUTH2 },
		}),
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
		connect: async () => (await host.connect(OAUTH2, visit)) as Record<string, unknown>,
		close: async () => {
			await host.close();
			await sandbox.close();
		},
	};
}
