// What the bridge makes of the platform's token answers, and what n8n then puts over what it has stored.
import { answerTokenRequest } from '../../../../nodes/AliExpress/connect/oauthFacade.ts';
import type { Account } from '../../../../nodes/AliExpress/account/account.ts';
import { openLedger } from '../../../../nodes/quota/ledger/ledgerState.ts';
import { CONNECTOR_POLICY } from '../../../../nodes/quota/policy.ts';
import { processStore } from '../../../../nodes/quota/processStore.ts';
import { momentOf } from '../../../../nodes/time/moment.ts';
import { drivenClock } from '../../../client/around.mts';

const clock = drivenClock();
const account: Account = {
	appKey: '512345',
	appSecret: 'a-secret-of-the-app',
	accessToken: '',
	refreshToken: '',
	tokenParameter: 'session',
	baseUrl: 'https://gateway.example',
	account: '*',
	policy: CONNECTOR_POLICY,
	counter: 'bridge',
	bridgeUrl: '',
};
let serial = 0;

/** Trades a code or a refresh token for what the platform answers. */
async function traded(grant: 'code' | 'refresh_token', answer: Record<string, unknown>) {
	serial += 1;
	const sent: string[] = [];
	const http = {
		httpRequest: async ({ body }: { body?: unknown }) => {
			sent.push(String(body));
			const tokens = { code: '0', access_token: `access-${serial}`, refresh_token: 'next' };
			const full = { ...tokens, account_platform: 'seller_center', ...answer };
			return { statusCode: 200, headers: {}, body: JSON.stringify(full) };
		},
	};
	const type = grant === 'code' ? 'authorization_code' : 'refresh_token';
	const form = { grant_type: type, [grant]: `${grant}-${serial}` };
	const quota = processStore(openLedger('facade', momentOf(clock)), CONNECTOR_POLICY, clock);
	const sellers = { ownerOf: () => '*', remember: () => undefined };
	const result = await answerTokenRequest(http, clock, account, quota, sellers, form);
	expect(sent).toHaveLength(1);
	return result;
}
const DAY_SECONDS = 86_400;

describe('the tokens of an authorization', () => {
	it('come with both ends', async () => {
		const { status, body } = await traded('code', {
			expires_in: DAY_SECONDS,
			refresh_expires_in: 2 * DAY_SECONDS,
			seller_id: 2000000001,
		});
		expect(status).toBe(200);
		expect(body).toMatchObject({
			expires_in: DAY_SECONDS,
			expires_at_ms: clock.atMs + DAY_SECONDS * 1_000,
			refresh_expires_at_ms: clock.atMs + 2 * DAY_SECONDS * 1_000,
			seller_id: '2000000001',
		});
	});

	it('take the ends and the seller of the one before away when they do not say their own', async () => {
		// n8n keeps what the answer leaves out: an end in the past would end the new tokens at once.
		const before = { expires_at_ms: 1, refresh_expires_at_ms: 1, seller_id: '1' };
		const { body } = await traded('code', {});
		expect({ ...before, ...body }).toMatchObject({
			expires_at_ms: null,
			refresh_expires_at_ms: null,
			seller_id: null,
		});
	});

	it('keep the end of the authorization when a renewal leaves it out: it has not moved', async () => {
		const before = { expires_at_ms: 1, refresh_expires_at_ms: 5, seller_id: '7' };
		const { body } = await traded('refresh_token', {});
		expect({ ...before, ...body }).toMatchObject({
			expires_at_ms: null,
			refresh_expires_at_ms: 5,
			seller_id: '7',
		});
	});

	it.each([0, '0'])('cannot be renewed when the platform gives %j seconds for it', async (none) => {
		const { body } = await traded('refresh_token', { refresh_expires_in: none });
		expect(body).toHaveProperty('refresh_expires_at_ms', clock.atMs);
	});

	it.each([
		['', ''],
		['soon', '2027-01-01'],
		[-1, -1],
		[[], {}],
		[null, 'null'],
		// Seconds where milliseconds are meant: long ago, which no fresh token can have ended at.
		[undefined, 1_795_000_000],
	])('are taken without an odd end: %j and %j', async (seconds, moment) => {
		const { status, body } = await traded('code', {
			expires_in: seconds,
			expire_time: moment,
			refresh_expires_in: seconds,
			refresh_token_valid_time: moment,
		});
		expect(status).toBe(200);
		expect(body).toMatchObject({ expires_at_ms: null, refresh_expires_at_ms: null });
		expect(body).not.toHaveProperty('expires_in');
	});
});
