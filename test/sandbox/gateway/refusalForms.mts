import { printJson } from '../json.mts';
import type { JsonObject } from '../json.mts';
import { failureText } from './envelope.mts';
import type { Failure } from './failures.mts';

/**
 * Where and how a refusal stands in an answer. The pages of the platform and its software kits show
 * more than one way, and recorded answers more still.
 */
export const REFUSAL_FORMS = [
	'flat',
	'wrapped',
	'insideWrapper',
	'response',
	'returnResult',
	'retSuccess',
	'successFalse',
	'lists',
	'error',
	'errorObject',
] as const;
export type RefusalForm = (typeof REFUSAL_FORMS)[number];

/** The forms in which the method was reached, so that a number is the method's own. */
export const FORMS_OF_METHOD: readonly RefusalForm[] = [
	...['retSuccess', 'successFalse', 'lists', 'error'].map((form) => form as RefusalForm),
];

function flat({ type, code, message, subCode, subMessage }: Failure, requestId: string) {
	return {
		...(type === undefined ? {} : { type }),
		code,
		message,
		...(subCode === undefined ? {} : { sub_code: subCode }),
		...(subMessage === undefined ? {} : { sub_msg: subMessage }),
		request_id: requestId,
	};
}

/** The text of a refusal in a form; `method` names the wrapper. */
export function refusalText(
	form: RefusalForm,
	failure: Failure,
	method: string,
	requestId: string,
): string {
	const { message, subMessage } = failure;
	const code = failure.subCode ?? failure.code;
	const words = [message, subMessage].filter((text) => text !== undefined).join('. ');
	const wrapper = `${method.replaceAll('.', '_')}_response`;
	const bodies: Record<Exclude<RefusalForm, 'flat' | 'wrapped'>, JsonObject> = {
		insideWrapper: { [wrapper]: { error_response: { ...flat(failure, requestId), msg: message } } },
		response: { response: flat(failure, requestId) },
		returnResult: { return_result: flat(failure, requestId), request_id: requestId },
		retSuccess: { ret_success: false, error_code: code, error_message: words },
		successFalse: {
			[wrapper]: { result: { success: 'false', error_code: code, error_msg: words } },
		},
		lists: { success: 'false', errorCodes: [code], errorMsgs: [words], request_id: requestId },
		error: { error: code, error_description: words },
		errorObject: { error: flat(failure, requestId) },
	};
	if (form === 'flat' || form === 'wrapped')
		return failureText(failure, form === 'wrapped', requestId);
	return printJson(bodies[form]);
}
