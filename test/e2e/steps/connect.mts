import type { Facts } from '../report.mts';
import { expect } from '../report.mts';
import type { Bridge, Stage } from '../stage.mts';

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

/** The same requests that a browser makes. Resolves to whether n8n says that it is connected. */
export async function connectWithoutBrowser(
	{ editor, sandbox }: Stage,
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

/**
 * Presses Connect and consents on the sandbox's page, as a seller does.
 *
 * @returns whether n8n says that the account is connected, after one signed token call.
 */
export async function connect(stage: Stage, bridge: Bridge): Promise<Facts> {
	const { user, sandbox } = stage;
	// In the browser it ends only when the editor shows the account as connected.
	const isShown = user
		? await user.connectAccount(bridge.credentialId).then(() => true)
		: await connectWithoutBrowser(stage, bridge.credentialId);
	const [tokenCall, ...others] = sandbox.log.ofMethod('/auth/token/create');
	const isConnected = isShown && tokenCall?.outcome === 'ok' && others.length === 0;
	return { browser: user !== undefined, connect: isConnected };
}
