import type {
	DataTableColumnJsType,
	DataTableColumnType,
	DataTableFilter,
	DataTableRow,
	FieldType,
} from 'n8n-workflow';
import { workflowLibrary } from './engine.mts';

const FIELD_TYPES: Record<DataTableColumnType, FieldType> = {
	string: 'string',
	number: 'number',
	boolean: 'boolean',
	date: 'dateTime',
};

/**
 * A cell as the database keeps it: checked against the type of its column as n8n does.
 *
 * @throws when it does not fit
 */
export function storedCell(
	name: string,
	cell: DataTableColumnJsType,
	type: DataTableColumnType,
): DataTableColumnJsType {
	if (cell === null) return null;
	const checked = workflowLibrary.validateFieldType(name, cell, FIELD_TYPES[type], {
		strict: false,
		parseStrings: false,
	});
	if (!checked.valid)
		throw new Error(`value '${String(cell)}' does not match column type '${type}'`);
	const value = checked.newValue as unknown;
	if (type === 'date') return new Date((value as { toMillis(): number }).toMillis());
	return type === 'string' ? String(value) : (value as number | boolean);
}

type Condition = DataTableFilter['filters'][number];

function compared(a: DataTableColumnJsType, b: DataTableColumnJsType): number {
	const [left, right] = [a, b].map((value) => (value instanceof Date ? value.getTime() : value));
	if (left === right) return 0;
	return left! < right! ? -1 : 1;
}

/** As SQL compares: nothing is equal to, smaller or greater than null, but all is unequal to it. */
function isMet(cell: DataTableColumnJsType, { condition, value }: Condition): boolean {
	if (String(condition) === 'isEmpty') return cell === null || cell === '';
	if (String(condition) === 'isNotEmpty') return cell !== null && cell !== '';
	if (value === null) return condition === 'eq' ? cell === null : cell !== null;
	if (cell === null) return condition === 'neq';
	const order = compared(cell, value);
	switch (condition) {
		case 'eq':
			return order === 0;
		case 'neq':
			return order !== 0;
		case 'gt':
			return order > 0;
		case 'gte':
			return order >= 0;
		case 'lt':
			return order < 0;
		case 'lte':
			return order <= 0;
		default:
			throw new Error(`The engine harness does not know the condition ${condition}.`);
	}
}

/** Whether a row is one that a filter asks for; a filter without conditions asks for all. */
export function matches(
	row: DataTableRow,
	{ type, filters }: DataTableFilter,
	types: Readonly<Record<string, DataTableColumnType>>,
): boolean {
	if (filters.length === 0) return true;
	const results = filters.map((filter) => {
		const columnType = types[filter.columnName];
		if (columnType === undefined) throw new Error(`unknown column name '${filter.columnName}'`);
		const value = storedCell(filter.columnName, filter.value, columnType);
		return isMet(row[filter.columnName] ?? null, { ...filter, value });
	});
	return type === 'and' ? results.every(Boolean) : results.some(Boolean);
}
