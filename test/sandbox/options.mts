import type { Sandbox } from './sandbox.mts';
import { alibabaSettingsFrom } from './alibaba/options.mts';
import type { AlibabaOptions, AlibabaSettings } from './alibaba/options.mts';
import type { JsonObject } from './json.mts';
import type { PermissionGroup } from './gateway/permissions.mts';
import type { AmbiguousHour, Zone } from './gateway/time.mts';
import type { PushOptions } from './push/push.mts';
import type { ShopOptions } from './shop/shop.mts';

export interface SandboxApp {
	appKey: string;
	appSecret: string;
	/** Registered callbacks, compared exactly; empty or absent: any http(s) address. */
	redirectUris?: string[];
	/** Callers allowed to use the app; empty or absent: any. */
	allowedIps?: string[];
}

export interface Limits {
	/** Requests in any sliding second, per IP address. */
	perSecond: number;
	/** Requests per platform day (Asia/Shanghai), per app and account. */
	perDay: number;
	/** How long an IP address is refused after a breach of `perSecond`. */
	banMs: number;
}

export interface AnswerOptions {
	/** `auto`: as the request's `simplify` asks; the others answer one way whatever is asked. */
	envelope: 'auto' | 'wrapped' | 'plain';
	/** Lists that stay wrapped under `simplify=true`: all, none, or the named fields. */
	keepWrapped: boolean | string[];
	/** How an empty list looks. */
	emptyLists: 'seeded' | 'missing' | 'object' | 'array';
	/** Ids as JSON text in place of JSON numbers. */
	idsAsText: boolean;
	/** Under which key the order detail arrives. */
	detailRoot: 'target' | 'result';
	/** How the repeated autumn hour is read in filters. */
	ambiguousHour: AmbiguousHour;
	/** `separate`: FINISH only as the sole status and with a create range; `explicit`: whenever named. */
	finishRule: 'separate' | 'explicit';
	/** The most reviews one call returns (the newest by valid date); default no limit. */
	reviewRowLimit: number;
	/** How reviews are answered that are asked for without their orders. */
	reviewWindow: ReviewWindow;
	/** HTTP status of refusals on /rest. */
	restErrorStatus: 200 | 400;
	/** Under which parameter the token of a business call is looked for. */
	tokenParameter: 'either' | 'session' | 'access_token';
	/** Permission groups the app was not granted: their methods answer InsufficientPermission. */
	withoutPermissions: PermissionGroup[];
	/** Methods taken out of service, besides those of the older generation: InvalidApiPath. */
	retiredMethods: string[];
	/** Whether names, phones and streets arrive masked; whole data is then had by the decrypt call. */
	buyerData: 'plain' | 'masked';
	/** The number in the decrypt method's `result_code` that means success. */
	decryptCode: 0 | 200;
	/** Zones of the times whose zone is stated nowhere; what is left out is Pacific. */
	zones: Partial<Record<UnstatedTimes, Zone>>;
	/** Whether the order lists insist on a create range. */
	createRange: 'optional' | 'required';
	/** The greatest page of the order list; it is not documented. */
	orderPageSize: number;
	/** Which disputes are listed when no status is asked for; it is not documented. */
	disputesUnasked: 'all' | 'processing';
	/** What the order list writes under `total_count`; its pages are numbered by the same number. */
	orderCount: OrderCount;
	/** Whether reviews may be asked for without any filter. */
	emptyReviewFilter: 'allowed' | 'refused';
}

/**
 * A count of the order list: that of its rules (all rows but those of the internal class), none, one
 * that is wrong in one answer of twenty, or one that is always wrong, by up to a twentieth.
 */
export type OrderCount = 'counted' | 'absent' | 'wrongAtTimes' | 'wrongByPart';

/**
 * Reviews of a time: those that belong to it; none, the question is refused; the newest 20 of all,
 * whatever was asked; or without one in twenty of them, always the same.
 */
export type ReviewWindow = 'whole' | 'refused' | 'newest' | 'leaky';

/** Kinds of times whose zone the platform does not state, in answers and in filters. */
export type UnstatedTimes = 'reviews' | 'products' | 'promotions' | 'tracking' | 'disputes';

export interface TokenOptions {
	accessMs: number;
	refreshMs: number;
	/** Life of an authorization code. */
	codeMs: number;
	/** A refresh answers without refresh_token; the old one stays good. */
	omitRefreshToken: boolean;
	/** A refresh makes the refresh token it used worthless and returns a new one. */
	rotateRefreshToken: boolean;
	/** Numbers of the token object arrive as text. */
	numbersAsText: boolean;
	/** Fields of the token object that arrive otherwise, however odd. */
	details: JsonObject;
}

