import { z } from 'zod';

import { stamp } from '../../quota/wire';
import type { Clock } from '../../time/clock';
import { LISTS } from '../trigger/lists/lists';
import { feedsOfProcess } from '../trigger/schedule/feed';
import { liveTriggers, type LiveTrigger } from '../trigger/schedule/overview';
import { lastHeardMs } from './heard';
import { keepOutcomes, keptOutcomes, outcomesSchema } from './kept';
import { PACKAGE_VERSION } from './version';

const shop = z.string().regex(/^[0-9a-f]{64}$/);

/** What a bridge is asked beside the count. `shop` is the key of the shop's feed. */
export const setupRequestSchema = z.discriminatedUnion('operation', [
	z.object({ ...stamp, operation: z.literal('look'), shop }),
	z.object({ ...stamp, operation: z.literal('keep'), shop, outcomes: outcomesSchema }),
]);
export type SetupRequest = z.infer<typeof setupRequestSchema>;

const trigger: z.ZodType<LiveTrigger> = z.object({
	name: z.string(),
	lists: z.array(z.enum(LISTS)),
	everyMs: z.number(),
	readAtMs: z.number(),
	nextAtMs: z.number(),
	failing: z.object({ sinceMs: z.number(), why: z.string() }).optional(),
	closed: z.object({ untilMs: z.number(), why: z.string() }).optional(),
});

/** What a process knows of the set-up of a shop. Times are ms UTC. */
export const lookSchema = z.object({
	/** Of this package. */
	version: z.string(),
	/** When the process began to use the package. */
	startedAtMs: z.number(),
	/** What its clock says. */
	nowMs: z.number(),
	triggers: z.array(trigger),
	pushHeardAtMs: z.number().optional(),
	outcomes: outcomesSchema,
});
export type Look = z.infer<typeof lookSchema>;

/** The answer to `keep`. */
export const keptSchema = z.object({ kept: z.literal(true) });

/** More triggers of one shop than this are not told one by one. */
const MOST_TRIGGERS = 20;

/** What this process knows of a shop. */
export function lookAround(
	app: { appKey: string; appSecret: string },
	shopKey: string,
	clock: Clock,
): Look {
	const nowMs = clock.nowMs();
	const monotonicMs = clock.monotonicMs();
	const pushHeardAtMs = lastHeardMs(app);
	return {
		version: PACKAGE_VERSION,
		startedAtMs: Math.round(nowMs - (monotonicMs - (clock.loadedAtMs ?? monotonicMs))),
		nowMs,
		triggers: liveTriggers(feedsOfProcess, shopKey, nowMs).slice(0, MOST_TRIGGERS),
		...(pushHeardAtMs !== undefined && { pushHeardAtMs }),
		outcomes: keptOutcomes(shopKey, nowMs),
	};
}

/** Answers what a bridge is asked beside the count. */
export function answerSetupRequest(
	app: { appKey: string; appSecret: string },
	request: SetupRequest,
	clock: Clock,
): Look | z.infer<typeof keptSchema> {
	if (request.operation === 'look') return lookAround(app, request.shop, clock);
	keepOutcomes(request.shop, request.outcomes);
	return { kept: true };
}
