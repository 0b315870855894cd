import type { INodeProperties, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { AlibabaCom } from '../../nodes/AlibabaCom/AlibabaCom.node.ts';
import { AliExpress } from '../../nodes/AliExpress/AliExpress.node.ts';
import { FeishuBot } from '../../nodes/FeishuBot/FeishuBot.node.ts';

/**
 * The lists to which n8n 2.41 would add *Custom API Call* (load-nodes-and-credentials), for a node whose
 * credentials could sign for its HTTP Request node; it does not ask whether they may be used there.
 */
function listsWithDeadEnd({ version, defaultVersion, properties }: INodeTypeDescription) {
	const isLatest = defaultVersion === undefined || defaultVersion === version;
	const isAsked = ({ name, options = [] }: INodeProperties) =>
		['resource', 'operation'].includes(name) && options.at(-1)?.name !== 'Custom API Call';
	return isLatest ? properties.filter(isAsked).map(({ name }) => name) : [];
}

const nodes: INodeType[] = [new AliExpress(), new AlibabaCom(), new FeishuBot()];

// The end-to-end test asks the real n8n what it made of them.
test.each(nodes)('$description.displayName leads nobody to the HTTP Request node', (node) => {
	expect(listsWithDeadEnd(node.description)).toEqual([]);
	const before = { ...node.description, version: 1, defaultVersion: undefined };
	expect(listsWithDeadEnd(before).length).toBeGreaterThan(1);
});

test.each(nodes)('$description.displayName still is of the version that workflows name', (node) => {
	expect([node.description.version, node.description.defaultVersion]).toEqual([[1], 1]);
});
