import { isJsonObject, parseJson } from '../json.mts';
import type { JsonObject, JsonValue } from '../json.mts';
import { jsonAnswer } from '../web/exchange.mts';
import type { WebAnswer, WebRequest } from '../web/exchange.mts';
import type { Article, HelpdeskState, HelpdeskUser, Ticket } from './helpdesk.mts';
import { refusal } from './refusal.mts';

const OWN_FIELDS = [
	'title',
	'group',
	'group_id',
	'customer',
	'customer_id',
	'article',
	'priority_id',
	'state_id',
	'id',
	'number',
];

/** POST /tickets: 201 with the ticket, 422 with what does not fit. */
export function createTicket(request: WebRequest, state: HelpdeskState, nowMs: number): WebAnswer {
	const body = bodyOf(request);
	if (!body) return refusal(422, 'The request body is no JSON object');
	if (!body.title) return refusal(422, "Missing required value for field 'title'!");
	const group = state.groups.find(({ id, name }) => name === body.group || id === body.group_id);
	if (!group) return refusal(422, "No lookup value found for 'group'", 'Group is required');
	const customer = customerOf(body, state);
	if (!customer)
		return refusal(422, `No lookup value found for 'customer': ${text(body.customer)}`);
	const draft = body.article ?? null;
	if (!isJsonObject(draft) || !draft.body)
		return refusal(422, "Need at least an 'article body' field.");
	const id = state.tickets.length + 1;
	const at = new Date(nowMs).toISOString();
	const article = articleOf(draft, id, state.articles.length + 1, at);
	const custom = Object.entries(body).filter(([name]) => !OWN_FIELDS.includes(name));
	const ticket: Ticket = {
		...(Object.fromEntries(custom) as Partial<Ticket>),
		id,
		number: String(67_000 + id),
		title: text(body.title),
		group_id: group.id,
		state_id: typeof body.state_id === 'number' ? body.state_id : 1,
		priority_id: typeof body.priority_id === 'number' ? body.priority_id : 2,
		customer_id: customer.id,
		owner_id: 1,
		article_ids: [article.id],
		created_at: at,
		updated_at: at,
	};
	state.tickets.push(ticket);
	state.articles.push(article);
	return jsonAnswer({ ...ticket }, 201);
}

function customerOf(body: JsonObject, state: HelpdeskState): HelpdeskUser | undefined {
	const { customer, customer_id: id } = body;
	const guessed = typeof id === 'string' ? /^guess:(.+@.+)$/.exec(id)?.[1] : undefined;
	if (guessed) {
		const known = state.users.find(({ email }) => email === guessed);
		if (known) return known;
		const created = {
			id: state.users.length + 1,
			login: guessed,
			email: guessed,
			firstname: '',
			lastname: '',
			role_ids: [3],
		};
		state.users.push(created);
		return created;
	}
	return state.users.find((user) =>
		customer === undefined
			? user.id === id
			: user.email !== '' && (user.email === customer || user.login === customer),
	);
}

function articleOf(draft: JsonObject, ticketId: number, id: number, at: string): Article {
	return {
		id,
		ticket_id: ticketId,
		subject: text(draft.subject),
		body: text(draft.body),
		type: text(draft.type) || 'note',
		sender: text(draft.sender) || 'Agent',
		content_type: text(draft.content_type) || 'text/plain',
		internal: draft.internal === true,
		created_at: at,
	};
}

function text(value: JsonValue): string {
	return typeof value === 'string'
		? value
		: value === undefined || value === null
			? ''
			: String(value);
}

function bodyOf(request: WebRequest): JsonObject | undefined {
	try {
		const value = parseJson(request.body.toString('utf8'));
		return isJsonObject(value) ? value : undefined;
	} catch (error) {
		if (error instanceof SyntaxError) return undefined; // the caller answers 422
		throw error;
	}
}
