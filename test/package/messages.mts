import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';

/** A sentence that a user can read, and where the code says it. */
export interface Message {
	/** With `…` wherever the code puts a value in. */
	readonly text: string;
	/** Path from the project root, with forward slashes. */
	readonly path: string;
	readonly kind: 'error' | 'hint' | 'log';
}

/** A source text and its path from the project root. */
export interface Source {
	readonly path: string;
	readonly text: string;
}

/** Which argument of a constructor the user reads. */
const CONSTRUCTORS: Readonly<Record<string, number>> = {
	NodeOperationError: 1,
	QuotaUnavailable: 0,
	Error: 0,
	RangeError: 0,
	SyntaxError: 0,
	TypeError: 0,
	UserError: 0,
};

/** Properties of objects that become errors: n8n's own, OAuth's, and that of a table of remedies. */
const PROPERTIES = new Set(['message', 'error_description', 'what']);

/** A place in the code whose value is read by the user. */
interface Sink {
	readonly expression: ts.Expression;
	readonly kind: Message['kind'];
}

/** A function that hands one of its parameters on to the user. */
interface Factory {
	readonly path: string;
	readonly name: string;
	readonly place: number;
	readonly kind: Message['kind'];
}

interface File {
	readonly path: string;
	readonly nodes: readonly ts.Node[];
	/** Imported names: where each comes from and what it is called there. */
	readonly imports: ReadonlyMap<string, { path: string; name: string }>;
}

function allNodes(root: ts.Node): ts.Node[] {
	const found: ts.Node[] = [];
	const visit = (node: ts.Node): void => {
		found.push(node);
		ts.forEachChild(node, visit);
	};
	visit(root);
	return found;
}

function importsOf(path: string, nodes: readonly ts.Node[]): File['imports'] {
	const imports = new Map<string, { path: string; name: string }>();
	for (const node of nodes) {
		if (!ts.isImportSpecifier(node)) continue;
		const from = node.parent.parent.parent.moduleSpecifier.getText().slice(1, -1);
		if (!from.startsWith('.')) continue;
		const name = (node.propertyName ?? node.name).text;
		imports.set(node.name.text, { path: `${posix.join(dirname(path), from)}.ts`, name });
	}
	return imports;
}

function readFile({ path, text }: Source): File {
	const nodes = allNodes(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true));
	return { path, nodes, imports: importsOf(path, nodes) };
}

function sinkOfCall(call: ts.CallExpression): Sink | undefined {
	const { expression: callee, arguments: given } = call;
	const [first, second] = given;
	if (ts.isIdentifier(callee) && callee.text === 'addHint' && second) {
		return { expression: second, kind: 'hint' };
	}
	if (!ts.isPropertyAccessExpression(callee) || !first) return undefined;
	const isLogger =
		/^(warn|error)$/.test(callee.name.text) && /logger$/.test(callee.expression.getText());
	const isHanded = /^(warn|tell|note)$/.test(callee.name.text);
	return isLogger || isHanded ? { expression: first, kind: 'log' } : undefined;
}

function sinkOf(node: ts.Node): Sink | undefined {
	if (ts.isNewExpression(node)) {
		const place = CONSTRUCTORS[node.expression.getText()];
		const expression = place === undefined ? undefined : node.arguments?.[place];
		return expression && { expression, kind: 'error' };
	}
	if (ts.isPropertyAssignment(node) && PROPERTIES.has(node.name.getText())) {
		return { expression: node.initializer, kind: 'error' };
	}
	if (ts.isShorthandPropertyAssignment(node) && PROPERTIES.has(node.name.text)) {
		return { expression: node.name, kind: 'error' };
	}
	return ts.isCallExpression(node) ? sinkOfCall(node) : undefined;
}

function nameOf(node: ts.FunctionLikeDeclaration): string | undefined {
	if (node.name) return node.name.getText();
	return ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : undefined;
}

/** The function of which a name is a parameter, and at which place. */
function parameterAround(node: ts.Node, name: string) {
	for (let around = node.parent; around; around = around.parent) {
		if (!ts.isFunctionLike(around)) continue;
		const place = around.parameters.findIndex((one) => one.name.getText() === name);
		const owner = nameOf(around as ts.FunctionLikeDeclaration);
		if (place >= 0) return owner === undefined ? undefined : { name: owner, place };
	}
	return undefined;
}

