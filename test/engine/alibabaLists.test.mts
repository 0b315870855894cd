import { openAlibabaStage, type AlibabaStage } from './alibabaStage.mts';

const NODE = 'n8n-nodes-aliexpress.alibabaCom';

let stage: AlibabaStage;
beforeAll(async () => {
	stage = await openAlibabaStage();
});
afterAll(async () => await stage.close());

const search = async (profile: string, method: string, filter = '', paginationToken?: string) =>
	await stage.host.searchList({
		nodeType: NODE,
		method,
		credentials: { alibabaComApi: { id: profile, name: profile } },
		filter,
		...(paginationToken !== undefined && { paginationToken }),
	});
const calls = () => stage.sandbox.alibaba.log.calls.length;

test.each(['openPlatform', 'top'])('own products stand in the drop-down of %s', async (profile) => {
	const before = calls();
	const first = await search(profile, 'searchProducts');
	expect(calls() - before).toBe(1);
	const { products } = stage.sandbox.alibaba;
	const known = new Set(
		products.map(({ id, scrambledId }) => (profile === 'top' ? scrambledId : String(id))),
	);
	expect(first.results.length).toBeGreaterThan(0);
	expect(first.results.filter(({ value }) => !known.has(String(value)))).toEqual([]);

	// Typing narrows the page that is there until it is worth a search.
	const [some] = first.results;
	const word = String(some?.name).slice(0, 2);
	expect((await search(profile, 'searchProducts', word)).results).toContainEqual(some);
	expect(calls() - before).toBe(1);
	await search(profile, 'searchProducts', 'phone case');
	expect(calls() - before).toBe(2);
});

test('a product of the list is read as it was chosen, by its ID, its page, or as text of before', async () => {
	const product = stage.sandbox.alibaba.products.find(({ state }) => state === 'online');
	const id = String(product?.id);
	const address = `https://www.alibaba.com/product-detail/Case_${id}.html`;
	for (const productId of [
		{ __rl: true, mode: 'list', value: id, cachedResultName: 'Case' },
		{ __rl: true, mode: 'id', value: id },
		{ __rl: true, mode: 'url', value: address },
		id,
	]) {
		const language = { __rl: true, mode: 'list', value: 'de' };
		const country = { __rl: true, mode: 'id', value: 'fr' };
		const parameters = { resource: 'product', operation: 'get', productId, language, country };
		const execution = await stage.run('openPlatform', parameters, [{}]);
		if (execution.error) throw execution.error;
		const [item] = execution.runData['Alibaba.com']?.[0]?.data?.main?.[0] ?? [];
		expect([productId, item?.json.productId]).toEqual([productId, id]);
	}
});

test('Product Detail has no list, says so, and spends no call', async () => {
	const before = calls();
	await expect(search('productDetail', 'searchProducts')).rejects.toThrow(
		'The profile Product Detail has no list of products',
	);
	expect(calls()).toBe(before);
});

test('countries and languages are chosen without a call', async () => {
	const before = calls();
	const { results } = await search('openPlatform', 'searchCountries', '巴西');
	expect(results).toEqual([{ name: 'Brazil (BR)', value: 'BR' }]);
	expect((await search('openPlatform', 'searchLanguages', 'arab')).results).toHaveLength(1);
	expect(calls()).toBe(before);
});
