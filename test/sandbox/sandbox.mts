import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createAlibaba } from './alibaba/alibaba.mts';
import type { Alibaba } from './alibaba/alibaba.mts';
import { createCallLog } from './callLog.mts';
import type { CallLog } from './callLog.mts';
import { answerControl } from './control.mts';
import { createFaults } from './faults.mts';
import type { Faults } from './faults.mts';
import { createFeishuApp, FEISHU_APP_PATH } from './feishu/app.mts';
import type { FeishuApp } from './feishu/app.mts';
import { createChat, FEISHU_HOOK_PATH } from './feishu/chat.mts';
import type { FeishuChat } from './feishu/chat.mts';
import { answerAuthorize } from './gateway/authorizePage.mts';
import { answerGateway } from './gateway/gateway.mts';
import { createLimits } from './gateway/limits.mts';
import { createVault } from './gateway/tokens.mts';
import type { Account, Grant } from './gateway/tokens.mts';
import { createHelpdesk } from './helpdesk/helpdesk.mts';
import type { Helpdesk } from './helpdesk/helpdesk.mts';
import { createLiveFeed } from './live.mts';
import { settingsFrom } from './options.mts';
import type { SandboxApp, SandboxOptions, Settings } from './options.mts';
import { answerPage } from './page/pageFiles.mts';
import { createPush } from './push/push.mts';
import type { Push } from './push/push.mts';
import { createRandom } from './shop/random.mts';
import { seedShop } from './shop/seedShop.mts';
import { createShop } from './shop/shop.mts';
import type { Shop } from './shop/shop.mts';
import { snapshot } from './snapshot.mts';
import { asksForThisMachine, deliver, jsonAnswer, readRequest } from './web/exchange.mts';
import type { WebAnswer, WebRequest } from './web/exchange.mts';

export type { SandboxApp, SandboxOptions } from './options.mts';
export type { Fault, FaultKind, Faults } from './faults.mts';
export type { Alibaba } from './alibaba/alibaba.mts';
export type { AlibabaBlock, AlibabaCall, AlibabaLog } from './alibaba/log.mts';
export type { Ban, CallLog, LoggedCall } from './callLog.mts';
export type { Push, PushDelivery, PushDraft, PushFault, PushRequest } from './push/push.mts';
export type { Shop } from './shop/shop.mts';
export type { FeishuChat, FeishuMessage } from './feishu/chat.mts';
export type { Helpdesk } from './helpdesk/helpdesk.mts';

export interface IssueOptions {
	/** Default the first app. */
	appKey?: string;
	/** Default the sandbox's seller; any other numeric id gets a shop of its own. */
	sellerId?: string;
	/** A buyer's account in place of a seller's. */
	buyer?: boolean;
}

export interface TokenSet {
	accessToken: string;
	refreshToken: string;
	accessEndsMs: number;
	refreshEndsMs: number;
	accountId: string;
}

export interface Sandbox {
	/** `http://127.0.0.1:<port>` */
	readonly url: string;
	readonly app: SandboxApp;
	/** The options in force; may be changed while running. */
	readonly settings: Settings;
	/** The shop of the sandbox's own seller. */
	readonly shop: Shop;
	readonly faults: Faults;
	readonly log: CallLog;
	/** Alibaba.com: its own apps, tokens, limits and log; faults have the target `alibaba`. */
	readonly alibaba: Alibaba;
	readonly feishu: FeishuChat;
	/** An app of Feishu's developer console. */
	readonly feishuApp: FeishuApp;
	readonly helpdesk: Helpdesk;
	/** Push messages of the first app; nothing is sent before an address is registered. */
	readonly push: Push;
	/** Answers a request without a socket: what the server would send, and how. */
	answer(request: WebRequest): WebAnswer;
	/** The shop of a seller; made empty at the first mention. */
	shopOf(sellerId: string): Shop;
	issueCode(options?: IssueOptions & { uuid?: string }): string;
	issueTokens(options?: IssueOptions): TokenSet;
	/** Ends an access token now. */
	expireToken(accessToken: string): void;
	/** Ends the authorization of an access token now, with its refresh token. */
	revokeTokens(accessToken: string): void;
	/** Lifts all bans and forgets the counts of the limits. */
	forgetLimits(): void;
	close(): Promise<void>;
}

