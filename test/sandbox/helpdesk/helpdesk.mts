import type { FaultQueue } from '../faults.mts';
import { spoil } from '../faults.mts';
import type { ZammadOptions } from '../options.mts';
import type { WebAnswer, WebRequest } from '../web/exchange.mts';
import { answerHelpdesk } from './routes.mts';

export interface HelpdeskUser {
	id: number;
	login: string;
	email: string;
	firstname: string;
	lastname: string;
	/** 1 admin, 2 agent, 3 customer. */
	role_ids: number[];
}

export interface Article {
	id: number;
	ticket_id: number;
	subject: string;
	body: string;
	type: string;
	sender: string;
	content_type: string;
	internal: boolean;
	created_at: string;
}

export interface Ticket {
	id: number;
	number: string;
	title: string;
	group_id: number;
	state_id: number;
	priority_id: number;
	customer_id: number;
	owner_id: number;
	article_ids: number[];
	created_at: string;
	updated_at: string;
	[customField: string]: string | number | number[] | boolean | null;
}

export interface Group {
	id: number;
	name: string;
	active: boolean;
}

/** What the helpdesk knows. Tests may add users and groups. */
export interface HelpdeskState {
	tickets: Ticket[];
	articles: Article[];
	users: HelpdeskUser[];
	groups: Group[];
}

export interface Helpdesk extends HelpdeskState {
	/** Base address for a Zammad credential. */
	readonly url: string;
	readonly accessToken: string;
	/** Every request: `GET /api/v1/groups` and its status. */
	readonly requests: ReadonlyArray<{ atMs: number; line: string; status: number }>;
	clear(): void;
}

interface HelpdeskContext {
	options: Required<ZammadOptions>;
	baseUrl: () => string;
	now: () => number;
	faults: FaultQueue;
	changed: () => void;
}

/** A helpdesk with one group, an agent and the marketplace's standing customer. */
export function createHelpdesk(
	context: HelpdeskContext,
): Helpdesk & { answer(request: WebRequest): WebAnswer } {
	const { options, now, faults, changed } = context;
	const state: HelpdeskState = {
		tickets: [],
		articles: [],
		users: [
			user(1, '-', '', '-', '', []),
			user(2, 'agent@example.com', 'agent@example.com', 'Ada', 'Agent', [1, 2]),
			user(3, 'marketplace@example.com', 'marketplace@example.com', 'Marketplace', 'Buyer', [3]),
		],
		groups: [{ id: 1, name: 'Users', active: true }],
	};
	const requests: Array<{ atMs: number; line: string; status: number }> = [];
	return {
		...state,
		requests,
		accessToken: options.accessToken,
		get url() {
			return context.baseUrl();
		},
		clear() {
			state.tickets.length = 0;
			state.articles.length = 0;
			requests.length = 0;
			changed();
		},
		answer(request) {
			const fault = faults.take('helpdesk', request.path);
			// A 500 happens before the helpdesk did anything.
			const broken = fault?.kind.startsWith('http');
			const plain = { status: 200, headers: {}, body: '' };
			const answer = broken ? plain : answerHelpdesk(request, state, options, now());
			const spoiled = fault ? spoil(answer, fault) : answer;
			const line = `${request.method} ${request.path}`;
			requests.push({ atMs: now(), line, status: spoiled.status });
			changed();
			return spoiled;
		},
	};
}

function user(
	id: number,
	login: string,
	email: string,
	firstname: string,
	lastname: string,
	role_ids: number[],
): HelpdeskUser {
	return { id, login, email, firstname, lastname, role_ids };
}
