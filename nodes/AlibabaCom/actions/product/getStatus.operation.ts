import { fieldsOf } from '../../../wire/reading';
import { objectAt, textAt } from '../../parse/rows';
import { withoutNulls } from '../../parse/withoutNulls';
import { productIdField } from '../fields';
import type { Operation } from '../operation';
import { productIdOf, withRaw } from '../parameters';

/** Whether an own product is published. */
export const getStatus = {
	name: 'Get Status',
	value: 'getStatus',
	action: 'Get product status',
	description:
		'Costs one call. Retrieve whether a product of the own shop is online, a draft, refused or pending.',
	profiles: ['openPlatform'],
	fields: () => [productIdField()],
	async run(context, api, index) {
		const { id: productId } = productIdOf(context, index);
		const method = '/alibaba/icbu/product/status/get/v2';
		const answer = await api.call(method, { product_id: productId });
		// The answer has been met with and without `result`.
		const data = objectAt(fieldsOf(answer.result) ?? answer, 'data');
		const item = withoutNulls({
			productId,
			status: textAt(data, 'status'),
			reason: textAt(data, 'status_desc'),
		});
		return [withRaw(context, index, item, answer)];
	},
} satisfies Operation;
