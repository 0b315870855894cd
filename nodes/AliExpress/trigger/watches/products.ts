import { WATCH_SWEEPS } from '../../../quota/watchPlan';
import { DAY_MS } from '../../../time/units';
import type { Money } from '../../../wire/money';
import { toPriceRows } from '../../parse/product/price';
import {
	parseProductList,
	PRODUCT_LIST,
	simplifyListedProduct,
	toListedProductItem,
	type RawListedProduct,
} from '../../parse/product/productList';
import { parseProduct, PRODUCT_DETAIL } from '../../parse/product/productSchema';
import type { Sighting, TriggerEvent } from '../events/events';
import type { TriggerSettings } from '../settings';
import { OF_THE_THING, shortKey, unlessRefused, type Look, type Looked, type Watch } from './watch';

/** The platform takes fewer than 100. */
const PAGE_SIZE = 99;
/** Stock at which a variant counts as low, unless another is set. */
const LOW_STOCK = 5;
const ON_SALE = 'onSelling';
/** Statuses of a product that was on sale, each with a letter for what is known of it. */
const LETTERS = new Map([
	[ON_SALE, 's'],
	['offline', 'o'],
	['editingRequired', 'e'],
]);
const STATUSES = [...LETTERS.keys()];

/** Where only prices are wanted products on sale are enough. */
function statusesOf({ events }: TriggerSettings): readonly string[] {
	return events.includes('product.offline') ? STATUSES : [ON_SALE];
}

const CENTS = /^(\d{1,9})(?:\.(\d{1,2}))?$/;

/** An amount in as few characters as it takes: 12.99 and 12.990 are the same price. */
function packAmount({ amount }: Money): string {
	const [, whole, part = ''] = CENTS.exec(amount.replace(/(\.\d\d)0+$/, '$1')) ?? [];
	if (whole === undefined) return `~${amount}`;
	return Number(whole + part.padEnd(2, '0')).toString(36);
}

function unpackAmount(packed: string): string {
	if (packed.startsWith('~')) return packed.slice(1);
	return (parseInt(packed, 36) / 100).toFixed(2);
}

type ListedItem = ReturnType<typeof toListedProductItem>;

/** The range of prices, e.g. `103-15p`; empty when the list does not tell it. */
function packPrice({ minPrice, maxPrice = minPrice }: ListedItem): string {
	if (!minPrice || !maxPrice) return '';
	const [least, most] = [packAmount(minPrice), packAmount(maxPrice)];
	return least === most ? least : `${least}-${most}`;
}

function priceBefore(packed: string, { minPrice, maxPrice }: ListedItem) {
	const currency = (minPrice ?? maxPrice)?.currency ?? '';
	const [least = '', most = least] = packed.split('-');
	return {
		minPriceBefore: { amount: unpackAmount(least), currency },
		maxPriceBefore: { amount: unpackAmount(most), currency },
	};
}

function shown(item: ListedItem, { simplify }: TriggerSettings) {
	return simplify ? { ...simplifyListedProduct(item), offlineReason: item.offlineReason } : item;
}

function itemOfRow(raw: RawListedProduct, status: string, { settings }: Look): ListedItem {
	return toListedProductItem(raw, status, settings.productZone ?? 'America/Los_Angeles');
}

/** What has become of a product since it was last seen. Seen for the first time it is learned. */
function changesOf(raw: RawListedProduct, status: string, look: Look): Sighting[] {
	const { known, settings, nowMs } = look;
	const id = raw.fields.product_id;
	const key = shortKey(id);
	const item = itemOfRow(raw, status, look);
	const before = known.get(key);
	// `s.103`, or `s2.103` once two changes were told.
	const [stage = '', ...parts] = before?.split('.') ?? [];
	const price = parts.join('.');
	const [letterBefore, changes] = [stage.charAt(0), stage.slice(1) || '0'];
	const letter = LETTERS.get(status) ?? '';
	// One that is off sale is compared with when it was on sale last, once it is on sale again.
	const priceNow = (status === ON_SALE && packPrice(item)) || price;
	const is = {
		'product.offline': letterBefore === 's' && status !== ON_SALE,
		'product.priceChanged': price !== '' && priceNow !== price && status === ON_SALE,
	} as const;
	const events = (Object.keys(is) as Array<keyof typeof is>).filter(
		(event) => is[event] && settings.events.includes(event),
	);
	const version = (parseInt(changes, 36) + (events.length > 0 ? 1 : 0)).toString(36);
	const value = `${letter}${version === '0' ? '' : version}.${priceNow}`;
	known.touch(key);
	if (events.length === 0) known.set(key, value);
	return events.map((event: TriggerEvent) => ({
		event,
		id,
		version,
		occurredAtMs: nowMs,
		key,
		value,
		item: {
			...shown(item, settings),
			...(event === 'product.priceChanged' && priceBefore(price, item)),
		},
	}));
}

