import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { goalTable, isMet, type Goal } from './goal.mts';
import { replaceSection } from './section.mts';

const DOCUMENT = 'docs/benchmarks.md';

/** What a bench found. */
export interface Outcome {
	/** Name of the bench: of its script, its command and its section in the document. */
	readonly name: string;
	/** What goes into the JSON line, in this order. */
	readonly figures: Readonly<Record<string, unknown>>;
	readonly goals: readonly Goal[];
	/** Markdown lines that tell the figures to a reader. */
	readonly lines: readonly string[];
}

const machine = (): string => {
	const day = new Date().toISOString().slice(0, 10);
	return `Measured ${day} on ${availableParallelism()} cores with Node.js ${process.version}.`;
};

/**
 * Ends a bench: rewrites its section of the document, prints the figures as one JSON line, the last
 * of the output, and lets the process end with 1 when a goal was missed.
 */
export const finish = ({ name, figures, goals, lines }: Outcome): void => {
	const missed = goals.filter((goal) => !isMet(goal)).map(({ what }) => what);
	process.exitCode = missed.length === 0 ? 0 : 1;
	const line = JSON.stringify({ bench: name, ...figures, missed });
	try {
		const told = ['```json', line, '```'];
		const text = [machine(), '', ...lines, '', ...goalTable(goals), '', ...told].join('\n');
		writeFileSync(DOCUMENT, replaceSection(readFileSync(DOCUMENT, 'utf8'), name, text));
	} finally {
		console.log(line);
	}
};
