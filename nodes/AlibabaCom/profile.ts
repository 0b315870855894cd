/**
 * The three ways to talk to Alibaba.com: the product detail interface (`alibaba.product.get`), the Open
 * Platform, and its predecessor TOP. Each signs, answers and names its methods in its own way.
 */
export const PROFILES = ['productDetail', 'openPlatform', 'top'] as const;
export type Profile = (typeof PROFILES)[number];

/** Display names, as the credential shows them. */
export const PROFILE_NAMES: Readonly<Record<Profile, string>> = {
	productDetail: 'Product Detail',
	openPlatform: 'Open Platform',
	top: 'TOP (Legacy)',
};

/** Gateways that are known; nothing public names one for the product detail interface. */
export const GATEWAYS = {
	openPlatform: 'https://openapi-api.alibaba.com/rest',
	openPlatformSandbox: 'https://openapi-api-sandbox.alibaba.com/rest',
	top: 'https://eco.taobao.com/router/rest',
} as const;