async function readPage({ call }: Look, status: string, page: number) {
	const query = { product_status_type: status, current_page: page, page_size: PAGE_SIZE };
	const answer = await call(PRODUCT_LIST, { aeop_a_e_product_list_query: query });
	const { products, totalPages } = parseProductList(answer, page);
	const hasMore = totalPages ? page < totalPages : products.length === PAGE_SIZE;
	return { products, hasMore };
}

/** Products that go off sale and prices that change, by the list of products. */
export const productWatch: Watch = {
	everyMs: DAY_MS / WATCH_SWEEPS.products,
	callsADay: (settings, sweepCalls = statusesOf(settings).length) =>
		WATCH_SWEEPS.products * sweepCalls,
	look: async (look) => {
		const statuses = statusesOf(look.settings);
		const [place = 0, page = 1] = look.at?.split('.').map(Number) ?? [];
		const status = statuses[place];
		if (status === undefined) return { sightings: [], isWhole: false };
		const { products, hasMore } = await readPage(look, status, page);
		const sightings = products.flatMap((raw) => changesOf(raw, status, look));
		if (hasMore) return { sightings, next: `${place}.${page + 1}` };
		if (place + 1 < statuses.length) return { sightings, next: `${place + 1}.1` };
		return { sightings, isWhole: true };
	},
	sample: async (look) => {
		const { events } = look.settings;
		const isOffline = events.includes('product.offline');
		const status = isOffline ? 'offline' : ON_SALE;
		const [raw] = (await readPage(look, status, 1)).products;
		if (!raw) return undefined;
		const full = itemOfRow(raw, status, look);
		const event = isOffline ? 'product.offline' : 'product.priceChanged';
		const before = isOffline ? {} : priceBefore(packPrice(full), full);
		const item = { ...shown(full, look.settings), ...before };
		return { event, id: raw.fields.product_id, version: '', occurredAtMs: look.nowMs, item };
	},
};

/** The offers of a product; none when it is refused, e.g. because it was deleted. */
async function readOffers({ call }: Look, productId: string) {
	const asked = call(PRODUCT_DETAIL, { product_id: BigInt(productId) });
	const answer = await unlessRefused(asked, OF_THE_THING);
	return answer ? toPriceRows(parseProduct(answer)) : [];
}

type Offer = Awaited<ReturnType<typeof readOffers>>[number];

/** A variant whose stock has come down to the bound. Seen for the first time it is learned. */
function stockChange(offer: Offer, productId: string, look: Look): Sighting[] {
	const { known, settings, nowMs } = look;
	const { skuKey = '', stock } = { skuKey: undefined, stock: undefined, ...offer };
	if (stock === undefined) return [];
	const id = `${productId} ${skuKey}`;
	const key = shortKey(id);
	const isLow = stock <= (settings.lowStock ?? LOW_STOCK);
	const [before, times = '0'] = known.get(key)?.split('.') ?? [];
	const now = isLow ? 'l' : 'e';
	known.touch(key);
	if (before === 'e' && isLow) {
		const version = String(Number(times) + 1);
		const about = { event: 'product.stockLow', id, version, occurredAtMs: nowMs } as const;
		return [{ ...about, key, value: `l.${version}`, item: { ...offer } }];
	}
	known.set(key, `${now}.${times}`);
	return [];
}

/** The stock of watched products, one after the other. */
export const stockWatch: Watch = {
	everyMs: DAY_MS / WATCH_SWEEPS.stock,
	callsADay: ({ watchedProducts = [] }) => WATCH_SWEEPS.stock * watchedProducts.length,
	look: async (look): Promise<Looked> => {
		const { watchedProducts = [] } = look.settings;
		const place = Number(look.at ?? 0);
		const productId = watchedProducts[place];
		if (productId === undefined) return { sightings: [], isWhole: true };
		const offers = await readOffers(look, productId);
		const sightings = offers.flatMap((offer) => stockChange(offer, productId, look));
		const isLast = place + 1 >= watchedProducts.length;
		return isLast ? { sightings, isWhole: true } : { sightings, next: String(place + 1) };
	},
	sample: async (look) => {
		const [productId] = look.settings.watchedProducts ?? [];
		const [offer] = productId === undefined ? [] : await readOffers(look, productId);
		if (!offer || productId === undefined) return undefined;
		const about = { event: 'product.stockLow', id: productId, version: '' } as const;
		return { ...about, occurredAtMs: look.nowMs, item: { ...offer } };
	},
};
