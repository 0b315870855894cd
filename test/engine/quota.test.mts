import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { fixedLimits, openStage, PASTED, type Stage } from './bridge.mts';
import { withCredentials } from './harness/templates.mts';

let stage: Stage;
afterEach(async () => {
	await stage.close();
});

async function run(parameters: INodeParameters, inputs: IDataObject[] = [{}]) {
	const node = {
		name: 'AliExpress',
		type: 'n8n-nodes-aliexpress.aliExpress',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: { authentication: 'accessToken', ...parameters },
	};
	const json = withCredentials(
		{ name: 'Read', nodes: [node], connections: {} },
		{ aliExpressApi: PASTED },
	);
	const inputData = inputs.map((item) => ({ json: item }));
	return await stage.host.runWorkflow(json, { inputData });
}

function rowsOf(execution: Awaited<ReturnType<typeof run>>): IDataObject[] {
	if (execution.error) throw execution.error;
	const items = execution.runData.AliExpress?.[0]?.data?.main?.[0] ?? [];
	return items.map(({ json }) => json);
}

test('Quota Plan works out what a set-up needs, for each item, without a call', async () => {
	stage = await openStage({}, { counter: 'process' });
	const parameters = {
		resource: 'quota',
		operation: 'plan',
		reads: '={{ $json.reads }}',
		pollEveryMinutes: '={{ $json.every }}',
		activeHours: '={{ $json.hours }}',
		callsByActions: '={{ $json.actions }}',
	};
	const rows = rowsOf(
		await run(parameters, [
			{ reads: ['orders'], every: 1, hours: 24, actions: 0 },
			{ reads: ['orders', 'reviews'], every: 1, hours: 24, actions: 30 },
			{ reads: ['orders'], every: 60, hours: 12, actions: 41 },
		]),
	);
	expect(rows).toMatchObject([
		{ callsPerDay: 130, callsPerDayIfEveryPollRead: 1_440, readEveryMinutes: 11.1, fits: true },
		{
			callsPerDay: 130,
			readsPerDay: 65,
			readEveryMinutes: 22.2,
			byList: {
				orders: { readsPerDay: 97, readEveryMinutes: 14.8 },
				reviews: { readsPerDay: 32, readEveryMinutes: 44.3 },
			},
			ofDay: 200,
			fits: true,
		},
		{ callsPerDay: 12, readEveryMinutes: 60, triggerShare: 130, fits: false },
	]);
	expect(stage.sandbox.log.calls).toHaveLength(0);
});

