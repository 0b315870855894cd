import { parseArgs } from 'node:util';

import { cleanUp, conclude, hung, interrupted } from './ending.mts';
import { missedGoals } from './goals.mts';
import { inProject } from './project.mts';
import { stayInOneDay } from './ledger/day.mts';
import type { Server } from './n8n/server.mts';
import { say, type Facts } from './report.mts';
import { publishScenes } from './scenes.mts';
import {
	BUSY_DAY,
	LEDGER_APP,
	OAUTH2,
	openStage,
	SHOP_APP,
	type Limits,
	type Stage,
	type Undo,
} from './stage.mts';
import { askAgent } from './steps/askAgent.mts';
import { changeEverything } from './steps/changes.mts';
import { checkSetup } from './steps/checkSetup.mts';
import { openShopWithoutBrowser, type QuickStart } from './steps/connect.mts';
import { lookAtNodes } from './steps/nodes.mts';
import { killUnderLoad } from './steps/crashes.mts';
import { dragBeforeCall } from './steps/dragField.mts';
import { decide } from './steps/decide.mts';
import { followOrder } from './steps/followOrder.mts';
import { endAuthorization } from './steps/deadAuthorization.mts';
import { deliver, loseNothing } from './steps/deliver.mts';
import { compareEnvironment } from './steps/environment.mts';
import { stopAtLimit } from './steps/limit.mts';
import { pushMessages } from './steps/push.mts';
import { repeatPushesAfterKill } from './steps/pushKill.mts';
import { comparePushWithBareWebhook } from './steps/pushSpeed.mts';
import { doQuickStart } from './steps/quickStart.mts';
import { readOrder } from './steps/readOrder.mts';
import { refreshOnce } from './steps/refreshOnce.mts';
import { repeatUntilTaken } from './steps/repeat.mts';
import { compareWithBareWebhook } from './steps/speed.mts';
import { testCredentials } from './steps/testCredential.mts';
import { turnStrangersAway } from './steps/strangers.mts';

/** Beyond this something hangs. */
const LIMIT_MS = 40 * 60_000;
/** Longer than the steps of the ledger take on a slow machine. */
const LEDGER_STEPS_MS = 8 * 60_000;

/** The day is what these steps are about, so the second is given away. */
const ONE_DAY_OF_200: Limits = { policy: 'custom', callsPerDay: 200, callsPerSecond: 1000 };
const ENDLESS_DAY = { ...ONE_DAY_OF_200, callsPerDay: 1_000_000 };

let facts: Facts = {};

/** Words of the steps that are wanted, e.g. `quickStart`; all are when there are none. */
let wanted: readonly string[] = [];

/** Folder for pictures of the quick start, where they are wanted. */
let pictures: string | undefined;

const lettersOf = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');

const isWanted = (what: string): boolean =>
	wanted.length === 0 || wanted.some((words) => lettersOf(what).includes(lettersOf(words)));

async function step(what: string, work: () => Promise<Facts>): Promise<void> {
	if (!isWanted(what)) return;
	say(what);
	facts = { ...facts, ...(await work()) };
}

/** The way in: as README has it where there is a browser, else by the requests behind it. */
async function openShop(stage: Stage): Promise<QuickStart> {
	say('Doing the quick start of README ...');
	const { user, editor } = stage;
	const opened = user
		? await doQuickStart(stage, user, BUSY_DAY, pictures)
		: await openShopWithoutBrowser(stage, BUSY_DAY);
	facts = { ...facts, ...opened.facts, ...(await lookAtNodes(stage)) };
	// Nothing is polled before the scenes are looked at.
	await editor.unpublish(opened.quickStart.orders);
	return opened.quickStart;
}

