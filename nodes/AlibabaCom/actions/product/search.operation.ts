import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { refusalOf } from '../../../action/checks';
import { isSimplified, limitFields, limitOf, simplifyField } from '../../../action/fields';
import { fullProduct, fullRow, simpleProduct, simpleRow } from '../../items/productItems';
import { platformLocale } from '../../parse/product/language';
import { readProductRow } from '../../parse/product/product';
import { readProductV2 } from '../../parse/product/productV2';
import { objectAt, rowsAt, writtenText } from '../../parse/rows';
import { marketFields } from '../fields';
import type { Api, Operation } from '../operation';
import { readPages } from '../pages';
import { countryOf, languageOf, withRaw } from '../parameters';
import { readAnswer } from '../refusal';
import { listProducts } from './list';

/** The greatest page that the search by code takes. */
const PAGE_SIZE = 20;

/** What is searched; the codes are named as the platform names its parameters. */
type SearchBy = 'title' | 'keyword' | 'model_number' | 'sku_code';

function termOf(context: IExecuteFunctions, index: number): string {
	const term = writtenText(context.getNodeParameter('term', index, ''));
	if (term !== undefined) return term;
	throw refusalOf(context, 'There is nothing to search for', 'Enter a text under "Search For".');
}

/** Exact search among the own products by a code of the seller. */
async function byCode(
	context: IExecuteFunctions,
	api: Api,
	index: number,
	params: Readonly<Record<string, string>>,
): Promise<IDataObject[]> {
	const language = languageOf(context, index);
	const isSimple = isSimplified(context, index);
	const rows = await readPages(context, {
		pageSize: PAGE_SIZE,
		limit: limitOf(context, index),
		what: 'products',
		read: async (page) =>
			await api.find('/alibaba/icbu/product/search/v2', {
				...params,
				language: platformLocale(language),
				page_index: page,
				page_size: PAGE_SIZE,
			}),
		open: (answer) => ({
			rows: rowsAt(answer, 'product_info'),
			total: objectAt(answer, 'page').total_item,
		}),
		keyOf: (row) => String(objectAt(row, 'basic_info').product_id),
	});
	return rows.map((row) => {
		const facts = readAnswer(context, () => readProductV2(row, language));
		return withRaw(context, index, isSimple ? simpleProduct(facts) : fullProduct(facts), row);
	});
}

/** The buyers' search among all products; the platform answers with one page. */
async function asBuyer(context: IExecuteFunctions, api: Api, index: number, keyword: string) {
	const toItem = isSimplified(context, index) ? simpleRow : fullRow;
	const country = countryOf(context, index);
	const limit = limitOf(context, index);
	const param0 = { keyword, country };
	const answer = await api.find('/eco/buyer/product/search', { param0 });
	const rows = readAnswer(context, () => rowsAt(objectAt(answer ?? {}, 'result'), 'result_data'));
	return rows
		.slice(0, limit)
		.map((row) => withRaw(context, index, toItem(readProductRow(row)), row));
}

/** Products by title, keyword or code. */
export const search: Operation = {
	name: 'Search',
	value: 'search',
	action: 'Search products',
	description:
		'Costs one call per 30 products of a title, 20 of a code, and one in all by keyword. Find products by a text of the title, by a keyword of buyers or by a code.',
	profiles: ['openPlatform', 'top'],
	fields: () => [
		{
			displayName: 'Search By',
			name: 'searchBy',
			type: 'options',
			options: [
				{
					name: 'Keyword',
					value: 'keyword',
					description: 'The search of buyers among all products (Open Platform)',
				},
				{
					name: 'Model Number',
					value: 'model_number',
					description: 'Of own products, exactly (Open Platform)',
				},
				{
					name: 'SKU Code',
					value: 'sku_code',
					description: 'Of own products, exactly (Open Platform)',
				},
				{ name: 'Title', value: 'title', description: 'A part of the title of own products' },
			],
			default: 'title',
		},
		{
			displayName: 'Search For',
			name: 'term',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. phone case',
		},
		...limitFields(),
		...marketFields(),
		simplifyField(),
	],
	async run(context, api, index) {
		const searchBy = context.getNodeParameter('searchBy', index) as SearchBy;
		const term = termOf(context, index);
		if (searchBy === 'title') return await listProducts(context, api, index, { subject: term });
		if (api.profile === 'top') {
			throw refusalOf(
				context,
				'TOP finds products by their title alone',
				'Search by title, or choose a credential of the profile Open Platform.',
			);
		}
		return searchBy === 'keyword'
			? await asBuyer(context, api, index, term)
			: await byCode(context, api, index, { [searchBy]: term });
	},
};
