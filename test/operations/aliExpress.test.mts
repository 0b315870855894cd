import type { IDataObject } from 'n8n-workflow';

import { runItems } from '../../nodes/AliExpress/actions/catalog.ts';
import { AliExpress } from '../../nodes/AliExpress/AliExpress.node.ts';
import { customPolicy } from '../../nodes/quota/policy.ts';
import { contextOf } from '../client/aliexpress-actions-context.mts';
import { clientFor, drivenClock } from '../client/around.mts';
import { openReads, outputOf } from '../engine/aliexpress-reads.mts';
import { startSandbox, type SandboxOptions } from '../sandbox/sandbox.mts';
import { ALIEXPRESS, WORLD, worldOf } from './aliExpress.mts';
import { fieldsOf, nameOf, operationsOf } from './example.mts';

const NOW_MS = Date.UTC(2026, 10, 22, 4);

beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(NOW_MS));
afterEach(() => jest.restoreAllMocks());

/** What every example puts out in front of a sandbox that answers in some shape. */
async function outputs(answers: SandboxOptions['answers'] = {}, more: IDataObject = {}) {
	const sandbox = await startSandbox({ ...WORLD, now: () => NOW_MS, answers });
	try {
		const world = worldOf(sandbox, NOW_MS);
		const policy = customPolicy(5_000, 5);
		const { client } = clientFor(sandbox, drivenClock(NOW_MS), { access: { policy } });
		const found: Record<string, IDataObject[]> = {};
		for (const example of ALIEXPRESS) {
			const { resource, operation } = example;
			const parameters = { resource, operation, ...example.parameters?.(world), ...more };
			const items = await runItems(contextOf([parameters]).context, client);
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

test('each brings the fields that are written down', async () => {
	const found = await outputs();
	expect(
		Object.entries(found).map(([name, items]) => [name, items.length > 0, fieldsOf(items)]),
	).toEqual(ALIEXPRESS.map((example) => [nameOf(example), true, example.fields]));
});

test('each brings the same in every shape in which the platform answers, simplified or whole', async () => {
	// The day of a custom read's answer is in it as it came, and the count of calls is not the same.
	const ofShop = (found: Awaited<ReturnType<typeof outputs>>) =>
		Object.entries(found).filter(([name]) => !/^(customRead|quota) /.test(name));
	for (const more of [{}, { simplify: false }]) {
		const expected = ofShop(await outputs({}, more));
		for (const answers of [
			{ keepWrapped: true, emptyLists: 'missing' },
			{ keepWrapped: false, emptyLists: 'object' },
			{ idsAsText: true, emptyLists: 'array' },
		] as Array<SandboxOptions['answers']>) {
			expect(ofShop(await outputs(answers, more))).toEqual(expected);
		}
	}
});

test('ids and amounts are text, times are ISO 8601, and nothing is null', async () => {
	for (const more of [{}, { simplify: false }]) {
		const { 'customRead read': _asItCame, ...found } = await outputs({}, more);
		for (const [name, value] of leavesOf(found)) {
			expect([name, value]).not.toEqual([name, null]);
			if (/(?:Id|Ids|amount)$/.test(name)) expect([name, typeof value]).toEqual([name, 'string']);
			if (/At$/.test(name)) expect(value).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$|^\D/);
		}
	}
});

test("each runs in n8n's own engine, as the editor stores it", async () => {
	jest.restoreAllMocks();
	const reads = await openReads(WORLD);
	try {
		const world = worldOf(reads.sandbox, Date.now());
		const locators = new Set(
			new AliExpress().description.properties
				.filter(({ type }) => type === 'resourceLocator')
				.map(({ name }) => name),
		);
		for (const example of ALIEXPRESS) {
			const { resource, operation, fields } = example;
			const own = Object.entries(example.parameters?.(world) ?? {}).map(([name, value]) => [
				name,
				locators.has(name) ? { __rl: true, mode: 'id', value } : value,
			]);
			const parameters = { resource, operation, ...Object.fromEntries(own) };
			const items = outputOf(await reads.run(parameters)).map(({ json }) => json);
			expect([nameOf(example), items.length > 0]).toEqual([nameOf(example), true]);
			expect(fieldsOf(items).filter((field) => !fields.includes(field))).toEqual([]);
		}
	} finally {
		await reads.close();
	}
});
