import { readAnswer } from '../../../nodes/FeishuBot/message/deliver.ts';
import { faultOf, FAULT_WORDS } from '../../../nodes/FeishuBot/message/fault.ts';

function refusalOf(status: number, body: unknown, secrets: string[] = []) {
	const verdict = readAnswer(status, body, secrets);
	if (verdict.sent) throw new Error('counts as sent');
	return verdict.refusal;
}

describe('answers', () => {
	it.each([
		{ code: 0, msg: 'success', StatusCode: 0, StatusMessage: 'success', data: {} },
		{ Extra: null, StatusCode: 0, StatusMessage: 'success' },
		'{"code":0,"msg":"success"}',
	])('counts %j as sent', (body) => {
		expect(readAnswer(200, body)).toEqual({ sent: true });
	});

	it.each([
		[9499, 'Bad Request', '400', /could not read/, /card or post JSON/],
		[19001, 'param invalid', '400', /parameter/, /JSON/],
		[19001, 'param invalid: incoming webhook access token invalid', '404', /webhook/, /removed/],
		[19021, 'sign match fail', '401', /signature/, /secret[^]*clock/],
		[19022, 'Ip Not Allowed', '403', /IP address/, /IP list/],
		[19024, 'Key Words Not Found', '400', /keywords/, /Keyword/],
		[19036, 'too large', '413', /too large/, /20 KB/],
		[11232, 'too many request', '429', /throttles/, /100 a minute/],
	])('tells %i (%s) in words with a remedy', (code, msg, httpCode, what, todo) => {
		const refusal = refusalOf(200, { code, msg, data: {} });
		expect(refusal.message).toMatch(what);
		expect(refusal.message).toContain(String(code));
		expect(refusal.description).toMatch(todo);
		expect(refusal.description).toContain(`Feishu says: ${msg}`);
		expect(refusal).toMatchObject({ code, httpCode, throttled: code === 11232 });
	});

	it.each([
		[200, { StatusCode: 0, StatusMessage: '', code: 9499, msg: 'too many request' }],
		[400, { code: 9499, msg: 'too many request', data: {} }],
		[200, { code: '9499', msg: 'Too Many Requests' }],
		[200, { code: 11232, msg: '' }],
		[200, { code: 11233, msg: 'create message chat trigger rate limit' }],
		[400, { code: 230020, msg: 'This operation triggers the frequency limit.' }],
		[400, { code: 99991400, msg: 'request trigger frequency limit' }],
		[200, { code: 19099, msg: 'frequency limited psm[lark.oapi]' }],
		[200, { code: 5, msg: '请求过于频繁，请稍后再试' }],
		[400, { code: 9499, msg: 'send message too frequently' }],
		[200, { code: 2200, msg: 'internal error: flow control' }],
		[200, { code: 9499, msg: 'rate limited' }],
		[200, { StatusCode: 9499, StatusMessage: 'too many request' }],
		[429, { code: 19021, msg: 'sign match fail' }],
		[429, { code: 0, msg: 'success' }],
		[429, { code: 1, msg: '' }],
		[429, 'Too Many Requests'],
		[429, '<html>429</html>'],
		[429, {}],
	])('HTTP %i with %j is a limit', (status, body) => {
		const refusal = refusalOf(status, body);
		expect(refusal).toMatchObject({ throttled: true, httpCode: '429' });
		expect(refusal.message).toMatch(/throttles|too many messages/);
		expect(refusal.description).toMatch(/Try again later/);
	});

	it.each([
		[400, { code: 9499, msg: 'Bad Request: fail to parse content' }, /could not read/],
		[200, { code: 9499, msg: 'too many elements in the card' }, /could not read/],
		[200, { code: 19036, msg: 'request body too large: rate limit of size' }, /too large/],
		[200, { code: 19024, msg: 'Key Words Not Found: frequency limit' }, /keywords/],
		[200, { code: 19099, msg: 'something else' }, /did not send/],
	])('HTTP %i with %j is none, whatever words stand in it', (status, body, message) => {
		const refusal = refusalOf(status, body);
		expect(refusal.throttled).toBe(false);
		expect(refusal.message).toMatch(message);
		expect(refusal.description).toContain(body.msg);
	});

	it("repeats Feishu's words on one line, cut and without secrets", () => {
		const msg = `Bad Request: element 3f1c-token\n${'x'.repeat(5_000)}`;
		const { description = '' } = refusalOf(400, { code: 9499, msg }, ['3f1c-token', '']);
		expect(description).toContain('Feishu says: Bad Request: element *** xxx');
		expect(description).not.toMatch(/3f1c-token|\n/);
		expect(description.length).toBeLessThan(500);
		expect(refusalOf(200, { code: 19022, msg: '' }).description).not.toContain('Feishu says');
	});

	it('tells a refusal in the old form too', () => {
		expect(refusalOf(200, { StatusCode: 19021, StatusMessage: 'sign' }).code).toBe(19021);
	});

	it("shows Feishu's own text for a code it does not know, without secrets", () => {
		const msg = 'hook 3f1c-token\nbroke';
		const refusal = refusalOf(400, { code: 19099, msg }, ['3f1c-token', '']);
		expect(refusal.message).toContain('19099');
		expect(refusal.description).toContain('hook *** broke');
		expect(refusal.httpCode).toBe('400');
	});

	it.each([
		[200, {}],
		[200, { code: null, msg: 'success' }],
		[200, { ok: true }],
		[200, 'ok'],
		[200, '<html>login</html>'],
		[200, ''],
		[200, undefined],
		[200, []],
		[502, '<html>Cannot POST /open-apis/bot/v2/hook/3f1c-token</html>'],
	])('does not count HTTP %i with %j as sent, nor repeats the answer', (status, body) => {
		const refusal = refusalOf(status, body);
		expect(refusal.message).toContain(`HTTP ${status}`);
		expect(JSON.stringify(refusal)).not.toContain('3f1c-token');
		expect(refusal.code).toBeUndefined();
		expect(refusal.throttled).toBe(false);
	});

	it('does not trust a success code under a refusing HTTP status', () => {
		expect(refusalOf(500, { code: 0 }).httpCode).toBe('500');
	});
});

describe('faults on the way', () => {
	const thrown = (code: string) =>
		Object.assign(new Error('connect to https://open.feishu.cn/hook/3f1c-token'), { code });

	it.each([
		['ECONNREFUSED', 'unreachable'],
		['ENOTFOUND', 'unreachable'],
		['ECONNABORTED', 'timeout'],
		['ETIMEDOUT', 'timeout'],
		['ECONNRESET', 'interrupted'],
	])('classes %s as %s, also when n8n wrapped it', (code, fault) => {
		expect(faultOf(thrown(code), false)).toBe(fault);
		expect(faultOf(new Error('wrapped', { cause: thrown(code) }), false)).toBe(fault);
	});

	it('takes anything thrown', () => {
		expect(faultOf('text', false)).toBe('interrupted');
		expect(faultOf(thrown('ERR_CANCELED'), true)).toBe('cancelledDuring');
	});

	it("recognises n8n's guard against private addresses", () => {
		class SsrfBlockedIpError extends Error {}
		expect(faultOf(new Error('x', { cause: new SsrfBlockedIpError() }), false)).toBe('blocked');
	});

	it('has words n8n does not replace', () => {
		for (const { message } of Object.values(FAULT_WORDS)) {
			expect(message).not.toMatch(/\bE[A-Z]{4,}|getaddrinfo/);
		}
	});
});
