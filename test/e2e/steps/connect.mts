import { importTemplate } from '../../engine/harness/templates.mts';
import type { Sandbox } from '../../sandbox/sandbox.mts';
import type { Facts } from '../report.mts';
import { expect } from '../report.mts';
import { OAUTH2, SHOP_APP, type Bridge, type Limits, type Stage } from '../stage.mts';

/** A connected account and a first scene. */
export interface QuickStart {
	/** The connected account with its bridge. */
	readonly shop: Bridge;
	/** Id of the workflow that tells of new orders, published. */
	readonly orders: string;
}

/** Whether one signed token call was made, and that with success. */
export function isConnectedOnce({ log }: Sandbox): boolean {
	const [tokenCall, ...others] = log.ofMethod('/auth/token/create');
	return tokenCall?.outcome === 'ok' && others.length === 0;
}

const unescape = (text: string) =>
	text
		.replaceAll('&quot;', '"')
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&amp;', '&');

/** What a browser would send for the consent form of a page, with the first choice taken. */
function consentForm(html: string): URLSearchParams {
	const form = new URLSearchParams();
	for (const [input] of html.matchAll(/<input [^>]*>/g)) {
		const attribute = (name: string) =>
			unescape(new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1] ?? '');
		const isTaken = attribute('type') !== 'radio' || / checked\b/.test(input);
		if (isTaken) form.append(attribute('name'), attribute('value'));
	}
	return form;
}

/** Connects an account by the requests that a browser makes. Resolves to whether n8n says that it is connected. */
export async function connectByRequests(
	{ editor, sandbox }: Pick<Stage, 'editor' | 'sandbox'>,
	credentialId: string,
): Promise<boolean> {
	const authorizeUrl = await editor.authorizeUrl(credentialId);
	expect(authorizeUrl.startsWith(`${sandbox.url}/oauth/authorize?`), 'Connect goes elsewhere.');
	const consent = await (await fetch(authorizeUrl)).text();
	const decided = await fetch(`${sandbox.url}/oauth/authorize`, {
		method: 'POST',
		body: consentForm(consent),
		redirect: 'manual',
	});
	const callback = decided.headers.get('location') ?? '';
	expect(callback.includes('code='), 'The consent page gave no code.');
	const page = await editor.visit(callback);
	const shown = page.text.replace(/<(script|style)[\s\S]*?<\/\1>/g, '');
	return page.status === 200 && !/error/i.test(shown);
}

/** Imports the scene of new orders and publishes it. Resolves to its id. */
export async function publishOrders(
	{ editor, sandbox }: Pick<Stage, 'editor' | 'sandbox'>,
	bridge: Bridge,
): Promise<string> {
	const webhook = { webhookUrl: sandbox.feishu.url };
	const feishuBotApi = await editor.createCredential('Feishu group', 'feishuBotApi', webhook);
	const { id: _file, ...scene } = importTemplate('new-order-to-feishu', {
		[OAUTH2]: bridge.credentialId,
		feishuBotApi,
	});
	const workflow = await editor.createWorkflow(scene);
	await editor.publish(workflow);
	return workflow.id;
}

/** What the quick start leaves behind, by the requests that lie behind the editor. */
export async function openShopWithoutBrowser(
	stage: Stage,
	limits: Limits,
): Promise<{ facts: Facts; quickStart: QuickStart }> {
	const shop = await stage.publishBridge(SHOP_APP, 'aliexpress-connect', limits);
	const isShown = await connectByRequests(stage, shop.credentialId);
	const connect = isShown && isConnectedOnce(stage.sandbox);
	const orders = await publishOrders(stage, shop);
	return { facts: { browser: false, connect }, quickStart: { shop, orders } };
}
