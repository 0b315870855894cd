import { refusalOf } from '../../../action/checks';
import { isSimplified, simplifyField } from '../../../action/fields';
import { fieldsOf } from '../../../wire/reading';
import { fullOrder, simpleOrder } from '../../items/orderItems';
import { readOrder } from '../../parse/order';
import type { Operation } from '../operation';
import { idOf, isOptionOn, withRaw } from '../parameters';
import { readAnswer } from '../refusal';
import { buyerChoiceOf, buyerDataOption, orderIdField } from './fields';

/** One order. */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get order',
	description: 'Costs one call. Retrieve an order with its lines, amounts and trade term.',
	profiles: ['openPlatform', 'top'],
	fields: () => [orderIdField(), simplifyField()],
	options: () => [buyerDataOption()],
	async run(context, api, index) {
		const orderId = idOf(context, index, 'orderId', 'order ID');
		const choice = buyerChoiceOf(context, api, index);
		if (!choice.includeBuyerData && isOptionOn(context, 'includeRaw', index)) {
			throw refusalOf(
				context,
				'The raw answer of an order holds data of the buyer',
				'Turn Include Buyer Data on as well, or leave the raw answer out.',
			);
		}
		const method = api.profile === 'top' ? 'alibaba.seller.order.get' : '/alibaba/order/get';
		const answer = await api.call(method, { e_trade_id: orderId, language: 'en_US' });
		const order = readAnswer(context, () => {
			const value = fieldsOf((fieldsOf(answer.result) ?? answer).value);
			if (!value) throw new TypeError('The field "value" of the answer is not an object.');
			return readOrder(value);
		});
		const item = (isSimplified(context, index) ? simpleOrder : fullOrder)(order, choice);
		return [withRaw(context, index, item, answer)];
	},
};
