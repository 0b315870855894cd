// What the watches look at, with the documented answers, and a trigger that is polled every minute.
import { NodeApiError, type INode } from 'n8n-workflow';

import type { TriggerItem } from '../../../../nodes/AliExpress/trigger/events/item.ts';
import type { PollDeps } from '../../../../nodes/AliExpress/trigger/schedule/keptState.ts';
import { runPoll } from '../../../../nodes/AliExpress/trigger/poll.ts';
import type { TriggerSettings } from '../../../../nodes/AliExpress/trigger/settings.ts';
import type { Known } from '../../../../nodes/AliExpress/trigger/position/packedIds.ts';
import type { Look } from '../../../../nodes/AliExpress/trigger/watches/watch.ts';
import type { JsonObject } from '../../../../nodes/wire/json.ts';
import { beijingDayEnd, callShop, defaults, depsOf, MINUTE, pacificText, save } from './shop.mts';
import type { Host, Shop } from './shop.mts';

export interface Product {
	id: string;
	status: string;
	price: string;
	stock: number;
}
export interface Promotion {
	id: string;
	endMs: number;
}

/** What is beside the lists in a shop. */
export interface Beside {
	shop: Shop;
	products: Product[];
	promotions: Promotion[];
	level: number;
	/** Until when orders are to be shipped, ms UTC. */
	deadlines: Map<number, number>;
	used: number;
	/** Words of what has happened to parcels, by order; the number of the parcel is that of the order. */
	tracks: Map<number, string[]>;
	/** When all of it has happened, by order, ms UTC; soon after the start where it is not set. */
	trackedAtMs?: Map<number, number>;
	/** Results of reviews, by order; all orders go to Germany where one is set. */
	reviews: Map<number, string>;
	/** Refuses calls whose method has this in its name. */
	refused?: string;
	/** What the answer to a question that has all these words in it is not: it breaks the first so many. */
	breaks?: { asked: string[]; times: number; how: 'cutOff' | 'unreadable' };
}

export function besides(shop: Shop, more: Partial<Beside> = {}): Beside {
	return {
		shop,
		products: [],
		promotions: [],
		level: 0,
		deadlines: new Map(),
		used: 0,
		tracks: new Map(),
		reviews: new Map(),
		...more,
	};
}

const T0 = Date.parse('2026-11-20T00:00:00Z');

const page = <T,>(rows: readonly T[], query: JsonObject) => {
	const size = Number(query.page_size);
	const at = Number(query.current_page);
	return { rows: rows.slice((at - 1) * size, at * size), pages: Math.ceil(rows.length / size) };
};

function listProducts({ products }: Beside, query: JsonObject): JsonObject {
	const found = products.filter(({ status }) => status === query.product_status_type);
	const { rows, pages } = page(found, query);
	return {
		result: {
			success: true,
			product_count: found.length,
			total_page: pages,
			aeop_a_e_product_display_d_t_o_list: rows.map(({ id, price }) => ({
				product_id: id,
				subject: `Product ${id}`,
				product_min_price: price,
				product_max_price: price,
				currency_code: 'USD',
			})),
		},
	};
}

function offer({ products }: Beside, id: string): JsonObject {
	const found = products.find((one) => one.id === id);
	return {
		result: {
			product_id: id,
			currency_code: 'USD',
			aeop_ae_product_s_k_us: [
				{
					id: '14:29',
					sku_code: 'A',
					sku_price: found?.price ?? '1',
					ipm_sku_stock: found?.stock ?? 0,
				},
			],
		},
	};
}

function listPromotions({ promotions, shop }: Beside, query: JsonObject): JsonObject {
	const running = promotions.filter(({ endMs }) => endMs > shop.nowMs);
	const { rows } = page(running, query);
	return {
		result: {
			success: true,
			total_count: running.length,
			data_list: rows.map(({ id, endMs }) => ({
				promotion_id: id,
				promotion_name: `Sale ${id}`,
				status: 'Ongoing',
				end_time: pacificText(endMs),
			})),
		},
	};
}

const node = { id: 'n', name: 'T', type: 't', typeVersion: 1, position: [0, 0], parameters: {} };

const askedOf = (method: string, params: Record<string, unknown>) =>
	`${method} ${Object.values(params).join(' ')}`;

