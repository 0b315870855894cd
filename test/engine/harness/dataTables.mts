import { randomBytes } from 'node:crypto';
import type {
	CreateDataTableOptions,
	DataTable,
	DataTableColumn,
	DataTableProxyProvider,
	DataTableRow,
	DataTableRowReturn,
	IDataTableProjectAggregateService,
	IDataTableProjectService,
	INode,
	ListDataTableOptions,
	ListDataTableRowsOptions,
} from 'n8n-workflow';
import { workflowLibrary } from './engine.mts';
import { matches, storedCell } from './dataTableRows.mts';

const PROJECT_ID = 'personalProject1';
/** n8n refuses its tables to all other nodes. */
const ALLOWED_NODES = ['n8n-nodes-base.dataTable', 'n8n-nodes-base.dataTableTool'];
const COLUMN_NAME = /^[a-zA-Z][a-zA-Z0-9_]{0,62}$/;
const SYSTEM_COLUMNS = ['id', 'createdAt', 'updatedAt', 'dryRunState'];

interface Table extends DataTable {
	rows: DataTableRowReturn[];
	nextId: number;
}

/** n8n's data tables of one project, in memory. A restart of the host leaves them as they are. */
export interface DataTables {
	/** What n8n-core hands to the Data Table node. */
	readonly provider: DataTableProxyProvider;
	/** Rows of a table by its name, oldest first; none when there is no such table. */
	rows(tableName: string): DataTableRow[];
	/** Names of the tables, oldest first. */
	names(): string[];
	/** Makes all rows of a table older by so many ms, as if time had passed. */
	age(tableName: string, byMs: number): void;
}

const refuse = (message: string): never => {
	throw new Error(message);
};

/** As SQLite keeps and gives it: text, numbers, booleans and dates of the column's type. */
function storedRow(table: Table, row: DataTableRow): DataTableRow {
	const known = new Map(table.columns.map(({ name, type }) => [name, type]));
	return Object.fromEntries(
		Object.entries(row).map(([name, cell]) => {
			const type = known.get(name) ?? refuse(`unknown column name '${name}'`);
			return [name, storedCell(name, cell, type)];
		}),
	);
}

// By hand: in jest structuredClone makes dates that are no instances of the tests' own Date.
function copyOf<Row extends DataTableRow>(row: Row): Row {
	const cells = Object.entries(row).map(([name, cell]) => [
		name,
		cell instanceof Date ? new Date(cell) : cell,
	]);
	return Object.fromEntries(cells) as Row;
}

function newTable({ name, columns }: CreateDataTableOptions, atMs: number): Table {
	const id = randomBytes(8).toString('hex');
	for (const column of columns) {
		if (!COLUMN_NAME.test(column.name)) refuse(`'${column.name}' is no name for a column`);
		if (SYSTEM_COLUMNS.some((taken) => taken.toLowerCase() === column.name.toLowerCase())) {
			refuse(`Column name "${column.name}" is reserved as a system column name.`);
		}
	}
	const made = columns.map(
		({ name: columnName, type, index }, place): DataTableColumn => ({
			id: randomBytes(8).toString('hex'),
			name: columnName,
			type,
			index: index ?? place,
			dataTableId: id,
		}),
	);
	const at = new Date(atMs);
	const shared = { id, name, columns: made, projectId: PROJECT_ID, createdAt: at, updatedAt: at };
	return { ...shared, rows: [], nextId: 1 };
}

