import { setTimeout as sleep } from 'node:timers/promises';
import { createNews } from './news.mts';
import { startPolling } from './pollLoop.mts';
import { playBusyShop } from './scenario.mts';
import type { Stage } from './stage.mts';
import type { Tally } from './tally.mts';
import { tally } from './tally.mts';

const LOOK_MS = 200;
const TIMEOUT_MS = 90_000;
/** Polling goes on for this long after the last thing arrived, so that a repetition would show. */
const SETTLE_MS = 2_000;

/**
 * Plays the busy shop to its end.
 *
 * @returns what the sandbox has recorded, whether or not everything arrived in time
 */
export const playOnce = async (stage: Stage, say: (sentence: string) => void): Promise<Tally> => {
	const { sandbox } = stage;
	const tell = createNews(sandbox, say);
	const loop = startPolling(stage, say);
	const deadlineMs = Date.now() + TIMEOUT_MS;
	try {
		let isPlaying = true;
		const shop = playBusyShop(sandbox).finally(() => (isPlaying = false));
		while ((isPlaying || tally(sandbox).lost > 0) && Date.now() < deadlineMs) {
			await sleep(LOOK_MS);
			tell();
		}
		await shop;
		await sleep(SETTLE_MS);
		tell();
	} finally {
		await loop.stop();
	}
	return tally(sandbox);
};
