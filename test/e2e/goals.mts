import type { Fact, Facts } from './report.mts';

type Goal = (value: Fact | undefined) => boolean;

const is =
	(wanted: boolean | number): Goal =>
	(value) =>
		value === wanted;

/** What the facts of the quick start have to be, which is done in a browser. */
const BROWSER_GOALS: Readonly<Record<string, Goal>> = {
	firstCards: is(1),
	quickStartFields: (value) => typeof value === 'number' && value <= 4,
	quickStartClicks: (value) => typeof value === 'number' && value <= 25,
	quickStartMs: (value) => typeof value === 'number',
	fieldDragged: is(true),
};

/** What the facts have to be. A fact that is missing misses its goal. */
const GOALS: Readonly<Record<string, Goal>> = {
	unknownSettings: is(0),
	unlistedSettings: is(0),
	connect: is(true),
	deadEnds: is(0),
	withoutOutputFields: is(1),
	callsForFields: is(0),
	order: is(true),
	setupChecks: (value) => typeof value === 'number' && value >= 12,
	setupPage: is(true),
	setupPageToStrangers: is(0),
	refreshes: is(1),
	readAfterRefresh: is(10),
	orderToFeishuMs: (value) => typeof value === 'number' && value <= 120_000,
	reviewToTicketMs: (value) => typeof value === 'number' && value <= 120_000,
	credentialTestsTold: is(5),
	codesTraded: is(1),
	callsDuringBan: is(0),
	lost: is(0),
	ticketsTwice: is(0),
	pushAccepted: is(3),
	pushStarted: is(3),
	forgedAccepted: is(0),
	forgedRefused: is(9),
	pushRepeatedAfterKill: is(0),
	pushMarksStored: is(5),
	pushAnswersOdd: is(0),
	pushNestedRefused: is(true),
	decidedByLooking: is(0),
	forgedDecisions: is(0),
	decided: is(true),
	decidedLater: is(0),
	decidedAtOnce: is(1),
	toldNotedAtOnce: is(1),
	undecidedWentOn: is(true),
	messagesOfOrder: is(1),
	cardsOfOrder: is(3),
	agentTool: is(true),
	callsOfDeadAuthorization: (value) => typeof value === 'number' && value <= 2,
	deadAuthorizationTold: is(2),
	toldAfterRestart: is(2),
	connectAfterDeadAuthorization: is(true),
	maxInOneSecond: (value) => typeof value === 'number' && value <= 5,
	bans: is(0),
	distinct: is(60),
	limitExact: is(true),
	lostByChanges: is(0),
	countedTooManyByChanges: is(0),
	kills: is(6),
	forgotten: is(0),
	countedTooMany: is(0),
	strangersLetIn: is(0),
	strangersSpentNothing: is(true),
	executionsOfBridge: is(0),
	pushToBareWebhook: (value) => typeof value === 'number' && value >= 0.7,
	bridgeToBareWebhook: (value) => typeof value === 'number' && value >= 0.8,
};

/** What else has to be when it was asked for. */
const ASKED_GOALS: typeof GOALS = {
	repeatsLost: is(0),
	repeatsTwice: is(0),
	repeatsRefused: (value) => typeof value === 'number' && value >= 3,
	repeatsMarked: is(true),
};

/**
 * The names of the goals that the facts miss.
 *
 * @param isPartial whether only some steps were done: then a fact that is missing misses no goal.
 */
export const missedGoals = (facts: Facts, isPartial: boolean): string[] =>
	Object.entries({
		...GOALS,
		...(facts.browser === true && BROWSER_GOALS),
		...(isPartial && ASKED_GOALS),
	})
		.filter(([name]) => !isPartial || facts[name] !== undefined)
		.filter(([name, goal]) => !goal(facts[name]))
		.map(([name]) => name);
