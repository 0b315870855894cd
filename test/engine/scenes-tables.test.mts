import type { INode } from 'n8n-workflow';

import { createDataTables } from './harness/dataTables.mts';

// What n8n 2.41.1 does with its data tables (modules/data-table of the package n8n), so that scenes
// do not pass on a table that is kinder than the real one.

const NODE = { type: 'n8n-nodes-base.dataTable' } as INode;
const OTHER = { type: 'n8n-nodes-aliexpress.aliExpress' } as INode;
const COLUMNS = [
	{ name: 'key', type: 'string' as const },
	{ name: 'count', type: 'number' as const },
	{ name: 'at', type: 'date' as const },
];

async function open() {
	const tables = createDataTables();
	const { provider } = tables;
	const aggregate = await provider.getDataTableAggregateProxy(undefined as never, NODE);
	const { id } = await aggregate.createDataTable({ name: 'Told', columns: COLUMNS });
	const rows = await provider.getDataTableProxy(undefined as never, NODE, id);
	return { tables, provider, aggregate, rows };
}

const where = (columnName: string, condition: 'eq' | 'neq' | 'lt', value: unknown) => ({
	type: 'and' as const,
	filters: [{ columnName, condition, value: value as string }],
});

it('are for the Data Table node only', async () => {
	const { provider } = await open();
	await expect(provider.getDataTableAggregateProxy(undefined as never, OTHER)).rejects.toThrow(
		'only available for Data table nodes',
	);
});

it('are found by a part of their name, whatever its case, and made under one name once', async () => {
	const { aggregate } = await open();
	const found = await aggregate.getManyAndCount({ filter: { name: 'tol' }, take: 1 });
	expect(found.data.map(({ name }) => name)).toEqual(['Told']);
	const again = aggregate.createDataTable({ name: 'Told', columns: COLUMNS });
	await expect(again).rejects.toThrow('already exists');
	const reserved = aggregate.createDataTable({
		name: 'Other',
		columns: [{ name: 'createdAt', type: 'date' }],
	});
	await expect(reserved).rejects.toThrow('reserved');
});

it('refuse unknown columns and values of another type, and fill what is left out with null', async () => {
	const { rows } = await open();
	await expect(rows.insertRows([{ nope: 1 }], 'all')).rejects.toThrow("unknown column name 'nope'");
	await expect(rows.insertRows([{ count: 'many' }], 'all')).rejects.toThrow('does not match');
	const [row] = await rows.insertRows([{ key: 7 as never, at: '2026-11-22T00:00:00Z' }], 'all');
	expect(row).toMatchObject({ key: '7', count: null, at: new Date('2026-11-22T00:00:00Z') });
});

it('compare as SQL does, where null is equal to nothing', async () => {
	const { rows } = await open();
	await rows.insertRows([{ key: 'a', count: 1 }, { key: 'b' }], 'all');
	const keys = async (filter: ReturnType<typeof where>) =>
		(await rows.getManyRowsAndCount({ filter })).data.map(({ key }) => key);
	expect(await keys(where('count', 'eq', 1))).toEqual(['a']);
	expect(await keys(where('count', 'neq', 1))).toEqual(['b']);
	expect(await keys(where('count', 'lt', 5))).toEqual(['a']);
	expect(await keys(where('count', 'eq', null))).toEqual(['b']);
});

it('an upsert writes over every row that matches, and inserts where none does', async () => {
	const { rows, tables } = await open();
	const filter = where('key', 'eq', 'a');
	await rows.upsertRow({ filter, data: { key: 'a', count: 1 } });
	await rows.upsertRow({ filter, data: { key: 'a', count: 2 } });
	expect(tables.rows('Told')).toMatchObject([{ id: 1, key: 'a', count: 2 }]);
	await rows.deleteRows({ filter });
	await rows.upsertRow({ filter, data: { key: 'a', count: 3 } });
	expect(tables.rows('Told')).toMatchObject([{ id: 2, count: 3 }]);
});
