import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { OAUTH2, openStage, PASTED, type Stage } from './bridge.mts';
import { withCredentials } from './harness/templates.mts';
import type { WorkflowJson } from './harness/types.mts';

let stage: Stage;
afterEach(async () => {
	await stage.close();
});

type Authentication = 'oAuth2' | 'accessToken';

/** A workflow as n8n saves it: what stands in a new node is left out. */
function accountWorkflow(parameters: INodeParameters): WorkflowJson {
	const node = {
		name: 'AliExpress',
		type: 'n8n-nodes-aliexpress.aliExpress',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: { resource: 'quota', ...parameters },
	};
	return withCredentials(
		{ name: 'Check', nodes: [node], connections: {} },
		{ aliExpressOAuth2Api: OAUTH2, aliExpressApi: PASTED },
	);
}

async function run(parameters: INodeParameters): Promise<IDataObject[]> {
	const execution = await stage.host.runWorkflow(accountWorkflow(parameters));
	if (execution.error) throw execution.error;
	const items = execution.runData.AliExpress?.[0]?.data?.main?.[0] ?? [];
	return items.map(({ json }) => json);
}

const check = async (more: INodeParameters = {}, authentication: Authentication = 'oAuth2') =>
	await run({ authentication, operation: 'check', ...more });

/** The items of one check. */
const of = (items: IDataObject[], name: string) => items.filter((item) => item.check === name);
const oks = (items: IDataObject[]) => items.map((item) => [item.check, item.ok]);
/** The reads that reached AliExpress. */
const methods = () =>
	stage.sandbox.log.calls.map(({ method }) => method).filter((method) => !method.startsWith('/'));

const TRIGGER: WorkflowJson = {
	id: 'shop-workflow',
	name: 'Shop to Feishu',
	nodes: [
		{
			id: '3b0b8a0e-0000-4000-8000-000000000001',
			name: 'New orders',
			type: 'n8n-nodes-aliexpress.aliExpressTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {
				events: ['order.created'],
				pollTimes: { item: [{ mode: 'everyMinute' }] },
			},
		},
	],
	connections: {},
};

test('a set-up that is right is told check by check, for one call', async () => {
	stage = await openStage();
	await stage.connect();
	const items = await check();
	expect(oks(items)).toEqual([
		['bridge', true],
		['secret', true],
		['clock', true],
		['accessToken', true],
		['authorization', true],
		['seller', true],
		['permission', true],
		['calls', true],
		['processes', true],
		['trigger', null],
		['watch', true],
		['push', null],
		['page', true],
	]);
	for (const item of items) {
		expect(Object.keys(item)).toEqual(['check', 'ok', 'what', 'remedy']);
		expect(item.what).toMatch(/^[A-Z\d].+(?:\.|\?check=[\w.]+)$/);
		expect(item.what).not.toMatch(/[{}]|undefined|NaN/);
	}
	const { version } = (await import('../../package.json', { with: { type: 'json' } })).default;
	expect(of(items, 'bridge')[0]?.what).toContain(`version ${version}`);
	expect(of(items, 'seller')[0]?.what).toBe('The account is that of seller 2000000001.');
	expect(of(items, 'calls')[0]?.what).toContain('198 of 200 calls are left today');
	expect(methods()).toEqual(['aliexpress.merchant.profile.get']);
	// Nothing that opens anything stands in what n8n keeps of the run.
	const token = stage.host.storedCredential(OAUTH2).oauthTokenData as IDataObject;
	for (const secret of [stage.sandbox.app.appSecret, token.access_token, token.refresh_token]) {
		expect(JSON.stringify(items)).not.toContain(String(secret));
	}
});

test('each chosen group costs one call a day, and no more unless it is asked again', async () => {
	stage = await openStage();
	await stage.connect();
	stage.sandbox.settings.answers.withoutPermissions = ['evaluation'];
	const permissionGroups = ['evaluation', 'trade', 'logistics'];
	const first = of(await check({ permissionGroups }), 'permission');
	expect(first.map(({ ok }) => ok)).toEqual([false, true, true]);
	expect(first[0]?.what).toMatch(/^Evaluation: AliExpress refused access to this data, at 20/);
	expect(first[0]?.remedy).toContain('Apply for the permission group in the app console.');
	expect(methods()).toHaveLength(3);

	stage.sandbox.settings.answers.withoutPermissions = [];
	expect(of(await check({ permissionGroups }), 'permission')).toEqual(first);
	expect(methods()).toHaveLength(3);
	const again = await check({ permissionGroups, options: { askAgain: true } });
	expect(of(again, 'permission').map(({ ok }) => ok)).toEqual([true, true, true]);
	expect(methods()).toHaveLength(6);
	// Of what was known only the new answer is.
	expect(of(await check({ permissionGroups }), 'permission').map(({ ok }) => ok)).toEqual([
		true,
		true,
		true,
	]);
	expect(methods()).toHaveLength(6);

	expect(of(await check({ permissionGroups: [] }), 'permission')).toEqual([]);
	expect(methods()).toHaveLength(6);
});

