import { gunzipSync } from 'node:zlib';

const BLOCK = 512;

const text = (bytes, start, length) => bytes.toString('utf8', start, start + length).split('\0')[0];

/**
 * A pax header is a list of `<length> <key>=<value>\n`; npm uses it for paths over 100 characters.
 */
const paxPath = (records) => /^\d+ path=(.*)$/m.exec(records)?.[1];

/**
 * Reads the files of a gzipped tar archive as npm makes them (ustar, pax paths).
 *
 * @param {Buffer} archive
 * @returns {Generator<{ path: string, content: Buffer }>} paths with forward slashes, as in the
 * archive
 */
export function* readTarball(archive) {
	const bytes = gunzipSync(archive);
	let longPath;
	for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0; ) {
		const size = Number.parseInt(text(bytes, at + 124, 12), 8);
		const type = String.fromCharCode(bytes[at + 156]);
		const prefix = text(bytes, at + 345, 155);
		const name = text(bytes, at, 100);
		const content = bytes.subarray(at + BLOCK, at + BLOCK + size);
		if (type === 'x') {
			longPath = paxPath(content.toString('utf8'));
		} else {
			const path = longPath ?? (prefix === '' ? name : `${prefix}/${name}`);
			longPath = undefined;
			if (type === '0' || type === '\0') yield { path, content };
		}
		at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
	}
}
