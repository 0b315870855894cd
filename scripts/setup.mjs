import { runAndExit, setUp } from './setup/setUp.mjs';

await runAndExit(setUp);