test('every group that is offered can be asked, with parameters that AliExpress takes', async () => {
	stage = await openStage({ limits: { perSecond: 1_000, perDay: 200 } });
	await stage.connect();
	const permissionGroups = [
		'category',
		'evaluation',
		'freight',
		'issue',
		'logistics',
		'marketing',
		'trade',
		'product',
		'solution',
		'merchant',
	];
	const asked = of(await check({ permissionGroups }), 'permission');
	expect(asked.map(({ what, ok }) => [what, ok])).toEqual(
		asked.map(({ what }) => [expect.stringMatching(/: AliExpress answered at /), what && true]),
	);
	expect(asked).toHaveLength(permissionGroups.length);
	expect(new Set(methods()).size).toBe(permissionGroups.length);

	// One group of the console after the other is missing: only that one is told.
	for (const missing of permissionGroups) {
		stage.sandbox.settings.answers.withoutPermissions = [missing as never];
		const options = { askAgain: true };
		const found = of(await check({ permissionGroups: [missing], options }), 'permission');
		expect([missing, found.map(({ ok }) => ok)]).toEqual([missing, [false]]);
	}
}, 60_000);

test('a bridge that is not published is told, and what can be known without it', async () => {
	stage = await openStage();
	await stage.connect();
	await stage.bridge.deactivate();
	const items = await check();
	expect(of(items, 'bridge')).toEqual([
		{
			check: 'bridge',
			ok: false,
			what: 'The bridge of this credential is not published.',
			remedy: expect.stringContaining('Publish the workflow with the AliExpress Connect Trigger.'),
		},
	]);
	expect(of(items, 'secret')[0]?.ok).toBeNull();
	expect(of(items, 'accessToken')[0]?.ok).toBe(true);
	expect(of(items, 'calls')[0]?.ok).toBeNull();
	expect(of(items, 'permission')[0]).toMatchObject({
		ok: null,
		what: expect.stringContaining('The bridge of this credential is not published.'),
	});
	expect(methods()).toEqual([]);
});

test('another App Secret in the bridge is not taken for a bridge that is missing', async () => {
	stage = await openStage();
	await stage.connect();
	const bridged = stage.host.storedCredential(PASTED);
	stage.host.editCredential(PASTED, { ...bridged, counter: 'bridge', appSecret: 'another' });
	const items = await check({}, 'accessToken');
	expect(of(items, 'bridge')[0]?.ok).toBeNull();
	expect(of(items, 'secret')[0]).toMatchObject({
		ok: false,
		what: 'The bridge does not carry this credential.',
	});
});

test('an App Secret that AliExpress does not take is told as that', async () => {
	stage = await openStage({}, { counter: 'process' });
	const pasted = stage.host.storedCredential(PASTED);
	stage.host.editCredential(PASTED, { ...pasted, appSecret: 'another' });
	const items = await check({}, 'accessToken');
	expect(of(items, 'secret')[0]).toMatchObject({
		ok: false,
		what: 'AliExpress did not accept the signature.',
	});
	expect(of(items, 'permission')[0]?.ok).toBeNull();
	expect(of(items, 'bridge')[0]?.ok).toBeNull();
	expect(of(items, 'processes')[0]?.ok).toBeNull();
});

test('an account that was never connected spends no call', async () => {
	stage = await openStage();
	const items = await check();
	expect(of(items, 'authorization')[0]).toMatchObject({
		ok: false,
		what: 'No AliExpress account is connected.',
	});
	expect(of(items, 'permission')[0]?.what).toMatch(/not asked, because the account cannot/);
	expect(stage.sandbox.log.calls).toEqual([]);
});

test('pasted tokens do not say whose they are; the profile of the shop does', async () => {
	stage = await openStage({}, { counter: 'process' });
	expect(of(await check({ permissionGroups: [] }, 'accessToken'), 'seller')[0]?.ok).toBeNull();
	const asked = await check({ permissionGroups: ['merchant'] }, 'accessToken');
	expect(of(asked, 'seller')[0]?.what).toBe('The account is that of seller 2000000001.');
	// Also from the answer that was kept.
	const again = await check({ permissionGroups: ['merchant'] }, 'accessToken');
	expect(of(again, 'seller')[0]?.ok).toBe(true);
	expect(methods()).toHaveLength(1);
});

