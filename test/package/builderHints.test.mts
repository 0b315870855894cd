import { globSync } from 'node:fs';
import type { INodeProperties, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { AliExpress } from '../../nodes/AliExpress/AliExpress.node.ts';
import { AliExpressConnectTrigger } from '../../nodes/AliExpress/AliExpressConnectTrigger.node.ts';
import { AliExpressPushTrigger } from '../../nodes/AliExpress/AliExpressPushTrigger.node.ts';
import { AliExpressTrigger } from '../../nodes/AliExpress/AliExpressTrigger.node.ts';
import { AlibabaCom } from '../../nodes/AlibabaCom/AlibabaCom.node.ts';
import { FeishuBot } from '../../nodes/FeishuBot/FeishuBot.node.ts';

const NODES: readonly INodeType[] = [
	new AliExpress(),
	new AliExpressTrigger(),
	new AliExpressPushTrigger(),
	new AliExpressConnectTrigger(),
	new AlibabaCom(),
	new FeishuBot(),
];
const ACTIONS = NODES.filter(({ description }) => description.usableAsTool);
const own = new Set(NODES.map(({ description }) => `n8n-nodes-aliexpress.${description.name}`));

/** Every field at every depth, in collections too. */
const fieldsIn = (fields: readonly unknown[]): INodeProperties[] =>
	fields.flatMap((field) => {
		const own = field as INodeProperties;
		return [own, ...fieldsIn(own.options ?? [])];
	});

/** The operations that a node offers: what the editor and an agent read of each. */
const operationsOf = ({ properties }: INodeTypeDescription) =>
	properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [] }) => options as Array<{ name: string; description?: string }>);

test('every node says to who builds workflows when to take it, and what belongs to it', () => {
	expect(NODES).toHaveLength(globSync('nodes/*/*.node.ts').length);
	for (const { description } of NODES) {
		const { searchHint = '', relatedNodes = [] } = description.builderHint ?? {};
		expect([description.name, searchHint.length > 100]).toEqual([description.name, true]);
		expect([description.name, relatedNodes.length > 1]).toEqual([description.name, true]);
		for (const { nodeType, relationHint } of relatedNodes) {
			expect([nodeType, own.has(nodeType) || nodeType.startsWith('n8n-nodes-base.')]).toEqual([
				nodeType,
				true,
			]);
			expect(relationHint).not.toBe('');
		}
	}
});

test('an action says that it is to be taken in place of HTTP Request', () => {
	expect(ACTIONS).toHaveLength(3);
	for (const { description } of ACTIONS) {
		expect(description.builderHint?.searchHint).toMatch(/not HTTP Request/);
	}
});

/** What n8n's list of operations shows of a description: two lines of it, the rest is cut off. */
const SHOWN = 100;

test('every operation names its calls, where the list of operations still shows it', () => {
	const operations = ACTIONS.flatMap(({ description }) => operationsOf(description));
	expect(operations.length).toBeGreaterThan(45);
	const cost = /^Costs (no|one|two) calls?\b.*\.$|\bSends one message\.$/;
	const silent = operations.filter(({ description = '' }) => {
		const at = description.search(/Costs|Sends one message/);
		return !cost.test(description) || at > SHOWN;
	});
	expect(silent).toEqual([]);
});

test('what costs calls without being seen is said where it is set', () => {
	for (const { description } of ACTIONS) {
		const fields = fieldsIn(description.properties);
		const asking = fields.filter(
			({ type, name }) => type === 'resourceLocator' && /Id$/.test(name),
		);
		const unhinted = asking.filter(
			({ builderHint }) => !/costs (a call|calls)/.test(JSON.stringify(builderHint ?? '')),
		);
		expect(unhinted.map(({ name }) => name)).toEqual([]);
	}
});
