import type { IDataObject } from 'n8n-workflow';

import { findOperation, runItems } from '../../nodes/AliExpress/actions/catalog.ts';
import { AliExpress } from '../../nodes/AliExpress/AliExpress.node.ts';
import { customPolicy } from '../../nodes/quota/policy.ts';
import { contextOf } from '../client/context.mts';
import { clientFor, drivenClock } from '../client/around.mts';
import { startSandbox } from '../sandbox/sandbox.mts';
import { ALIEXPRESS, WORLD, worldOf } from './aliExpress.mts';
import { inputsOf, nameOf, operationsOf, SHAPES, type Shape } from './example.mts';
import { compared } from './schemas.mts';

// Many hundred calls over real HTTP, which a busy machine draws out.
jest.setTimeout(120_000);

const NOW_MS = Date.UTC(2026, 10, 22, 4);

beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(NOW_MS));
afterEach(() => jest.restoreAllMocks());

/** What every example puts out in front of a sandbox that answers in some shape. */
async function outputs(shape: Shape = {}, more: IDataObject = {}) {
	const sandbox = await startSandbox({ ...WORLD, now: () => NOW_MS });
	Object.assign(sandbox.settings.answers, shape);
	try {
		const world = worldOf(sandbox, NOW_MS);
		const policy = customPolicy(5_000, 5);
		const { client } = clientFor(sandbox, drivenClock(NOW_MS), { access: { policy } });
		const found: Record<string, IDataObject[]> = {};
		for (const example of ALIEXPRESS) {
			const inputs = inputsOf(example, world).map((parameters) => ({ ...parameters, ...more }));
			const items = await runItems(contextOf(inputs).context, client);
			found[nameOf(example)] = items.map(({ json }) => json);
		}
		return found;
	} finally {
		await sandbox.close();
	}
}

/** Name and value of everything that is no object and no list. */
function leavesOf(value: unknown, name = ''): Array<[string, unknown]> {
	if (typeof value !== 'object' || value === null) return [[name, value]];
	return Object.entries(value).flatMap(([key, inner]) =>
		leavesOf(inner, Array.isArray(value) ? name : key),
	);
}

test('every operation has an example, and every example an operation', () => {
	expect(ALIEXPRESS.map(nameOf).sort()).toEqual(operationsOf(new AliExpress()));
});

test('each brings the fields of its output schema', async () => {
	const found = await outputs();
	const told = ALIEXPRESS.filter(({ isAnswerItself }) => !isAnswerItself);
	expect(
		told.map((example) => [
			nameOf(example),
			compared('AliExpress', example, found[nameOf(example)] ?? []),
		]),
	).toEqual(
		told.map((example) => [nameOf(example), { notInSchema: [], unseen: example.unseen ?? [] }]),
	);
});

test('an operation that names one call makes one, and one that names none makes none', async () => {
	const sandbox = await startSandbox({ ...WORLD, now: () => NOW_MS });
	try {
		const world = worldOf(sandbox, NOW_MS);
		const policy = customPolicy(5_000, 5);
		const { client } = clientFor(sandbox, drivenClock(NOW_MS), { access: { policy } });
		const told = ALIEXPRESS.flatMap((example) => {
			const { description } = findOperation(example.resource, example.operation) ?? {};
			const [, word] = /^Costs (no|one) call\./.exec(description ?? '') ?? [];
			return word ? [{ example, calls: word === 'no' ? 0 : 1 }] : [];
		});
		expect(told.length).toBeGreaterThan(15);
		for (const { example, calls } of told) {
			const before = sandbox.log.calls.length;
			const [first = {}] = inputsOf(example, world);
			await runItems(contextOf([first]).context, client);
			expect([nameOf(example), sandbox.log.calls.length - before]).toEqual([
				nameOf(example),
				calls,
			]);
		}
	} finally {
		await sandbox.close();
	}
});

test('each brings the same in every shape in which the platform answers, simplified or whole', async () => {
	// The day of a custom read's answer is in it as it came, and the count of calls is not the same.
	const ofShop = (found: Awaited<ReturnType<typeof outputs>>) =>
		Object.entries(found).filter(([name]) => !/^(customRead|quota) /.test(name));
	for (const more of [{}, { simplify: false }]) {
		const expected = ofShop(await outputs({}, more));
		for (const shape of SHAPES) {
			expect(ofShop(await outputs(shape, more))).toEqual(expected);
		}
	}
});

test('ids and amounts are text, times are ISO 8601, and nothing is null', async () => {
	for (const more of [{}, { simplify: false }]) {
		const { 'customRead read': _asItCame, ...found } = await outputs({}, more);
		for (const [name, value] of leavesOf(found)) {
			// Of a check nobody knows the outcome of, null says more than a field that is not there.
			if (name !== 'ok') expect([name, value]).not.toEqual([name, null]);
			if (/(?:Id|Ids|amount)$/.test(name)) expect([name, typeof value]).toEqual([name, 'string']);
			if (/At$/.test(name)) expect(value).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$|^\D/);
		}
	}
});
