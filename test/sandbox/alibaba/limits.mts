import { banFailure } from '../gateway/failures.mts';
import type { Failure } from '../gateway/failures.mts';
import type { AlibabaSettings } from './options.mts';
import { MINUTE_MS } from './log.mts';
import type { AlibabaBlock } from './log.mts';

type Refusal = (leftMs: number) => Failure;

export interface AlibabaLimitKeeper {
	/** Counts a call and says whether its app key is refused. */
	admit(appKey: string): Failure | undefined;
	/** Blocks an app key from now, with what `refusal` says of the time left (ms). */
	block(appKey: string, durationMs: number, refusal?: Refusal): Failure;
	/** Calls of the last 60 s; of the app key that made the most. */
	inLastMinute(): number;
	/** Lifts all blocks and forgets all counts. */
	forget(): void;
}

/**
 * Counts calls per app key on the given clock (ms); one too many in a sliding 60 s blocks the key.
 * Refused calls count too, but do not make a block longer.
 */
export function createAlibabaLimits(
	settings: AlibabaSettings,
	now: () => number,
	blocks: AlibabaBlock[],
): AlibabaLimitKeeper {
	const recent = new Map<string, number[]>();
	const doors = new Map<string, { untilMs: number; refusal: Refusal }>();
	const close = (
		kind: AlibabaBlock['kind'],
		appKey: string,
		durationMs: number,
		refusal: Refusal = banFailure,
	): Failure => {
		const untilMs = now() + durationMs;
		doors.set(appKey, { untilMs, refusal });
		blocks.push({ kind, appKey, fromMs: now(), untilMs });
		return refusal(durationMs);
	};
	const recentOf = (appKey: string): number[] => {
		const kept = (recent.get(appKey) ?? []).filter((atMs) => atMs > now() - MINUTE_MS);
		recent.set(appKey, kept);
		return kept;
	};
	return {
		admit(appKey) {
			const app = settings.apps.find((known) => known.appKey === appKey);
			// A key nobody owns cannot be blocked; its signature is refused anyhow.
			if (!app) return undefined;
			const calls = recentOf(appKey);
			calls.push(now());
			const door = doors.get(appKey);
			if (door && door.untilMs > now()) return door.refusal(door.untilMs - now());
			const { freePerMinute, enterprisePerMinute, blockMs } = settings.limits;
			const allowed = app.plan === 'enterprise' ? enterprisePerMinute : freePerMinute;
			return calls.length > allowed ? close('minute', appKey, blockMs) : undefined;
		},
		block: (appKey, durationMs, refusal) => close('fault', appKey, durationMs, refusal),
		inLastMinute: () => Math.max(0, ...[...recent.keys()].map((key) => recentOf(key).length)),
		forget() {
			recent.clear();
			doors.clear();
		},
	};
}
