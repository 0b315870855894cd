import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

import { makeNews } from '../arrivals.mts';
import { expect, type Facts } from '../report.mts';
import type { Bridge, Stage } from '../stage.mts';
import { deskWorkflow } from '../workflows.mts';

/** The third repeat comes five minutes after the second, at n8n's next poll. */
const LIMIT_MS = 9 * 60_000;
const ticketSchema = z.object({ eventId: z.string(), event: z.string(), attempt: z.number() });
type Ticket = z.infer<typeof ticketSchema>;

/** A desk that refuses tickets until it is back. */
async function openDesk() {
	const desk = { isAway: true, refused: [] as Ticket[], taken: [] as Ticket[], url: '' };
	const server = createServer((request, response) => {
		void text(request).then((body) => {
			const ticket = ticketSchema.parse(JSON.parse(body));
			(desk.isAway ? desk.refused : desk.taken).push(ticket);
			response.writeHead(desk.isAway ? 503 : 200, { 'content-type': 'application/json' });
			response.end('{}');
		});
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	desk.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tickets`;
	const close = () => {
		server.closeAllConnections();
		server.close();
	};
	return { desk, close };
}

async function until(isDone: () => boolean, what: string): Promise<void> {
	const deadlineMs = Date.now() + LIMIT_MS;
	while (!isDone()) {
		expect(Date.now() < deadlineMs, what);
		await sleep(200);
	}
}

/**
 * An order and a bad review under a workflow whose desk is away: for the first execution, for the repeat
 * a minute later, and after a kill of n8n for another one. Then it is back.
 *
 * @returns how many of the two never reached it, how often one did more than once, and how often it had refused.
 */
export async function repeatUntilTaken(
	{ editor, sandbox, server }: Pick<Stage, 'editor' | 'sandbox' | 'server'>,
	bridge: Bridge,
): Promise<Facts> {
	const { desk, close } = await openDesk();
	try {
		const workflow = await editor.createWorkflow(deskWorkflow(bridge.credentialId, desk.url));
		await editor.publish(workflow);
		makeNews(sandbox);
		await until(() => desk.refused.length >= 2, 'What failed was not handed out again.');
		await server.kill();
		await server.start();
		const refusedBefore = desk.refused.length;
		await until(
			() => desk.refused.length > refusedBefore,
			'What had failed before n8n was killed was not handed out again.',
		);
		desk.isAway = false;
		await until(() => desk.taken.length >= 2, 'Not all came once the desk was back.');
		// Whatever comes twice comes with the next poll.
		await sleep(70_000);
		await editor.unpublish(workflow.id);
		const ids = new Set(desk.taken.map(({ eventId }) => eventId));
		return {
			repeatsLost: 2 - ids.size,
			repeatsTwice: desk.taken.length - ids.size,
			repeatsRefused: desk.refused.length,
			repeatsMarked: desk.taken.some(({ attempt }) => attempt > 2),
		};
	} finally {
		close();
	}
}
