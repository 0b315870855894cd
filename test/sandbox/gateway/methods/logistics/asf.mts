import type { JsonObject } from '../../../json.mts';
import type { Order } from '../../../shop/orders.mts';
import { required } from '../../params.mts';
import { idsIn, listParam, orderOrRefuse, requiredIdParam } from '../fields.mts';
import type { MethodCall } from '../method.mts';

/** A successful answer of the newer logistics methods. */
export function asfAnswer(data: JsonObject): JsonObject {
	return { result: { success: true, errorCode: null, errorMessage: null, data } };
}

/** A refusal of the newer logistics methods: camel case, inside a normal answer. */
export function asfFailure(errorCode: string, errorMessage: string): JsonObject {
	return { result: { success: false, errorCode, errorMessage } };
}

/** The lines of an order that a call asks about; undefined when one is not of that order. */
export function askedLines(call: MethodCall): Order['lines'] | undefined {
	const order = orderOrRefuse(call, requiredIdParam(call, 'tradeOrderId'));
	required(call.params, 'tradeOrderItemIdList');
	required(call.params, 'locale');
	const ids = idsIn(listParam(call, 'tradeOrderItemIdList') ?? [], 'tradeOrderItemIdList');
	const lines = order.lines.filter(({ childId }) => ids.includes(childId));
	return ids.length > 0 && lines.length === ids.length ? lines : undefined;
}
