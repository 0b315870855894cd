import { setTimeout as sleep } from 'node:timers/promises';

import { fromPackage } from '../project.mts';
import { say } from '../report.mts';

const { shanghaiDayEndMs } =
	fromPackage<typeof import('../../../nodes/time/zones.ts')>('time/zones');

/**
 * Waits past midnight in Shanghai when it is nearer than `stepMs`. A real n8n cannot be given
 * another clock, and a count that starts anew in the middle of a step would look forgotten.
 */
export async function stayInOneDay(stepMs: number): Promise<void> {
	const leftMs = shanghaiDayEndMs(Date.now()) - Date.now();
	if (leftMs > stepMs) return;
	say(`The platform's day ends in ${Math.ceil(leftMs / 1000)} s; waiting for the next one ...`);
	await sleep(leftMs + 5_000);
}
