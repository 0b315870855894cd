import { createHash } from 'node:crypto';

/** Everything that passed between n8n and the world, as one number: two exact runs have the same. */
export interface Trace {
	note(...parts: ReadonlyArray<string | number>): void;
	readonly digest: string;
}

const SHOWN_DIGITS = 16;

export function createTrace(): Trace {
	const hash = createHash('sha256');
	return {
		note: (...parts) => void hash.update(`${parts.join(' ')}\n`),
		get digest() {
			return hash.copy().digest('hex').slice(0, SHOWN_DIGITS);
		},
	};
}
