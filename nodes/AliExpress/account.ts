import type { INode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { z } from 'zod';

import type { Access } from '../client/access';
import { currentTokens } from '../client/pastedTokens';
import { ANY_ACCOUNT } from '../quota/count';
import { gatewayAddress } from '../wire/gatewayAddress';
import { policyOf, policySettings } from './policySettings';

/** The two credential types of AliExpress; a node offers both. */
export type CredentialType = 'aliExpressOAuth2Api' | 'aliExpressApi';

/** The gateway of the platform for sellers outside Russia. */
export const PRODUCTION_BASE_URL = 'https://api-sg.aliexpress.com';

/** A credential in one shape, whatever its type; `accessToken` is empty before it is connected. */
export interface Account extends Access {
	refreshToken: string;
	/** Where calls are counted. */
	counter: 'bridge' | 'process';
	/** The bridge as the AliExpress Connect Trigger shows it, without trailing slash; may be empty. */
	bridgeUrl: string;
}

const text = z.string().catch('');

const settingsSchema = z.object({
	environment: z.enum(['production', 'custom']).catch('production'),
	baseUrl: text,
	...policySettings,
	tokenParameter: z.enum(['session', 'access_token']).catch('session'),
	counter: z.enum(['bridge', 'process']).catch('bridge'),
	bridgeUrl: text,
});

const idText = z.union([z.string(), z.number()]).transform(String).optional().catch(undefined);

/** The token object as the bridge answers it and n8n stores it beside the OAuth2 credential. */
const tokenDataSchema = z.object({
	access_token: text,
	refresh_token: text,
	expires_in: z.coerce.number().positive().optional().catch(undefined),
	expires_at_ms: z.coerce.number().positive().optional().catch(undefined),
	refresh_expires_at_ms: z.coerce.number().positive().optional().catch(undefined),
	seller_id: idText,
});

const oauth2Schema = settingsSchema.extend({
	clientId: text,
	clientSecret: text,
	oauthTokenData: tokenDataSchema.optional().catch(undefined),
});

const apiSchema = settingsSchema.extend({
	appKey: text,
	appSecret: text,
	accessToken: text,
	refreshToken: text,
	authorizationCode: text,
	renewedTokens: text,
});

/** The address of the bridge as the credential holds it; the test address is turned into the real one. */
function bridgeUrlOf(value: string): string {
	return value.trim().replace(/\/+$/, '').replace('/webhook-test/', '/webhook/');
}

type Credentials = Record<string, unknown>;

function settingsOf(node: INode, settings: z.infer<typeof settingsSchema>) {
	const baseUrl =
		settings.environment === 'production' ? PRODUCTION_BASE_URL : gatewayAddress(settings.baseUrl);
	if (baseUrl === undefined) {
		throw new NodeOperationError(
			node,
			'The custom address in the AliExpress credential cannot be used',
			{
				description: 'Give an https address, or http on this machine (127.0.0.1, localhost).',
			},
		);
	}
	const { tokenParameter, counter } = settings;
	const bridgeUrl = bridgeUrlOf(settings.bridgeUrl);
	return { baseUrl, policy: policyOf(node, settings), tokenParameter, counter, bridgeUrl };
}

function fromOAuth2(node: INode, credentials: Credentials): Account {
	const parsed = oauth2Schema.parse(credentials);
	const tokens = parsed.oauthTokenData;
	return {
		...settingsOf(node, parsed),
		appKey: parsed.clientId.trim(),
		appSecret: parsed.clientSecret.trim(),
		accessToken: tokens?.access_token ?? '',
		refreshToken: tokens?.refresh_token ?? '',
		account: tokens?.seller_id ?? ANY_ACCOUNT,
		...(tokens?.expires_at_ms !== undefined && { expiresAtMs: tokens.expires_at_ms }),
		...(tokens?.refresh_expires_at_ms !== undefined && {
			refreshExpiresAtMs: tokens.refresh_expires_at_ms,
		}),
		...(tokens?.expires_in !== undefined && { lifetimeMs: tokens.expires_in * 1_000 }),
	};
}

function fromPastedTokens(node: INode, credentials: Credentials): Account {
	const parsed = apiSchema.parse(credentials);
	const tokens = currentTokens(parsed);
	return {
		...settingsOf(node, parsed),
		appKey: parsed.appKey.trim(),
		appSecret: parsed.appSecret.trim(),
		accessToken: tokens.accessToken,
		refreshToken: tokens.refreshToken,
		code: parsed.authorizationCode.trim(),
		account: tokens.sellerId ?? ANY_ACCOUNT,
		...(tokens.refreshExpiresAtMs !== undefined && {
			refreshExpiresAtMs: tokens.refreshExpiresAtMs,
		}),
		...(tokens.expiresAtMs !== undefined && { expiresAtMs: tokens.expiresAtMs }),
		...(tokens.lifetimeMs !== undefined && { lifetimeMs: tokens.lifetimeMs }),
	};
}

/**
 * Brings a decrypted credential of either type into one shape.
 *
 * @throws NodeOperationError when the custom address cannot be used.
 */
export function accountOf(node: INode, type: CredentialType, credentials: Credentials): Account {
	return type === 'aliExpressOAuth2Api'
		? fromOAuth2(node, credentials)
		: fromPastedTokens(node, credentials);
}
