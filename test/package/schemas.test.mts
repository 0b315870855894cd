import { globSync, readFileSync } from 'node:fs';

import { AliExpress } from '../../nodes/AliExpress/AliExpress.node.ts';
import { AlibabaCom } from '../../nodes/AlibabaCom/AlibabaCom.node.ts';
import { FeishuBot } from '../../nodes/FeishuBot/FeishuBot.node.ts';
import { itemSchemas } from '../../scripts/schemas/itemSchemas.mts';
import { ALIEXPRESS } from '../operations/aliExpress.mts';
import { nameOf, operationsOf } from '../operations/example.mts';

const written = globSync('nodes/*/__schema__/**/*.json')
	.map((path) => path.replaceAll('\\', '/'))
	.sort();

test('output schemas are those of the item types: run npm run schemas after a change', () => {
	const generated = itemSchemas();
	expect([...generated.keys()].sort()).toEqual(written);
	for (const [path, text] of generated) {
		expect([path, readFileSync(path, 'utf8')]).toEqual([path, text]);
	}
});

test.each([
	['AliExpress', new AliExpress()],
	['AlibabaCom', new AlibabaCom()],
	['FeishuBot', new FeishuBot()],
])('every operation of %s has one where n8n looks for it', (folder, node) => {
	const answers = new Set(ALIEXPRESS.filter((one) => one.isAnswerItself).map(nameOf));
	const versions = [node.description.version].flat().map((version) => `v${version}.0.0`);
	const expected = versions.flatMap((version) =>
		operationsOf(node)
			.filter((name) => folder !== 'AliExpress' || !answers.has(name))
			.map((name) => `nodes/${folder}/__schema__/${version}/${name.replace(' ', '/')}.json`),
	);
	expect(written.filter((path) => path.startsWith(`nodes/${folder}/`))).toEqual(expected.sort());
});
