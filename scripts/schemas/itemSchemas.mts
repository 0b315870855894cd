import { resolve } from 'node:path';
import ts from 'typescript';
import { schemaOf } from './typeSchema.mts';

/** The nodes whose operations have output schemas, each with the file of its item types. */
const NODES = ['AliExpress', 'AlibabaCom', 'FeishuBot'];
/** The version of the nodes that the schemas are of, as n8n writes it in the name of the folder. */
const VERSION = 'v1.0.0';

const folderOf = (node: string) => `nodes/${node}/__schema__`;
/** Where the schemas are, from the root of the project. */
export const SCHEMA_FOLDERS = NODES.map(folderOf);

const optionsOf = (configFile: string): ts.CompilerOptions => {
	const { config } = ts.readConfigFile(configFile, ts.sys.readFile);
	return ts.parseJsonConfigFileContent(config, ts.sys, '.').options;
};

/** The type of `Items` in a file. */
const itemsOf = (program: ts.Program, checker: ts.TypeChecker, file: string): ts.Type => {
	const source = program.getSourceFile(file);
	const found = source?.statements.find(
		(one) => ts.isInterfaceDeclaration(one) && one.name.text === 'Items',
	);
	if (!found) throw new Error(`${file} has no interface Items`);
	return checker.getTypeAtLocation(found);
};

/**
 * The text of the output schema of every operation, by the path of its file, e.g.
 * `nodes/AliExpress/__schema__/v1.0.0/order/getAll.json`: where n8n's editor looks for it.
 */
export const itemSchemas = (): Map<string, string> => {
	const files = NODES.map((node) => resolve('nodes', node, 'actions', 'items.ts'));
	const program = ts.createProgram(files, optionsOf('tsconfig.json'));
	const checker = program.getTypeChecker();
	const schemas = new Map<string, string>();
	for (const [index, node] of NODES.entries()) {
		const items = itemsOf(program, checker, files[index] ?? '');
		for (const resource of checker.getPropertiesOfType(items)) {
			const operations = checker.getPropertiesOfType(checker.getTypeOfSymbol(resource));
			for (const operation of operations) {
				const at = `${node} ${resource.name} ${operation.name}`;
				const path = `${folderOf(node)}/${VERSION}/${resource.name}/${operation.name}.json`;
				const schema = schemaOf(checker, checker.getTypeOfSymbol(operation), at);
				schemas.set(path, `${JSON.stringify(schema, null, '\t')}\n`);
			}
		}
	}
	return schemas;
};
