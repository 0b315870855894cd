import type { QuotaStatus } from '../../../quota/store';
import { WATCH_SWEEPS } from '../../../quota/watchPlan';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../time/units';
import { msToIso } from '../../../time/zones';
import {
	parsePromotions,
	type RawPromotion,
	toPromotionItem,
} from '../../parse/promotion/promotion';
import { healthOf, parseHealth, toHealthItem } from '../../parse/store';
import type { Sighting } from '../events/events';
import { forgetPast, minuteOf, shortKey, type Look, type Watch } from './watch';

/** Of the day's calls, in per cent, unless another part is set. */
const QUOTA_LOW_PERCENT = 80;
const HEALTH_METHOD = 'aliexpress.merchant.diagnosis.query';

function quotaItem(status: QuotaStatus, callsPerDay: number) {
	const { used, left = callsPerDay - used, forecast, byPurpose } = status;
	return {
		day: status.dayInShanghai,
		callsPerDay,
		used,
		// Rounded up, so that an alert at 80 % is never late.
		usedPercent: Math.ceil((100 * used) / callsPerDay),
		left,
		forecast,
		resetsAt: msToIso(status.resetsAtMs),
		byPurpose: { ...byPurpose },
	};
}

async function quotaNow({ dayUse, nowMs }: Look) {
	const status = await dayUse();
	if (status?.callsPerDay === undefined) return undefined;
	const day = status.dayInShanghai;
	const about = { event: 'quota.low', id: day, version: '', occurredAtMs: nowMs } as const;
	return { ...about, item: quotaItem(status, status.callsPerDay) };
}

/** How much of the day's calls is used, by the counter, which costs no call. */
export const quotaWatch: Watch = {
	everyMs: 5 * MINUTE_MS,
	isFree: true,
	callsADay: () => 0,
	look: async (look) => {
		const seen = await quotaNow(look);
		const percent = look.settings.quotaLowPercent ?? QUOTA_LOW_PERCENT;
		const isLow = seen !== undefined && seen.item.usedPercent >= percent;
		if (!isLow || look.known.get('told') === seen.id) return { sightings: [] };
		return { sightings: [{ ...seen, key: 'told', value: seen.id }] };
	},
	sample: quotaNow,
};

/** @returns undefined when the platform does not say how the shop is. */
async function healthNow(look: Look) {
	const raw = parseHealth(await look.call(HEALTH_METHOD, {}));
	const item = toHealthItem(raw);
	const about = { event: 'store.health', id: 'store', occurredAtMs: look.nowMs } as const;
	return { level: raw.level, sighting: { ...about, version: '', item } };
}

/** How the shop was before: the higher the level, the worse. */
const comparedWith = (before: number, level: number) => ({
	healthBefore: healthOf(before),
	levelBefore: before,
	isWorse: level > before,
});

/** The health of the shop as the platform sees it, once a day. */
export const healthWatch: Watch = {
	everyMs: DAY_MS / WATCH_SWEEPS.health,
	callsADay: () => 1,
	look: async (look) => {
		const { level, sighting } = await healthNow(look);
		const [before, changes = '0'] = look.known.get('level')?.split('.') ?? [];
		if (before === String(level)) return { sightings: [] };
		const version = String(Number(changes) + 1);
		const value = `${level}.${version}`;
		if (before === undefined) {
			look.known.set('level', `${level}.0`);
			return { sightings: [] };
		}
		const item = { ...sighting.item, ...comparedWith(Number(before), level) };
		const seen: Sighting = { ...sighting, version, item, key: 'level', value };
		return { sightings: [seen] };
	},
	sample: async (look) => {
		const { level, sighting } = await healthNow(look);
		return { ...sighting, item: { ...sighting.item, ...comparedWith(level, level) } };
	},
};

const METHOD = 'aliexpress.marketing.storepromotions.list';
const PAGE_SIZE = 50;
/** Hours before the end at which a promotion is told, unless others are set. */
const ENDS_WITHIN_HOURS = 48;

async function readRunning({ call }: Look, page: number) {
	const query = { status: 'Ongoing', current_page: page, page_size: PAGE_SIZE };
	const answer = await call(METHOD, { promotion_query_dto: query });
	const { promotions, totalCount } = parsePromotions(answer, page);
	// A total of 0 beside rows is no total; a page that is not full then tells the end.
	const hasMore = totalCount ? page * PAGE_SIZE < totalCount : promotions.length === PAGE_SIZE;
	return { promotions, hasMore };
}

function endOf(raw: RawPromotion, { settings }: Look) {
	const item = toPromotionItem(raw, settings.promotionZone ?? 'America/Los_Angeles');
	return { item, endMs: Date.parse(item.endsAt ?? '') };
}

/** Running promotions that end soon. One whose end is put off is told again. */
export const promotionWatch: Watch = {
	everyMs: DAY_MS / WATCH_SWEEPS.promotions,
	callsADay: (_, sweepCalls = 1) => WATCH_SWEEPS.promotions * sweepCalls,
	look: async (look) => {
		const page = Number(look.at ?? 1);
		if (page === 1) forgetPast(look.known, look.nowMs);
		const { promotions, hasMore } = await readRunning(look, page);
		const withinMs = (look.settings.promotionWithinHours ?? ENDS_WITHIN_HOURS) * HOUR_MS;
		const sightings = promotions.flatMap((raw) => {
			const { item, endMs } = endOf(raw, look);
			const soonMs = endMs - withinMs;
			const id = raw.fields.promotion_id;
			const [key, value] = [shortKey(id), minuteOf(endMs)];
			if (!(soonMs <= look.nowMs) || look.known.get(key) === value) return [];
			const about = { event: 'promotion.ending', id, version: value } as const;
			return [{ ...about, occurredAtMs: soonMs, key, value, item }];
		});
		return { sightings, ...(hasMore && { next: String(page + 1) }) };
	},
	sample: async (look) => {
		const { promotions } = await readRunning(look, 1);
		const [first] = promotions
			.map((raw) => ({ ...endOf(raw, look), id: raw.fields.promotion_id }))
			.sort((a, b) => a.endMs - b.endMs);
		if (!first) return undefined;
		const { id, item } = first;
		return { event: 'promotion.ending', id, version: '', occurredAtMs: look.nowMs, item };
	},
};
