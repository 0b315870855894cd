import './harness/interceptedHosts.mts';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Sandbox } from '../sandbox/sandbox.mts';
import type { WorkflowJson } from './harness/types.mts';
import {
	activeMarkdown,
	placeholdersIn,
	seenHtml,
	seenMarkdown,
	seenPlain,
	seenWiki,
	unescaped,
	type Seen,
} from './sceneMarkup.mts';
import type { FillIn } from './sceneStage.mts';

/** What becomes of the next ticket that is to be written. */
export type Mishap = 'refused' | 'answerLost';

/** A helpdesk that a ticket scene writes to. */
export interface Desk {
	template: string;
	/** The template that looks first whether the ticket is there. */
	once?: string;
	credentials: Record<string, ICredentialDataDecryptedObject>;
	fillIn(sandbox: Sandbox): FillIn;
	/** What an agent sees of every ticket, oldest first. */
	seen(sandbox: Sandbox): Seen[];
	befall(mishap: Mishap, sandbox: Sandbox): void;
	/** Begins to answer, with nothing in it. */
	open(): void;
}

/** A user puts the address of the helpdesk in place of the one in the look-up. */
const withLookUpAt =
	(address: string): FillIn =>
	(json) => {
		const copy = structuredClone(json);
		const parameters = copy.nodes.find(({ name }) => name === 'Look the Event Up')?.parameters;
		if (parameters) parameters.url = address + new URL(String(parameters.url)).pathname;
		return copy;
	};
const asItIs = (): FillIn => (json) => json;

/** The sandbox's own helpdesk. */
export const ZAMMAD: Desk = {
	template: 'negative-review-to-ticket',
	once: 'negative-review-to-ticket-once',
	credentials: {},
	fillIn: ({ helpdesk }) => withLookUpAt(helpdesk.url),
	seen: ({ helpdesk }) =>
		helpdesk.tickets.map(({ id, title }) => {
			const articles = helpdesk.articles.filter((article) => article.ticket_id === id);
			const text = articles.map(({ body }) => body).join('\n');
			const isPlain = articles.every(({ content_type: type }) => type === 'text/plain');
			return isPlain ? seenPlain(title, text) : seenHtml(title, text);
		}),
	befall: (mishap, { faults }) =>
		faults.next({
			kind: mishap === 'refused' ? 'http500' : 'reset',
			target: 'helpdesk',
			method: '/api/v1/tickets',
		}),
	open: () => undefined,
};

interface Asked {
	path: string;
	query: URLSearchParams;
	body: Record<string, unknown>;
	authorization: string;
}
type Ticket = Record<string, unknown>;
type Answer = readonly [status: number, body: Record<string, unknown> | unknown[]];

interface Hosted {
	origin: string;
	/** What the header that says who asks has to be; one for each way the credential is used. */
	authorizations: readonly string[];
	/** That header; default `authorization`. */
	header?: string;
	/** Whether a POST only asks who one is; no mishap meets it. */
	isSign?(asked: Asked): boolean;
	/** Answers a GET. */
	find(asked: Asked, tickets: readonly Ticket[]): Answer;
	/** The ticket of a POST with the answer, or a refusal. */
	write(asked: Asked, id: number): { ticket?: Ticket; answer: Answer };
	seenOf(ticket: Ticket): Seen;
}

type HostedDesk = Pick<Desk, 'seen' | 'befall' | 'open'>;

