import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

import { installAsN8nDoes } from './install.mts';

/** A folder in which one n8n lives, with packages installed, and how it is to be started. */
export interface Home {
	/** Address of the n8n that is started here. */
	readonly url: string;
	/** n8n's own program. */
	readonly program: string;
	readonly folder: string;
	readonly env: NodeJS.ProcessEnv;
	/** What must not be shown of this n8n. */
	readonly secrets: readonly string[];
	remove(): void;
}

/** What n8n is told not to do: call home, fetch lists, ask the user. */
const QUIET = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_DISABLED_MODULES: 'mcp-registry',
};

function environment(folder: string, key: string, port: number, brokerPort: number) {
	// Nothing else of this process's environment: a proxy or an n8n setting would change the test.
	const { PATH = '', TMPDIR, TZ } = process.env;
	const url = `http://127.0.0.1:${port}`;
	return {
		PATH: `${dirname(process.execPath)}${delimiter}${PATH}`,
		HOME: folder,
		...(TMPDIR && { TMPDIR }),
		...(TZ && { TZ }),
		...QUIET,
		N8N_USER_FOLDER: folder,
		N8N_ENCRYPTION_KEY: key,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_EDITOR_BASE_URL: url,
		WEBHOOK_URL: `${url}/`,
		N8N_SECURE_COOKIE: 'false',
		N8N_LOG_LEVEL: 'info',
		// On a busy machine n8n would take its own slowness for a lost database and answer 503.
		DB_PING_TIMEOUT_MS: '60000',
	};
}

/**
 * Makes a temporary home and installs packages into it as n8n would.
 *
 * @param modules folder `node_modules` in which n8n is installed.
 * @param packages folders of built packages.
 * @param port for n8n itself.
 * @param brokerPort for its task broker.
 */
export async function makeHome(
	modules: string,
	packages: string[],
	port: number,
	brokerPort: number,
): Promise<Home> {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-e2e-'));
	const key = randomBytes(24).toString('hex');
	const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	const nodesFolder = join(folder, '.n8n', 'nodes');
	try {
		mkdirSync(nodesFolder, { recursive: true });
		for (const source of packages) await installAsN8nDoes(source, nodesFolder);
	} catch (reason) {
		remove();
		throw reason;
	}
	const env = environment(folder, key, port, brokerPort);
	const program = join(modules, 'n8n', 'bin', 'n8n');
	return { url: env.N8N_EDITOR_BASE_URL, program, folder, env, secrets: [key], remove };
}
