import '../engine/harness/environment.mts';

import { AliExpressApi } from '../../credentials/AliExpressApi.credentials.ts';
import { AliExpressOAuth2Api } from '../../credentials/AliExpressOAuth2Api.credentials.ts';
import { accountOf as alibabaAccountOf } from '../../nodes/AlibabaCom/account.ts';
import { accountOf } from '../../nodes/AliExpress/account/account.ts';
import { readWebhook } from '../../nodes/FeishuBot/message/webhook.ts';
import { safeAddress } from '../../nodes/wire/address.ts';
import { createCredentialsHelper } from '../engine/harness/credentialsHelper.mts';
import { createCredentialStore } from '../engine/harness/credentialStore.mts';
import { resolveCredential } from '../engine/harness/credentialValues.mts';
import { createDataTables } from '../engine/harness/dataTables.mts';
import { additionalDataFor } from '../engine/harness/executions.mts';
import type { KnownTypes } from '../engine/harness/nodeTypes.mts';
import { importTemplate } from '../engine/harness/templates.mts';
import { NODE } from './context.mts';

const SAFE_HOSTS = [
	'127.0.0.1:5678',
	'127.1.2.3',
	'localhost:5678',
	'LocalHost',
	'[::1]:5678',
	'10.0.0.1',
	'10.255.255.255:80',
	'172.16.0.1',
	'172.31.255.254',
	'192.168.1.20:5678',
	'[fd12:3456:789a::1]:5678',
	'[fc00::1]',
	'n8n:5678',
	'n8n-main:5678',
	'n8n_webhook',
	'host.docker.internal:5678',
	'n8n.local',
	'n8n-main.default.svc.cluster.local:5678',
];
const UNSAFE_HOSTS = [
	'n8n.example.com',
	'8.8.8.8',
	'172.15.0.1',
	'172.32.0.1',
	'192.169.0.1',
	'11.0.0.1',
	'100.64.0.1',
	'169.254.169.254',
	'0.0.0.0',
	'[2001:db8::1]',
	'[::ffff:8.8.8.8]',
	'[fc:1::1]',
	// Forms of 8.8.8.8 and 8.0.0.1 that look like a name, or like a private address.
	'134744072',
	'0x8080808',
	'010.0.0.1',
	// Hosts of somebody else that begin or end like one's own.
	'127.0.0.1.example.com',
	'10.0.0.1.example.com',
	'localhost.example.com',
	'n8n.local.example.com',
	'n8n.internal.',
	'examplelocal.com',
	// What stands before the @ is a user's name.
	'localhost@example.com',
	'127.0.0.1:80@example.com',
	'10.0.0.1%2f@example.com',
	'localhost\\@example.com',
	'localhost#@example.com',
	'',
];
/** Texts that are no web address at all. */
const NO_ADDRESSES = [
	'',
	'localhost',
	'ftp://localhost/',
	'javascript:alert(1)',
	'//localhost',
	'https://',
];

/** What n8n hands to its OAuth2: the fields of a stored credential, with their expressions resolved. */
function resolved(data: Record<string, string>) {
	const own = new AliExpressOAuth2Api();
	const types = {
		credentialType: (name: string) =>
			name === own.name ? own : { name, displayName: name, properties: [] },
	} as unknown as KnownTypes;
	const store = createCredentialStore({});
	const engine = {
		types,
		credentialsHelper: createCredentialsHelper(store, types),
		dataTables: createDataTables(),
		executions: [],
		running: new Set<Promise<unknown>>(),
		baseUrl: 'http://127.0.0.1:5678',
	};
	const additionalData = additionalDataFor(engine);
	const stored = { clientId: '512345', clientSecret: 'secret', ...data };
	return resolveCredential(types, { additionalData, stored, type: own.name, mode: 'internal' });
}

/** What the nodes take an address for; undefined when they refuse it. */
const bridgeOf = (data: Record<string, string>): string | undefined => {
	try {
		return accountOf(NODE, 'aliExpressOAuth2Api', data).bridgeUrl;
	} catch {
		return undefined;
	}
};

const written = (host: string) => `http://${host}/webhook/aliexpress-connect`;

