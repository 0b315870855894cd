import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { refusalOf, textOf, wholeOf, type NumberForm } from '../../../action/checks';
import {
	choicesOf,
	collectionOf,
	filtersCollection,
	isSimplified,
	limitFields,
	limitOf,
	simplifyField,
} from '../../../action/fields';
import { addQuotaHint } from '../../../action/hints';
import type { Client } from '../../../client/client';
import { paginate, type Page } from '../../../client/paginate';
import { dateMs } from '../../../time/dates';
import type { PlatformZone } from '../../../time/zones';
import type { PrintableJson } from '../../../wire/json';
import {
	parseProductList,
	PRODUCT_LIST,
	simplifyListedProduct,
	toListedProductItem,
	type RawListedProduct,
} from '../../parse/product/productList';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsOf, shopOptionsField } from '../fields';
import { groupLocator, pickedIdOrNone } from '../locators';
import {
	familyOf,
	familyOption,
	withFamily,
	type ProductClient,
} from '../../account/productFamily';
import {
	ALL_STATUSES,
	isSearchable,
	MAX_PAGE_SIZE,
	MAX_TITLE,
	productQuery,
	productStatusOptions,
	productZoneOption,
	SOLUTION_STATUSES,
	type ProductFilter,
} from './list';

function dateField(displayName: string, name: string, description: string): INodeProperties {
	return { displayName, name, type: 'dateTime', default: '', description };
}

function filtersField(): INodeProperties {
	return filtersCollection([
		dateField('Created After', 'createdAfter', 'Only products created at or after this time'),
		dateField('Created Before', 'createdBefore', 'Only products created up to this time'),
		groupLocator({ description: 'Only products of this group' }),
		{
			displayName: 'Has National Prices',
			name: 'hasNationalPrices',
			type: 'boolean',
			default: true,
			description: 'Whether the products have prices of their own for some countries',
		},
		dateField('Modified After', 'modifiedAfter', 'Only products changed at or after this time'),
		dateField('Modified Before', 'modifiedBefore', 'Only products changed up to this time'),
		{
			displayName: 'Offline Within (Days)',
			name: 'offlineWithinDays',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 3,
			description: 'Only products whose listing ends within this number of days',
		},
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			default: '',
			placeholder: 'e.g. Earbuds',
			description: `Only products with this text in their title: Latin letters and digits, up to ${MAX_TITLE} characters`,
		},
	]);
}

function fields(): INodeProperties[] {
	return [
		{
			displayName: 'Statuses',
			name: 'statuses',
			type: 'multiOptions',
			options: productStatusOptions(),
			default: ['onSelling'],
			description:
				'Only products in one of these statuses. AliExpress lists one status at a time, so each costs calls of its own. Without a choice all six are read in turn.',
			hint: 'Nothing chosen: products in any status, for six times the calls',
		},
		...limitFields(MAX_PAGE_SIZE),
		simplifyField(),
		filtersField(),
		shopOptionsField([familyOption(), productZoneOption()]),
	];
}

const OFFLINE_DAYS: NumberForm = { label: 'Offline Within (Days)', least: 1, most: 365 };

/** A status to read, and whether the user has named it. */
interface AskedStatus {
	status: string;
	isChosen: boolean;
}

/**
 * The statuses to read, one after another; all of them when none is chosen.
 *
 * @throws NodeOperationError for a word that is no status of products.
 */
function statusesOf(context: IExecuteFunctions, index: number): AskedStatus[] {
	const chosen = choicesOf(context.getNodeParameter('statuses', index, ['onSelling']));
	const unknown = chosen.find((status) => !ALL_STATUSES.includes(status));
	const isChosen = chosen.length > 0;
	const asked = isChosen ? chosen : ALL_STATUSES;
	if (unknown === undefined) return asked.map((status) => ({ status, isChosen }));
	const known = ALL_STATUSES.join(', ');
	throw refusalOf(context, `"${unknown}" is no status of products`, `The statuses are ${known}.`);
}

function titleOf(context: IExecuteFunctions, value: unknown): string | undefined {
	const title = textOf(value);
	if (title === undefined || isSearchable(title)) return title;
	throw refusalOf(
		context,
		'AliExpress cannot look for this title',
		`It takes Latin letters, digits and signs only, at most ${MAX_TITLE} characters.`,
	);
}

