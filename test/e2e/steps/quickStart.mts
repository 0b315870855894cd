import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { importTemplate } from '../../engine/harness/templates.mts';
import { cardsOf } from '../arrivals.mts';
import type { CredentialSetting, User } from '../browser/user.mts';
import { inProject } from '../project.mts';
import { readQuickStart } from '../quickStart/readme.mts';
import { deedsOf, IMPORT, type Deed } from '../quickStart/script.mts';
import { expect, say, type Facts } from '../report.mts';
import { bridgeCredential, OAUTH2, SHOP_APP, type Limits, type Stage } from '../stage.mts';
import { isConnectedOnce, type QuickStart } from './connect.mts';

/** Where n8n reaches itself when it was told nothing. */
const DEFAULT_BRIDGE = 'http://127.0.0.1:5678/webhook/aliexpress-connect';

/** What the credential needs to talk to the sandbox in place of AliExpress, under its limits. */
const sandboxSettings = (gatewayUrl: string, limits: Limits): CredentialSetting[] => [
	{ field: 'Call Limits', choice: 'Custom' },
	{ field: 'Calls a Day', text: String(limits.callsPerDay) },
	{ field: 'Calls a Second', text: String(limits.callsPerSecond) },
	{ field: 'Environment', choice: 'Custom Address' },
	{ field: 'Custom Address', text: gatewayUrl },
];

/** The user in front of the editor, with what is to be entered at hand. */
interface Desk {
	readonly user: User;
	/** Texts by the names of their fields; one that is undefined is there already. */
	readonly texts: ReadonlyMap<string, string | undefined>;
	readonly sandboxSettings: readonly CredentialSetting[];
	/** Ids of the workflows that were imported, in order. */
	readonly workflows: string[];
	/** Names of their nodes. */
	readonly nodes: Set<string>;
}

/** What README names and is not just pressed. */
const DEEDS: Readonly<Record<string, (user: User, desk: Desk) => Promise<void>>> = {
	Save: async (user, desk) => {
		// Both credentials of the quick start are saved; the first one is that of AliExpress.
		if (desk.workflows.length === 1) await user.prepare(desk.sandboxSettings);
		await user.save();
	},
	Close: async (user) => await user.close(),
	Publish: async (user) => await user.publish(),
	Connect: async (user) => await user.connect(),
	'Fetch Test Event': async (user) => await user.run('Fetch Test Event'),
	'Execute step': async (user) => await user.run('Execute step'),
};

/** Does one thing that README names. */
async function perform({ label, template }: Deed, desk: Desk): Promise<void> {
	const { user, texts, workflows, nodes } = desk;
	const deed = DEEDS[label];
	if (deed) await deed(user, desk);
	else if (template !== undefined && label === IMPORT) {
		workflows.push(await user.importWorkflow(inProject('templates', `${template}.json`)));
		for (const { name } of importTemplate(template, {}).nodes) nodes.add(name);
	} else if (nodes.has(label)) await user.openNode(label);
	else if (texts.has(label)) {
		const text = texts.get(label);
		if (text !== undefined) await user.fill(label, text);
	} else await user.press(label);
}

async function credentialIn({ editor }: Stage, workflowId: string): Promise<string> {
	const [id] = (await editor.savedNodes(workflowId)).flatMap(
		({ credentials }) => credentials?.[OAUTH2]?.id ?? [],
	);
	expect(typeof id === 'string', 'The workflow was saved without the credential.');
	return id;
}

/**
 * Does the quick start of README in the browser, word for word: a credential in its dialog, the bridge,
 * Connect, and a card of an order that is in the shop, before the workflow is published.
 *
 * @param limits the sandbox's own; entering them and its address is no part of the quick start.
 * @param user in front of an n8n in which nothing was done yet.
 * @param pictures folder for what the browser shows after each deed, as PNG.
 */
export async function doQuickStart(
	stage: Stage,
	user: User,
	limits: Limits,
	pictures?: string,
): Promise<{ facts: Facts; quickStart: QuickStart }> {
	const { sandbox, home, editor } = stage;
	const order = sandbox.shop.placeOrder();
	const bridgeUrl = `${home.url}/webhook/aliexpress-connect`;
	const isDefault = bridgeUrl === DEFAULT_BRIDGE;
	if (!isDefault) say('Port 5678 is taken, so the bridge address has to be entered ...');
	const desk: Desk = {
		user,
		texts: new Map([
			['Client ID', SHOP_APP.appKey],
			['Client Secret', SHOP_APP.appSecret],
			['Bridge Address', isDefault ? undefined : bridgeUrl],
			['Webhook URL', sandbox.feishu.url],
		]),
		sandboxSettings: sandboxSettings(sandbox.url, limits),
		workflows: [],
		nodes: new Set(),
	};
	const steps = readQuickStart(readFileSync(inProject('README.md'), 'utf8'));
	const deeds = steps.flatMap(deedsOf);
	const startedAtMs = Date.now();
	for (const [place, deed] of deeds.entries()) {
		await perform(deed, desk);
		if (pictures) await user.photograph(join(pictures, `${place + 1}-${deed.label}.png`));
	}
	const quickStartMs = Date.now() - startedAtMs;

	const [bridge = '', orders = ''] = desk.workflows;
	await editor.published(bridge);
	await editor.published(orders);
	const credentialId = await credentialIn(stage, bridge);
	expect((await credentialIn(stage, orders)) === credentialId, 'The scene has another account.');
	const cards = cardsOf(sandbox, String(order.id));
	const { clicks, keys, fields } = user.effort;
	return {
		facts: {
			browser: true,
			connect: isConnectedOnce(sandbox),
			firstCards: cards.length,
			quickStartFields: fields,
			quickStartClicks: clicks,
			quickStartKeys: keys,
			quickStartMs,
		},
		quickStart: {
			shop: {
				app: SHOP_APP,
				credentialId,
				credentialData: bridgeCredential(SHOP_APP, bridgeUrl, sandbox.url, limits),
				workflow: await editor.savedWorkflow(bridge),
				bridgeUrl,
			},
			orders,
		},
	};
}
