import { globSync, readFileSync } from 'node:fs';
import type { INodeProperties } from 'n8n-workflow';

import { AliExpress } from '../../nodes/AliExpress/AliExpress.node.ts';

function objectsIn(value: unknown, found = new Set<object>()): Set<object> {
	if (typeof value !== 'object' || value === null || found.has(value)) return found;
	found.add(value);
	for (const inner of Object.values(value)) objectsIn(inner, found);
	return found;
}

function textsOf(properties: unknown): string[] {
	const names = ['displayName', 'description', 'hint', 'name', 'action', 'placeholder'];
	return [...objectsIn(properties)].flatMap((object) =>
		Object.entries(object).flatMap(([name, value]) =>
			names.includes(name) && typeof value === 'string' ? [value] : [],
		),
	);
}

const { description } = new AliExpress();

/** Names of the fields a user sees for a choice, in order. */
function shownFor(resource: string, operation: string): string[] {
	const isShown = ({ displayOptions }: INodeProperties) => {
		const { resource: resources, operation: operations } = displayOptions?.show ?? {};
		return resources?.includes(resource) && operations?.includes(operation);
	};
	return description.properties.filter(isShown).map(({ name }) => name);
}

test('two instances share no object, since n8n changes what it is given', () => {
	const first = objectsIn(new AliExpress().description);
	const second = objectsIn(new AliExpress().description);
	expect([...first].filter((object) => second.has(object))).toEqual([]);
});

test('begins with the choice of the credential, then resource and operations', () => {
	const names = description.properties.slice(0, 5).map(({ name }) => name);
	expect(names).toEqual(['authentication', 'resource', 'operation', 'operation', 'operation']);
	expect(description.usableAsTool).toBe(true);
});

test.each([
	['order', 'get', ['orderId', 'simplify', 'options']],
	['order', 'getAll', ['statuses', 'returnAll', 'limit', 'simplify', 'filters', 'options']],
	['review', 'getAll', ['stars', 'returnAll', 'limit', 'simplify', 'filters', 'options']],
	['quota', 'getStatus', []],
])('%s %s shows its fields and no others', (resource, operation, names) => {
	expect(shownFor(resource, operation)).toEqual(names);
});

test('the limit hides while everything is asked for', () => {
	const limits = description.properties.filter(({ name }) => name === 'limit');
	expect(limits).toHaveLength(2);
	for (const { displayOptions } of limits) expect(displayOptions?.show?.returnAll).toEqual([false]);
});

test('the default operation of each resource exists', () => {
	for (const property of description.properties.filter(({ name }) => name === 'operation')) {
		const values = property.options?.map((option) =>
			'value' in option ? option.value : undefined,
		);
		expect(values).toContain(property.default);
	}
});

test('the address of an order gives its id, whatever else stands in it', () => {
	const order = description.properties.find(({ name }) => name === 'orderId');
	const mode = order?.modes?.find(({ name }) => name === 'url');
	const pattern = mode?.extractValue?.type === 'regex' ? String(mode.extractValue.regex) : '';
	const idIn = (url: string) => new RegExp(pattern).exec(url)?.[1];
	const id = '8100000000000001';
	for (const url of [
		`https://trade.aliexpress.com/order_detail.htm?orderId=${id}`,
		`https://trade.aliexpress.com/order_detail.htm?spm=a2g0o.9.0.1234567890123&orderId=${id}&x=1`,
		`https://example.com/orders/${id}/detail`,
		`https://example.com/detail?order_id=${id}#1234567890123`,
	]) {
		expect(idIn(url)).toBe(id);
	}
	expect(idIn('https://example.com/orders')).toBeUndefined();
	expect(idIn(`ftp://example.com/${id}`)).toBeUndefined();
});

test('no text speaks of errors or problems', () => {
	const texts = textsOf(description);
	expect(texts.length).toBeGreaterThan(40);
	expect(texts.filter((text) => /\b(error|problem|failure|mistake)/i.test(text))).toEqual([]);
});

test('links to the documentation lead to headings that exist', () => {
	const headings = readFileSync('README.md', 'utf8').matchAll(/^#+ (.*)$/gm);
	const anchors = [...headings].map(([, words = '']) => words.toLowerCase().replace(/\W+/g, '-'));
	const linked = globSync('nodes/*/*.node.json').flatMap((file) => {
		const links = readFileSync(file, 'utf8').matchAll(/"url": ".*?#(.*?)"/g);
		return [...links].map(([, anchor]) => anchor);
	});
	expect(linked.length).toBeGreaterThanOrEqual(8);
	expect(linked.filter((anchor) => !anchors.includes(anchor ?? ''))).toEqual([]);
});

test('nothing promises an order in which the platform lists', () => {
	expect(textsOf(description).filter((text) => /newest|oldest/i.test(text))).toEqual([]);
});