function rowOperations(table: Table): IDataTableProjectService {
	const found = ({ filter }: Pick<ListDataTableRowsOptions, 'filter'>) => {
		const systemTypes = workflowLibrary.DATA_TABLE_SYSTEM_COLUMN_TYPE_MAP;
		const types = { ...systemTypes };
		for (const { name, type } of table.columns) types[name] = type;
		return table.rows.filter((row) => filter === undefined || matches(row, filter, types));
	};
	const touched = <T,>(result: T): T => {
		table.updatedAt = new Date();
		return result;
	};
	const insert = (row: DataTableRow): DataTableRowReturn => {
		const at = new Date();
		const empty = Object.fromEntries(table.columns.map(({ name }) => [name, null]));
		const system = { id: table.nextId++, createdAt: at, updatedAt: at };
		const complete = { ...empty, ...storedRow(table, row), ...system };
		table.rows.push(complete);
		return copyOf(complete);
	};
	const update = (row: DataTableRowReturn, data: DataTableRow): DataTableRowReturn =>
		copyOf(Object.assign(row, storedRow(table, data), { updatedAt: new Date() }));
	const notHosted = async (): Promise<never> => refuse('The engine harness does not do this.');
	return {
		getColumns: async () => table.columns,
		async getManyRowsAndCount({ filter, sortBy, skip = 0, take }) {
			const rows = found({ filter });
			const [column, order] = sortBy ?? ['id', 'ASC'];
			const sign = order === 'ASC' ? 1 : -1;
			const at = (row: DataTableRow) => row[column] ?? '';
			rows.sort((a, b) => sign * (at(a) < at(b) ? -1 : Number(at(a) > at(b))));
			const page = rows.slice(skip, take === undefined ? undefined : skip + take);
			return { count: rows.length, data: page.map(copyOf) };
		},
		insertRows: async (rows, returnType) => {
			const inserted = touched(rows.map(insert));
			if (returnType === 'count') return { success: true, insertedRows: rows.length } as never;
			return (returnType === 'id' ? inserted.map(({ id }) => ({ id })) : inserted) as never;
		},
		updateRows: async ({ filter, data }) =>
			touched(found({ filter }).map((row) => update(row, data))),
		upsertRow: async ({ filter, data }) => {
			if (filter.filters.length === 0) refuse('Filter must not be empty');
			const rows = found({ filter });
			return touched(rows.length > 0 ? rows.map((row) => update(row, data)) : [insert(data)]);
		},
		deleteRows: async ({ filter }) => {
			if (filter.filters.length === 0) refuse('Filter must not be empty');
			const gone = found({ filter });
			table.rows = table.rows.filter((row) => !gone.includes(row));
			return touched(gone.map(copyOf));
		},
		clearRows: async () => {
			const deletedCount = table.rows.length;
			table.rows = [];
			return touched({ deletedCount });
		},
		updateDataTable: notHosted,
		deleteDataTable: notHosted,
		addColumn: notHosted,
		moveColumn: notHosted,
		deleteColumn: notHosted,
	};
}

/**
 * Plays the data tables of n8n 2.41.1 (its `modules/data-table`): a name is looked for anywhere in
 * the names of tables and whatever its case, the table changed last first; unknown columns are
 * refused; cells take the type of their column; a new row has null where it was given nothing.
 */
export function createDataTables(): DataTables {
	const tables: Table[] = [];
	const aggregate: IDataTableProjectAggregateService = {
		getProjectId: () => PROJECT_ID,
		async createDataTable(options) {
			const isTaken = tables.some(({ name }) => name === options.name);
			if (isTaken) refuse(`Data table with name '${options.name}' already exists in this project`);
			const table = newTable(options, Date.now());
			tables.push(table);
			return describe(table);
		},
		async getManyAndCount({ filter, skip = 0, take }: ListDataTableOptions) {
			const names = [filter?.name ?? []].flat().map((part) => String(part).toLowerCase());
			const named = tables
				.filter(({ name }) => names.every((part) => name.toLowerCase().includes(part)))
				.sort((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime());
			const page = named.slice(skip, take === undefined ? undefined : skip + take);
			return { count: named.length, data: page.map(describe) };
		},
		deleteDataTableAll: async () => refuse('The engine harness does not do this.'),
	};
	const allow = ({ type }: INode): void => {
		if (!ALLOWED_NODES.includes(type)) refuse('This proxy is only available for Data table nodes');
	};
	const named = (tableName: string) => tables.find(({ name }) => name === tableName);
	return {
		provider: {
			async getDataTableAggregateProxy(_workflow, node) {
				allow(node);
				return aggregate;
			},
			async getDataTableProxy(_workflow, node, dataTableId) {
				allow(node);
				const table = tables.find(({ id }) => id === dataTableId);
				return rowOperations(
					table ?? refuse(`Data table with ID '${dataTableId}' could not be found in this project`),
				);
			},
		},
		rows: (tableName) => (named(tableName)?.rows ?? []).map(copyOf),
		names: () => tables.map(({ name }) => name),
		age(tableName, byMs) {
			for (const row of named(tableName)?.rows ?? []) {
				row.createdAt = new Date(row.createdAt.getTime() - byMs);
				row.updatedAt = new Date(row.updatedAt.getTime() - byMs);
			}
		},
	};
}

function describe({ rows: _rows, nextId: _nextId, ...table }: Table): DataTable {
	return { ...table, columns: table.columns.map((column) => ({ ...column })) };
}