export interface SandboxOptions {
	/** Default 0: any free port. */
	port?: number;
	seed?: number;
	/** The clock everything runs on, ms; default Date.now. */
	now?: () => number;
	apps?: SandboxApp[];
	limits?: Partial<Limits>;
	envelope?: AnswerOptions['envelope'];
	answers?: Partial<Omit<AnswerOptions, 'envelope'>>;
	tokenLifetimes?: { accessMs: number; refreshMs: number };
	tokens?: Partial<TokenOptions>;
	/** Answers the authorize page at once as this account, or denies; for use without a browser. */
	authorize?: 'seller' | 'buyer' | 'deny';
	/** What whoever drives the sandbox shows on its page, and lets be changed there. */
	board?: Board;
	/** The seller the default shop and default tokens belong to. */
	sellerId?: string;
	shop?: ShopOptions;
	push?: PushOptions;
	alibaba?: AlibabaOptions;
	feishu?: FeishuOptions;
	zammad?: ZammadOptions;
}

/** A part of the page that is not the sandbox's own, e.g. the day that a demonstration plays. */
export interface Board {
	/** JSON for the page; read at every picture. */
	view(sandbox: Sandbox): object;
	/** Runs the clock at another speed. Throws for one that there is not. */
	setSpeed(speed: number): void;
}

export interface FeishuOptions {
	/** Signing secret; absent: messages are accepted unsigned. */
	secret?: string;
	/** A word every message must hold. */
	keyword?: string;
	/** Last part of the hook's address. */
	token?: string;
	allowedIps?: string[];
	/** Answers successes in the old form, without `code`. */
	oldForm?: boolean;
}

export interface ZammadOptions {
	accessToken?: string;
	/** Basic authentication, besides the token. */
	username?: string;
	password?: string;
}

export interface Settings {
	port: number;
	seed: number;
	now: () => number;
	apps: SandboxApp[];
	limits: Limits;
	answers: AnswerOptions;
	tokens: TokenOptions;
	authorize: SandboxOptions['authorize'];
	sellerId: string;
	shop: ShopOptions;
	push: PushOptions;
	alibaba: AlibabaSettings;
	feishu: FeishuOptions & { token: string };
	zammad: Required<ZammadOptions>;
	board?: Board;
}

const DAY_MS = 86_400_000;

/** Fills in what the options leave out: the platform's documented values. */
export function settingsFrom(options: SandboxOptions): Settings {
	return {
		port: options.port ?? 0,
		seed: options.seed ?? 1,
		now: options.now ?? Date.now,
		apps: options.apps ?? [{ appKey: '512345', appSecret: 'sandbox-secret-Zq3v9XkT7mPp1Lw8' }],
		limits: { perSecond: 5, perDay: 200, banMs: 15 * 60_000, ...options.limits },
		answers: {
			envelope: options.envelope ?? 'auto',
			keepWrapped: false,
			emptyLists: 'seeded',
			idsAsText: false,
			detailRoot: 'target',
			ambiguousHour: 'standard',
			finishRule: 'separate',
			reviewRowLimit: Number.POSITIVE_INFINITY,
			reviewWindow: 'whole',
			restErrorStatus: 200,
			tokenParameter: 'either',
			withoutPermissions: ['social'],
			retiredMethods: [],
			buyerData: 'plain',
			decryptCode: 200,
			zones: {},
			createRange: 'optional',
			orderPageSize: 50,
			orderCount: 'counted',
			emptyReviewFilter: 'allowed',
			disputesUnasked: 'all',
			...options.answers,
		},
		tokens: {
			accessMs: 30 * DAY_MS,
			refreshMs: 60 * DAY_MS,
			codeMs: 3 * 60_000,
			omitRefreshToken: false,
			rotateRefreshToken: true,
			numbersAsText: false,
			details: {},
			...options.tokenLifetimes,
			...options.tokens,
		},
		...(options.board && { board: options.board }),
		authorize: options.authorize,
		sellerId: options.sellerId ?? '2000000001',
		shop: options.shop ?? {},
		push: options.push ?? {},
		alibaba: alibabaSettingsFrom(options.alibaba),
		feishu: { ...options.feishu, token: options.feishu?.token ?? 'sandbox-bot-token' },
		zammad: {
			accessToken: 'sandbox-helpdesk-token',
			username: 'agent@example.com',
			password: 'sandbox-helpdesk-password',
			...options.zammad,
		},
	};
}
