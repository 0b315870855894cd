import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { openEnvelope } from '../../../nodes/wire/envelope.ts';
import { failureOf } from '../../../nodes/wire/failure.ts';
import { parseJson, type JsonValue } from '../../../nodes/wire/json.ts';

function causeOf(body: JsonValue): string {
	const opened = openEnvelope(body);
	return opened.ok ? 'ok' : failureOf(opened.refusal).cause;
}

describe('openEnvelope', () => {
	it('takes off the wrapper, and works without one', () => {
		const inner = { result: { success: true, target_list: {} } };
		expect(openEnvelope({ a_b_response: inner, request_id: 'r' })).toEqual({
			ok: true,
			value: inner,
		});
		expect(openEnvelope({ code: '0', request_id: 'r', ...inner })).toMatchObject({
			ok: true,
			value: inner,
		});
	});

	it.each<[string, JsonValue, string]>([
		[
			'the /sync layer',
			{ error_response: { type: 'ISV', code: 'IllegalAccessToken', msg: 'm' } },
			'token',
		],
		[
			'the flat layer',
			{ type: 'ISV', code: 'InvalidCode', message: 'm', request_id: 'r' },
			'authorizationCode',
		],
		['a flat code that is a number', { code: 15, message: 'Remote service error' }, 'service'],
		['an unknown code of the service', { type: 'ISP', code: 'X9', message: 'm' }, 'service'],
		['a fault type without a code', { type: 'SYSTEM', message: 'down' }, 'service'],
		[
			'a fault beside a wrapper',
			{ type: 'ISV', code: 'IllegalAccessToken', a_response: {} },
			'token',
		],
		[
			'code 15 with an isv sub code',
			{ error_response: { code: 15, sub_code: 'isv.order-not-exist' } },
			'input',
		],
		['an error_response that is text', { error_response: 'Internal error' }, 'malformed'],
		[
			'an error_response inside the wrapper',
			{ a_response: { error_response: { code: '27' } } },
			'token',
		],
		['two flags that disagree', { success: true, result_success: false }, 'business'],
		['FALSE', { result: { success: 'FALSE' } }, 'business'],
		['a text without flag or code', { result: { error_desc: 'boom' } }, 'business'],
		[
			"a number that is the method's own",
			{ result: { error_code: 7, error_message: 'x' } },
			'business',
		],
		[
			'code 15 with a sub code',
			{
				error_response: {
					code: 15,
					type: 'ISP',
					sub_code: 'isv.insufficient-permission',
					msg: 'Remote service error',
				},
			},
			'permission',
		],
		['another spelling', { error_response: { code: 'InvalidAppkey' } }, 'appKey'],
		[
			'a refusal inside the wrapper',
			{ a_response: { code: 'ApiCallLimit', message: 'this ban will last 1 seconds' } },
			'rateLimit',
		],
		[
			'success=false',
			{ a_response: { result: { success: false, error_code: 'X', error_message: 'no' } } },
			'business',
		],
		['success as text', { result: { success: 'false' } }, 'business'],
		[
			'result_success=false beside an empty list',
			{ a_response: { result_success: false, target_list: [] } },
			'business',
		],
		['is_success=false', { is_success: false, error_desc: 'no', result_list: {} }, 'business'],
		[
			'a code without any flag',
			{ a_response: { result: { error_code: 'F00-10-10000-001', error_message: 'no' } } },
			'business',
		],
		[
			'errorCode with success=false',
			{ result: { success: false, errorCode: 'E', errorMessage: 'no' } },
			'business',
		],
		['a code beside an empty result', { code: '15', msg: 'm', result: {} }, 'service'],
		['ret_success=false', { ret_success: false, error_code: 'X' }, 'business'],
		['isSuccess=false', { a_response: { return_result: { isSuccess: 'false' } } }, 'business'],
		['a flag in response', { response: { success: false, error_code: 'X' } }, 'business'],
		[
			'a flag in return_result in response',
			{ a_response: { response: { return_result: { result_success: 'FALSE' } } } },
			'business',
		],
		[
			'an error_response in response',
			{ response: { error_response: { code: 'IllegalAccessToken' } } },
			'token',
		],
		['a code and words alone in result', { result: { code: 'X', message: 'no' } }, 'business'],
		[
			'the gateway in result',
			{ result: { type: 'ISV', code: 'IllegalAccessToken', msg: 'm' } },
			'token',
		],
		['an error that is a text', { error: 'shop is closed' }, 'business'],
		['an error that is a name', { error: 'invalid_request', error_description: 'm' }, 'business'],
		['an error that is an object', { error: { code: 'AppApiCallLimit' } }, 'rateLimit'],
		['an error with fields of the gateway', { error: { type: 'ISP', code: 15 } }, 'service'],
		['an error in the wrapper', { a_response: { error: 'shop is closed' } }, 'business'],
		['an error that is a yes', { error: true, message: 'no' }, 'business'],
		['codes in a list', { errorCodes: ['X'], errorMsgs: ['no'] }, 'business'],
		[
			'control characters behind values',
			{ error_response: { code: 'AppApiCallLimit\u0000', msg: 'm\u0000' } },
			'rateLimit',
		],
		['a control character behind a flag', { success: 'false\u0000' }, 'business'],
		['an empty body', {}, 'malformed'],
		['a list', [], 'malformed'],
		['text', 'oops', 'malformed'],
		['null', null, 'malformed'],
	])('finds %s', (_name, body, cause) => {
		expect(causeOf(body)).toBe(cause);
	});

	it.each<[string, JsonValue]>([
		['code 200', { code: '200', result: { list: [] } }],
		['error_code 0', { result: { error_code: 0, error_message: '', target_list: {} } }],
		[
			'a code beside success=true',
			{ a_response: { result: { success: true, error_code: 16009999 } } },
		],
		[
			'an error text beside result_success=true',
			{ a_response: { result_error_desc: 'System error', result_success: true } },
		],
		['no list at all', { code: '0', request_id: 'r' }],
		['a code beside a result', { code: '16009999', result: { list: [1] } }],
		['error_code 0 with words', { result: { error_code: '0', error_message: 'success' } }],
		['a code that is a good word', { code: 'SUCCESS', request_id: 'r' }],
		['a result with nothing but good words', { result: { code: '1', message: 'success' } }],
		['an error that is none', { error: '', result: { list: [1] } }],
		['an error that is the word null', { error: 'null', code: '0' }],
		['an error that is null', { error: null, code: '0' }],
		['an error object that is empty', { error: {}, code: '0' }],
		['an error beside a true flag', { success: true, error: 'old news' }],
		['empty lists of codes', { errorCodes: [], errorMsgs: [], result: { list: [] } }],
		['a refusal of a row', { result: { success: true, list: [{ success: false }] } }],
		['a part of an order', { target: { refund_info: { success: false, code: 'X' } } }],
		['words of the method in response', { response: { message: 'ok', level: { code: 1 } } }],
	])('takes %s for success', (_name, body) => {
		expect(causeOf(body)).toBe('ok');
	});

	it.each<[string, JsonValue, { code: string; message: string }]>([
		[
			'in lists',
			{ success: 'false', errorCodes: ['A', 'B'], errorMsgs: ['first', 'second'] },
			{ code: 'A', message: 'first; second' },
		],
		[
			'in lists of the wrapped form',
			{ success: false, error_codes: { string: ['A'] }, error_msgs: { string: ['first'] } },
			{ code: 'A', message: 'first' },
		],
		[
			'in another layer than the flag',
			{ a_response: { result: { error_code: 'X', error_desc: 'no' }, result_success: false } },
			{ code: 'X', message: 'no' },
		],
		[
			'under other names',
			{ success: false, msg_code: 'B_X', message: 'no' },
			{ code: 'B_X', message: 'no' },
		],
		[
			'with control characters behind them',
			{ ret_success: false, error_code: 'X\u0000', error_msg: 'no\u0000\u0001' },
			{ code: 'X', message: 'no' },
		],
		['of an error', { error: 'shop is closed' }, { code: '', message: 'shop is closed' }],
	])('keeps the words that stand %s', (_name, body, told) => {
		expect(openEnvelope(body)).toMatchObject({ ok: false, refusal: told });
	});

	it('opens every recorded answer of the platform as what it is', () => {
		const folder = join(__dirname, '../../fixtures/samples');
		const verdicts = readdirSync(folder).map((file) => [
			file,
			causeOf(parseJson(readFileSync(join(folder, file), 'utf8'))),
		]);
		expect(Object.fromEntries(verdicts)).toEqual({
			'auth_token_refresh.json': 'ok',
			'error_api_call_limit.json': 'rateLimit',
			'freight_redefining_listfreighttemplate.json': 'ok',
			'postproduct_findproductinfolistquery.json': 'ok',
			'postproduct_redefining_getproductgrouplist.json': 'ok',
			'solution_order_info_get.json': 'ok',
			'trade_seller_orderlist_get.json': 'ok',
		});
	});

	it('reads the length of a ban in every wording', () => {
		const banOf = (msg: string) => {
			const opened = openEnvelope({ error_response: { code: 'ApiCallLimit', msg } });
			return opened.ok ? undefined : failureOf(opened.refusal).banMs;
		};
		expect(banOf('Api access frequency exceeds the limit. this ban will last 1 seconds')).toBe(
			1_000,
		);
		expect(banOf('This ban will last for 42 more seconds')).toBe(42_000);
		expect(banOf('frequency')).toBeUndefined();
	});
});