/** Plays a helpdesk at an address that n8n's node has in its code, through nock. */
function hosted({
	origin,
	authorizations,
	header = 'authorization',
	isSign = () => false,
	find,
	write,
	seenOf,
}: Hosted): HostedDesk {
	let tickets: Ticket[] = [];
	let mishaps: Mishap[] = [];
	const answer = async (request: Request): Promise<Answer> => {
		const url = new URL(request.url);
		const text = await request.text();
		const asked = {
			path: url.pathname,
			query: url.searchParams,
			body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
			authorization: request.headers.get(header) ?? '',
		};
		if (!authorizations.includes(asked.authorization)) return [401, { message: 'Unauthorized' }];
		if (request.method === 'GET') return find(asked, tickets);
		const mishap = isSign(asked) ? undefined : mishaps.shift();
		if (mishap === 'refused') return [503, { message: 'Down for maintenance' }];
		const written = write(asked, tickets.length + 1);
		if (written.ticket !== undefined) tickets.push(written.ticket);
		return mishap === 'answerLost' ? [504, { message: 'Gateway Time-out' }] : written.answer;
	};
	return {
		seen: () => tickets.map(seenOf),
		befall: (mishap) => void mishaps.push(mishap),
		open: () => {
			tickets = [];
			mishaps = [];
			const scope = nock(origin).persist();
			const reply = async (request: Request) => await answer(request);
			// No pattern: nock does not take one of the tests' own realm for a pattern.
			const anyPath = () => true;
			scope.get(anyPath).query(true).reply(reply);
			scope.post(anyPath).query(true).reply(reply);
		},
	};
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const basic = (user: string, password: string): string => `Basic ${base64(`${user}:${password}`)}`;
const NOT_FOUND: Answer = [404, { message: 'No such route' }];

const ZENDESK_ORIGIN = 'https://your-company.zendesk.com';
const ZENDESK: Desk = {
	template: 'negative-review-to-zendesk',
	once: 'negative-review-to-zendesk-once',
	credentials: {
		zendeskApi: {
			subdomain: 'your-company',
			email: 'agent@example.com',
			apiToken: 'zendesk-token',
		},
	},
	fillIn: asItIs,
	...hosted({
		origin: ZENDESK_ORIGIN,
		authorizations: [basic('agent@example.com/token', 'zendesk-token')],
		find({ path, query }, tickets) {
			if (path !== '/api/v2/tickets.json') return NOT_FOUND;
			const found = tickets.filter((ticket) => ticket.external_id === query.get('external_id'));
			return [200, { tickets: found, count: found.length, next_page: null }];
		},
		write({ path, body }, id) {
			const draft = body.ticket as Record<string, unknown> | undefined;
			const { comment, priority } = draft ?? {};
			const { body: markdown, html_body: html } = (comment ?? {}) as Record<string, unknown>;
			const isWhole = markdown !== undefined || html !== undefined;
			if (path !== '/api/v2/tickets.json') return { answer: NOT_FOUND };
			if (!isWhole || !['low', 'normal', 'high', 'urgent'].includes(String(priority))) {
				return { answer: [422, { error: 'RecordInvalid' }] };
			}
			const ticket = { ...draft, id };
			return { ticket, answer: [201, { ticket }] };
		},
		seenOf({ subject, comment }) {
			const { body = '', html_body: html } = comment as { body?: string; html_body?: string };
			const title = String(subject);
			const seen = html === undefined ? seenMarkdown(title, body) : seenHtml(title, html);
			return { ...seen, active: [...seen.active, ...placeholdersIn(title)] };
		},
	}),
};

const FRESHDESK_ORIGIN = 'https://your-company.freshdesk.com';
const FRESHDESK_LONGEST_TAG = 32;
const FRESHDESK: Desk = {
	template: 'negative-review-to-freshdesk',
	once: 'negative-review-to-freshdesk-once',
	credentials: { freshdeskApi: { apiKey: 'freshdesk-key', domain: 'your-company' } },
	fillIn: asItIs,
	...hosted({
		origin: FRESHDESK_ORIGIN,
		// n8n's node leaves "Basic" out and Freshdesk takes it so.
		authorizations: [basic('freshdesk-key', 'X'), base64('freshdesk-key:X')],
		find({ path, query }, tickets) {
			if (path !== '/api/v2/tickets') return NOT_FOUND;
			const sinceMs = Date.parse(query.get('updated_since') ?? '');
			if (Number.isNaN(sinceMs)) return [400, { description: 'Validation failed' }];
			const found = tickets.filter(({ email }) => email === query.get('email'));
			return [200, sinceMs < Date.now() ? found : []];
		},
		write({ path, body }, id) {
			if (path !== '/api/v2/tickets') return { answer: NOT_FOUND };
			const { email, subject, description, status, priority, tags } = body;
			const isWhole = [email, subject, description, status, priority].every(Boolean);
			const isTagged =
				Array.isArray(tags) && tags.every((tag) => String(tag).length <= FRESHDESK_LONGEST_TAG);
			if (!isWhole || !isTagged) return { answer: [400, { description: 'Validation failed' }] };
			const ticket = { ...body, id };
			return { ticket, answer: [201, ticket] };
		},
		seenOf: ({ subject, description }) => seenHtml(String(subject), String(description)),
	}),
};

const JIRA_ORIGIN = 'https://your-company.atlassian.net';

/** A user chooses project and issue type from lists. */
function withJiraLists(json: WorkflowJson): WorkflowJson {
	const copy = structuredClone(json);
	const node = copy.nodes.find(({ name }) => name === 'Jira');
	if (node === undefined) throw new Error('The scene has no node "Jira".');
	node.parameters.project = { __rl: true, mode: 'list', value: '10000' };
	node.parameters.issueType = { __rl: true, mode: 'list', value: '10001' };
	return copy;
}

const JIRA: Desk = {
	template: 'negative-review-to-jira',
	once: 'negative-review-to-jira-once',
	credentials: {
		jiraSoftwareCloudApi: {
			email: 'agent@example.com',
			apiToken: 'jira-token',
			domain: JIRA_ORIGIN,
		},
	},
	fillIn: () => withJiraLists,
	...hosted({
		origin: JIRA_ORIGIN,
		authorizations: [basic('agent@example.com', 'jira-token')],
		find({ path, query }, tickets) {
			if (path === '/rest/api/2/issuetype') return [200, [{ id: '10001', subtask: false }]];
			const label = /^labels = "([^"\s]+)"$/.exec(query.get('jql') ?? '')?.[1];
			if (path !== '/rest/api/3/search/jql' || label === undefined) return NOT_FOUND;
			const issues = tickets.filter(({ labels }) => (labels as string[]).includes(label));
			return [200, { issues: issues.map(({ id }) => ({ id })), isLast: true }];
		},
		write({ path, body }, id) {
			if (path !== '/rest/api/2/issue') return { answer: NOT_FOUND };
			const fields = body.fields as Record<string, unknown>;
			const { project, issuetype, labels } = fields as Record<string, { id?: string }>;
			const isPlaced = project?.id === '10000' && issuetype?.id === '10001';
			const isLabelled = Array.isArray(labels) && !labels.some((label) => /\s/.test(String(label)));
			if (!isPlaced || !isLabelled) return { answer: [400, { errorMessages: ['Not valid'] }] };
			return { ticket: { ...fields, id }, answer: [201, { id: String(id), key: `AE-${id}` }] };
		},
		seenOf: ({ summary, description }) => seenWiki(String(summary), String(description)),
	}),
};

