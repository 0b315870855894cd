import { startSandbox } from '../sandbox/sandbox.mts';
import type { Sandbox } from '../sandbox/sandbox.mts';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox({ zammad: { accessToken: 'secret' } });
});
afterEach(() => sandbox.close());

const DRAFT = {
	title: '1-star review, order 8123',
	group: 'Users',
	customer: 'marketplace@example.com',
	article: { subject: 'Review', body: 'Broken & late 😡', internal: true },
};

async function ask(path: string, init: RequestInit = {}, authorization = 'Token token=secret') {
	const headers = { authorization, 'content-type': 'application/json' };
	const answer = await fetch(`${sandbox.helpdesk.url}/api/v1${path}`, { ...init, headers });
	return { status: answer.status, body: await answer.json() };
}
const create = (body: unknown) => ask('/tickets', { method: 'POST', body: JSON.stringify(body) });

test('a ticket is created, read back, found and listed', async () => {
	const { status, body } = await create({ ...DRAFT, priority_id: 3, origin: 'review:1' });
	expect(status).toBe(201);
	expect(body).toMatchObject({
		id: 1,
		number: '67001',
		title: DRAFT.title,
		group_id: 1,
		priority_id: 3,
		customer_id: 3,
		article_ids: [1],
		origin: 'review:1',
	});
	expect((await ask('/ticket_articles/by_ticket/1')).body).toMatchObject([
		{ ticket_id: 1, body: 'Broken & late 😡', internal: true, type: 'note' },
	]);
	expect((await ask('/tickets/1')).body).toMatchObject({ title: DRAFT.title });
	expect((await ask('/tickets/search?query=8123')).body).toMatchObject({
		tickets: [1],
		tickets_count: 1,
		assets: { Ticket: { 1: { title: DRAFT.title } } },
	});
	expect((await ask('/tickets/search?query=8123&expand=true')).body).toHaveLength(1);
	expect((await ask('/tickets/search?query=9999&expand=true')).body).toEqual([]);
	expect((await ask('/tickets?page=1&per_page=20')).body).toHaveLength(1);
	expect((await ask('/tickets?page=2&per_page=20')).body).toEqual([]);
	expect(sandbox.helpdesk.tickets).toHaveLength(1);
});

test('drop-downs and the credential test are answered', async () => {
	expect((await ask('/groups')).body).toMatchObject([{ id: 1, name: 'Users' }]);
	const customers = ((await ask('/users')).body as Array<{ email: string; role_ids: number[] }>)
		.filter(({ role_ids: roles }) => roles.includes(3))
		.map(({ email }) => email);
	expect(customers).toEqual(['marketplace@example.com']);
	expect((await ask('/users/me', {}, 'Bearer secret')).body).toMatchObject({
		email: 'agent@example.com',
	});
	expect((await ask('/ticket_priorities')).body).toHaveLength(3);
	expect((await ask('/object_manager_attributes')).status).toBe(200);
});

test('a customer that does not exist is refused unless guessed', async () => {
	const { status, body } = await create({ ...DRAFT, customer: 'nobody@example.com' });
	expect(status).toBe(422);
	expect(body).toMatchObject({ error: expect.stringContaining('nobody@example.com') });
	const { customer, ...rest } = DRAFT;
	expect(customer).toBe('marketplace@example.com');
	const guessed = await create({ ...rest, customer_id: 'guess:nobody@example.com' });
	expect(guessed.status).toBe(201);
	expect((await create({ ...DRAFT, customer: 'nobody@example.com' })).status).toBe(201);
});

test.each([
	['no title', { ...DRAFT, title: '' }],
	['unknown group', { ...DRAFT, group: 'Sales' }],
	['no article', { ...DRAFT, article: undefined }],
])('%s: 422', async (_name, body) => {
	expect((await create(body)).status).toBe(422);
	expect(sandbox.helpdesk.tickets).toHaveLength(0);
});

test('401, 404 and a broken day', async () => {
	expect((await ask('/groups', {}, 'Token token=wrong')).status).toBe(401);
	expect((await ask('/groups', {}, '')).body).toMatchObject({ error: 'Authentication required' });
	expect((await ask('/tickets/77')).status).toBe(404);
	expect((await ask('/nothing')).status).toBe(404);
	sandbox.faults.next({ kind: 'http500', target: 'helpdesk' });
	const init = { method: 'POST', headers: { authorization: 'Token token=secret' }, body: '{}' };
	expect((await fetch(`${sandbox.url}/api/v1/tickets`, init)).status).toBe(500);
	expect(sandbox.helpdesk.tickets).toHaveLength(0);
});
