import { leadTimeItems, ruleItem } from '../../items/productItems';
import { withoutNulls } from '../../parse/withoutNulls';
import { marketFields, productIdField } from '../fields';
import type { Operation } from '../operation';
import { withRaw } from '../parameters';
import { readProduct } from '../readProduct';

/** How a product is sent, by quantity. */
export const getOptions = {
	name: 'Get Options',
	value: 'getOptions',
	action: 'Get logistics options',
	description:
		'Costs one call. Retrieve how a product is sent by quantity; with the other profiles lead times and freight template.',
	profiles: ['productDetail', 'openPlatform', 'top'],
	fields: () => [productIdField(), ...marketFields()],
	async run(context, api, index) {
		const { facts, productId, source } = await readProduct(context, api, index);
		const { logistics, leadTimes, shippingTemplateId, weightKilograms, moq } = facts;
		const item = withoutNulls({
			productId: facts.productId ?? productId,
			minOrderQuantity: moq,
			isDefault: logistics?.isDefault,
			rules: logistics?.rules.map(ruleItem),
			rejected: logistics && logistics.rejected.length > 0 ? logistics.rejected : null,
			leadTimes: leadTimeItems(leadTimes),
			shippingTemplateId,
			weightKilograms,
		});
		return [withRaw(context, index, item, source)];
	},
} satisfies Operation;
