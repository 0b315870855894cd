import { existsSync } from 'node:fs';
import { inProject } from './setup/project.mjs';
import { runNode, SetUpError } from './setup/run.mjs';
import { runAndExit, setUp } from './setup/setUp.mjs';

await runAndExit(async () => {
	const [name = ''] = process.argv.slice(2);
	const script = `bench/${name}.mts`;
	if (!/^[a-z]+$/.test(name) || !existsSync(inProject(script))) {
		throw new SetUpError(`There is no bench "${name}". Use one of the bench: commands of npm run.`);
	}
	await setUp();
	return await runNode([script]);
});
