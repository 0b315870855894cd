import { FeishuBot } from '../../nodes/FeishuBot/FeishuBot.node.ts';
import { nameOf, operationsOf } from './example.mts';
import { FEISHU_BOT } from './feishuBot.mts';

test('every operation has an example, and every example an operation', () => {
	expect(FEISHU_BOT.map(nameOf).sort()).toEqual(operationsOf(new FeishuBot()));
});
