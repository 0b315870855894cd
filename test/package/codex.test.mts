import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** The words by which n8n's panel of nodes finds each node besides its name, by the name of its file. */
const aliases = new Map(
	globSync('nodes/*/*.node.json').map((file): [string, string[]] => [
		basename(file, '.node.json'),
		JSON.parse(readFileSync(file, 'utf8')).alias,
	]),
);
const foundBy = (typed: string) =>
	[...aliases]
		.filter(([, words]) => words.some((word) => word.includes(typed)))
		.map(([name]) => name);

test.each([
	['速卖通', 'AliExpress'],
	['订单', 'AliExpress'],
	['差评', 'AliExpress'],
	['评价', 'AliExpress'],
	['商品', 'AliExpress'],
	['物流', 'AliExpress'],
	['纠纷', 'AliExpress'],
	['跨境', 'AliExpress'],
	['新订单', 'AliExpressTrigger'],
	['推送', 'AliExpressPushTrigger'],
	['授权', 'AliExpressConnectTrigger'],
	['国际站', 'AlibabaCom'],
	['起订量', 'AlibabaCom'],
	['飞书', 'FeishuBot'],
	['群消息', 'FeishuBot'],
])('who types %s finds %s', (typed, node) => {
	expect(foundBy(typed)).toContain(node);
});

test('every node has words in Chinese, and none twice', () => {
	expect(aliases.size).toBe(globSync('nodes/*/*.node.ts').length);
	for (const [node, words] of aliases) {
		const chinese = words.filter((word) => /^\p{Script=Han}+$/u.test(word));
		expect([node, chinese.length >= 4]).toEqual([node, true]);
		expect([node, new Set(words).size]).toEqual([node, words.length]);
	}
});
