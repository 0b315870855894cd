import type { AlibabaSettings } from './options.mts';
import { MINUTE_MS } from './log.mts';
import type { AlibabaBlock } from './log.mts';

export interface AlibabaLimitKeeper {
	/** Counts a call and returns how long (ms) its app key is refused, 0 when it is let in. */
	admit(appKey: string): number;
	/** Blocks an app key from now; returns the duration. */
	block(appKey: string, durationMs: number): number;
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
	const closedUntilMs = new Map<string, number>();
	const close = (kind: AlibabaBlock['kind'], appKey: string, durationMs: number): number => {
		const untilMs = now() + durationMs;
		closedUntilMs.set(appKey, untilMs);
		blocks.push({ kind, appKey, fromMs: now(), untilMs });
		return durationMs;
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
			if (!app) return 0;
			const calls = recentOf(appKey);
			calls.push(now());
			const leftMs = (closedUntilMs.get(appKey) ?? 0) - now();
			if (leftMs > 0) return leftMs;
			const { freePerMinute, enterprisePerMinute, blockMs } = settings.limits;
			const allowed = app.plan === 'enterprise' ? enterprisePerMinute : freePerMinute;
			return calls.length > allowed ? close('minute', appKey, blockMs) : 0;
		},
		block: (appKey, durationMs) => close('fault', appKey, durationMs),
		inLastMinute: () => Math.max(0, ...[...recent.keys()].map((key) => recentOf(key).length)),
		forget() {
			recent.clear();
			closedUntilMs.clear();
		},
	};
}
