import type { Readable } from 'node:stream';

const KEPT_LINES = 120;
/** What says nothing about a run: hundreds of migrations, and advice on settings. */
const CHATTER = /^(Starting|Finished) migration |^ - \w+ -> |^\s*$/;
/** Tokens and codes of the sandbox, and n8n's login cookie, wherever they stand. */
const TOKENS = /\b5000[01]\d+[A-Za-z0-9]{20,}|\b3_\d+_[A-Za-z0-9]+|\beyJ[\w-]+\.[\w-]+\.[\w-]+/g;

/** The last lines of what n8n said. */
export interface Log {
	listen(stream: Readable): void;
	/** The lines, without what is secret. */
	text(secrets: readonly string[]): string;
}

/** An empty log. */
export function createLog(): Log {
	const lines: string[] = [];
	return {
		listen(stream) {
			stream.setEncoding('utf8').on('data', (text: string) => {
				lines.push(...text.split('\n').filter((line) => !CHATTER.test(line)));
				lines.splice(0, lines.length - KEPT_LINES);
			});
		},
		text: (secrets) =>
			secrets
				.reduce((text, secret) => text.replaceAll(secret, '***'), lines.join('\n'))
				.replace(TOKENS, '***'),
	};
}
