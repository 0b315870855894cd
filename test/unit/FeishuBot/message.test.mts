import {
	cardMention,
	escapeTags,
	postDraft,
	readMention,
	readPostContent,
	richPostDraft,
	textDraft,
	textMention,
} from '../../../nodes/FeishuBot/message/text.ts';
import { readCard } from '../../../nodes/FeishuBot/message/checked.ts';
import {
	readWebhook,
	signature,
	signatureFields,
} from '../../../nodes/FeishuBot/message/webhook.ts';

const TOKEN = '3f1c2d4e-aaaa-bbbb-cccc-1234567890ab';
const PATH = `/open-apis/bot/v2/hook/${TOKEN}`;

describe('signature', () => {
	it.each([
		['1599360473', 'demo', 'l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8='],
		['1700000000', 'SEC-测试', 'JnjuyzVx8HKshix7WmttCZUu59PcAdm7y5rNU/ey1lk='],
	])('signs %s with %s as Feishu does', (timestamp, secret, expected) => {
		expect(signature(timestamp, secret)).toBe(expected);
	});

	it("is not DingTalk's signature, which takes the secret as key", () => {
		expect(signature('1599360473', 'demo')).not.toBe(
			'DkEDUyVoOOJ539qBvUgMyzkzIdRWlf4e/V3Rq+ONJnQ=',
		);
	});

	it('gives the timestamp as text in whole seconds', () => {
		expect(signatureFields('demo', 1_599_360_473_999)).toEqual({
			timestamp: '1599360473',
			sign: 'l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=',
		});
	});

	it('adds nothing for a bot without a secret', () => {
		expect(signatureFields('', 1_599_360_473_000)).toEqual({});
	});
});

describe('webhook address', () => {
	it.each([
		`https://open.feishu.cn${PATH}`,
		`https://open.larksuite.com${PATH}`,
		`https://gateway.example.com/feishu${PATH}`,
		`http://127.0.0.1:18080${PATH}`,
		`http://localhost:18080${PATH}`,
		`http://[::1]:18080${PATH}`,
		`  https://open.feishu.cn${PATH}/\n`,
	])('accepts %s', (text) => {
		const webhook = readWebhook(text);
		expect(webhook).toMatchObject({ ok: true, value: { token: TOKEN } });
		expect(webhook.ok && webhook.value.url.endsWith(PATH)).toBe(true);
	});

	it.each([
		['', /empty/],
		['open.feishu.cn/hook', /not a web address/],
		[`http://open.feishu.cn${PATH}`, /https/],
		[`http://127.0.0.1.example.com${PATH}`, /https/],
		[`ftp://127.0.0.1${PATH}`, /https/],
		[`https://user:pass@open.feishu.cn${PATH}`, /user name/],
		[`https://open.feishu.cn/open-apis/bot/hook/${TOKEN}`, /old form/],
		['https://open.feishu.cn/open-apis/bot/v2/hook/', /not the address of a Feishu custom bot/],
		[`https://open.feishu.cn${PATH}/more`, /not the address of a Feishu custom bot/],
		[`https://oapi.dingtalk.com/robot/send?access_token=${TOKEN}`, /not the address/],
	])('refuses %s without repeating it', (text, expected) => {
		const webhook = readWebhook(text);
		if (webhook.ok) throw new Error('was accepted');
		expect(webhook.refusal.message).toMatch(expected);
		expect(JSON.stringify(webhook.refusal)).not.toContain(TOKEN);
		expect(JSON.stringify(webhook.refusal)).not.toContain('pass@');
	});
});

describe('foreign text', () => {
	it('loses the power of its tags', () => {
		const escaped = escapeTags('<at user_id="all"></at><at id=all></at><font color=red>x</font>');
		expect(escaped).not.toMatch(/[<>]/);
		expect(escaped).toContain('&lt;at user_id="all"&gt;');
	});
});

describe('mention', () => {
	it('reads ids however they are separated, once each', () => {
		const mention = readMention('users', 'ou_a, ou_b\nou_c，ou_a');
		expect(mention).toEqual({ ok: true, value: ['ou_a', 'ou_b', 'ou_c'] });
	});

	it.each(['"></at><at user_id="all', 'ou_a>,ou_b', 'all', '', ' , '])(
		'refuses the id list %j',
		(ids) => {
			expect(readMention('users', ids).ok).toBe(false);
		},
	);

	it('writes the tags of text and of cards', () => {
		expect(textMention(['ou_a', 'ou_b'])).toBe('<at user_id="ou_a"></at> <at user_id="ou_b"></at>');
		expect(cardMention(['all'])).toBe('<at id=all></at>');
	});
});

