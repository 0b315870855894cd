// The compose files of queue mode: what they promise of the paths of this package.
import { readFileSync } from 'node:fs';

import { AliExpressConnectTrigger } from '../../nodes/AliExpress/AliExpressConnectTrigger.node.ts';
import { AliExpressPushTrigger } from '../../nodes/AliExpress/AliExpressPushTrigger.node.ts';
import { BRIDGE_PATH } from '../../nodes/AliExpress/account/credentialFields.ts';

const textOf = (name: string) => readFileSync(`deploy/queue/${name}.yaml`, 'utf8');

/** The paths of the proxy and where each leads, in their order. */
const rulesOf = (name: string) =>
	[...textOf(name).matchAll(/location (?:~ (\S+)|\/) \{ proxy_pass http:\/\/([\w-]+)/g)].map(
		([, path = '', target = '']) => ({ path: new RegExp(path.replaceAll('$$', '$')), target }),
	);
const targetOf = (name: string, path: string) =>
	rulesOf(name).find((rule) => rule.path.test(path))?.target;

const WEBHOOK_ID = '0b9c1c7e-8f1f-4a6b-9d55-1f5f3c1a0006';
const [push] = new AliExpressPushTrigger().description.webhooks ?? [];
const bridgePaths = (new AliExpressConnectTrigger().description.webhooks ?? []).map(({ path }) =>
	String(path).replace('={{$parameter["path"]}}', BRIDGE_PATH),
);

describe.each([
	['compose', 'n8n-main'],
	['dedicated', 'n8n-aliexpress'],
])('the proxy of %s.yaml', (name, counting) => {
	it('sends the bridge, what lies below it, and pushes to the one process that counts', () => {
		const own = [...bridgePaths, `second-app/${BRIDGE_PATH}`, `${WEBHOOK_ID}/${push?.path}`];
		expect(own.length).toBeGreaterThan(4);
		expect(own.map((path) => targetOf(name, `/webhook/${path}`))).toEqual(own.map(() => counting));
		expect(textOf(name)).toContain(
			`Bridge Address = http://${counting}:5678/webhook/${BRIDGE_PATH}`,
		);
	});

	it('sends other webhooks to the pool, and the editor to main', () => {
		for (const path of ['/webhook/read-orders', '/webhook/aliexpress-connected', '/form/x']) {
			expect([path, targetOf(name, path)]).toEqual([path, 'pool']);
		}
		for (const path of ['/', '/rest/oauth2-credential/callback', '/webhook-test/x']) {
			expect([path, targetOf(name, path)]).toEqual([path, 'n8n-main']);
		}
	});
});

test('every process of n8n has the package and enough connections', () => {
	const text = textOf('compose');
	for (const setting of ['N8N_REINSTALL_MISSING_PACKAGES', 'DB_POSTGRESDB_POOL_SIZE']) {
		expect(text.indexOf(setting)).toBeGreaterThan(text.indexOf('x-n8n: &n8n'));
		expect(text.indexOf(setting)).toBeLessThan(text.indexOf('\nservices:'));
	}
	expect(text).toContain('appendonly yes');
});
