import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { addHint } from './hints';

/** An hour; more than that is a matter for a schedule. */
const MAX_WAIT_SECONDS = 3_600;
/** Shorter waits nobody notices. */
const TOLD_FROM_MS = 5_000;

/** `Wait for Calls`: part of every options collection. */
export function waitOption(settings: {
	defaultSeconds: number;
	description: string;
}): INodeProperties {
	const property: INodeProperties = {
		displayName: 'Wait for Calls (Seconds)',
		name: 'waitForCallsSeconds',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: MAX_WAIT_SECONDS },
		default: 0,
		description: settings.description,
	};
	return { ...property, default: settings.defaultSeconds };
}

const seconds = z.coerce.number().min(0).max(MAX_WAIT_SECONDS);
const optionsSchema = z.object({ waitForCallsSeconds: seconds });

/**
 * How long calls of this execution may wait, ms; that of the first item holds for all.
 *
 * @param withoutSeconds when the option was not added or cannot be read.
 */
export function waitUpToMsOf(context: IExecuteFunctions, withoutSeconds: number): number {
	const parsed = optionsSchema.safeParse(context.getNodeParameter('options', 0, {}));
	return (parsed.success ? parsed.data.waitForCallsSeconds : withoutSeconds) * 1_000;
}

/**
 * Adds up how long calls wait, to tell it once at the end.
 *
 * @param why whose limits they waited for, as the end of a sentence, e.g. `the limits of the plan`.
 */
export function watchWaiting(why: string) {
	let waitedMs = 0;
	return {
		onWaited: (durationMs: number) => {
			waitedMs += durationMs;
		},
		/** A notice beside the output, so that a long run does not look as if it had hung. */
		tell(context: IExecuteFunctions): void {
			if (waitedMs < TOLD_FROM_MS) return;
			const inAll = Math.round(waitedMs / 1_000);
			addHint(context, `Calls waited ${inAll} seconds in all for their turn in ${why}`);
		},
	};
}