/** An answer of the platform; calls beyond the share are refused as the ledger does. */
async function answer(
	beside: Beside,
	method: string,
	params: Record<string, unknown>,
): Promise<JsonObject> {
	const { shop, refused, deadlines } = beside;
	if (refused !== undefined && method.includes(refused)) {
		// A refused call counts too.
		await callShop(shop, 'orderlist', { query: { page_size: 1, current_page: 1 } });
		throw new NodeApiError(
			node as unknown as INode,
			{ code: 'X' },
			{ message: 'refused', httpCode: '403' },
		);
	}
	const { breaks } = beside;
	if (
		breaks &&
		breaks.times > 0 &&
		breaks.asked.every((word) => askedOf(method, params).includes(word))
	) {
		breaks.times -= 1;
		await callShop(shop, 'orderlist', { query: { page_size: 1, current_page: 1 } });
		if (breaks.how === 'unreadable') throw new TypeError('"details" is not a list');
		const failure = { cause: 'temporarily-unavailable' } as const;
		const cutOff = new NodeApiError(node as unknown as INode, { code: 'X' }, { httpCode: '500' });
		throw Object.assign(cutOff, { failure });
	}
	const given = await callShop(shop, method.includes('orderlist') ? method : 'orderlist', {
		query: Object.values(params)[0] ?? { page_size: 1, current_page: 1 },
		...(method.includes('orderlist') && params),
	});
	const query = (Object.values(params)[0] ?? {}) as JsonObject;
	if (method.includes('findproductinfolistquery')) return listProducts(beside, query);
	if (method.includes('offer.product.query')) return offer(beside, String(params.product_id));
	if (method.includes('storepromotions')) return listPromotions(beside, query);
	if (method.includes('diagnosis')) {
		const level = { levelCode: beside.level, name: 'level' };
		return { response: { success: true, diagnosisResult: { level, issue_num: 1 } } };
	}
	if (method.includes('findorderbyid')) {
		const id = Number((query as { order_id?: bigint }).order_id);
		const parcel = { logistics_no: `LP${id}`, logistics_type_code: 'CAINIAO_STANDARD' };
		return {
			target: {
				id,
				order_status: 'WAIT_BUYER_ACCEPT_GOODS',
				logistic_info_list: [parcel],
				receipt_address: { country: 'DE' },
			},
		};
	}
	if (method.includes('compliance')) {
		const result = beside.reviews.get(Number(params.trade_order_id)) ?? 'IN_REVIEW';
		const lines = params.child_trade_order_ids as readonly bigint[];
		return {
			code: '200',
			success: true,
			data: lines.map((line) => ({
				child_trade_order_id: String(line),
				dsa_hit: true,
				compliance_review_result: result,
			})),
		};
	}
	if (method.includes('tracking')) {
		const order = Number(String(params.mailNo ?? params.logistics_no).slice(2));
		const words = beside.tracks.get(order);
		const happenedMs = beside.trackedAtMs?.get(order) ?? T0;
		const isOld = method.includes('querytrackingresult');
		const details = (words ?? []).map((said, place) => ({
			...(isOld ? { event_date: `2026-11-2${place} 10:00:00`, event_desc: said } : {}),
			...(isOld ? {} : { time: happenedMs + place, trackingCodeDesc: said }),
		}));
		return isOld
			? { result_success: true, details }
			: { result: { success: true, data: { details } } };
	}
	const rows = (given.result as { target_list: Array<Record<string, unknown>> }).target_list;
	for (const row of rows) {
		if (beside.reviews.has(Number(row.order_id))) {
			row.receipt_address = { country: 'DE' };
			row.product_list = [{ child_id: Number(row.order_id) + 1 }];
		}
		const deadlineMs = deadlines.get(Number(row.order_id));
		if (deadlineMs !== undefined) {
			const minutes = Math.floor((deadlineMs - shop.nowMs) / MINUTE);
			row.left_send_good_day = Math.floor(minutes / 1440);
			row.left_send_good_hour = Math.floor((minutes % 1440) / 60);
			row.left_send_good_min = minutes % 60;
		}
	}
	return given;
}

export function watchDeps(
	host: Host,
	beside: Beside,
	settings: Partial<TriggerSettings>,
	id = 'a',
): PollDeps {
	const { shop } = beside;
	return {
		...depsOf(host, shop, settings, id),
		call: async (method, params) => await answer(beside, method, params),
		zone: 'Asia/Shanghai',
		dayUse: async () => ({
			dayInShanghai: new Date(shop.nowMs + 8 * 60 * MINUTE).toISOString().slice(0, 10),
			callsPerDay: 200,
			used: beside.used,
			reserved: 0,
			left: 200 - beside.used,
			forecast: 200,
			resetsAtMs: beijingDayEnd(shop.nowMs),
			byPurpose: {} as never,
			spending: [],
			breaker: 'closed' as never,
		}),
	};
}

/** Polls every `step` minutes for a while and collects what is handed out. */
export async function watch(
	host: Host,
	beside: Beside,
	minutes: number,
	settings: Partial<TriggerSettings>,
	step = 1,
	id = 'a',
): Promise<TriggerItem[]> {
	const items: TriggerItem[] = [];
	for (let minute = 0; minute < minutes; minute += step) {
		beside.shop.nowMs += step * MINUTE;
		const emitted = await runPoll(watchDeps(host, beside, settings, id));
		if (emitted) save(host, id);
		items.push(...(emitted ?? []));
	}
	return items;
}

/** Publishing the workflow: one poll at once, then the static data is saved. */
export async function publish(
	host: Host,
	beside: Beside,
	settings: Partial<TriggerSettings>,
	id = 'a',
) {
	const items = await runPoll(watchDeps(host, beside, settings, id));
	save(host, id);
	return items ?? [];
}

/** With what a watch looks, at the present moment of the shop. */
export function watchLook(
	beside: Beside,
	settings: Partial<TriggerSettings>,
	known: Known,
): () => Look {
	return () => ({
		settings: { ...defaults, ...settings },
		nowMs: beside.shop.nowMs,
		zone: 'UTC',
		call: async (method, params) => await answer(beside, method, params),
		known,
		at: undefined,
		isLearning: false,
		stretch: 1,
		pseudonymKey: 'key',
		dayUse: async () => await Promise.resolve(undefined),
	});
}
