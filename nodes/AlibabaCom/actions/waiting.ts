import type { IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';

import { addHint } from '../../action/hint';
import { DEFAULT_WAIT_SECONDS, MAX_WAIT_SECONDS } from './fields';

/** Shorter waits nobody notices. */
const TOLD_FROM_MS = 5_000;

const options = z.object({
	waitForCallsSeconds: z.coerce.number().min(0).max(MAX_WAIT_SECONDS).catch(DEFAULT_WAIT_SECONDS),
});

/** How long calls of this execution may wait, ms; that of the first item holds for all. */
export function waitUpToMsOf(context: IExecuteFunctions): number {
	const parsed = options.safeParse(context.getNodeParameter('options', 0, {}));
	return (parsed.success ? parsed.data.waitForCallsSeconds : DEFAULT_WAIT_SECONDS) * 1_000;
}

/** Adds up how long calls wait, to tell it once at the end. */
export function watchWaiting() {
	let waitedMs = 0;
	return {
		onWaited: (durationMs: number) => {
			waitedMs += durationMs;
		},
		/** A notice beside the output, so that a long run does not look as if it had hung. */
		tell(context: IExecuteFunctions): void {
			if (waitedMs < TOLD_FROM_MS) return;
			addHint(
				context,
				`Calls waited ${Math.round(waitedMs / 1_000)} seconds in all for their turn in the limits of the plan. In the first minute and a half after n8n has started none leaves, because those made before may still count.`,
			);
		},
	};
}
