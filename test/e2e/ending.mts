import { setTimeout as sleep } from 'node:timers/promises';

import type { Facts } from './report.mts';
import type { Undo } from './stage.mts';

/** Undoes everything in the reverse order; what cannot be undone is told and does not stop the rest. */
export async function cleanUp(undo: Undo[]): Promise<void> {
	for (const step of undo.splice(0).reverse()) {
		try {
			await step();
		} catch (reason) {
			console.error('Could not clean up:', reason);
		}
	}
}

/** Rejects when somebody ends this process; it then cleans up as after any other failure. */
export const interrupted = async (): Promise<never> =>
	await new Promise((_resolve, reject) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
			process.once(signal, () => reject(new Error(`Ended by ${signal}.`)));
		}
	});

/** Rejects after so long, ms: beyond it something hangs. Does not keep the process alive. */
export async function hung(limitMs: number): Promise<never> {
	await sleep(limitMs, undefined, { ref: false });
	throw new Error(`The test did not end within ${limitMs / 60_000} minutes.`);
}

/**
 * Tells what failed and what was missed, and the facts as the last line.
 *
 * @returns the exit code.
 */
export function conclude(facts: Facts, missed: readonly string[], failure: unknown): number {
	if (failure !== undefined) console.error(failure);
	if (missed.length > 0) console.error(`Goals missed: ${missed.join(', ')}`);
	const seconds = Math.round(performance.now() / 1000);
	process.stdout.write(`${JSON.stringify({ ...facts, seconds })}\n`);
	return failure === undefined && missed.length === 0 ? 0 : 1;
}