const RT_ORIGIN = 'https://rt.example.com';
const REQUEST_TRACKER: Desk = {
	template: 'negative-review-to-request-tracker',
	once: 'negative-review-to-request-tracker-once',
	credentials: { httpBasicAuth: { user: 'root', password: 'rt-password' } },
	fillIn: asItIs,
	...hosted({
		origin: RT_ORIGIN,
		authorizations: [basic('root', 'rt-password')],
		find({ path, query }, tickets) {
			const asked = /^Subject LIKE '([^']+)'$/.exec(query.get('query') ?? '')?.[1];
			if (path !== '/REST/2.0/tickets' || asked === undefined) return NOT_FOUND;
			const items = tickets.filter(({ Subject }) => String(Subject).includes(asked));
			return [200, { count: items.length, total: items.length, items }];
		},
		write({ path, body }, id) {
			if (path !== '/REST/2.0/ticket') return { answer: NOT_FOUND };
			if (body.Queue !== 'General') {
				return { answer: [400, { message: 'Could not create ticket. Queue not set' }] };
			}
			if (typeof body.Priority !== 'number') return { answer: [400, { message: 'Priority' }] };
			const answer: Answer = [201, { id: String(id), type: 'ticket' }];
			return { ticket: { ...body, id }, answer };
		},
		seenOf: ({ Subject, Content, ContentType }) => {
			const see = ContentType === 'text/plain' ? seenPlain : seenHtml;
			return see(String(Subject), String(Content));
		},
	}),
};

