import { createHash } from 'node:crypto';

import { CHINESE } from '../../../../nodes/AliExpress/setup/chinese.ts';
import { ENGLISH } from '../../../../nodes/AliExpress/setup/english.ts';
import { CHECKS, tell, type Finding } from '../../../../nodes/AliExpress/setup/finding.ts';
import { GROUPS } from '../../../../nodes/AliExpress/setup/groups.ts';
import {
	isSigned,
	languageOf,
	linkOf,
	PAGE_HEADERS,
	pageOf,
	readTicket,
} from '../../../../nodes/AliExpress/setup/page.ts';
import { LISTS } from '../../../../nodes/AliExpress/trigger/lists/lists.ts';

const NOW = Date.UTC(2026, 10, 22, 4);
const MINUTE = 60_000;
const SHOP = 'ab'.repeat(32);

describe('languages', () => {
	const gapsOf = (sentence = '') =>
		[...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

	test('say the same sentences with the same values', () => {
		expect(Object.keys(CHINESE.sentences).sort()).toEqual(Object.keys(ENGLISH.sentences).sort());
		for (const [name, [what, remedy]] of Object.entries(ENGLISH.sentences)) {
			const [zhWhat, zhRemedy] = CHINESE.sentences[name] ?? [];
			expect([name, gapsOf(zhWhat), gapsOf(zhRemedy)]).toEqual([
				name,
				gapsOf(what),
				gapsOf(remedy),
			]);
			expect([name, zhRemedy === '']).toEqual([name, remedy === '']);
		}
	});

	test('have a name for everything that findings list', () => {
		for (const name of [...CHECKS, ...GROUPS, ...LISTS]) {
			expect([name, ENGLISH.names[name]]).toEqual([name, expect.stringMatching(/^[A-Za-z]/)]);
			expect([name, CHINESE.names[name]]).toEqual([
				name,
				expect.stringMatching(/\p{Script=Han}|App/u),
			]);
		}
		expect(Object.keys(CHINESE.names).sort()).toEqual(Object.keys(ENGLISH.names).sort());
	});

	test('join the names of a list in their own way', () => {
		const finding: Finding = {
			check: 'trigger',
			ok: null,
			says: 'triggerBegins',
			values: { name: 'T', lists: ['orders', 'reviews'], nextAt: '2026-11-22 04:06 UTC' },
		};
		expect(tell(finding, ENGLISH).what).toBe(
			'T is to read orders, reviews from 2026-11-22 04:06 UTC. It has read nothing yet.',
		);
		expect(tell(finding, CHINESE).what).toBe(
			'T 将从北京时间 2026-11-22 12:06 起读取订单、评价，还没有读过。',
		);
	});

	test('write moments in the time of their readers, and leave the words of others alone', () => {
		const about = (values: Finding['values'], says: string): Finding => {
			return { check: 'calls', ok: false, says, values };
		};
		const usedUp = about({ day: '200', resetsAt: '2026-11-22 16:00 UTC' }, 'callsUsedUp');
		expect(tell(usedUp, ENGLISH).what).toContain('begins anew at 2026-11-22 16:00 UTC.');
		expect(tell(usedUp, CHINESE).what).toContain('北京时间 2026-11-23 00:00 重新计数');
		const said = about(
			{ message: 'Closed until 2026-11-22 16:00 UTC', remedy: '' },
			'callsUnknown',
		);
		expect(tell(said, CHINESE).what).toContain('Closed until 2026-11-22 16:00 UTC');
		const page = pageOf({ findings: [], atMs: NOW, untilMs: NOW + 10 * MINUTE }, 'zh');
		expect(page).toContain(
			'检查于北京时间 2026-11-22 12:00，本页可打开到北京时间 2026-11-22 12:10。',
		);
	});

	test.each([
		['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
		['zh-TW', 'zh'],
		['zh', 'zh'],
		['de-DE,de;q=0.9,zh;q=0.2', 'zh'],
		['en-US,en;q=0.9,zh-CN;q=0.8', 'en'],
		['en;q=0.5, ZH-cn;q=0.7', 'zh'],
		['de-DE,de;q=0.9', 'en'],
		['zho-like,zhuang', 'en'],
		['zh;q=0', 'en'],
		['zh;q=x', 'en'],
		['*', 'en'],
		['', 'en'],
	])('of %p is %s', (header, language) => {
		expect(languageOf(header)).toBe(language);
	});
});

describe('the link of a page', () => {
	const ticketOf = (link: string) => new URL(link).searchParams.get('check');
	const link = linkOf('https://n8n.example.com/webhook/b', SHOP, NOW + 10 * MINUTE, 'secret');

	test('is good for ten minutes, for the secret that signed it', () => {
		const ticket = readTicket(ticketOf(link), NOW);
		expect(ticket).toMatchObject({ shop: SHOP, untilMs: NOW + 10 * MINUTE });
		expect(ticket && isSigned(ticket, 'secret')).toBe(true);
		expect(ticket && isSigned(ticket, 'other')).toBe(false);
		expect(ticket && isSigned(ticket, '')).toBe(false);
		expect(readTicket(ticketOf(link), NOW + 10 * MINUTE - 1)).toBeDefined();
		expect(readTicket(ticketOf(link), NOW + 10 * MINUTE)).toBeUndefined();
		// Its time lies further ahead than any link's: the clock was set back.
		expect(readTicket(ticketOf(link), NOW - 1)).toBeUndefined();
	});

	test('holds nothing of the secret, and nothing that can be changed', () => {
		expect(link).not.toContain('secret');
		const ticket = ticketOf(link) ?? '';
		const [shop = '', until = '', signature = ''] = ticket.split('.');
		const later = [shop, (NOW + 9 * MINUTE).toString(36), signature].join('.');
		const other = ['cd'.repeat(32), until, signature].join('.');
		for (const changed of [later, other]) {
			const read = readTicket(changed, NOW);
			expect([changed, read && isSigned(read, 'secret')]).toEqual([changed, false]);
		}
	});

	test.each([
		undefined,
		null,
		'',
		'x',
		['a', 'b'],
		{ check: 'x' },
		`${SHOP}.mi.${'0'.repeat(63)}`,
		`${SHOP}..${'0'.repeat(64)}`,
		`${SHOP}.mi.${'G'.repeat(64)}`,
		`${SHOP}.${'z'.repeat(11)}.${'0'.repeat(64)}`,
		`${SHOP}.mi.${'0'.repeat(64)}\n`,
	])('%p is none', (given) => {
		expect(readTicket(given, NOW)).toBeUndefined();
	});
});

describe('the page', () => {
	const hostile = `</li><script>alert(1)</script><img src=x onerror="a('b')">&amp;\u202e\u0000`;
	const report = {
		atMs: NOW,
		untilMs: NOW + 10 * MINUTE,
		findings: [
			{
				check: 'trigger',
				ok: true,
				says: 'triggerBegins',
				values: { name: hostile, lists: [hostile], nextAt: hostile },
			},
			{
				check: 'bridge',
				ok: false,
				says: 'bridgeSilent',
				values: { message: hostile, remedy: hostile },
			},
			{ check: 'seller', ok: null, says: '<b>', values: {} },
		] as Finding[],
	};

	test.each(['en', 'zh'] as const)('in %s takes no text for markup', (language) => {
		const page = pageOf(report, language);
		const tags = new Set([...page.matchAll(/<\/?([a-z0-9!]+)/gi)].map(([, tag]) => tag));
		expect([...tags].sort()).toEqual([
			'!doctype',
			'body',
			'h1',
			'h2',
			'head',
			'html',
			'li',
			'meta',
			'p',
			'small',
			'style',
			'title',
			'ul',
		]);
		expect(page.match(/<li class="(yes|no|open)">/g)).toHaveLength(3);
		expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
		expect(page).not.toMatch(/[\u202e\u0000]/);
		expect(page).not.toMatch(/\b(?:href|src|action|http-equiv)=(?!x)/);
		expect(page).toContain(`<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">`);
	});

	test('is told in words and not by colour alone', () => {
		const english = pageOf(report, 'en');
		for (const state of ['Trigger · right', 'Bridge · to be mended', 'Seller · not known']) {
			expect(english).toContain(state);
		}
		const chinese = pageOf(report, 'zh');
		for (const state of ['触发器 · 正常', '桥接 · 需要处理', '卖家 · 未知']) {
			expect(chinese).toContain(state);
		}
	});

	test('lets nothing in but its own style', () => {
		const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(pageOf(report, 'en')) ?? [];
		const hash = createHash('sha256').update(style).digest('base64');
		expect(PAGE_HEADERS['Content-Security-Policy']).toBe(
			`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
		);
		expect(PAGE_HEADERS).toMatchObject({
			'Cache-Control': 'no-store',
			'Referrer-Policy': 'no-referrer',
			'X-Content-Type-Options': 'nosniff',
		});
	});
});
