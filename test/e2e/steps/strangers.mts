import { openLedger, reserveRequest, type LedgerAddress } from '../ledger/callers.mts';
import { overFetch } from '../ledger/http.mts';
import type { Captured } from '../ledger/http.mts';
import type { Facts } from '../report.mts';
import type { Bridge, Stage } from '../stage.mts';

const ACCOUNT = 'account-of-the-strangers-step';
const SIX_MINUTES_MS = 6 * 60_000;

const statusOf = async (url: string, init: RequestInit): Promise<number> => {
	const response = await fetch(url, { method: 'POST', ...init });
	await response.arrayBuffer();
	return response.status;
};

const send = async ({ url, ...init }: Captured): Promise<number> => await statusOf(url, init);

/** The same bytes under other headers. */
const withHeaders = (request: Captured, headers: Record<string, string>): Captured => ({
	...request,
	headers: { 'Content-Type': 'application/json', ...headers },
});

/** Requests to the ledger that a stranger can make, one of them a copy of a good one. */
async function ledgerAttempts(address: LedgerAddress): Promise<Array<Promise<number>>> {
	const good = await reserveRequest(address, ACCOUNT);
	const guessed = await reserveRequest({ ...address, appSecret: 'a guess' }, ACCOUNT);
	const old = await reserveRequest(address, ACCOUNT, -SIX_MINUTES_MS);
	const early = await reserveRequest(address, ACCOUNT, SIX_MINUTES_MS);
	const altered = { ...good, body: good.body.replace(ACCOUNT, `${ACCOUNT}-other`) };
	const used = await reserveRequest(address, ACCOUNT);
	await overFetch.httpRequest({ ...used, method: 'POST' });
	const unsigned = withHeaders(good, {});
	const empty = { ...unsigned, body: '' };
	return [unsigned, guessed, old, early, altered, used, empty].map(send);
}

/** Requests to the token endpoint that a stranger can make. */
function tokenAttempts({ app, bridgeUrl }: Bridge): Array<Promise<number>> {
	const grant = { grant_type: 'authorization_code', code: '3_guess' };
	const forms: Array<Record<string, string>> = [
		{},
		grant,
		{ ...grant, client_id: app.appKey, client_secret: 'a guess' },
		{ ...grant, client_id: 'a guess', client_secret: app.appSecret },
		{ ...grant, client_id: app.appKey, client_secret: '' },
	];
	return forms.map(async (form) => await statusOf(bridgeUrl, { body: new URLSearchParams(form) }));
}

/** Knocks at the bridge as a stranger: nobody is let in, nothing is spent, n8n keeps nothing. */
export async function turnStrangersAway(stage: Stage, bridge: Bridge): Promise<Facts> {
	const { editor, sandbox } = stage;
	const address = { bridgeUrl: bridge.bridgeUrl, appSecret: bridge.app.appSecret };
	const callsBefore = sandbox.log.calls.length;
	const attempts = [...(await ledgerAttempts(address)), ...tokenAttempts(bridge)];
	const statuses = await Promise.all(attempts);
	const { used } = await openLedger(address).status(ACCOUNT);
	// One was good the first time it was sent.
	const isNothingSpent = used === 1 && sandbox.log.calls.length === callsBefore;
	return {
		strangersLetIn: statuses.filter((status) => status !== 401).length,
		strangersSpentNothing: isNothingSpent,
		executionsOfBridge: await editor.executionCount(bridge.workflow.id),
	};
}
