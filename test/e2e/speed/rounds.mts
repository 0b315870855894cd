import { median, percentile, rounded } from '../../../bench/frame/numbers.mts';
import type { Timing } from './sending.mts';

/** Many short rounds: what else the machine does then falls on both sides. */
const MOST_ROUNDS = 21;
const FEWEST_ROUNDS = 7;
const MEASURING_MS = 30_000;

/** What the package did in a turn, and what a webhook without it did in the turn beside. */
export interface Round {
	readonly ours: Timing;
	readonly bare: Timing;
}

/** Lets both take turns until there are enough rounds, or 30 seconds are over and there are some. */
export async function takeTurns(
	ours: () => Promise<Timing>,
	bare: () => Promise<Timing>,
): Promise<Round[]> {
	const rounds: Round[] = [];
	const enoughAtMs = Date.now() + MEASURING_MS;
	for (let round = 0; round < MOST_ROUNDS; round++) {
		if (round >= FEWEST_ROUNDS && Date.now() > enoughAtMs) break;
		// Who comes first changes, so that neither always has the quieter moment.
		if (round % 2 === 0) {
			const first = await ours();
			rounds.push({ ours: first, bare: await bare() });
		} else {
			const first = await bare();
			rounds.push({ bare: first, ours: await ours() });
		}
	}
	return rounds;
}

/** Our speed as a part of the other one's: taken within each round, then the middle of them. */
export const ratioOf = (rounds: readonly Round[]): number =>
	rounded(median(rounds.map(({ ours, bare }) => ours.perSecond / bare.perSecond)));

/** Requests a second in the middle round. */
export const speedOf = (rounds: readonly Round[], who: keyof Round): number =>
	Math.round(median(rounds.map((round) => round[who].perSecond)));

/** The time within which 99 of 100 requests of all rounds were answered, ms. */
export function p99MsOf(rounds: readonly Round[], who: keyof Round): number {
	return rounded(
		percentile(
			rounds.flatMap((round) => round[who].tookMs),
			0.99,
		),
	);
}