test('Quota Plan tells what watches take of the day, how late they tell, and when they want too much', async () => {
	stage = await openStage({}, { counter: 'process' });
	const of = (watches: string[], more: object = {}) => ({ watches, ...more });
	const parameters = {
		resource: 'quota',
		operation: 'plan',
		reads: ['orders'],
		watches: '={{ $json.watches }}',
		callsByActions: '={{ $json.actions ?? 0 }}',
		ordersToShip: '={{ $json.ordersToShip ?? 0 }}',
		parcels: '={{ $json.parcels ?? 0 }}',
		products: '={{ $json.products ?? 0 }}',
		watchedProducts: '={{ $json.watchedProducts ?? 0 }}',
	};
	const [none, few, parcels, tooMany, many, reviewed, busy] = rowsOf(
		await run(parameters, [
			of([]),
			of(['shipping', 'health', 'products'], { products: 300, ordersToShip: 60 }),
			of(['parcels'], { parcels: 100 }),
			of(['parcels'], { parcels: 400 }),
			of(['products', 'stock'], { products: 5_000, watchedProducts: 20 }),
			of(['compliance', 'health', 'stock'], { ordersToShip: 20, watchedProducts: 30 }),
			of(['products', 'stock'], { products: 5_000, watchedProducts: 20, actions: 60 }),
		]),
	);
	expect(none).not.toHaveProperty('byWatch');
	expect(none).toMatchObject({ callsPerDay: 130 });
	// 2 x (4 + 2) and 4 x 2 and 1 of 130.
	expect(few).toMatchObject({
		callsPerDay: 109,
		watchCallsPerDay: 21,
		byWatch: {
			shipping: { callsPerDay: 8, lookEveryHours: 6 },
			health: { callsPerDay: 1, lookEveryHours: 24 },
			products: { callsPerDay: 12, lookEveryHours: 12 },
		},
		triggerShare: 130,
	});
	// 4 of 20 calls list the orders, 6.7 bring the numbers of new parcels, 9.3 look at parcels, at those that were
	// delivered too: 3.3 for each day of a round.
	expect(parcels).toMatchObject({
		watchCallsPerDay: 20,
		byWatch: { parcels: { callsPerDay: 20, lookEveryHours: 400 } },
	});
	expect(tooMany).toMatchObject({ byWatch: { parcels: { lookEveryHours: null } } });
	expect(String(tooMany?.advice)).toContain('So many parcels cannot be followed');
	// 39 of the share of 130, and 2 in 10 of what others lend.
	expect(many).toMatchObject({ watchCallsPerDay: 51, callsPerDay: 91 });
	expect(String(many?.advice)).toContain('The watches would take 146 calls a day and get 51');
	// Where actions need their calls themselves nothing is lent.
	expect(busy).toMatchObject({ watchCallsPerDay: 39, callsPerDay: 91 });
	expect((many?.byWatch as { products: { lookEveryHours: number } }).products.lookEveryHours).toBe(
		45,
	);
	// 14 and 60 calls beside the one of the health, which stays as it is, and 38 or 47 for them.
	expect(reviewed).toMatchObject({
		watchCallsPerDay: 51,
		byWatch: {
			// 20 orders within 10 calls take two days, and 74 of 47 times as long; they are listed every 6 hours,
			// and 74 of 38 times as seldom.
			compliance: { lookEveryHours: 88 },
			health: { callsPerDay: 1, lookEveryHours: 24 },
			stock: { lookEveryHours: 24 },
		},
	});
	expect(stage.sandbox.log.calls).toHaveLength(0);
});

test('Quota Plan tells a shop of so many orders how late they come, or that they are too many', async () => {
	stage = await openStage({}, { counter: 'process' });
	const parameters = {
		resource: 'quota',
		operation: 'plan',
		reads: '={{ $json.reads }}',
		activeHours: '={{ $json.hours }}',
		ordersPerDay: '={{ $json.orders }}',
	};
	const rows = rowsOf(
		await run(parameters, [
			{ reads: ['orders'], hours: 24, orders: 300 },
			{ reads: ['orders', 'reviews'], hours: 24, orders: 1_450 },
			{ reads: ['orders', 'reviews'], hours: 24, orders: 1_600 },
			{ reads: ['orders'], hours: 12, orders: 0 },
			{ reads: ['reviews'], hours: 24, orders: 5_000 },
		]),
	);
	expect(rows[0]).toMatchObject({
		orderCallsPerDay: 130,
		orderCapacityPerDay: 2_000,
		// Half of the 11.1 minutes between two reads, and 95 % of them.
		orderDelayEstimate: { p50Minutes: 5.6, p95Minutes: 10.5 },
		fits: true,
	});
	expect(rows[1]).toMatchObject({
		orderCapacityPerDay: 1_500,
		orderDelayEstimate: { p50Minutes: 7.4, p95Minutes: 14.1 },
		fits: true,
	});
	expect(rows[2]).toMatchObject({ orderDelayEstimate: null, fits: false });
	expect(rows[2]?.advice).toContain('bring about 1500 a day in time. Of 1600 those of busy hours');
	// Half of the orders are placed in the twelve hours in which nothing is read.
	expect(rows[3]).toMatchObject({ fits: true, orderDelayEstimate: { p95Minutes: 648 } });
	expect(rows[4]).toMatchObject({ fits: true });
	expect(rows[4]).not.toHaveProperty('orderDelayEstimate');
	expect(stage.sandbox.log.calls).toHaveLength(0);
});

