import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { dayOf, dayStartOf, MINUTE_MS, type Counted } from './day.mts';
import { createFastClock, goBy } from './fastClock.mts';
import { createNews } from './news.mts';
import { startPolling } from './pollLoop.mts';
import { createBuyers, rememberOrders } from './scenario.mts';
import { ORDINARY, setStage } from './stage.mts';

/** A day in two minutes. */
const USUAL_SPEED = 720;
/** Standing still, an hour in a minute, and a day in two minutes. */
const SPEEDS = [0, 60, USUAL_SPEED];
const LOOK_MS = 50;
/** How often the count is asked for, real time. */
const COUNT_MS = 1_000;

/**
 * Plays ordinary days with 200 calls, two minutes each, until Ctrl-C; what happens is to be seen on the
 * sandbox's page, and more can be ordered there.
 *
 * @param port of the page; 0 for any free one.
 */
export const playLive = async (port: number): Promise<void> => {
	const clock = createFastClock(dayStartOf(Date.now()), 1);
	goBy(clock);
	const time = () =>
		new Date().toLocaleString('en-GB', {
			timeZone: 'Asia/Shanghai',
			hour: '2-digit',
			minute: '2-digit',
		});
	const say = (sentence: string): void => console.log(`${time()}  ${sentence}`);
	let counted: Counted | undefined;
	const stage = await setStage(
		port,
		ORDINARY,
		{
			view: (sandbox) => dayOf(sandbox, clock.nowMs(), clock.speed, counted),
			setSpeed: (speed) => {
				if (!SPEEDS.includes(speed)) throw new Error(`speed must be one of ${SPEEDS.join(', ')}`);
				clock.speed = speed;
			},
		},
		rememberOrders,
	);
	const { sandbox } = stage;
	// Connecting an account takes some seconds, in which a code must not grow old.
	clock.speed = USUAL_SPEED;
	say('The account is connected; two workflows are polling, with 200 calls a day.');
	say(
		`Open ${sandbox.url} to see a day of the shop in two minutes, and to order something yourself.`,
	);
	say('Stop with Ctrl-C.');
	const buy = createBuyers(sandbox);
	const tell = createNews(sandbox, say);
	const looking = setInterval(() => {
		buy();
		tell();
	}, LOOK_MS);
	const stopping = new AbortController();
	const counting = (async () => {
		while (!stopping.signal.aborted) {
			counted = await stage.counted();
			await sleep(COUNT_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
		}
	})();
	// n8n polls every minute.
	const loop = startPolling(stage, say, MINUTE_MS / USUAL_SPEED);
	try {
		await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
	} finally {
		clearInterval(looking);
		stopping.abort();
		await counting;
		await loop.stop();
		await stage.close();
	}
};
