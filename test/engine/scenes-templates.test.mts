import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
	INode,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';

import { sharesOf } from '../../nodes/quota/policy.ts';
import { workflowLibrary } from './harness/engine.mts';
import { describedTypes, type DescriptionOf } from './harness/describedTypes.mts';
import type { WorkflowJson } from './harness/types.mts';

const FOLDER = join(process.cwd(), 'templates');
const NAMES = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));
const STICKY = 'n8n-nodes-base.stickyNote';

/** What a user has to choose after the import, by template and node: n8n marks it red until then. */
const TO_BE_CHOSEN: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
	'negative-review-to-jira': { Jira: ['project', 'issueType'] },
	'new-order-to-google-sheets': { 'Google Sheets': ['documentId'] },
};

const SECRETS = [
	/\b(?:password|secret|apikey|accesstoken)"?\s*[:=]\s*"?[^"\s,}]/i,
	/\bBearer\s+[\w-]{8,}/,
	/open-apis\/bot\/v2\/hook\//,
	/Token token=[\w-]/,
	/\b(?:\d{1,3}\.){3}\d{1,3}\b/,
	/localhost/,
];

let descriptionOf: DescriptionOf;
beforeAll(async () => {
	descriptionOf = await describedTypes(process.cwd());
});

const read = (name: string) => readFileSync(join(FOLDER, `${name}.json`), 'utf8');
const parsed = (name: string) => JSON.parse(read(name)) as WorkflowJson;

function described({ type, typeVersion }: WorkflowJson['nodes'][number]): INodeTypeDescription {
	const found = descriptionOf(type, typeVersion);
	if (found === undefined) throw new Error(`No node type ${type} in version ${typeVersion}.`);
	return found;
}

const isExpression = (value: unknown): boolean =>
	typeof value === 'string' && value.startsWith('=');

/** Paths of chosen values that the drop-down of their field does not have; fetched lists are free. */
function illegal(value: unknown, fields: readonly INodeProperties[], at: string): string[] {
	if (value === null || typeof value !== 'object') return [];
	return Object.entries(value).flatMap(([name, chosen]) => {
		const path = `${at}.${name}`;
		const same = fields.filter((field) => field.name === name);
		const results = same.map((field) => illegalIn(chosen, field, path));
		// Fields of one name take turns, by what is chosen elsewhere.
		return results.find((found) => found.length === 0) ?? results[0] ?? [];
	});
}

function illegalIn(chosen: unknown, field: INodeProperties, path: string): string[] {
	const { type, options = [], typeOptions, modes = [] } = field;
	if (isExpression(chosen) || typeOptions?.loadOptionsMethod !== undefined) return [];
	if (type === 'options' || type === 'multiOptions') {
		const legal = (options as INodePropertyOptions[]).map((option) => option.value);
		return [chosen].flat().every((one) => legal.includes(one as string)) ? [] : [path];
	}
	if (type === 'boolean' || type === 'number') return typeof chosen === type ? [] : [path];
	if (type === 'resourceLocator') {
		const { mode } = chosen as { mode: string };
		return modes.some((known) => known.name === mode) ? [] : [`${path}.mode`];
	}
	if (type === 'collection') return illegal(chosen, options as INodeProperties[], path);
	if (type !== 'fixedCollection') return [];
	return Object.entries(chosen as object).flatMap(([group, rows]) => {
		const { values = [] } =
			(options as INodePropertyCollection[]).find(({ name }) => name === group) ?? {};
		return [rows].flat().flatMap((row) => illegal(row, values, `${path}.${group}`));
	});
}

/** Every path and value of `part` that `whole` does not have. */
function missing(part: unknown, whole: unknown, at: string): string[] {
	if (Array.isArray(part)) {
		const list = Array.isArray(whole) ? whole : [];
		return part.flatMap((value, index) => missing(value, list[index], `${at}[${index}]`));
	}
	if (part !== null && typeof part === 'object') {
		if (whole === null || typeof whole !== 'object') return [at];
		return Object.entries(part).flatMap(([key, value]) =>
			missing(value, (whole as Record<string, unknown>)[key], `${at}.${key}`),
		);
	}
	return part === whole ? [] : [at];
}

describe.each(NAMES)('%s', (name) => {
	it('is a workflow in the form of prettier, with nodes of unlike ids and names', () => {
		const text = read(name);
		const workflow = parsed(name);
		expect(text.endsWith('}\n')).toBe(true);
		expect(Object.keys(workflow).sort()).toEqual(['connections', 'name', 'nodes', 'settings']);
		const { nodes } = workflow;
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
		expect(new Set(nodes.map((node) => node.name)).size).toBe(nodes.length);
		for (const { id } of nodes) expect(id).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
	});

	it('has connections between its nodes, and none that nothing leads to', () => {
		const { nodes, connections } = parsed(name);
		const names = new Set(nodes.map((node) => node.name));
		const targets = new Set<string>();
		for (const [source, { main }] of Object.entries(connections)) {
			expect(names).toContain(source);
			for (const { node, type, index } of (main ?? []).flatMap((output) => output ?? [])) {
				expect(names).toContain(node);
				expect([type, index]).toEqual(['main', 0]);
				targets.add(node);
			}
		}
		for (const node of nodes.filter(({ type }) => type !== STICKY)) {
			const isStart = described(node).group.includes('trigger');
			expect({ node: node.name, isReached: isStart || targets.has(node.name) }).toEqual({
				node: node.name,
				isReached: true,
			});
		}
	});

	it('keeps nothing of whoever made it: no credentials, secrets, addresses or instances', () => {
		const text = read(name);
		for (const node of parsed(name).nodes) expect(node.credentials).toBeUndefined();
		expect(text).not.toContain('instanceId');
		for (const secret of SECRETS) expect(text).not.toMatch(secret);
		const hosts = [...text.matchAll(/https?:\/\/([^/"\s`}]+)/g)].map(([, host]) => host ?? '');
		for (const host of hosts) expect(host).toMatch(/(^|\.)example\.com$|^your-company\./);
	});

	it('says on a note what to fill in, and what it costs where it costs calls', () => {
		const { nodes } = parsed(name);
		const notes = nodes.filter(({ type }) => type === STICKY);
		const text = String(notes[0]?.parameters.content ?? '');
		expect(text).toMatch(/^## /);
		expect(text).toMatch(/1\. /);
		const spends = nodes.some(({ type }) => /aliexpress\.aliExpress(Trigger)?$/.test(type));
		expect(/\*\*Calls\*\*: /.test(text)).toBe(spends);
		const bold = [...text.matchAll(/\*\*([^*]+)\*\*/g)].map(([, words]) => words ?? '');
		const known = new Set(['Calls', 'published', 'production address', 'Postgres']);
		for (const words of bold.filter((word) => !known.has(word))) {
			expect(nodes.map((node) => node.name)).toContain(words);
		}
	});

	it('uses node types, parameters and values that n8n knows', () => {
		for (const node of parsed(name).nodes) {
			const description = described(node);
			const { properties } = description;
			const full = workflowLibrary.NodeHelpers.getNodeParameters(
				properties,
				node.parameters,
				true,
				false,
				node as INode,
				description,
			);
			expect({ node: node.name, unknown: missing(node.parameters, full, 'parameters') }).toEqual({
				node: node.name,
				unknown: [],
			});
			const refused = illegal(node.parameters, properties, 'parameters');
			expect({ node: node.name, refused }).toEqual({ node: node.name, refused: [] });
			const issues = workflowLibrary.NodeHelpers.getNodeParametersIssues(
				properties,
				node as INode,
				description,
			);
			expect({ node: node.name, issues: Object.keys(issues?.parameters ?? {}) }).toEqual({
				node: node.name,
				issues: TO_BE_CHOSEN[name]?.[node.name] ?? [],
			});
		}
	});

	it('names only nodes of its own in expressions', () => {
		const { nodes } = parsed(name);
		const asked = [...read(name).matchAll(/\$\('([^']+)'\)/g)].map(([, node]) => node);
		for (const node of asked) expect(nodes.map((own) => own.name)).toContain(node);
	});
});

describe('the pages', () => {
	const page = (name: string) =>
		readFileSync(join(process.cwd(), 'docs/scenes', `${name}.md`), 'utf8');

	it.each(NAMES)('%s has one with all its parts and the picture of its nodes', (name) => {
		const text = page(name);
		const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
		expect(headings).toEqual(['What you need', 'Set up', 'Calls', 'What can go wrong']);
		expect(text).toContain(`](../../templates/${name}.json)`);
		const { nodes, connections } = parsed(name);
		const working = nodes.filter(({ type }) => type !== STICKY).map((node) => node.name);
		const drawn = [...text.matchAll(/^ {2}(n\d+)\["(.+)"\]$/gm)];
		expect(drawn.map(([, , label]) => label)).toEqual(working);
		const labels = new Map(drawn.map(([, id = '', label = '']) => [id, label]));
		const arrows = [...text.matchAll(/^ {2}(n\d+) --> (n\d+)$/gm)].map(([, from = '', to = '']) =>
			[labels.get(from), labels.get(to)].join(' → '),
		);
		const links = Object.entries(connections).flatMap(([source, { main }]) =>
			(main ?? []).flatMap((output) => (output ?? []).map(({ node }) => `${source} → ${node}`)),
		);
		expect(arrows.sort()).toEqual(links.sort());
	});

	it('the index names every scene and no other', () => {
		const listed = [...page('README').matchAll(/^\| \[[^\]]+\]\(([^)]+)\.md\)/gm)];
		expect(listed.map(([, name]) => name).sort()).toEqual([...NAMES].sort());
	});

	it('the calls by the clock add up to what the index says, within the share of actions', () => {
		const text = page('README');
		const counts = [...text.matchAll(/^ {2}\| \[[^\]]+\]\([^)]+\) \| (\d+)/gm)];
		const sum = counts.reduce((total, [, count]) => total + Number(count), 0);
		expect(text).toContain(`| **all of them** | **${sum}** |`);
		expect(sum).toBeLessThanOrEqual(sharesOf(200).action);
	});
});

it('no name of a data table is part of another one, since n8n looks for a part of the name', () => {
	const tables = NAMES.flatMap((name) =>
		parsed(name).nodes.flatMap(({ parameters }) =>
			typeof parameters.tableName === 'string' ? [parameters.tableName.toLowerCase()] : [],
		),
	);
	const unlike = [...new Set(tables)];
	for (const table of unlike) {
		expect(unlike.filter((other) => other.includes(table))).toEqual([table]);
	}
});

it('every data table that is used is made in the same workflow, with the columns that are used', () => {
	for (const name of NAMES) {
		const { nodes } = parsed(name);
		const made = new Map(
			nodes.flatMap(({ parameters }) => {
				const { column } = (parameters.columns ?? {}) as { column?: Array<{ name: string }> };
				return column === undefined
					? []
					: [[String(parameters.tableName), column.map((one) => one.name)] as const];
			}),
		);
		for (const { parameters } of nodes) {
			if (parameters.resource !== 'row') continue;
			const columns = made.get(String((parameters.dataTableId as { value: string }).value));
			const { conditions = [] } = (parameters.filters ?? {}) as {
				conditions?: Array<{ keyName: string }>;
			};
			const { value } = (parameters.columns ?? {}) as { value?: Record<string, unknown> };
			const used = [...conditions.map(({ keyName }) => keyName), ...Object.keys(value ?? {})];
			const known = [...(columns ?? []), 'createdAt'];
			expect({ name, unknown: used.filter((column) => !known.includes(column)) }).toEqual({
				name,
				unknown: [],
			});
		}
	}
});