/** What is put in: the name of the platform stands for itself, everything else is open. */
function spanText({ expression, literal }: ts.TemplateSpan): string {
	return (/\bplatform$/.test(expression.getText()) ? 'AliExpress' : '…') + literal.text;
}

/** The sentences that an expression can have; empty where it is not made of texts. */
function textsOf(expression: ts.Expression, file: File): string[] {
	if (ts.isStringLiteralLike(expression)) return [expression.text];
	if (ts.isTemplateExpression(expression)) {
		return [expression.head.text + expression.templateSpans.map(spanText).join('')];
	}
	if (ts.isConditionalExpression(expression)) {
		return [...textsOf(expression.whenTrue, file), ...textsOf(expression.whenFalse, file)];
	}
	if (ts.isParenthesizedExpression(expression)) return textsOf(expression.expression, file);
	if (ts.isBinaryExpression(expression)) {
		return [...textsOf(expression.left, file), ...textsOf(expression.right, file)];
	}
	const isTable = ts.isElementAccessExpression(expression);
	const name = isTable ? expression.expression.getText() : expression.getText();
	if (!isTable && !ts.isIdentifier(expression)) return [];
	return file.nodes.flatMap((node) => {
		if (!ts.isVariableDeclaration(node) || node.name.getText() !== name) return [];
		const { initializer } = node;
		if (!initializer) return [];
		if (!isTable) return textsOf(initializer, file);
		if (!ts.isObjectLiteralExpression(initializer)) return [];
		return initializer.properties.flatMap((property) =>
			ts.isPropertyAssignment(property) ? textsOf(property.initializer, file) : [],
		);
	});
}

/** Finds, step by step, the functions that hand a parameter on, and what they are called with. */
function sinksIn(files: readonly File[]): Array<{ sink: Sink; file: File }> {
	const factories: Factory[] = [];
	const found: Array<{ sink: Sink; file: File }> = [];
	const add = (sink: Sink, file: File): void => {
		found.push({ sink, file });
		const { expression, kind } = sink;
		if (!ts.isIdentifier(expression)) return;
		const owner = parameterAround(expression, expression.text);
		if (!owner) return;
		const factory = { ...owner, path: file.path, kind };
		const isKnown = factories.some(
			({ path, name, place }) =>
				path === factory.path && name === factory.name && place === factory.place,
		);
		if (!isKnown) factories.push(factory);
	};
	for (const file of files) {
		for (const node of file.nodes) {
			const sink = sinkOf(node);
			if (sink) add(sink, file);
		}
	}
	// The list grows while it is walked: a factory can be called by another one.
	for (const { path, name, place, kind } of factories) {
		for (const file of files) {
			for (const node of file.nodes) {
				if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) continue;
				const called = node.expression.text;
				const from = file.imports.get(called) ?? { path: file.path, name: called };
				const expression = node.arguments[place];
				if (from.path === path && from.name === name && expression) {
					add({ expression, kind }, file);
				}
			}
		}
	}
	return found;
}

/** A sentence has words of its own; codes and texts made of values alone are none. */
const isSentence = (text: string): boolean =>
	/^([A-Z"…]|n8n )/.test(text) && (text.match(/[a-z]{2,}/gi) ?? []).length >= 2;

/** The sentences that the code of the package says to its users. */
export function messagesIn(sources: readonly Source[]): Message[] {
	const byKey = new Map<string, Message>();
	for (const { sink, file } of sinksIn(sources.map(readFile))) {
		for (const text of textsOf(sink.expression, file)) {
			const message = { text, path: file.path, kind: sink.kind };
			if (isSentence(text)) byKey.set(`${text}\n${file.path}`, message);
		}
	}
	return [...byKey.values()];
}

/** All TypeScript texts that are compiled into the package. */
export const packageTexts = (): Source[] =>
	globSync('{nodes,credentials}/**/*.ts')
		.map((path) => path.replaceAll('\\', '/'))
		.sort()
		.map((path) => ({ path, text: readFileSync(join(process.cwd(), path), 'utf8') }));
