import { timingSafeEqual } from 'node:crypto';

import type { JsonValue } from '../json.mts';
import type { ZammadOptions } from '../options.mts';
import { jsonAnswer } from '../web/exchange.mts';
import type { WebAnswer, WebRequest } from '../web/exchange.mts';
import { createTicket } from './createTicket.mts';
import type { HelpdeskState, Ticket } from './helpdesk.mts';
import { refusal } from './refusal.mts';

const BASE = '/api/v1';
const STATES = ['new', 'open', 'pending reminder', 'closed'].map((name, index) => ({
	id: index + 1,
	name,
}));
const PRIORITIES = ['1 low', '2 normal', '3 high'].map((name, index) => ({ id: index + 1, name }));
const TICKET_FIELDS = ['title', 'group_id', 'state_id', 'priority_id', 'customer_id'].map(
	(name, index) => ({ id: index + 1, object: 'Ticket', name, display: name, created_by_id: 1 }),
);

/** Answers a request to the helpdesk's REST interface. */
export function answerHelpdesk(
	request: WebRequest,
	state: HelpdeskState,
	options: Required<ZammadOptions>,
	nowMs: number,
): WebAnswer {
	if (!isAuthorized(request.headers.authorization ?? '', options)) {
		return refusal(401, 'Authentication required', 'Authentication required');
	}
	const path = request.path.slice(BASE.length).replace(/\.json$/, '');
	if (request.method === 'POST' && path === '/tickets') return createTicket(request, state, nowMs);
	if (request.method !== 'GET') return notFound(`${request.method} ${request.path}`);
	const listed = listings(state)[path];
	if (listed) return jsonAnswer(paged(listed, request.query));
	if (path === '/users/me') return jsonAnswer({ ...state.users[1] });
	if (path === '/tickets/search') return searchTickets(request.query, state);
	if (path === '/users/search') {
		const wanted = (request.query.get('query') ?? '').toLowerCase();
		const found = state.users.filter(({ email }) => email.toLowerCase().includes(wanted));
		return jsonAnswer(paged(found.map(plain), request.query));
	}
	const [, kind, id] = /^\/(tickets|ticket_articles\/by_ticket)\/(\d+)$/.exec(path) ?? [];
	const ticket = state.tickets.find((candidate) => candidate.id === Number(id));
	if (!kind) return notFound('No route matches');
	if (!ticket) return notFound(`Couldn't find Ticket with 'id'=${id}`);
	if (kind === 'tickets') return jsonAnswer(plain(ticket));
	return jsonAnswer(state.articles.filter(({ ticket_id }) => ticket_id === ticket.id).map(plain));
}

function listings(state: HelpdeskState): Record<string, JsonValue[]> {
	return {
		'/groups': state.groups.map(plain),
		'/users': state.users.map(plain),
		'/tickets': state.tickets.map(plain),
		'/organizations': [],
		'/ticket_states': STATES,
		'/ticket_priorities': PRIORITIES,
		'/object_manager_attributes': TICKET_FIELDS,
	};
}

function searchTickets(query: URLSearchParams, state: HelpdeskState): WebAnswer {
	const words = (query.get('query') ?? '')
		.replace(/^\w+:/, '') // `title:"…"` and the like
		.replace(/^"|"$/g, '')
		.toLowerCase();
	const textOf = (ticket: Ticket) =>
		[
			ticket.title,
			ticket.number,
			...state.articles
				.filter(({ ticket_id }) => ticket_id === ticket.id)
				.flatMap(({ subject, body }) => [subject, body]),
		]
			.join('\n')
			.toLowerCase();
	const found = state.tickets.filter((ticket) => words === '*' || textOf(ticket).includes(words));
	const rows = paged(found.map(plain), query) as Ticket[];
	if (query.get('expand') === 'true') return jsonAnswer(rows);
	return jsonAnswer({
		tickets: rows.map(({ id }) => id),
		tickets_count: rows.length,
		assets: { Ticket: Object.fromEntries(rows.map((ticket) => [String(ticket.id), ticket])) },
	});
}

function paged(rows: JsonValue[], query: URLSearchParams): JsonValue[] {
	if (!query.has('page') && !query.has('per_page')) return rows;
	const size = Number(query.get('per_page') ?? 100);
	const start = (Number(query.get('page') ?? 1) - 1) * size;
	return rows.slice(start, start + size);
}

function isAuthorized(header: string, options: Required<ZammadOptions>): boolean {
	const basic = Buffer.from(`${options.username}:${options.password}`).toString('base64');
	return [
		`Token token=${options.accessToken}`,
		`Bearer ${options.accessToken}`,
		`Basic ${basic}`,
	].some((good) => sameText(header, good));
}

function sameText(a: string, b: string): boolean {
	const [left, right] = [Buffer.from(a), Buffer.from(b)];
	return left.length === right.length && timingSafeEqual(left, right);
}

function notFound(message: string): WebAnswer {
	return refusal(404, message);
}

function plain<T extends object>(value: T): { [key: string]: JsonValue } {
	return { ...value } as { [key: string]: JsonValue };
}
