import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { itemSchemas, SCHEMA_FOLDERS } from './schemas/itemSchemas.mts';

const texts = itemSchemas();
for (const folder of SCHEMA_FOLDERS) {
	rmSync(folder, { recursive: true, force: true });
}
for (const [path, text] of texts) {
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, text);
}
console.log(`${texts.size} output schemas written.`);
