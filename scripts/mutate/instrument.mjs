import { readFileSync } from 'node:fs';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { inProject } from '../setup/project.mjs';

const quiet = () => undefined;
const logger = {
	isDebugEnabled: () => false,
	isTraceEnabled: () => false,
	debug: quiet,
	info: quiet,
	trace: quiet,
	warn: console.warn,
	error: console.error,
};
/** Words for people: a changed sentence is not a changed behaviour. */
const excludedMutations = ['StringLiteral'];

const short = (text) => {
	const line = text.replace(/\s+/g, ' ').trim();
	return line.length > 60 ? `${line.slice(0, 57)}...` : line;
};

const textAt = (content, { start, end }) => {
	const lines = content.split('\n').slice(start.line, end.line + 1);
	const last = lines.length - 1;
	lines[last] = lines[last].slice(0, end.column);
	lines[0] = lines[0].slice(start.column);
	return lines.join('\n');
};

/**
 * Puts every mutant of these files into their sources, behind switches.
 *
 * @param {readonly string[]} names paths inside the project
 * @returns the mutated sources by path, and for each mutant its id and what it changes
 */
export const instrument = async (names) => {
	const files = names.map((name) => ({
		name,
		mutate: true,
		content: readFileSync(inProject(name), 'utf8'),
	}));
	const result = await new Instrumenter(logger).instrument(files, {
		plugins: null,
		excludedMutations,
		ignorers: [],
	});
	const contentOf = new Map(files.map(({ name, content }) => [name, content]));
	return {
		contents: result.files.map(({ name, content }) => [name, content]),
		mutants: result.mutants
			.filter(({ status }) => status !== 'Ignored')
			.map(({ id, fileName, location, replacement }) => ({
				id,
				file: fileName,
				at: `${fileName}:${location.start.line + 1}`,
				was: short(textAt(contentOf.get(fileName), location)),
				became: short(replacement),
			})),
	};
};
