import { randomUUID } from 'node:crypto';

import type { Bridge, Stage } from '../stage.mts';
import { pushWorkflow } from '../workflows.mts';
import type { Facts } from '../report.mts';
import type { PushRequest } from '../../sandbox/sandbox.mts';

const SIGNED = 3;

async function statusOf(address: string, { headers, body }: PushRequest): Promise<number> {
	const init = { method: 'POST', headers, body: new Uint8Array(body) };
	const answer = await fetch(address, init);
	await answer.arrayBuffer();
	return answer.status;
}

/** The same message as somebody could send it who has seen one but not the secret. */
function forgeriesOf(request: PushRequest): PushRequest[] {
	const { headers, body } = request;
	const { authorization = '', ...unsigned } = headers;
	const text = body.toString('utf8');
	const withBody = (changed: string) => ({ headers, body: Buffer.from(changed, 'utf8') });
	const signedWith = (signature: string) => ({
		headers: { ...unsigned, authorization: signature },
		body,
	});
	return [
		{ headers: unsigned, body },
		signedWith(''),
		signedWith(authorization.slice(1)),
		signedWith(authorization.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))),
		signedWith(randomUUID()),
		withBody(text.replace(/\d(?=\D*$)/, (digit) => (digit === '0' ? '1' : '0'))),
		withBody(`${text} `),
		withBody(''),
	];
}

/** Sends signed and forged push messages to the production address of a published workflow. */
export async function pushMessages(stage: Stage, bridge: Bridge): Promise<Facts> {
	const { editor, sandbox, home } = stage;
	const webhookId = randomUUID();
	const address = `${home.url}/webhook/${webhookId}/aliexpress-push`;
	const draft = pushWorkflow(bridge.credentialId, webhookId);
	const workflow = await editor.createWorkflow(draft);
	await editor.publish(workflow);
	sandbox.push.register(address);
	const statuses: Array<number | undefined> = [];
	for (let sent = 0; sent < SIGNED; sent++) {
		const deliveries = await sandbox.push.sendOrder(sandbox.shop.placeOrder());
		statuses.push(...deliveries.map(({ status }) => status));
	}
	sandbox.push.next({ kind: 'forged' });
	const forged = (await sandbox.push.send()).map(({ status }) => status);
	for (const forgery of forgeriesOf(sandbox.push.request())) {
		forged.push(await statusOf(address, forgery));
	}
	sandbox.push.register(undefined);
	const started = await editor.executionCount(workflow.id);
	const accepted = statuses.filter((status) => status === 200).length;
	const isTaken = (status: number | undefined) => status !== undefined && status < 400;
	return {
		pushAccepted: accepted,
		// An execution more than messages were accepted is a forgery that got through unnoticed.
		forgedAccepted: Math.max(forged.filter(isTaken).length, started - accepted),
		forgedRefused: forged.filter((status) => status === 401).length,
		pushStarted: started,
	};
}
