import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';

export interface Import {
	/** A path from the project root with `.ts`, or the name of a package. */
	readonly target: string;
	readonly isTypeOnly: boolean;
}

export interface SourceFile {
	/** Path from the project root, with forward slashes. */
	readonly path: string;
	readonly imports: Import[];
	/**
	 * Names of all properties the file reads, as `httpRequest` in `context.helpers.httpRequest(…)`.
	 */
	readonly properties: ReadonlySet<string>;
}

const isTypeOnly = (statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean =>
	ts.isImportDeclaration(statement)
		? statement.importClause?.isTypeOnly === true
		: statement.isTypeOnly;

/** Reads the imports and property names of one TypeScript text. */
export const readSource = (path: string, text: string): SourceFile => {
	const imports: Import[] = [];
	const properties = new Set<string>();
	const visit = (node: ts.Node): void => {
		if (
			(ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
			node.moduleSpecifier !== undefined &&
			ts.isStringLiteral(node.moduleSpecifier)
		) {
			const name = node.moduleSpecifier.text;
			const target = name.startsWith('.') ? `${posix.join(dirname(path), name)}.ts` : name;
			imports.push({ target, isTypeOnly: isTypeOnly(node) });
		}
		if (ts.isPropertyAccessExpression(node)) properties.add(node.name.text);
		if (ts.isBindingElement(node)) properties.add((node.propertyName ?? node.name).getText());
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true));
	return { path, imports, properties };
};

/** All TypeScript files that are compiled into the package. */
export const packageSources = (): SourceFile[] =>
	globSync('{nodes,credentials}/**/*.ts')
		.map((path) => path.replaceAll('\\', '/'))
		.sort()
		.map((path) => readSource(path, readFileSync(join(process.cwd(), path), 'utf8')));
