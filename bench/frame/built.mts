// The engine's folder has to be set before n8n-core is loaded.
import '../../test/engine/harness/environment.mts';
import type { INode } from 'n8n-workflow';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { HttpHelper } from '../../nodes/wire/send.ts';

const requireFromProject = createRequire(join(process.cwd(), 'package.json'));

/**
 * Loads a module of the built package, which is what users run.
 *
 * @param path inside `dist`, without extension, e.g. `nodes/client/client`.
 */
export const built = (path: string): unknown => requireFromProject(`./dist/${path}.js`);

/** The node in whose name the benches call. */
export const NODE: INode = {
	id: 'node-1',
	name: 'AliExpress',
	type: 'n8n-nodes-aliexpress.aliExpress',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** n8n's own `helpers.httpRequest`, as a node gets it. */
export const n8nHttp = (): HttpHelper => {
	const { getRequestHelperFunctions } = requireFromProject(
		'n8n-core/dist/execution-engine/node-execution-context/utils/request-helper-functions.js',
	) as typeof import('n8n-core/dist/execution-engine/node-execution-context/utils/request-helper-functions.js');
	const workflow = { id: 'w' } as Parameters<typeof getRequestHelperFunctions>[0];
	const data = {} as Parameters<typeof getRequestHelperFunctions>[2];
	return getRequestHelperFunctions(workflow, NODE, data) as unknown as HttpHelper;
};
