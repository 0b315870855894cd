import type { SandboxApp, TokenOptions } from '../options.mts';

export interface AlibabaApp extends SandboxApp {
	/** Decides the calls a minute; default free. */
	plan?: 'free' | 'enterprise';
}

export interface AlibabaLimits {
	/** Calls in any sliding 60 s, per app key, of a free app. */
	freePerMinute: number;
	enterprisePerMinute: number;
	/** How long an app key is refused after a breach. */
	blockMs: number;
}

/** Where the article's profile puts the product; nobody says, so by default each product differs. */
export const ARTICLE_ENVELOPES = [
	'bare',
	'result',
	'data',
	'product',
	'alibaba_product_get_response',
] as const;

export type ArticleEnvelope = (typeof ARTICLE_ENVELOPES)[number];

export interface AlibabaSettings {
	apps: AlibabaApp[];
	limits: AlibabaLimits;
	/** The seller whose account the tokens stand for. */
	sellerId: string;
	/** Products of the catalogue; read once, at the start. */
	products: number;
	/** Orders of the last weeks; read once, at the start. */
	orders: number;
	/** Share of calls (0 to 1, seeded) answered with a 504 page. */
	timeoutRate: number;
	articleEnvelope: 'seeded' | ArticleEnvelope;
	/** Whether the article's refusal for a delisted product has a second field that says so. */
	delistedHint: 'seeded' | 'always' | 'never';
	/** HTTP status of the refusal while an app key is blocked. */
	blockStatus: 200 | 403 | 429;
	/** Paths and dotted names the app has no permission for. */
	withoutPermission: string[];
	/** Read once, at the start. */
	tokens: TokenOptions;
}

export interface AlibabaOptions extends Partial<Omit<AlibabaSettings, 'limits' | 'tokens'>> {
	limits?: Partial<AlibabaLimits>;
	tokens?: Partial<TokenOptions>;
}

const DAY_MS = 86_400_000;

/** Fills in what the options leave out. */
export function alibabaSettingsFrom({ limits, tokens, ...options }: AlibabaOptions = {}) {
	const settings: AlibabaSettings = {
		apps: [{ appKey: '700345', appSecret: 'sandbox-alibaba-4fTq8wYb2NcX6rKe', plan: 'free' }],
		sellerId: '2100000001',
		products: 260,
		orders: 60,
		timeoutRate: 0,
		articleEnvelope: 'seeded',
		delistedHint: 'seeded',
		blockStatus: 200,
		withoutPermission: [],
		...options,
		limits: { freePerMinute: 5, enterprisePerMinute: 30, blockMs: 7 * DAY_MS, ...limits },
		tokens: {
			accessMs: 10 * DAY_MS,
			refreshMs: 60 * DAY_MS,
			codeMs: 30 * 60_000,
			omitRefreshToken: false,
			rotateRefreshToken: true,
			numbersAsText: true,
			details: {},
			...tokens,
		},
	};
	return settings;
}
