import { setTimeout as sleep } from 'node:timers/promises';

import { cardsOf } from '../arrivals.mts';
import type { Facts } from '../report.mts';
import { expect } from '../report.mts';
import type { Stage } from '../stage.mts';
import { decisionWorkflow } from '../workflows.mts';

const ANSWER_LIMIT_MS = 20_000;
/** n8n looks once a minute for executions whose time is up. */
const WAIT_LIMIT_MS = 130_000;
/** How long a decision that must not come would have had to come, ms. */
const QUIET_MS = 3_000;

/** What Feishu opens an address with to show what is behind it, and a browser. */
const LOOKING = ['Mozilla/5.0 (compatible; FeishuBot; link preview)', 'Mozilla/5.0 Chrome/126.0'];

interface Button {
	text: { content: string };
	url: string;
}

/**
 * Asks in the group, has the addresses opened by those who only look, and decides: by one press, by two
 * at once, by a press that comes too late, and by nobody.
 *
 * @returns what went on, and how often it did without a decision or twice.
 */
export async function decide({ editor, sandbox, home }: Stage): Promise<Facts> {
	const data = { webhookUrl: sandbox.feishu.url };
	const credentialId = await editor.createCredential('Feishu decisions', 'feishuBotApi', data);
	await editor.publish(await editor.createWorkflow(decisionWorkflow(credentialId)));

	const messages = (about: string) => cardsOf(sandbox, about);
	const until = async (
		isMet: () => boolean | Promise<boolean>,
		limitMs: number,
	): Promise<boolean> => {
		const endMs = Date.now() + limitMs;
		while (!(await isMet()) && Date.now() < endMs) await sleep(100);
		return await isMet();
	};
	const told = (about: string, what: string) =>
		messages(about).filter(({ body }) => JSON.stringify(body).includes(`decision ${what} of`));
	const ask = async (about: string, minutes: number): Promise<(words: string) => string> => {
		const started = await fetch(`${home.url}/webhook/decide?about=${about}&minutes=${minutes}`);
		expect(started.ok, `n8n answered ${started.status} to the start of the question.`);
		expect(
			await until(() => messages(about).length === 1, ANSWER_LIMIT_MS),
			'The question did not reach the group.',
		);
		const { elements } = messages(about)[0]?.body.card as unknown as {
			elements: Array<{ actions?: Button[] }>;
		};
		const buttons = elements.flatMap(({ actions = [] }) => actions);
		// The card is there a moment before n8n has put the execution down as one that waits.
		await until(async () => (await fetch(buttons[0]?.url ?? '')).ok, ANSWER_LIMIT_MS);
		return (words) => buttons.find(({ text }) => text.content === words)?.url ?? '';
	};
	const press = async (url: string) => {
		const response = await fetch(url, { method: 'POST' });
		return { status: response.status, text: await response.text() };
	};

	const first = await ask('decision-1', 60);
	for (const words of ['Take', 'Ignore', 'Refund']) {
		for (const agent of LOOKING) {
			const page = await fetch(first(words), { headers: { 'user-agent': agent } });
			const text = await page.text();
			expect(page.ok && text.includes('<form'), `The page answered ${page.status}: ${text}`);
		}
	}
	await sleep(QUIET_MS);
	const decidedByLooking = messages('decision-1').length - 1;
	const forged = await press(first('Ignore').replace('decision=ignore', 'decision=refund'));
	const noted = await press(first('Refund'));
	const isTold = await until(() => told('decision-1', 'refund').length > 0, ANSWER_LIMIT_MS);
	const late = await press(first('Take'));

	// The second execution is decided by two people at once.
	const second = await ask('decision-2', 60);
	const both = await Promise.all([press(second('Take')), press(second('Ignore'))]);
	await until(() => messages('decision-2').length > 1, ANSWER_LIMIT_MS);
	await sleep(QUIET_MS);
	const notedBoth = both.filter(({ text }) => text.includes('Noted')).length;

	const third = await ask('decision-3', 0.05);
	const isOver = await until(() => told('decision-3', 'none').length > 0, WAIT_LIMIT_MS);
	const tooLate = await press(third('Take'));

	return {
		decidedByLooking,
		forgedDecisions: forged.status === 401 ? 0 : 1,
		decided: isTold && noted.status === 200 && noted.text.includes('Noted'),
		decidedLater: [late, tooLate].filter(({ text }) => text.includes('Noted')).length,
		decidedAtOnce: messages('decision-2').length - 1,
		toldNotedAtOnce: notedBoth,
		undecidedWentOn: isOver && messages('decision-3').length === 2,
	};
}
