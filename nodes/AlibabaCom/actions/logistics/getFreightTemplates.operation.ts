import type { IExecuteFunctions } from 'n8n-workflow';

import { idText } from '../../parse/product/productId';
import { rowsAt, textAt } from '../../parse/rows';
import { withoutNulls } from '../../parse/withoutNulls';
import type { Api, Operation } from '../operation';
import { readPages } from '../pages';
import { withRaw } from '../parameters';
import { readAnswer } from '../refusal';

/** TOP answers page by page. */
const PAGE_SIZE = 100;

async function rowsOf(context: IExecuteFunctions, api: Api) {
	if (api.profile === 'openPlatform') {
		const answer = await api.call('/alibaba/icbu/product/list/shipping/templates', {});
		return readAnswer(context, () => rowsAt(answer, 'template_info_list'));
	}
	return await readPages(context, {
		pageSize: PAGE_SIZE,
		limit: undefined,
		what: 'freight templates',
		read: async (page) =>
			await api.find('alibaba.wholesale.shippingline.template.list', {
				page_num: page,
				count: PAGE_SIZE,
			}),
		open: (answer) => ({ rows: rowsAt(answer, 'items'), total: answer.total }),
		keyOf: (row) => String(row.id),
	});
}

/** The freight templates of the shop. */
export const getFreightTemplates = {
	name: 'Get Freight Templates',
	value: 'getFreightTemplates',
	action: 'Get freight templates',
	description:
		'Costs one call, on TOP one per 100 templates. Retrieve the freight templates of the own shop.',
	profiles: ['openPlatform', 'top'],
	fields: () => [],
	async run(context, api, index) {
		const rows = await rowsOf(context, api);
		return rows.map((row) => {
			const item = withoutNulls({
				templateId: idText(row.template_id ?? row.id) ?? null,
				name: textAt(row, 'template_name', 'title'),
			});
			return withRaw(context, index, item, row);
		});
	},
} satisfies Operation;
