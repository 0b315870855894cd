import type { ServerResponse } from 'node:http';

import { printJson } from './json.mts';
import type { JsonValue } from './json.mts';

/** Changes come in bursts; the page needs one picture per burst. */
const SETTLE_MS = 40;

export interface LiveFeed {
	/** Says that something changed. */
	changed: () => void;
	/** Makes a response a stream of server-sent events, one snapshot each. */
	attach(response: ServerResponse): void;
	close(): void;
}

/** Streams snapshots to the pages that are open. */
export function createLiveFeed(snapshot: () => JsonValue): LiveFeed {
	const watchers = new Set<ServerResponse>();
	let timer: NodeJS.Timeout | undefined;
	const frame = () => `data: ${printJson(snapshot(), true)}\n\n`;
	const publish = () => {
		timer = undefined;
		const text = frame();
		for (const watcher of watchers) watcher.write(text);
	};
	return {
		changed() {
			if (watchers.size > 0) timer ??= setTimeout(publish, SETTLE_MS);
		},
		attach(response) {
			response.writeHead(200, {
				'content-type': 'text/event-stream',
				'cache-control': 'no-store',
			});
			response.write(frame());
			watchers.add(response);
			response.on('close', () => watchers.delete(response));
		},
		close() {
			clearTimeout(timer);
			for (const watcher of watchers) watcher.end();
		},
	};
}