/** What a seller does and sees. */
async function playSeller(stage: Stage): Promise<void> {
	await step('Comparing the settings of n8n ...', async () => compareEnvironment(stage));
	const { shop, orders } = await openShop(stage);
	await step('Reading an order ...', async () => await readOrder(stage, shop));
	await step('Checking the set-up ...', async () => await checkSetup(stage, shop));
	await step('Testing credentials ...', async () => await testCredentials(stage));
	await step('Ending the token under ten readers ...', async () => await refreshOnce(stage, shop));

	say('Publishing the two scenes ...');
	const scenes = await publishScenes(stage, shop, orders);
	await step('Placing an order and a bad review ...', async () => await deliver(stage));
	await step('Killing n8n before it polls ...', async () => await loseNothing(stage));
	for (const id of Object.values(scenes)) await stage.editor.unpublish(id);
	// Takes ten minutes, most of them waiting, so it has to be asked for.
	if (wanted.length > 0) {
		await step(
			'Repeating until a desk is back ...',
			async () => await repeatUntilTaken(stage, shop),
		);
	} else
		say(
			'Repeating until a desk is back: not without --only repeating, since it takes ten minutes.',
		);
	await step('Dragging a field before the first call ...', async () => await dragBeforeCall(stage));
	await step('Pushing messages ...', async () => await pushMessages(stage, shop));
	await step(
		'Killing n8n between pushes ...',
		async () => await repeatPushesAfterKill(stage, shop),
	);
	await step(
		'Comparing pushes with a bare webhook ...',
		async () => await comparePushWithBareWebhook(stage, shop),
	);
	await step('Deciding in the group ...', async () => await decide(stage));
	await step('Following an order on a card ...', async () => await followOrder(stage));
	await step('Asking as an agent ...', async () => await askAgent(stage, shop));
	await step(
		'Ending the authorization under triggers ...',
		async () => await endAuthorization(stage, shop, scenes),
	);
	const { log } = stage.sandbox;
	// Those that a step asked for say nothing about the limits.
	const bans = log.bans.filter(({ kind }) => kind !== 'fault').length;
	facts = { ...facts, maxInOneSecond: log.maxInAnySecond(), bans };
}

/** The bridge's count, under everything that may befall it. */
async function playLedger(stage: Stage): Promise<void> {
	await stayInOneDay(LEDGER_STEPS_MS);
	const ledger = await stage.publishBridge(LEDGER_APP, 'ledger', ONE_DAY_OF_200);
	await step('Reserving up to the limit ...', async () => await stopAtLimit(ledger));
	await step('Knocking as strangers ...', async () => await turnStrangersAway(stage, ledger));

	Object.assign(ledger.credentialData, ENDLESS_DAY);
	const { credentialId, credentialData } = ledger;
	await stage.editor.changeCredential(credentialId, 'ledger', OAUTH2, credentialData);
	await step(
		'Comparing with a bare webhook ...',
		async () => await compareWithBareWebhook(stage, ledger),
	);
	await step(
		'Changing the bridge under load ...',
		async () => await changeEverything(stage, ledger),
	);
	await step('Killing n8n under load ...', async () => await killUnderLoad(stage, ledger));
}

async function main(): Promise<number> {
	const undo: Undo[] = [];
	let server: Server | undefined;
	let failure: unknown;
	// Whatever ends this process, n8n does not outlive it.
	process.once('exit', () => server?.destroy());
	try {
		const stopped = interrupted();
		const { values } = parseArgs({
			options: {
				chromium: { type: 'string' },
				n8n: { type: 'string' },
				only: { type: 'string', multiple: true },
				pictures: { type: 'string' },
			},
		});
		({ only: wanted = [], pictures } = values);
		const { chromium, n8n } = values;
		const folder = n8n === undefined ? 'n8n' : `n8n-${n8n}`;
		const installed = {
			modules: inProject('.cache', folder, 'node_modules'),
			...(chromium !== undefined && { chromium }),
		};
		const played = openStage(installed, undo, (started) => (server = started)).then(
			async (stage) => {
				await playSeller(stage);
				await playLedger(stage);
			},
		);
		await Promise.race([played, hung(LIMIT_MS), stopped]);
	} catch (reason) {
		failure = reason;
	}
	const missed = missedGoals(facts, wanted.length > 0);
	if (failure !== undefined || missed.length > 0) {
		const secrets = [SHOP_APP.appSecret, LEDGER_APP.appSecret];
		console.error(`What n8n said last:\n${server?.logText(secrets) ?? '(it was not started)'}\n`);
	}
	await cleanUp(undo);
	return conclude(facts, missed, failure);
}

process.exit(await main());
