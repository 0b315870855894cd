import { importTemplate } from '../engine/harness/templates.mts';
import { startSandbox, type Sandbox, type SandboxApp } from '../sandbox/sandbox.mts';
import { openBrowser } from './browser/playwright.mts';
import { signIn, type User } from './browser/user.mts';
import { openEditor, type Editor, type SavedWorkflow } from './n8n/editor.mts';
import { makeHome, type Home } from './n8n/home.mts';
import { freePorts, isFree } from './n8n/ports.mts';
import { createServer, type Server } from './n8n/server.mts';
import { inProject } from './project.mts';
import { say } from './report.mts';

/** A bridge in n8n: an app, its credential, and the published Connect workflow. */
export interface Bridge {
	app: SandboxApp;
	credentialId: string;
	/** What the credential was saved with, so that one field can be changed. */
	credentialData: Record<string, unknown>;
	workflow: SavedWorkflow;
	bridgeUrl: string;
}

/** A real n8n beside the sandbox. */
export interface Stage {
	readonly sandbox: Sandbox;
	readonly home: Home;
	readonly server: Server;
	readonly editor: Editor;
	/** Folder `node_modules` in which this n8n is. */
	readonly modules: string;
	/** In front of the editor, in a browser; absent where there is none. */
	readonly user?: User;
	/** Imports the Connect template with a credential of its own, publishes it, tells its address. */
	publishBridge(app: SandboxApp, path: string, limits: CredentialFields): Promise<Bridge>;
}

/** Limits of one's own, as fields of the credential. */
export interface Limits {
	policy: 'custom';
	callsPerDay: number;
	callsPerSecond: number;
}

/** Limits, and whatever else is filled in beside them. */
export type CredentialFields = Limits & {
	counter?: 'bridge' | 'redis';
	redisInterface?: string;
	redisUrl?: string;
};

/** A day in which triggers read at every poll; the platform of the sandbox allows as much. */
export const BUSY_DAY: Limits = { policy: 'custom', callsPerDay: 20_000, callsPerSecond: 5 };
/** What the platform waits for an answer to a push message, made longer for busy machines, ms. */
const PUSH_ANSWER_MS = 10_000;

/** Apps of their own, so that what one step counts is nothing to the other. */
export const SHOP_APP: SandboxApp = {
	appKey: '512345',
	appSecret: 'sandbox-secret-of-the-shop-app-e2e',
};
export const LEDGER_APP: SandboxApp = {
	appKey: '567890',
	appSecret: 'sandbox-secret-of-the-ledger-app-e2e',
};

export const TESTED_APP: SandboxApp = {
	appKey: '598765',
	appSecret: 'sandbox-secret-of-the-tested-app-e2e',
};

/** The port of an n8n that was told none; the bridge address of a new credential leads there. */
const DEFAULT_PORT = 5678;

/** Something to be undone at the end, in the reverse order. */
export type Undo = () => Promise<void> | void;

/** The type of the credential that has the Connect button. */
export const OAUTH2 = 'aliExpressOAuth2Api';

/** What is stored in a credential whose gateway is the sandbox. */
export const bridgeCredential = (
	{ appKey, appSecret }: SandboxApp,
	bridgeUrl: string,
	gatewayUrl: string,
	limits: CredentialFields,
): Bridge['credentialData'] => ({
	clientId: appKey,
	clientSecret: appSecret,
	bridgeUrl,
	environment: 'custom',
	baseUrl: gatewayUrl,
	...limits,
});

/**
 * Imports the Connect template with a credential of its own and publishes it.
 *
 * @param url under which the bridge is reached.
 */
export async function publishBridge(
	editor: Editor,
	url: string,
	gatewayUrl: string,
	[app, path, limits]: Parameters<Stage['publishBridge']>,
): Promise<Bridge> {
	const bridgeUrl = `${url}/webhook/${path}`;
	const credentialData = bridgeCredential(app, bridgeUrl, gatewayUrl, limits);
	const credentialId = await editor.createCredential(path, OAUTH2, credentialData);
	const { id: _file, ...template } = importTemplate('aliexpress-connect', {
		[OAUTH2]: credentialId,
	});
	const nodes = template.nodes.map((node) =>
		node.type.endsWith('ConnectTrigger')
			? { ...node, parameters: { ...node.parameters, path } }
			: node,
	);
	const workflow = await editor.createWorkflow({ ...template, name: path, nodes });
	await editor.publish(workflow);
	return { app, credentialId, credentialData, workflow, bridgeUrl };
}

async function openUser(
	{ chromium, modules }: Installed & { chromium: string },
	url: string,
	editor: Editor,
	undo: Undo[],
): Promise<User> {
	say('Starting the browser ...');
	const browser = await openBrowser(chromium, modules);
	undo.push(browser.close);
	return await signIn(browser.page, url, editor.owner);
}

/** What the stage is made of, as it is installed on this machine. */
export interface Installed {
	/** Folder `node_modules` with n8n and playwright-core. */
	readonly modules: string;
	/** The program of a browser, if there is one. */
	readonly chromium?: string;
}

/**
 * Starts the sandbox and n8n with the packed package, and signs in.
 *
 * @param undo gets what has to be undone, also when a later part does not come up.
 * @param started is told of n8n before it is up, for its log.
 */
export async function openStage(
	installed: Installed,
	undo: Undo[],
	started: (server: Server) => void,
): Promise<Stage> {
	const sandbox = await startSandbox({
		apps: [SHOP_APP, LEDGER_APP, TESTED_APP],
		limits: { perDay: BUSY_DAY.callsPerDay },
		push: { answerWithinMs: PUSH_ANSWER_MS },
	});
	undo.push(async () => await sandbox.close());
	say('Packing the package and installing it into an n8n of its own ...');
	const packages = [inProject(), inProject('test', 'e2e', 'fixture', 'bareWebhook')];
	const [anyPort = 0, brokerPort = 0] = await freePorts(2);
	const port = (await isFree(DEFAULT_PORT)) ? DEFAULT_PORT : anyPort;
	const home = await makeHome(installed.modules, packages, port, brokerPort);
	undo.push(() => home.remove());
	const server = createServer(home);
	started(server);
	undo.push(async () => await server.stop());
	say('Starting n8n ...');
	await server.start();
	const editor = await openEditor(home.url);
	const { modules, chromium } = installed;
	const user = chromium && (await openUser({ modules, chromium }, home.url, editor, undo));
	return {
		sandbox,
		home,
		server,
		editor,
		modules,
		...(user && { user }),
		publishBridge: async (...bridge) => await publishBridge(editor, home.url, sandbox.url, bridge),
	};
}
