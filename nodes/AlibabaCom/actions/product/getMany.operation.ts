import type { INodeProperties } from 'n8n-workflow';

import {
	collectionOf,
	filtersCollection,
	limitFields,
	simplifyField,
} from '../../../action/fields';
import { dateMs } from '../../../time/dates';
import { boundText } from '../../../time/zones';
import { writtenText } from '../../parse/rows';
import type { Operation } from '../operation';
import { listProducts } from './list';

function filtersField(): INodeProperties {
	return filtersCollection([
		{
			displayName: 'Category ID',
			name: 'categoryId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 100003291',
		},
		{
			displayName: 'Group ID',
			name: 'groupId',
			type: 'string',
			default: '',
			description: 'ID of a product group of the shop',
		},
		{
			displayName: 'Modified After',
			name: 'modifiedAfter',
			type: 'dateTime',
			default: '',
		},
		{
			displayName: 'Modified Before',
			name: 'modifiedBefore',
			type: 'dateTime',
			default: '',
		},
		{
			displayName: 'Title Contains',
			name: 'subject',
			type: 'string',
			default: '',
			placeholder: 'e.g. phone case',
		},
	]);
}

/** The own products of the account. */
export const getMany: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many products',
	description: 'Costs one call per 30 products. Retrieve products of the own shop.',
	profiles: ['openPlatform', 'top'],
	fields: () => [...limitFields(), filtersField(), simplifyField()],
	async run(context, api, index) {
		const filters = collectionOf(context, 'filters', index);
		const bound = (name: string, label: string, edge: 'start' | 'end') => {
			const ms = dateMs(context, label, filters[name]);
			return ms === undefined ? undefined : boundText(ms, edge, 'America/Los_Angeles');
		};
		return await listProducts(context, api, index, {
			category_id: writtenText(filters.categoryId),
			group_id1: writtenText(filters.groupId),
			subject: writtenText(filters.subject),
			gmt_modified_from: bound('modifiedAfter', 'Modified After', 'start'),
			gmt_modified_to: bound('modifiedBefore', 'Modified Before', 'end'),
		});
	},
};
