import './environment.mts';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * n8n-workflow ships twice, for `import` and for `require`. n8n-core uses the second; taking it
 * from there too keeps one set of error classes and one logger, in jest (which knows only
 * `require`) and in plain Node alike.
 */
const requireFromProject = createRequire(join(process.cwd(), 'package.json'));

export const core = requireFromProject('n8n-core') as typeof import('n8n-core');
export const workflowLibrary = requireFromProject('n8n-workflow') as typeof import('n8n-workflow');
export const oauthLibrary = requireFromProject(
	'@n8n/client-oauth2',
) as typeof import('@n8n/client-oauth2');
/** Of n8n-core itself: there may be another copy, which knows nothing of its services. */
export const { Container } = createRequire(requireFromProject.resolve('n8n-core'))(
	'@n8n/di',
) as typeof import('@n8n/di');