describe('http', () => {
	test.each(SAFE_HOSTS)('is taken for %s', (host) => {
		expect(safeAddress(written(host))).toBe(written(host));
	});

	test.each(UNSAFE_HOSTS)('is refused for "%s", which https is not', (host) => {
		expect(safeAddress(written(host))).toBeUndefined();
	});

	test.each(NO_ADDRESSES)('is no reason to take "%s"', (text) => {
		expect(safeAddress(text)).toBeUndefined();
	});

	test.each(['https://n8n.example.com/x', 'https://8.8.8.8', 'HTTPS://N8N.example.com'])(
		'is not asked of %s',
		(address) => {
			expect(safeAddress(` ${address}/ `)).toBe(address);
		},
	);
});

describe('the bridge address', () => {
	test.each([...SAFE_HOSTS, ...UNSAFE_HOSTS].map(written).concat(NO_ADDRESSES))(
		'%s is the same to the nodes and to the Connect button',
		(bridgeUrl) => {
			const { accessTokenUrl } = resolved({ bridgeUrl });
			const ofNodes = bridgeUrl === '' ? undefined : bridgeOf({ bridgeUrl });
			expect(accessTokenUrl).toBe(ofNodes ?? 'bridge-address-must-be-https:');
		},
	);

	test.each([
		[' http://127.0.0.1:5678/webhook/x// ', 'http://127.0.0.1:5678/webhook/x'],
		['http://n8n:5678/webhook-test/x', 'http://n8n:5678/webhook/x'],
	])('%p is read as %s by both', (bridgeUrl, address) => {
		expect(bridgeOf({ bridgeUrl })).toBe(address);
		expect(resolved({ bridgeUrl }).accessTokenUrl).toBe(address);
	});

	test('that is refused says what may stand there', () => {
		const bridgeUrl = written('n8n.example.com');
		expect(() => accountOf(NODE, 'aliExpressOAuth2Api', { bridgeUrl })).toThrow(
			'The bridge address in the AliExpress credential cannot be used',
		);
	});

	test('is not looked at while the pasted credential counts in the process and hides it', () => {
		const data = { bridgeUrl: written('n8n.example.com'), appKey: '512345' };
		expect(accountOf(NODE, 'aliExpressApi', { ...data, counter: 'process' }).bridgeUrl).toBe('');
		expect(() => accountOf(NODE, 'aliExpressApi', { ...data, counter: 'bridge' })).toThrow();
	});

	test.each([new AliExpressOAuth2Api(), new AliExpressApi()])(
		'of a new credential is that of the template on port 5678',
		({ properties }) => {
			const field = properties.find(({ name }) => name === 'bridgeUrl');
			const [, trigger] = importTemplate('aliexpress-connect', {}).nodes;
			expect(field?.default).toBe(`http://127.0.0.1:5678/webhook/${trigger?.parameters.path}`);
			expect(safeAddress(String(field?.default))).toBe(field?.default);
		},
	);
});

test.each([...SAFE_HOSTS, ...UNSAFE_HOSTS])('"%s" is the same to every address field', (host) => {
	const isSafe = SAFE_HOSTS.includes(host);
	const address = written(host);
	const custom = { environment: 'custom', baseUrl: address };
	const keys = { appKey: '512345', appSecret: 'secret' };
	const readings = [
		() => accountOf(NODE, 'aliExpressApi', custom).baseUrl,
		() => alibabaAccountOf(NODE, { ...keys, gatewayUrl: address }).baseUrl,
		() => alibabaAccountOf(NODE, { ...keys, ...custom, profile: 'top', accessToken: 't' }).baseUrl,
	];
	for (const reading of readings) {
		if (isSafe) expect(reading()).toBe(address);
		else expect(reading).toThrow('cannot be used');
	}
	expect(resolved({ ...custom, bridgeUrl: written('localhost') }).authUrl).toBe(
		`${isSafe ? address : 'custom-address-must-be-https:'}/oauth/authorize`,
	);
	const webhook = readWebhook(`http://${host}/open-apis/bot/v2/hook/b0b0b0b0`);
	expect(webhook.ok).toBe(isSafe);
});
