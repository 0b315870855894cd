import type { Grant } from '../../../nodes/quota/store.ts';
import type { Purpose } from '../../../nodes/quota/policy.ts';
import { callFor, openLedger, reserveInTurn } from '../ledger/callers.mts';
import type { Facts } from '../report.mts';
import type { Bridge } from '../stage.mts';

const CALLS_PER_DAY = 200;
const ACCOUNT = 'account-of-the-limit-step';

/** More than each share holds of what the first 60 leave, so that the day is what ends. */
const DEMAND: ReadonlyArray<[Purpose, number]> = [
	['trigger', 74],
	['action', 44],
	['recovery', 18],
	['browse', 14],
];

/**
 * From noon in Beijing purposes lend to each other, so some calls that one of them asks for in vain are
 * kept for another that has asked before. Connect may take whatever is left, at any hour.
 */
const LAST: [Purpose, number] = ['connect', 60];

const granted = (grants: Grant[]) => grants.filter((grant) => grant.granted);

/**
 * 60 reservations at once, then 210 more: every one is distinct and counted, and they end exactly
 * at the limit of the day.
 */
export async function stopAtLimit({ app, bridgeUrl }: Bridge): Promise<Facts> {
	const ledger = openLedger({ bridgeUrl, appSecret: app.appSecret });
	const reserve = async (purpose: Purpose) =>
		await reserveInTurn(ledger, callFor(ACCOUNT, purpose));
	const many = (purpose: Purpose, count: number) =>
		Array.from({ length: count }, async () => await reserve(purpose));

	const first = granted(await Promise.all(many('trigger', 60)));
	const places = new Set(first.map((grant) => grant.granted && grant.shareLeft));
	const { used: usedFirst } = await ledger.status(ACCOUNT);
	const shared = await Promise.all(DEMAND.flatMap(([purpose, count]) => many(purpose, count)));
	const rest = [...shared, ...(await Promise.all(many(...LAST)))];
	const after = await Promise.all(
		[...DEMAND, LAST].map(async ([purpose]) => await reserve(purpose)),
	);
	const { used, left } = await ledger.status(ACCOUNT);
	const isExact =
		granted(rest).length === CALLS_PER_DAY - 60 &&
		granted(after).length === 0 &&
		used === CALLS_PER_DAY &&
		left === 0;
	return {
		distinct: usedFirst === 60 ? places.size : 0,
		granted: first.length + granted(rest).length + granted(after).length,
		limitExact: isExact,
	};
}
