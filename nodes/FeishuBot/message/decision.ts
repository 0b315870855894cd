import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	IWebhookDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { z } from 'zod';

import { type Clock, systemClock } from '../../time/clock';
import { escaped, htmlPage, pageHeaders } from '../../wire/page';
import { isBlank } from '../../wire/text';
import type { Choice } from '../cards/parts';
import type { Language } from '../cards/words';
import { accepted, refused, type Checked } from './checked';

/** One of the answers that a card offers. */
export interface Answer extends Omit<Choice, 'url'> {
	/** What the output says when it was chosen. */
	name: string;
}

/** An item that waits for a decision, beside the fields of the input; it goes on as it is when time is up. */
export type Undecided = {
	decided: false;
	/** ISO 8601, UTC. Tells this question from another of the same execution, in a loop. */
	askedAt: string;
};

/** An item that was decided, beside the fields of the input. */
export type Decided = {
	decided: true;
	/** The name of the button. */
	decision: string;
	askedAt: string;
	/** ISO 8601, UTC. */
	decidedAt: string;
};

/** Fields of an earlier decision about the same item, which say nothing about this one. */
type OfDecision = keyof Decided | 'approved';

const MOST_ANSWERS = 3;
const LONGEST_TEXT = 60;

const ANSWERS = z.object({
	button: z
		.array(
			z.object({
				name: z.string().trim().max(LONGEST_TEXT),
				words: z.string().trim().max(LONGEST_TEXT).catch(''),
				style: z.enum(['default', 'primary', 'danger']).catch('default'),
			}),
		)
		.min(1)
		.max(MOST_ANSWERS),
});

/**
 * Reads the field Buttons.
 *
 * @returns one to three answers with names of their own; a button without words shows its name.
 */
export function readAnswers(value: unknown): Checked<Answer[]> {
	const parsed = ANSWERS.safeParse(value);
	const names = parsed.success ? parsed.data.button.map(({ name }) => name) : [];
	if (!parsed.success || names.some(isBlank) || new Set(names).size < names.length) {
		return refused(
			'The buttons are not one to three with names of their own',
			`Give each button under Buttons another Name, of at most ${LONGEST_TEXT} characters: the output tells by it which one was pressed.`,
		);
	}
	return accepted(
		parsed.data.button.map(({ name, words, style }) => ({
			name,
			words: isBlank(words) ? name : words,
			style,
		})),
	);
}

/**
 * The two endpoints at which n8n lets a waiting execution go on. Written as n8n's own nodes that wait
 * write them: n8n knows the operation `sendAndWait` and checks the signature before the node hears of it.
 */
export const DECISION_WEBHOOKS: IWebhookDescription[] = (['GET', 'POST'] as const).map(
	(httpMethod) => ({
		name: 'default',
		httpMethod,
		responseMode: 'onReceived',
		responseData: '',
		path: '={{ $nodeId }}',
		restartWebhook: true,
		isFullPath: true,
	}),
);

/** What the address of a button says. n8n signs all of it, so nobody can write one of his own. */
const PRESSED = z.object({
	decision: z.string().min(1),
	words: z.string().catch(''),
	askedAt: z.string().min(1),
	language: z.enum(['en', 'zh']).catch('en'),
	approved: z.enum(['true', 'false']).optional().catch(undefined),
});

/**
 * The answers as buttons, each with its signed address.
 *
 * @param askedAt ISO 8601 of this question.
 */
export function choicesOf(
	context: IExecuteFunctions,
	answers: readonly Answer[],
	{ askedAt, language }: { askedAt: string; language: Language },
): Choice[] {
	// As "human review" n8n puts the node before the tools of an agent and looks for `approved`.
	const isReview = context.getNode().type.endsWith('HitlTool');
	return answers.map(({ name, words, style }, index) => ({
		words,
		style,
		url: context.getSignedResumeUrl({
			decision: name,
			words,
			askedAt,
			language,
			...(isReview && { approved: String(index === 0) }),
		}),
	}));
}

/**
 * Marks the item that waits. n8n keeps the input of a node that waits, shows it to `answerPress`, and
 * passes it on when the time is up.
 *
 * @returns what goes on when nobody decides.
 */
export function holdItem(
	context: IExecuteFunctions,
	index: number,
	askedAt: string,
): IDataObject & Undecided {
	const item = context.getInputData()[index] ?? { json: {} };
	const earlier: Record<OfDecision, undefined> = {
		decided: undefined,
		decision: undefined,
		askedAt: undefined,
		decidedAt: undefined,
		approved: undefined,
	};
	const kept = Object.entries(item.json).filter(([name]) => !(name in earlier));
	const json = { ...Object.fromEntries(kept), decided: false as const, askedAt };
	// A list of its own: other nodes may be fed with the same one.
	const held = context.getExecuteData();
	held.data = { ...held.data, main: [[{ ...item, json }]] };
	return json;
}

const PAGES = {
	en: {
		ask: 'Confirm your decision',
		chosen: 'You chose:',
		confirm: 'Confirm',
		noted: 'Noted',
		goesOn: 'The workflow goes on. This page can be closed.',
		closed: 'This was decided already',
		nothing:
			'Somebody has decided, or the time was up, or the question was asked anew. Nothing was changed.',
	},
	zh: {
		ask: '请确认您的决定',
		chosen: '您选择了：',
		confirm: '确认',
		noted: '已记录',
		goesOn: '工作流已继续，可以关闭本页。',
		closed: '此事已有决定',
		nothing: '已有人做了决定，或者已超过时限，或者已重新提问。没有做任何更改。',
	},
};

const HELD = z.object({ json: z.record(z.unknown()) }).passthrough();

/**
 * Answers somebody who opens the address of a button, of which n8n has checked the signature and that the
 * execution waits. Opening shows a page and decides nothing: chats, mail filters and browsers open
 * addresses by themselves to show what is behind them. Its button sends the decision.
 */
export function answerPress(
	context: IWebhookFunctions,
	clock: Clock = systemClock,
): IWebhookResponseData {
	const pressed = PRESSED.safeParse(context.getQueryData());
	const held = HELD.safeParse(context.evaluateExpression('{{ $input.first() }}', 0));
	const response = context.getResponseObject();
	for (const [name, value] of Object.entries(pageHeaders('self'))) response.setHeader(name, value);
	const { language } = pressed.success ? pressed.data : { language: 'en' as const };
	const words = PAGES[language];
	// n8n signs for a node of an execution: in a loop the card of an earlier item leads here as well.
	if (!pressed.success || !held.success || held.data.json.askedAt !== pressed.data.askedAt) {
		const page = htmlPage(language, words.closed, `<p>${escaped(words.nothing)}</p>`);
		response.status(410).send(page);
		return { noWebhookResponse: true };
	}
	const { decision, askedAt, approved } = pressed.data;
	const choice = `<p>${words.chosen} <strong>${escaped(pressed.data.words || decision)}</strong></p>`;
	if (context.getRequestObject().method !== 'POST') {
		const form = `<form method="post"><button>${words.confirm}</button></form>`;
		response.status(200).send(htmlPage(language, words.ask, `${choice}${form}`));
		return { noWebhookResponse: true };
	}
	const decided: Decided = {
		decided: true,
		decision,
		askedAt,
		decidedAt: new Date(clock.nowMs()).toISOString(),
	};
	const item = held.data as INodeExecutionData;
	const json = {
		...item.json,
		...decided,
		...(approved && { approved: approved === 'true' }),
	};
	return {
		webhookResponse: htmlPage(language, words.noted, `${choice}<p>${words.goesOn}</p>`),
		workflowData: [[{ ...item, json }]],
	};
}
