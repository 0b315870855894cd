import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

import { command } from '../n8n/command.mts';
import type { Facts } from '../report.mts';
import type { Bridge, Stage } from '../stage.mts';
import { readOrders } from './readOrder.mts';

const PARALLEL = 10;

const exported = z.array(
	z.object({ data: z.object({ oauthTokenData: z.object({ access_token: z.string() }) }) }),
);

/** The access token that n8n keeps, by n8n's own export: its editor shows it to nobody. */
export async function storedToken({ home }: Stage, { credentialId }: Bridge): Promise<string> {
	const file = join(home.folder, 'exported.json');
	const args = ['export:credentials', `--id=${credentialId}`, '--decrypted', `--output=${file}`];
	await command(process.execPath, [home.program, ...args], { cwd: home.folder, env: home.env });
	const [credential] = exported.parse(JSON.parse(readFileSync(file, 'utf8')));
	rmSync(file);
	if (!credential) throw new Error('n8n exported no credential.');
	return credential.data.oauthTokenData.access_token;
}

/** Ends the access token at the platform and reads orders many times at once. */
export async function refreshOnce(stage: Stage, bridge: Bridge): Promise<Facts> {
	const { sandbox, home } = stage;
	sandbox.expireToken(await storedToken(stage, bridge));
	const reads = Array.from({ length: PARALLEL }, async () => await readOrders(home.url));
	const answers = await Promise.all(reads);
	return {
		refreshes: sandbox.log.ofMethod('/auth/token/refresh').length,
		readAfterRefresh: answers.filter((items) => items.length > 0).length,
	};
}
