import { readdirSync } from 'node:fs';
import { inProject } from '../setup/project.mjs';

/** Folders whose files decide alone over calls, values and events, but for those that reach outside. */
const ROOMS = {
	'nodes/time': ['clock.ts'],
	'nodes/wire': ['send.ts'],
	'nodes/quota': [
		'bridgeStore.ts',
		'departure.ts',
		'processStore.ts',
		'redis/exchange.ts',
		'redis/redisStore.ts',
		'redis/session.ts',
		'turn.ts',
	],
	'nodes/AliExpress/parse': [],
	'nodes/AliExpress/trigger/position': [],
	'nodes/AlibabaCom/parse': [],
	'nodes/FeishuBot/cards': [],
};

/** The files whose score stands in docs/benchmarks.md. */
export const PURE_CORE = Object.entries(ROOMS).flatMap(([folder, outside]) =>
	readdirSync(inProject(folder), { recursive: true })
		.filter((name) => name.endsWith('.ts') && !outside.includes(name))
		.map((name) => `${folder}/${name}`),
);
