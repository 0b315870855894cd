import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * n8n-core reads these when it is loaded, so this file is the first import of whoever loads it.
 * Without a folder and a key of its own the engine would write its settings into the home folder of
 * whoever runs the tests.
 */
const folder = mkdtempSync(join(tmpdir(), 'n8n-engine-'));
process.env.N8N_USER_FOLDER = folder;
process.env.N8N_ENCRYPTION_KEY = 'key-of-the-engine-harness';
process.env.N8N_LOG_LEVEL ??= 'silent';
process.env.N8N_DIAGNOSTICS_ENABLED = 'false';

/** Removes the engine's folder. n8n-core reads and writes it once, when it is first used. */
export const removeEngineFolder = (): void => rmSync(folder, { recursive: true, force: true });

// Under jest this listener never hears the end of the process; there, closing the host removes the
// folder.
process.once('exit', removeEngineFolder);