/** Starts the sandbox on 127.0.0.1. Rejects when the port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const settings = settingsFrom(options);
	const { seed, now } = settings;
	const app = settings.apps[0];
	if (!app) throw new Error('The sandbox needs at least one app');
	const random = createRandom(seed);
	const feed = createLiveFeed(() => snapshot(sandbox, limits));
	const { changed } = feed;
	const faults = createFaults(changed);
	const log = createCallLog(now);
	const limits = createLimits(settings.limits, now, log.bans);
	const vault = createVault(settings.tokens, now, createRandom(seed + 1));
	const shops = new Map<string, Shop>();
	const shopOf = (sellerId: string): Shop => {
		const known = shops.get(sellerId);
		if (known) return known;
		const index = shops.size;
		const shop = createShop({ sellerId, index, seed, now, options: settings.shop, changed });
		shops.set(sellerId, shop);
		return shop;
	};
	const shop = shopOf(settings.sellerId);
	seedShop(shop, now());
	let url = '';
	const surroundings = { baseUrl: () => url, now, faults, changed };
	const alibaba = createAlibaba({ settings, baseUrl: () => url, faults, changed });
	const feishu = createChat({ options: settings.feishu, ...surroundings });
	const feishuApp = createFeishuApp(surroundings);
	const helpdesk = createHelpdesk({ options: settings.zammad, ...surroundings });
	const push = createPush({
		app,
		sellerId: settings.sellerId,
		options: settings.push,
		now,
		changed,
	});
	const accounts = { seller: sellerAccount(settings.sellerId), buyer: BUYER };
	const accountFor = ({ sellerId = settings.sellerId, buyer }: IssueOptions): Account =>
		buyer ? BUYER : sellerAccount(sellerId);
	const gateway = { settings, vault, limits, faults, log, random, shopOf, changed };
	const route = (request: WebRequest): WebAnswer => {
		const { path } = request;
		if (path === '/sync' || path.startsWith('/rest/')) return answerGateway(request, gateway);
		if (path === '/oauth/authorize') return answerAuthorize(request, { settings, vault, accounts });
		if (path.startsWith('/alibaba/')) return alibaba.answer(request);
		if (path.startsWith(FEISHU_HOOK_PATH)) return feishu.answer(request);
		if (path.startsWith(FEISHU_APP_PATH)) return feishuApp.answer(request);
		if (path.startsWith('/api/v1/')) return helpdesk.answer(request);
		if (path.startsWith('/control/')) return answerControl(request, sandbox, limits);
		return answerPage(path) ?? jsonAnswer({ error: 'not found' }, 404);
	};
	const server = createServer((incoming, response) => {
		if (!asksForThisMachine(incoming.headers)) {
			const error = `ask for ${url}`;
			deliver(jsonAnswer({ error }, 421), response);
			return;
		}
		readRequest(incoming)
			.then((request) => {
				if (request.path === '/control/events') feed.attach(response);
				else deliver(route(request), response);
			})
			.catch((error: unknown) => {
				const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
				deliver(jsonAnswer({ error: 'sandbox defect', reason }, 500), response);
			});
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(settings.port, '127.0.0.1', resolve);
	});
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const sandbox: Sandbox = {
		url,
		app,
		settings,
		shop,
		faults,
		log,
		alibaba,
		feishu,
		feishuApp,
		helpdesk,
		push,
		answer: route,
		shopOf,
		issueCode: ({ uuid, ...whose } = {}) =>
			vault.issueCode(whose.appKey ?? app.appKey, accountFor(whose), uuid),
		issueTokens: (whose = {}) =>
			tokenSet(vault.issueGrant(whose.appKey ?? app.appKey, accountFor(whose))),
		expireToken: (accessToken) => vault.expire(accessToken),
		revokeTokens: (accessToken) => vault.revoke(accessToken),
		forgetLimits: () => {
			limits.forget();
			alibaba.forgetLimits();
			changed();
		},
		close: () =>
			new Promise((resolve, reject) => {
				feed.close();
				server.close((error) => (error ? reject(error) : resolve()));
				server.closeAllConnections();
			}),
	};
	return sandbox;
}

const BUYER: Account = { id: '3000000001', platform: 'buyerApp', login: 'buyer@example.com' };

function sellerAccount(id: string): Account {
	return { id, platform: 'seller_center', login: `seller${id}@example.com` };
}

function tokenSet({
	account,
	accessToken,
	refreshToken,
	accessEndsMs,
	refreshEndsMs,
}: Grant): TokenSet {
	return { accessToken, refreshToken, accessEndsMs, refreshEndsMs, accountId: account.id };
}
