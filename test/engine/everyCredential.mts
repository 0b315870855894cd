import { randomUUID } from 'node:crypto';

import { PROFILES } from '../../nodes/AlibabaCom/profile.ts';
import type { CredentialInput } from './harness/credentialStore.mts';

/** Long and unlike anything else, so that they are found wherever they end up. */
const secret = (name: string) => `${name}-${randomUUID()}`;
export const SECRETS = {
	appSecret: secret('app-secret'),
	accessToken: secret('access-token'),
	refreshToken: secret('refresh-token'),
	code: secret('code'),
	botSecret: secret('bot-secret'),
	feishuAppSecret: secret('feishu-app-secret'),
};
/** The app of all of them. */
export const APP = { appKey: '512345', appSecret: SECRETS.appSecret };

/** Every credential of the package, in all states in which it sends, with one host in every address. */
export function credentialsFor(url: string): Record<string, CredentialInput> {
	const { accessToken, refreshToken } = SECRETS;
	const limits = { policy: 'custom', callsPerDay: 10_000, callsPerSecond: 1_000 };
	const custom = { environment: 'custom', baseUrl: url };
	const aliExpress = { ...custom, ...limits, counter: 'process' };
	const oauthTokenData = { access_token: accessToken, refresh_token: refreshToken };
	const oauth2 = { clientId: APP.appKey, clientSecret: APP.appSecret };
	const alibaba = { ...APP, ...custom, accessToken, refreshToken, gatewayUrl: url };
	const plan = { plan: 'custom', callsPerMinute: 0, callsPerSecond: 1_000 };
	const bridgeUrl = `${url}/webhook/elsewhere`;
	const webhookUrl = `${url}/open-apis/bot/v2/hook/b0b0b0b0-0000-4000-8000-000000000000`;
	return {
		oauth2: { type: 'aliExpressOAuth2Api', data: { ...aliExpress, ...oauth2, oauthTokenData } },
		pasted: { type: 'aliExpressApi', data: { ...aliExpress, ...APP, accessToken, refreshToken } },
		codeOnly: {
			type: 'aliExpressApi',
			data: { ...aliExpress, ...APP, authorizationCode: SECRETS.code },
		},
		refreshOnly: { type: 'aliExpressApi', data: { ...aliExpress, ...APP, refreshToken } },
		counted: {
			type: 'aliExpressApi',
			data: { ...aliExpress, ...APP, accessToken, counter: 'bridge', bridgeUrl },
		},
		feishu: { type: 'feishuBotApi', data: { webhookUrl, secret: SECRETS.botSecret } },
		feishuApp: {
			type: 'feishuAppApi',
			data: { appId: 'cli_1', appSecret: SECRETS.feishuAppSecret, baseUrl: url },
		},
		...Object.fromEntries(
			PROFILES.map((profile) => [
				profile,
				{ type: 'alibabaComApi', data: { ...alibaba, ...plan, profile } },
			]),
		),
		alibabaRefresh: {
			type: 'alibabaComApi',
			data: { ...alibaba, ...plan, profile: 'openPlatform', accessToken: '' },
		},
	};
}
