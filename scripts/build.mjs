import { buildPackage } from './setup/package.mjs';
import { runAndExit } from './setup/setUp.mjs';

await runAndExit(buildPackage);
