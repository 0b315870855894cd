import type { FaultQueue } from '../faults.mts';
import { createVault } from '../gateway/tokens.mts';
import type { Account, Grant } from '../gateway/tokens.mts';
import type { Settings } from '../options.mts';
import { createRandom } from '../shop/random.mts';
import type { WebAnswer, WebRequest } from '../web/exchange.mts';
import { inventCatalogue } from './catalogue/products.mts';
import { ALIBABA_PATHS, answerAlibaba } from './gate.mts';
import { createAlibabaLimits } from './limits.mts';
import { createAlibabaLog } from './log.mts';
import type { AlibabaLog, AlibabaProfile } from './log.mts';
import type { AlibabaShop } from './method.mts';
import type { AlibabaApp } from './options.mts';
import { inventOrders } from './trade/orders.mts';

export interface Alibaba extends AlibabaShop {
	/** The first app. */
	readonly app: AlibabaApp;
	/** Base addresses of the profiles; the Open Platform's takes the API path behind it. */
	readonly addresses: Readonly<Record<AlibabaProfile, string>>;
	readonly log: AlibabaLog;
	/** Tokens of the seller, for the Open Platform and TOP; default the first app's. */
	issueTokens(appKey?: string): Grant;
	/** A code for `/auth/token/create`. */
	issueCode(appKey?: string): string;
	/** Ends an access token now. */
	expireToken(accessToken: string): void;
	/** Ends the authorization of an access token now, with its refresh token. */
	revokeTokens(accessToken: string): void;
	/** Calls of the last 60 s, of the app key that made the most. */
	inLastMinute(): number;
	/** Lifts all blocks and forgets the counts. */
	forgetLimits(): void;
	answer(request: WebRequest): WebAnswer;
}

interface AlibabaSurroundings {
	settings: Settings;
	baseUrl: () => string;
	faults: FaultQueue;
	changed: () => void;
}

/** Alibaba.com with its three profiles, one seller, a catalogue and orders. */
export function createAlibaba({
	settings,
	baseUrl,
	faults,
	changed,
}: AlibabaSurroundings): Alibaba {
	const { seed, now, alibaba: options } = settings;
	const app = options.apps[0];
	if (!app) throw new Error('Alibaba.com needs at least one app');
	const random = createRandom(seed * 53 + 7);
	const products = inventCatalogue(random, options.products, now());
	const orders = inventOrders(random, options.orders, products, now());
	const shop: AlibabaShop = { products, orders, companyId: 'cVmhg7/xG8q3UQgcH/5Fag==' };
	const log = createAlibabaLog();
	const limits = createAlibabaLimits(options, now, log.blocks);
	const vault = createVault(options.tokens, now, createRandom(seed * 53 + 8));
	const account: Account = {
		id: options.sellerId,
		platform: 'seller_center',
		login: `seller${options.sellerId}@example.com`,
	};
	const context = { settings, shop, vault, limits, faults, log, random, changed };
	const address = (profile: AlibabaProfile) => baseUrl() + ALIBABA_PATHS[profile];
	return {
		...shop,
		app,
		get addresses() {
			return {
				article: address('article'),
				openPlatform: address('openPlatform'),
				top: address('top'),
			};
		},
		log,
		issueTokens: (appKey = app.appKey) => vault.issueGrant(appKey, account),
		issueCode: (appKey = app.appKey) => vault.issueCode(appKey, account),
		expireToken: (accessToken) => vault.expire(accessToken),
		revokeTokens: (accessToken) => vault.revoke(accessToken),
		inLastMinute: () => limits.inLastMinute(),
		forgetLimits: () => limits.forget(),
		answer: (request) => answerAlibaba(request, context),
	};
}
