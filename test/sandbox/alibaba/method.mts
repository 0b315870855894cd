import type { JsonObject } from '../json.mts';
import { refuse } from '../gateway/failures.mts';
import { wholeField } from '../gateway/methods/method.mts';
import { given } from '../gateway/params.mts';
import type { AlibabaProduct } from './catalogue/products.mts';
import type { TradeOrder } from './trade/orders.mts';

/** The seller's account on Alibaba.com. */
export interface AlibabaShop {
	readonly products: readonly AlibabaProduct[];
	readonly orders: readonly TradeOrder[];
	/** What buyers know the seller by. */
	readonly companyId: string;
}

/** What a method sees of a call that passed all checks of its gateway. */
export interface AlibabaMethodCall {
	params: ReadonlyMap<string, string>;
	profile: 'openPlatform' | 'top';
	shop: AlibabaShop;
	nowMs: number;
	traceId: string;
}

/** One read. `answer` refuses through `refuse` and returns the body otherwise. */
export interface AlibabaMethod {
	/** Path on the Open Platform, without `/rest`. */
	path?: string;
	/** Dotted name on TOP. */
	name?: string;
	/** Reads of the buyer's side know GET alone. */
	getOnly?: boolean;
	answer(call: AlibabaMethodCall): JsonObject;
}

/** A parameter that is a whole number; the default when it is absent, refused in another form. */
export function wholeParam<T>(
	{ params }: Pick<AlibabaMethodCall, 'params'>,
	name: string,
	whenAbsent: T,
): number | T {
	return wholeField({ [name]: given(params, name) }, name) ?? whenAbsent;
}

/** Where a page of rows starts and ends; refuses sizes beyond the limit. */
export function pageOf(
	call: AlibabaMethodCall,
	names: { page: string; size: string; first: number; limit: number; usual: number },
): { page: number; size: number; start: number } {
	const page = wholeParam(call, names.page, names.first);
	const size = wholeParam(call, names.size, names.usual);
	if (page < names.first) refuse('InvalidParameter', `"${names.page}" starts at ${names.first}`);
	if (size < 1 || size > names.limit) {
		refuse('InvalidParameter', `"${names.size}" is 1 to ${names.limit}`);
	}
	return { page, size, start: (page - names.first) * size };
}

/** The refusal of the second product interface. */
export function v2Refusal(call: AlibabaMethodCall, msgCode: string, message: string): JsonObject {
	return { success: false, msg_code: msgCode, message, trace_id: call.traceId };
}

/** The refusal of the first product interface and of the order calls. */
export function v1Refusal(call: AlibabaMethodCall, code: string, message: string): JsonObject {
	return { error_code: code, error_msg: message, trace_id: call.traceId };
}

/** The other refusal of the first product interface. */
export function resultRefusal(call: AlibabaMethodCall, code: string, message: string): JsonObject {
	return {
		result: { success: false, msg_code: code, message_info: message, trace_id: call.traceId },
	};
}

/** The refusal of the buyer's side: a good outer code around a bad inner one. */
export function buyerRefusal(code: string, message: string): JsonObject {
	return { result: { result_code: code, result_msg: message } };
}
