import { globSync, readFileSync } from 'node:fs';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

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
	const names = description.properties.slice(0, 3).map(({ name }) => name);
	expect(names).toEqual(['authentication', 'resource', 'operation']);
	expect(description.usableAsTool).toBe(true);
});

test.each([
	['order', 'get', ['orderId', 'simplify', 'options']],
	['order', 'getAddress', ['orderId', 'simplify', 'options']],
	[
		'order',
		'getAll',
		[
			'statuses',
			'light',
			'returnAll',
			'returnAllNotice',
			'limit',
			'simplify',
			'filters',
			'options',
		],
	],
	['order', 'getFund', ['orderId', 'options']],
	['order', 'getNotes', ['orderIds', 'options']],
	['price', 'get', ['select', 'productId', 'productIds', 'itemPer', 'options']],
	['product', 'get', ['productId', 'simplify', 'options']],
	[
		'product',
		'getAll',
		['statuses', 'returnAll', 'returnAllNotice', 'limit', 'simplify', 'filters', 'options'],
	],
	['product', 'getCategories', ['categoryId', 'options']],
	['product', 'getCategoryAttributes', ['categoryId', 'onlyRequired', 'simplify', 'options']],
	['product', 'getFreightTemplates', ['options']],
	['product', 'getGroups', ['options']],
	['product', 'getStatus', ['productId', 'options']],
	['review', 'getAll', ['stars', 'returnAll', 'limit', 'simplify', 'filters', 'options']],
	['review', 'getPending', ['returnAll', 'returnAllNotice', 'limit', 'filters', 'options']],
	['quota', 'getStatus', []],
])('%s %s shows its fields and no others', (resource, operation, names) => {
	expect(shownFor(resource, operation)).toEqual(names);
});

test('the limit hides while everything is asked for', () => {
	const limits = description.properties.filter(({ name }) => name === 'limit');
	expect(limits.length).toBeGreaterThan(3);
	for (const { displayOptions } of limits) expect(displayOptions?.show?.returnAll).toEqual([false]);
});

test('every list to pick from has its look-up, and stands first', () => {
	const locators = [...objectsIn(description.properties)].filter(
		(object): object is INodeProperties => (object as INodeProperties).type === 'resourceLocator',
	);
	expect(locators.length).toBeGreaterThan(8);
	const known = Object.keys(new AliExpress().methods.listSearch);
	for (const { modes, default: start } of locators) {
		expect(modes?.[0]?.name).toBe('list');
		expect(known).toContain(modes?.[0]?.typeOptions?.searchListMethod);
		expect(start).toMatchObject({ mode: 'list' });
	}
});

test('collections are in the order of their names', () => {
	const collections = [...objectsIn(description.properties)].filter(
		(object): object is INodeProperties => (object as INodeProperties).type === 'collection',
	);
	for (const { options } of collections) {
		const names = (options as INodeProperties[]).map(({ displayName }) => displayName);
		expect(names).toEqual([...names].sort());
	}
});

test('every operation says to an agent what it does and what it costs', () => {
	for (const property of description.properties.filter(({ name }) => name === 'operation')) {
		for (const option of property.options as INodePropertyOptions[]) {
			expect(`${option.action}: ${option.description}`).toMatch(/: .*[Cc]osts .*\.$/s);
		}
	}
});

test('the default operation of each resource exists', () => {
	for (const property of description.properties.filter(({ name }) => name === 'operation')) {
		const values = property.options?.map((option) =>
			'value' in option ? option.value : undefined,
		);
		expect(values).toContain(property.default);
	}
});

/** What the locator of a name takes out of an address. */
function idIn(name: string, url: string): string | undefined {
	const locator = description.properties.find((property) => property.name === name);
	const mode = locator?.modes?.find((entry) => entry.name === 'url');
	const pattern = mode?.extractValue?.type === 'regex' ? String(mode.extractValue.regex) : '';
	return new RegExp(pattern).exec(url)?.[1];
}

test('the address of an order gives its id, whatever else stands in it', () => {
	const id = '8100000000000001';
	for (const url of [
		`https://trade.aliexpress.com/order_detail.htm?orderId=${id}`,
		`https://trade.aliexpress.com/order_detail.htm?spm=a2g0o.9.0.1234567890123&orderId=${id}&x=1`,
		`https://example.com/orders/${id}/detail`,
		`https://example.com/detail?order_id=${id}#1234567890123`,
	]) {
		expect(idIn('orderId', url)).toBe(id);
	}
	expect(idIn('orderId', 'https://example.com/orders')).toBeUndefined();
	expect(idIn('orderId', `ftp://example.com/${id}`)).toBeUndefined();
});

test('the address of a product gives its id, in every form the shop writes', () => {
	const id = '1005000000000000';
	for (const url of [
		`https://www.aliexpress.com/item/${id}.html`,
		`https://es.aliexpress.com/item/Wireless-Earbuds-2026/${id}.html?spm=a2g0o.9.0.1234567890123`,
		`https://www.aliexpress.com/i/${id}.html`,
		`https://post.aliexpress.com/offer/edit.htm?productId=${id}`,
		`https://csp.aliexpress.com/apps/products/manage?channelId=238299&productId=${id}&tab=1`,
	]) {
		expect(idIn('productId', url)).toBe(id);
	}
	expect(idIn('productId', 'https://www.aliexpress.com/store/1101234567')).toBeUndefined();
	expect(idIn('productId', 'https://www.aliexpress.com/item/')).toBeUndefined();
});

test('no text speaks of errors or problems', () => {
	const texts = textsOf(description);
	expect(texts.length).toBeGreaterThan(40);
	expect(texts.filter((text) => /\b(error|problem|failure|mistake)/i.test(text))).toEqual([]);
});

test('links to the documentation lead to headings that exist', () => {
	const headings = readFileSync('README.md', 'utf8').matchAll(/^#+ (.*)$/gm);
	// As GitHub makes them: punctuation goes, spaces become hyphens.
	const anchors = [...headings].map(([, words = '']) =>
		words
			.toLowerCase()
			.replace(/[^\w\- ]/g, '')
			.replace(/ /g, '-'),
	);
	const files = [...globSync('nodes/*/*.node.json'), ...globSync('credentials/*.ts')];
	const linked = files.flatMap((file) => {
		const links = readFileSync(file, 'utf8').matchAll(/https:[^'"]*?#([\w-]+)['"]/g);
		return [...links].map(([, anchor]) => anchor);
	});
	expect(linked.length).toBeGreaterThanOrEqual(8);
	expect(linked.filter((anchor) => !anchors.includes(anchor ?? ''))).toEqual([]);
});

test('nothing promises an order in which the platform lists', () => {
	expect(textsOf(description).filter((text) => /newest|oldest/i.test(text))).toEqual([]);
});
