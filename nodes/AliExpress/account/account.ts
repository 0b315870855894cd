import { NodeOperationError, type INode } from 'n8n-workflow';
import { z } from 'zod';

import type { Access } from '../../client/access';
import { currentTokens } from '../../client/pastedTokens';
import { ANY_ACCOUNT } from '../../quota/policy';
import { REDIS_DIALECTS, type RedisAddress } from '../../quota/redis/exchange';
import { SAFE_ADDRESS_WORDS, safeAddress } from '../../wire/address';
import { policyOf, policySettings } from './policy';

/** The two credential types of AliExpress; a node offers both. */
export type CredentialType = 'aliExpressOAuth2Api' | 'aliExpressApi';

/** The gateway of the platform for sellers outside Russia. */
export const PRODUCTION_BASE_URL = 'https://api-sg.aliexpress.com';

/** A credential in one shape, whatever its type; `accessToken` is empty before it is connected. */
export interface Account extends Access {
	refreshToken: string;
	/** Where calls are counted. */
	counter: 'bridge' | 'process' | 'redis';
	/** The bridge as the AliExpress Connect Trigger shows it, without trailing slash; may be empty. */
	bridgeUrl: string;
	/** The Redis that counts; absent where another counter is chosen. */
	redis?: RedisAddress;
}

const text = z.string().catch('');

const settingsSchema = z.object({
	environment: z.enum(['production', 'custom']).catch('production'),
	baseUrl: text,
	...policySettings,
	tokenParameter: z.enum(['session', 'access_token']).catch('session'),
	counter: z.enum(['bridge', 'redis', 'process']).catch('bridge'),
	bridgeUrl: text,
	redisInterface: z.enum(REDIS_DIALECTS).catch('upstash'),
	redisUrl: text,
	redisToken: text,
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

type Credentials = Record<string, unknown>;

function addressOf(node: INode, written: string, message: string): string {
	const address = safeAddress(written);
	if (address !== undefined) return address;
	throw new NodeOperationError(node, message, { description: `Give ${SAFE_ADDRESS_WORDS}.` });
}

function gatewayOf(node: INode, { environment, baseUrl }: z.infer<typeof settingsSchema>): string {
	if (environment === 'production') return PRODUCTION_BASE_URL;
	return addressOf(node, baseUrl, 'The custom address in the AliExpress credential cannot be used');
}

/** The address of the bridge; the test address is turned into the real one. Empty when none is given. */
function bridgeOf(node: INode, written: string): string {
	if (written.trim() === '') return '';
	const message = 'The bridge address in the AliExpress credential cannot be used';
	return addressOf(node, written, message).replace('/webhook-test/', '/webhook/');
}

/** The Redis that counts. */
function redisOf(
	node: INode,
	{ redisInterface, redisUrl, redisToken }: z.infer<typeof settingsSchema>,
): RedisAddress {
	const message = 'The Redis address in the AliExpress credential cannot be used';
	return {
		dialect: redisInterface,
		url: addressOf(node, redisUrl, message),
		token: redisToken.trim(),
	};
}

function settingsOf(node: INode, settings: z.infer<typeof settingsSchema>) {
	const { tokenParameter, counter } = settings;
	return {
		baseUrl: gatewayOf(node, settings),
		policy: policyOf(node, settings),
		tokenParameter,
		counter,
		bridgeUrl: bridgeOf(node, settings.bridgeUrl),
		...(counter === 'redis' && { redis: redisOf(node, settings) }),
	};
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
	// While the calls are counted in the process, the field is hidden, whatever it holds.
	const bridgeUrl = parsed.counter === 'bridge' ? parsed.bridgeUrl : '';
	return {
		...settingsOf(node, { ...parsed, bridgeUrl }),
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
 * @throws NodeOperationError when one of its addresses cannot be used.
 */
export function accountOf(node: INode, type: CredentialType, credentials: Credentials): Account {
	return type === 'aliExpressOAuth2Api'
		? fromOAuth2(node, credentials)
		: fromPastedTokens(node, credentials);
}
