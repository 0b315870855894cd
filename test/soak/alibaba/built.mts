import { createRequire } from 'node:module';
import { join } from 'node:path';

const load = createRequire(join(process.cwd(), 'package.json'));

/** A module of the built package, e.g. `nodes/client/client`: what users install is what runs. */
export const built = (module: string): unknown => load(`./dist/${module}.js`);
