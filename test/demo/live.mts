import { once } from 'node:events';
import { createNews } from './news.mts';
import { startPolling } from './pollLoop.mts';
import { playQuietShop } from './scenario.mts';
import type { Stage } from './stage.mts';

const LOOK_MS = 500;

/** Plays until Ctrl-C; orders and reviews come from the buttons of the sandbox's page. */
export const playLive = async (stage: Stage, say: (sentence: string) => void): Promise<void> => {
	const { sandbox } = stage;
	say(`Open ${sandbox.url} to see the shop, the chat and the helpdesk, and to place orders.`);
	say('Stop with Ctrl-C.');
	const looking = setInterval(createNews(sandbox, say), LOOK_MS);
	const loop = startPolling(stage, say);
	const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
	try {
		await playQuietShop(sandbox);
		await stopped;
	} finally {
		clearInterval(looking);
		await loop.stop();
	}
};