test('a trigger that polls is told with its workflow, its pace and its last read', async () => {
	stage = await openStage();
	await stage.connect();
	await stage.host.activate(withCredentials(TRIGGER, { aliExpressOAuth2Api: OAUTH2 }));
	expect(of(await check(), 'trigger')).toEqual([
		{
			check: 'trigger',
			ok: true,
			what: expect.stringMatching(
				/^New orders \(Shop to Feishu\) reads orders about every \d+ minutes: last at 20\S+ \S+ UTC, next from 20/,
			),
			remedy: '',
		},
	]);
	// Another process answers now: what the count knows of triggers is all there is.
	await stage.host.restart({ firstPoll: false });
	expect(of(await check(), 'trigger')[0]).toMatchObject({
		ok: null,
		what: expect.stringContaining('Triggers have made 1 calls today (Shop to Feishu)'),
	});
	expect(of(await check(), 'processes')[0]).toMatchObject({
		ok: null,
		what: expect.stringMatching(/^2 processes of n8n have counted/),
	});
});

test('a trigger that watches alone is told by its watches, for no call', async () => {
	stage = await openStage();
	await stage.connect();
	const [node, ...others] = TRIGGER.nodes;
	const watching = {
		...TRIGGER,
		nodes: [
			{ ...node!, parameters: { ...node!.parameters, events: ['store.health', 'quota.low'] } },
			...others,
		],
	};
	await stage.host.activate(withCredentials(watching, { aliExpressOAuth2Api: OAUTH2 }));
	const items = await check({ permissionGroups: [] });
	expect(methods()).toEqual(['aliexpress.merchant.diagnosis.query']);
	expect(of(items, 'trigger')).toEqual([]);
	expect(of(items, 'watch')).toEqual([
		{
			check: 'watch',
			ok: true,
			what: expect.stringMatching(
				/^New orders \(Shop to Feishu\) watches store health: last looked at 20\S+ \S+ UTC with 1 calls, next from 20\S+ \S+ UTC\. It takes 1 call a day\.$/,
			),
			remedy: '',
		},
		expect.objectContaining({
			ok: true,
			what: expect.stringMatching(/ watches calls used: .* with 0 calls, .* It takes no call\.$/),
		}),
	]);
});

test('a push message is heard of when it is signed, and not when a stranger sends it', async () => {
	stage = await openStage();
	await stage.connect();
	const push: WorkflowJson = {
		id: 'push',
		name: 'Push',
		nodes: [
			{
				id: 'push-node',
				webhookId: '6f9d2a57-61f0-4a5c-9d0e-1f5a54c7a001',
				name: 'AliExpress Push Trigger',
				type: 'n8n-nodes-aliexpress.aliExpressPushTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
				credentials: { aliExpressOAuth2Api: { id: OAUTH2, name: OAUTH2 } },
			},
		],
		connections: {},
	};
	const active = await stage.host.activate(push);
	const [address = ''] = active.webhookUrls();
	await fetch(address, { method: 'POST', body: '{}', headers: { authorization: 'a'.repeat(64) } });
	expect(of(await check(), 'push')[0]?.ok).toBeNull();

	stage.sandbox.push.register(address);
	const deliveries = await stage.sandbox.push.sendOrder(stage.sandbox.shop.placeOrder());
	expect(deliveries).toMatchObject([{ status: 200 }]);
	await stage.host.idle();
	expect(of(await check(), 'push')[0]).toMatchObject({
		ok: true,
		what: expect.stringMatching(/^The last push message of the app came at 20/),
	});
});

test('a group that is not offered is refused before a call', async () => {
	stage = await openStage();
	await stage.connect();
	const workflow = accountWorkflow({ operation: 'check', permissionGroups: '={{ ["fund"] }}' });
	const { error } = await stage.host.runWorkflow(workflow);
	expect(error?.message).toBe('A permission group to ask for is not one of the offered ones');
	expect(methods()).toEqual([]);
});

test('workflows saved when the resource was called Quota do what they did', async () => {
	stage = await openStage();
	await stage.connect();
	// Get Status stood in a new node, so n8n did not save it.
	const [status] = await run({});
	expect(status).toMatchObject({ callsPerDay: 200, used: 1, scope: 'bridge' });
	const [named] = await run({ operation: 'getStatus' });
	expect(named).toMatchObject({ used: 1 });
	const [plan] = await run({ operation: 'plan' });
	expect(plan).toMatchObject({ callsPerDay: 130, fits: true });
	expect(stage.sandbox.log.calls).toHaveLength(1);
});
