import { NodeOperationError, type INode } from 'n8n-workflow';
import { z } from 'zod';

import type { Access } from '../client/access';
import { currentTokens } from '../client/pastedTokens';
import {
	ALIBABA_ENTERPRISE_POLICY,
	ALIBABA_FREE_POLICY,
	ANY_ACCOUNT,
	type Policy,
} from '../quota/policy';
import { HOUR_MS } from '../time/units';
import { SAFE_ADDRESS_WORDS, safeAddress } from '../wire/address';
import { LONGEST_PAUSE_MS } from '../wire/failure';
import { GATEWAYS, PROFILES, type Profile } from './profile';

const limit = z.coerce.number().int().min(0).catch(0);

/** How a credential says what its app may spend. What it leaves out is the free plan. */
const planSettings = {
	plan: z.enum(['free', 'enterprise', 'custom']).catch('free'),
	callsPerMinute: limit,
	callsPerSecond: limit,
	pauseHours: z.coerce
		.number()
		.min(0)
		.max(LONGEST_PAUSE_MS / HOUR_MS)
		.catch(ALIBABA_FREE_POLICY.penaltyMs / HOUR_MS),
};
type PlanSettings = z.infer<z.ZodObject<typeof planSettings>>;

/**
 * The limits that a credential chooses. Own numbers without any limit are those of the free plan: a
 * breach costs a week.
 */
function planPolicy(settings: PlanSettings): Policy {
	const { plan, callsPerMinute, callsPerSecond, pauseHours } = settings;
	if (plan === 'enterprise') return ALIBABA_ENTERPRISE_POLICY;
	if (plan === 'free' || (callsPerMinute === 0 && callsPerSecond === 0)) return ALIBABA_FREE_POLICY;
	return {
		...ALIBABA_FREE_POLICY,
		name: 'custom',
		windows: {
			...(callsPerMinute > 0 && { minute: callsPerMinute }),
			...(callsPerSecond > 0 && { second: callsPerSecond }),
		},
		penaltyMs: pauseHours * HOUR_MS,
	};
}

/** The credential in the shape the client works with. */
export interface Account extends Access {
	profile: Profile;
	refreshToken: string;
	/** How calls of the legacy gateway are signed. */
	topSignMethod: 'md5' | 'hmac';
}

const text = z.string().catch('');

const credentialSchema = z.object({
	profile: z.enum(PROFILES).catch('productDetail'),
	appKey: text,
	appSecret: text,
	accessToken: text,
	refreshToken: text,
	renewedTokens: text,
	topSignMethod: z.enum(['md5', 'hmac']).catch('md5'),
	environment: z.enum(['production', 'sandbox', 'custom']).catch('production'),
	baseUrl: text,
	gatewayUrl: text,
	...planSettings,
});
type Credential = z.infer<typeof credentialSchema>;

function refusal(node: INode, message: string, description: string): NodeOperationError {
	return new NodeOperationError(node, message, {
		description: `${description} No call was spent.`,
	});
}

function gatewayOf(node: INode, credential: Credential): string {
	const { profile, environment, baseUrl, gatewayUrl } = credential;
	const isOwn = profile === 'productDetail' || environment === 'custom';
	const own = safeAddress(profile === 'productDetail' ? gatewayUrl : baseUrl);
	if (isOwn && own !== undefined) return own;
	if (isOwn) {
		throw refusal(
			node,
			'The address in the Alibaba.com credential cannot be used',
			`Give ${SAFE_ADDRESS_WORDS}.`,
		);
	}
	if (environment === 'production') return GATEWAYS[profile];
	if (profile === 'openPlatform') return GATEWAYS.openPlatformSandbox;
	throw refusal(
		node,
		'TOP has no sandbox that this node knows',
		'Choose Production, or Custom Address with the address of your sandbox.',
	);
}

function checkKeys(node: INode, credential: Credential): void {
	const { appKey, appSecret, accessToken, refreshToken, profile } = credential;
	const missing = appKey.trim() === '' ? 'App Key' : appSecret.trim() === '' ? 'App Secret' : '';
	if (missing !== '') {
		const remedy = `Enter the ${missing} from the app console into the credential.`;
		throw refusal(node, `The Alibaba.com credential has no ${missing}`, remedy);
	}
	if (profile === 'productDetail' || accessToken.trim() !== '') return;
	if (profile === 'openPlatform' && refreshToken.trim() !== '') return;
	throw refusal(
		node,
		'The Alibaba.com credential has no access token',
		'The Open Platform and TOP answer only to a token: authorize the app and paste the token into the credential.',
	);
}

/**
 * Brings the decrypted credential into shape. Calls are counted for the whole app key, since that is
 * what the platform blocks.
 *
 * @throws NodeOperationError when something is missing or the address cannot be used.
 */
export function accountOf(node: INode, credentials: Record<string, unknown>): Account {
	const credential = credentialSchema.parse(credentials);
	const { profile, topSignMethod } = credential;
	checkKeys(node, credential);
	const needsNoToken = profile === 'productDetail';
	const tokens = currentTokens(credential);
	return {
		profile,
		topSignMethod,
		baseUrl: gatewayOf(node, credential),
		policy: planPolicy(credential),
		appKey: credential.appKey.trim(),
		appSecret: credential.appSecret.trim(),
		account: ANY_ACCOUNT,
		tokenParameter: profile === 'top' ? 'session' : 'access_token',
		accessToken: needsNoToken ? '' : tokens.accessToken,
		refreshToken: profile === 'openPlatform' ? tokens.refreshToken : '',
		...(needsNoToken && { needsNoToken }),
		...(tokens.refreshExpiresAtMs !== undefined && {
			refreshExpiresAtMs: tokens.refreshExpiresAtMs,
		}),
		...(tokens.expiresAtMs !== undefined && { expiresAtMs: tokens.expiresAtMs }),
		...(tokens.lifetimeMs !== undefined && { lifetimeMs: tokens.lifetimeMs }),
	};
}