test('Quota Plan tells how long reviews take by their orders, and what is not covered then', async () => {
	stage = await openStage({}, { counter: 'process' });
	const parameters = {
		resource: 'quota',
		operation: 'plan',
		reads: '={{ $json.reads }}',
		pollEveryMinutes: '={{ $json.every }}',
		activeHours: '={{ $json.hours }}',
		ordersPerDay: '={{ $json.orders }}',
	};
	const plan = (reads: string[], orders: number, every = 1, hours = 24) => ({
		reads,
		orders,
		every,
		hours,
	});
	const rows = rowsOf(
		await run(parameters, [
			plan(['reviews'], 100),
			plan(['orders', 'reviews'], 100),
			plan(['orders', 'reviews'], 200),
			plan(['reviews'], 1),
			plan(['orders', 'reviews'], 900),
			// Two polls a day, of five pages at most each.
			plan(['reviews'], 100, 360, 12),
			plan(['reviews'], 0),
			plan(['orders'], 100),
		]),
	);
	// 60 pages of 50 orders in 30 days, of two calls each: of 130 calls, and of 32.5.
	expect(rows.map(({ reviewsByOrders }) => reviewsByOrders)).toEqual([
		{ passDays: 1, coveredDays: 28 },
		{ passDays: 3.7, coveredDays: 26 },
		{ passDays: 7.4, coveredDays: 22 },
		{ passDays: 0.1, coveredDays: 29 },
		{ passDays: 33.2, coveredDays: 0 },
		{ passDays: 6, coveredDays: 23 },
		// How many orders there are is not known, or reviews are not read.
		undefined,
		undefined,
	]);
	expect(rows[1]?.advice).toContain('those of 100 a day takes 3.7 days');
	expect(rows[1]?.advice).toContain('orders placed more than 26 days before can be missed');
	expect(rows[4]?.advice).toContain('reviews of some orders are never asked for');
	expect(rows[6]?.advice).not.toContain('by their orders');
	expect(rows[7]?.advice).not.toContain('by their orders');
});

test('Quota Plan names the setting that cannot be planned with', async () => {
	stage = await openStage({}, { counter: 'process' });
	const { error } = await run({ resource: 'quota', operation: 'plan', reads: [] });
	expect(error).toMatchObject({ message: 'The value of "reads" cannot be planned with' });
});

test('Quota Get Status tells what an alert at 80 % needs, from the bridge and from the process', async () => {
	for (const counter of ['bridge', 'process']) {
		stage = await openStage({}, { counter, ...fixedLimits(20, 1_000) });
		rowsOf(await run({ resource: 'order', operation: 'getAll', limit: 1 }, [{}, {}, {}]));
		const [status] = rowsOf(await run({ resource: 'quota', operation: 'getStatus' }));
		expect(status).toMatchObject({
			callsPerDay: 20,
			used: 3,
			usedPercent: 15,
			reserved: 0,
			left: 17,
			breaker: 'passing',
			byPurpose: { action: { share: 4, used: 3, left: 1 } },
			spending: [{ spender: 'Read', purpose: 'action', calls: 3 }],
			scope: counter,
		});
		expect(status?.forecast).toBeGreaterThanOrEqual(3);
		if (counter === 'bridge') await stage.close();
	}
});

test('a credential whose shares promise too much is refused with the sum', async () => {
	stage = await openStage({}, { counter: 'process', ownShares: true, actionShare: 100 });
	const { error } = await run({ resource: 'quota', operation: 'getStatus' });
	expect(error).toMatchObject({
		message: 'The shares in the AliExpress credential add up to 260 of 200 calls a day',
	});
	expect(stage.sandbox.log.calls).toHaveLength(0);
});
