/** What a restart of n8n leaves: rows of JSON text, as in its database. */
export interface Disk {
	/** Static data by workflow. */
	readonly staticData: Map<string, string>;
	/** Credentials by account. */
	readonly credentials: Map<string, string>;
}

type JsonRow = Record<string, unknown>;

/** A row as a fresh object; an empty one when there is none. */
export function readRow(rows: ReadonlyMap<string, string>, id: string): JsonRow {
	return JSON.parse(rows.get(id) ?? '{}') as JsonRow;
}

/** An empty disk. */
export function openDisk(): Disk {
	return { staticData: new Map(), credentials: new Map() };
}
