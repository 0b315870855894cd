import { itemsOf, openSceneStage } from '../engine/sceneStage.mts';
import type { Execution, WorkflowJson } from '../engine/harness/types.mts';
import { makeRequestTracker, type RequestTracker } from './requestTracker.mts';

/** The scene that looks first whether the ticket is there. */
const TEMPLATE = 'negative-review-to-request-tracker-once';
const PLACEHOLDER = 'https://rt.example.com';
const TRIGGER = 'AliExpress Trigger';
/** Chinese, Arabic, an emoji and what would be markup elsewhere. */
const TEXT = '坏了，没人回答 — وصل مكسورا 😡 <b>& "quotes"</b>';

type Facts = Record<string, boolean | number | string>;

const say = (sentence: string) => process.stdout.write(`${sentence}\n`);

/** The events that an execution began with. */
const eventsOf = (execution: Execution) => itemsOf(execution, TRIGGER);

async function play(tracker: RequestTracker): Promise<Facts> {
	const stage = await openSceneStage({
		httpBasicAuth: { user: tracker.user, password: tracker.password },
	});
	try {
		const { sandbox } = stage;
		const review = () => {
			const { id } = sandbox.shop.placeOrder();
			sandbox.shop.payOrder(id);
			sandbox.shop.shipOrder(id);
			sandbox.shop.finishOrder(id);
			sandbox.shop.writeReview({ orderId: id, stars: 1, text: TEXT });
			return String(id);
		};
		const scene = stage.scene(
			TEMPLATE,
			(json) =>
				JSON.parse(JSON.stringify(json).replaceAll(PLACEHOLDER, tracker.url)) as WorkflowJson,
		);
		const active = await stage.host.activate(scene);
		say('Writing a one-star review ...');
		const orderId = review();
		const first = await stage.nextExecution(active);
		const tickets = await tracker.tickets();
		const [ticket] = tickets;

		say('Handing out the same review again ...');
		await stage.fire(scene, TRIGGER, eventsOf(first));
		const afterRepeat = await tracker.tickets();

		say('Writing a review while the helpdesk is away ...');
		await tracker.stop();
		review();
		const failed = await stage.nextExecution(active);
		await tracker.start();
		await stage.fire(scene, TRIGGER, eventsOf(failed));
		const afterAbsence = await tracker.tickets();
		return {
			version: await tracker.version(),
			ticket: tickets.length === 1 && first.status === 'success',
			priority: ticket?.priority ?? 0,
			requestor: ticket?.requestor ?? '',
			textSurvives: ticket?.text.includes(TEXT) === true && ticket.text.includes(orderId),
			twice: afterRepeat.length - 1,
			toldWhenAway: failed.status === 'error',
			lostWhenAway: 2 - afterAbsence.length,
		};
	} finally {
		await stage.close();
	}
}

const isAsItShouldBe = (facts: Facts) =>
	facts.ticket === true &&
	facts.priority === 80 &&
	facts.requestor === 'marketplace@example.com' &&
	facts.textSurvives === true &&
	facts.twice === 0 &&
	facts.toldWhenAway === true &&
	facts.lostWhenAway === 0;

say('Setting up a Request Tracker of its own ...');
const tracker = await makeRequestTracker();
let facts: Facts = {};
try {
	await tracker.start();
	facts = await play(tracker);
} finally {
	await tracker.remove();
}
process.stdout.write(`${JSON.stringify(facts)}\n`);
process.exitCode = isAsItShouldBe(facts) ? 0 : 1;