type Range = readonly [name: string, afterMs: number | undefined, beforeMs: number | undefined];

function checkRange(context: IExecuteFunctions, [name, afterMs, beforeMs]: Range): void {
	const endMs = beforeMs ?? Date.now();
	if (afterMs === undefined || afterMs < endMs) return;
	const end = beforeMs === undefined ? 'the present' : `"${name} Before"`;
	throw refusalOf(
		context,
		`"${name} After" is not before ${end}`,
		'No product lies in this range.',
	);
}

/**
 * The filters of Product: Get Many.
 *
 * @param zone in which the platform reads times.
 * @throws NodeOperationError for what the platform would not take.
 */
function productFilterOf(
	context: IExecuteFunctions,
	zone: PlatformZone,
	index: number,
): ProductFilter {
	const filters = collectionOf(context, 'filters', index);
	const date = (label: string, name: string) => dateMs(context, label, filters[name]);
	const filter = {
		title: titleOf(context, filters.title),
		groupId: pickedIdOrNone(context, 'filters.groupId', 'group ID', index),
		offlineWithinDays: wholeOf(context, OFFLINE_DAYS, filters.offlineWithinDays),
		hasNationalPrices:
			typeof filters.hasNationalPrices === 'boolean' ? filters.hasNationalPrices : undefined,
		createdAfterMs: date('Created After', 'createdAfter'),
		createdBeforeMs: date('Created Before', 'createdBefore'),
		modifiedAfterMs: date('Modified After', 'modifiedAfter'),
		modifiedBeforeMs: date('Modified Before', 'modifiedBefore'),
		zone,
	};
	checkRange(context, ['Created', filter.createdAfterMs, filter.createdBeforeMs]);
	checkRange(context, ['Modified', filter.modifiedAfterMs, filter.modifiedBeforeMs]);
	return filter;
}

interface Listed {
	product: RawListedProduct;
	status: string;
}

type Query = Readonly<Record<string, PrintableJson>>;

function pageReader(
	context: IExecuteFunctions,
	client: ProductClient,
	query: Query,
	{ status, isChosen }: AskedStatus,
	pageSize: number,
) {
	return async (page: number): Promise<Page<Listed>> => {
		const isUnknown = client.family() === 'solution' && !SOLUTION_STATUSES.includes(status);
		if (isUnknown && !isChosen) return { rows: [], isLast: true };
		const asked = {
			...query,
			product_status_type: status,
			current_page: page,
			page_size: pageSize,
		};
		const answer = await client.call(PRODUCT_LIST, { aeop_a_e_product_list_query: asked });
		const { products, totalPages } = readAnswer(context, () => parseProductList(answer, page));
		const isLast = totalPages ? page >= totalPages : products.length < pageSize;
		return { rows: products.map((product) => ({ product, status })), isLast };
	};
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const options = optionsOf(context, index);
	const query = productQuery(productFilterOf(context, options.zone, index));
	const statuses = statusesOf(context, index);
	const limit = limitOf(context, index);
	const simplified = isSimplified(context, index);
	const pageSize = Math.min(limit ?? MAX_PAGE_SIZE, MAX_PAGE_SIZE);
	const products = withFamily(client, familyOf(context, index));
	const listed = paginate({
		parts: statuses.map((status) => pageReader(context, products, query, status, pageSize)),
		keyOf: ({ product }) => product.fields.product_id,
		limit,
		onQuotaStop: (rows, reason) => addQuotaHint(context, rows, 'products', { reason }),
	});
	const items: IDataObject[] = [];
	for await (const { product, status } of listed) {
		const item = toListedProductItem(product, status, options.zone);
		const shown = simplified ? simplifyListedProduct(item) : item;
		items.push(withRaw(shown, product.source, options));
	}
	return items;
}

/** Reads the product list, status by status. */
export const getMany: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many products',
	description:
		'Costs one call per 99 products of each status. Get the products of the shop by status, title, group or date: ID, title, price range, picture.',
	fields,
	run,
};
