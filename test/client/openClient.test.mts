// A credential whose tokens n8n renews, where the bridge that learns of their end is another process.
import { NodeApiError, type IExecuteFunctions } from 'n8n-workflow';

import { openClient } from '../../nodes/AliExpress/account/openClient.ts';
import { drivenClock } from './around.mts';
import { NODE } from './context.mts';

const clock = drivenClock();
const ENDED = 'The authorization of this AliExpress account has ended';

/** A node on a credential whose access token is past its end; n8n's renewal ends with `reason`. */
function nodeWith(reason: unknown) {
	let renewals = 0;
	const context = {
		getNode: () => NODE,
		getWorkflow: () => ({ name: 'Workflow' }),
		getCredentials: async () => ({
			clientId: '512345',
			clientSecret: 'a-secret',
			bridgeUrl: 'https://n8n.example/webhook/bridge',
			oauthTokenData: {
				access_token: `access token of ${String(reason)}`,
				refresh_token: `refresh token of ${JSON.stringify(reason)}`,
				expires_at_ms: clock.nowMs(),
			},
		}),
		logger: { warn: () => undefined },
		helpers: {
			refreshOAuth2Token: async () => {
				renewals += 1;
				return await Promise.reject(reason);
			},
		},
	} as unknown as IExecuteFunctions;
	return {
		renewals: () => renewals,
		call: async () =>
			await openClient(context, 'trigger', { clock })
				.call('aliexpress.seller.order.list.get', {})
				.catch((thrown: unknown) => thrown),
	};
}

it.each([
	['as the bridge said it', { status: 400, body: { error: 'invalid_grant' } }],
	[
		'in the words of n8n',
		{ message: 'The credential "Shop" needs to be reconnected', description: 'Reconnect it.' },
	],
	[
		'as an error of n8n with its cause',
		new NodeApiError(NODE, {}, { failure: { cause: 'credential-invalid' } }),
	],
])('asks n8n once for a renewal that is refused for good, told %s', async (_, reason) => {
	const { call, renewals } = nodeWith(reason);
	for (let i = 0; i < 3; i += 1) expect(await call()).toHaveProperty('message', ENDED);
	expect(renewals()).toBe(1);
});

it.each([
	['another refusal of the bridge', { status: 429, body: { error: 'quota_refused' } }],
	['no answer', { code: 'ECONNREFUSED' }],
])('asks again after %s', async (_, reason) => {
	const { call, renewals } = nodeWith(reason);
	for (let i = 0; i < 2; i += 1) {
		expect(await call()).toHaveProperty(
			'message',
			'The access token of AliExpress could not be renewed',
		);
	}
	expect(renewals()).toBe(2);
});