describe('text message', () => {
	const parts = { text: 'Hi', escapeMentions: true, mention: [], keyword: '' };

	it('escapes tags of the text but not its own mention', () => {
		const { body } = textDraft({ ...parts, text: '<at user_id="all"></at>', mention: ['ou_a'] });
		expect(body).toEqual({
			msg_type: 'text',
			content: { text: '&lt;at user_id="all"&gt;&lt;/at&gt;\n<at user_id="ou_a"></at>' },
		});
	});

	it('breaks links whose words hide where they lead, and keeps their address', () => {
		const text = 'See [our policy](https://evil.example) now';
		const shown = 'See [our policy]\u200B(https://evil.example) now';
		expect(textDraft({ ...parts, text }).body).toMatchObject({ content: { text: shown } });
		const wanted = textDraft({ ...parts, text, escapeMentions: false }).body;
		expect(wanted).toMatchObject({ content: { text } });
	});

	it('leaves deliberate tags alone when asked to', () => {
		const text = 'Ship it <at user_id="ou_x">Li</at>';
		const { body } = textDraft({ ...parts, text, escapeMentions: false });
		expect(body).toEqual({ msg_type: 'text', content: { text } });
	});

	it('adds the keyword only when it is missing', () => {
		const added = textDraft({ ...parts, keyword: '订单' }).body;
		expect(added).toMatchObject({ content: { text: 'Hi\n订单' } });
		const present = textDraft({ ...parts, text: '新订单', keyword: '订单' }).body;
		expect(present).toMatchObject({ content: { text: '新订单' } });
	});

	it('keeps keyword and mention when a long text is cut', () => {
		const long = { ...parts, text: '好'.repeat(10_000), mention: ['all'], keyword: 'k' };
		const { body, shortened } = textDraft(long);
		expect(shortened).toBe(true);
		if (body.msg_type !== 'text') throw new Error('not a text');
		expect(body.content.text.endsWith('…\nk\n<at user_id="all"></at>')).toBe(true);
		expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThanOrEqual(20_000);
	});
});

describe('post', () => {
	const frame = { title: 'Orders', mention: [], keyword: '' };

	it('puts every line into a text element, links and mentions after them', () => {
		const links = [{ text: '', href: 'https://a.example' }];
		const { body } = postDraft('one\n<at user_id="all">', links, { ...frame, mention: ['all'] });
		expect(body).toEqual({
			msg_type: 'post',
			content: {
				post: {
					zh_cn: {
						title: 'Orders',
						content: [
							[{ tag: 'text', text: 'one' }],
							[{ tag: 'text', text: '<at user_id="all">' }],
							[{ tag: 'a', text: 'https://a.example', href: 'https://a.example' }],
							[{ tag: 'at', user_id: 'all' }],
						],
					},
				},
			},
		});
	});

	it('adds the keyword unless the title has it', () => {
		const without = JSON.stringify(postDraft('x', [], { ...frame, keyword: 'AE' }).body);
		expect(without).toContain('"text":"AE"');
		const within = { ...frame, title: 'AE today', keyword: 'AE' };
		expect(JSON.stringify(postDraft('x', [], within).body)).not.toContain('"text":"AE"');
	});

	it('takes paragraphs as JSON and leaves their fields alone', () => {
		const content = [[{ tag: 'text', text: 'a', style: ['bold'] }], [{ tag: 'hr' }]];
		const read = readPostContent(content);
		if (!read.ok) throw new Error('was refused');
		const { body } = richPostDraft(read.value, { ...frame, title: '' });
		expect(body).toEqual({ msg_type: 'post', content: { post: { zh_cn: { content } } } });
	});

	it.each([{}, [], ['text'], [{ tag: 'text' }], [[{ text: 'no tag' }]]])(
		'refuses %j as paragraphs',
		(content) => {
			expect(readPostContent(content).ok).toBe(false);
		},
	);
});

describe('own card', () => {
	const elements = [{ tag: 'hr' }];
	it.each([
		{ elements },
		{ header: { title: { tag: 'plain_text', content: 'x' } } },
		{ i18n_elements: { zh_cn: elements } },
		{ schema: '2.0', body: { elements } },
		{ type: 'template', data: { template_id: 'AAq', template_variable: { a: 1 } } },
	])('accepts %j unchanged', (card) => {
		expect(readCard(card)).toEqual({ ok: true, value: card });
		expect(readCard({ msg_type: 'interactive', card })).toEqual({ ok: true, value: card });
	});

	it.each([
		['a text', /not a JSON object/],
		[[elements], /not a JSON object/],
		[null, /not a JSON object/],
		[{}, /no content/],
		[{ elements: 'x' }, /no content/],
		[{ schema: '2.0', elements }, /version 2.0/],
		[{ schema: '3.0', body: { elements } }, /version 2.0/],
	])('refuses %j', (card, expected) => {
		const read = readCard(card);
		expect(read.ok ? 'accepted' : read.refusal.message).toMatch(expected);
	});
});