const CHATWOOT_ORIGIN = 'https://chatwoot.example.com';
const CHATWOOT: Desk = {
	template: 'negative-review-to-chatwoot',
	credentials: { httpHeaderAuth: { name: 'api_access_token', value: 'chatwoot-token' } },
	fillIn: asItIs,
	...hosted({
		origin: CHATWOOT_ORIGIN,
		authorizations: ['chatwoot-token'],
		header: 'api_access_token',
		find: () => NOT_FOUND,
		write({ path, body }, id) {
			if (path !== '/api/v1/accounts/1/conversations') return { answer: NOT_FOUND };
			const { inbox_id: inbox, contact_id: contact, priority, message, ...rest } = body;
			const { content } = (message ?? {}) as { content?: unknown };
			const isWhole = inbox === 1 && contact === 1 && typeof content === 'string';
			// The names of the model `Conversation`; none is left out silently.
			if (!isWhole || !['low', 'medium', 'high', 'urgent'].includes(String(priority))) {
				return { answer: [422, { message: 'Validation failed' }] };
			}
			return { ticket: { ...rest, content, id }, answer: [200, { id }] };
		},
		seenOf: ({ content }) => {
			const [title = '', ...lines] = unescaped(String(content)).split('\n');
			return { ...seenMarkdown(title, lines.join('\n')), active: activeMarkdown(String(content)) };
		},
	}),
};

const ODOO_ORIGIN = 'https://odoo.example.com';
const ODOO: Desk = {
	template: 'negative-review-to-odoo',
	credentials: {
		odooApi: { url: ODOO_ORIGIN, username: 'agent', password: 'odoo-key', db: 'shop' },
	},
	fillIn: asItIs,
	...hosted({
		origin: ODOO_ORIGIN,
		// Odoo takes who asks from the body.
		authorizations: [''],
		find: () => NOT_FOUND,
		write({ path, body }, id) {
			if (path !== '/jsonrpc') return { answer: NOT_FOUND };
			const { service, args } = body.params as { service: string; args: unknown[] };
			if (service === 'common') {
				const isKnown = args[0] === 'shop' && args[1] === 'agent' && args[2] === 'odoo-key';
				return { answer: [200, { result: isKnown ? 7 : false }] };
			}
			const [db, user, key, model, method, values] = args;
			const isKnown = db === 'shop' && user === 7 && key === 'odoo-key';
			const { name, description, priority } = (values ?? {}) as Record<string, string>;
			const isWhole = Boolean(name) && Boolean(description) && /^[0-3]$/.test(String(priority));
			if (!isKnown || model !== 'helpdesk.ticket' || method !== 'create' || !isWhole) {
				const data = { name: 'odoo.exceptions.ValidationError', message: 'Not valid' };
				return { answer: [200, { error: { code: 200, message: 'Odoo Server Error', data } }] };
			}
			return { ticket: { name, description, id }, answer: [200, { result: id }] };
		},
		isSign: ({ body }) => (body.params as { service?: string } | undefined)?.service === 'common',
		seenOf: ({ name, description }) => seenHtml(String(name), String(description)),
	}),
};

/** Every helpdesk that has a scene for negative reviews. */
export const DESKS: ReadonlyArray<readonly [name: string, desk: Desk]> = [
	['Zammad', ZAMMAD],
	['Zendesk', ZENDESK],
	['Freshdesk', FRESHDESK],
	['Jira', JIRA],
	['Request Tracker', REQUEST_TRACKER],
	['Chatwoot', CHATWOOT],
	['Odoo', ODOO],
];
