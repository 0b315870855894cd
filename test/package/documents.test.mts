import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { findOperation } from '../../nodes/AlibabaCom/actions/catalog.ts';
import { AlibabaCom } from '../../nodes/AlibabaCom/AlibabaCom.node.ts';
import { PROFILE_NAMES } from '../../nodes/AlibabaCom/profile.ts';
import { AliExpress } from '../../nodes/AliExpress/AliExpress.node.ts';
import { eventOf, typeChoices } from '../../nodes/AliExpress/push/messageTypes.ts';
import { CHECKS } from '../../nodes/AliExpress/setup/finding.ts';
import { TRIGGER_EVENTS } from '../../nodes/AliExpress/trigger/events/events.ts';
import { FeishuBot } from '../../nodes/FeishuBot/FeishuBot.node.ts';
import { CONNECTOR_POLICY } from '../../nodes/quota/policy.ts';
import { planTrigger, readsByList } from '../../nodes/quota/triggerPlan.ts';
import {
	allDocuments,
	anchorsOf,
	linksOf,
	placeOf,
	readDocument,
	tablesOf,
	type Document,
	type Link,
} from './markdown.mts';
import { messagesIn, packageTexts } from './messages.mts';

const READMES = ['README.md', 'docs/zh/README.md'];
const documents = allDocuments();
const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();

describe('links', () => {
	const isRelative = ({ target }: Link) => !/^[a-z]+:/i.test(target);
	const broken = (docs: readonly Document[]) =>
		docs
			.flatMap(linksOf)
			.filter(isRelative)
			.filter((link) => {
				const { path, anchor } = placeOf(link);
				if (!existsSync(path)) return true;
				return anchor !== undefined && !anchorsOf(readDocument(path)).includes(anchor);
			});

	test('lead to files, pictures and headings that exist', () => {
		expect(documents.length).toBeGreaterThan(10);
		expect(documents.flatMap(linksOf).filter(isRelative).length).toBeGreaterThan(100);
		expect(broken(documents)).toEqual([]);
	});

	test('are found wherever they stand, and anchors are those of GitHub', () => {
		const text = [
			'# One `two`: *three*',
			'## 中文 标题',
			'## Same',
			'## Same',
			'[a](#one-two-three) ![b](no.png) [`c`](README.md#nowhere) [d](README.md)',
			'```',
			'[in code](nowhere.md)',
			'```',
			'`[in code](nowhere.md)`',
		].join('\n');
		const document = { path: 'a.md', text };
		expect(anchorsOf(document)).toEqual(['one-two-three', '中文-标题', 'same', 'same-1']);
		expect(linksOf(document).map(({ target }) => target)).toEqual([
			'#one-two-three',
			'no.png',
			'README.md#nowhere',
			'README.md',
		]);
		expect(broken([document]).map(({ target }) => target)).toEqual(
			expect.arrayContaining(['no.png', 'README.md#nowhere']),
		);
	});

	test('to the repository name files that exist', () => {
		const own = 'https://github.com/n8n-nodes-aliexpress/n8n-nodes-aliexpress/blob/main/';
		const named = documents
			.flatMap(linksOf)
			.filter(({ target }) => target.startsWith(own))
			.map(({ target }) => target.slice(own.length).split('#')[0] ?? '');
		expect(named.filter((path) => !existsSync(path))).toEqual([]);
	});
});

describe('templates', () => {
	const templates = globSync('templates/*.json').map((path) => basename(path));

	test.each(READMES)('%s leads to every one', (readme) => {
		const linked = linksOf(readDocument(readme))
			.map((link) => placeOf(link).path)
			.filter((path) => path.startsWith('templates/'));
		expect(sorted(linked.map((path) => basename(path)))).toEqual(sorted(templates));
	});

	test('have a page in docs/scenes that names them', () => {
		const pages = documents.filter(({ path }) => path.startsWith('docs/scenes/'));
		const unnamed = templates.filter((name) => !pages.some(({ text }) => text.includes(name)));
		expect(unnamed).toEqual([]);
	});

	test('that a document names in passing exist', () => {
		const names = documents.flatMap(({ text }) =>
			[...text.matchAll(/`(?:templates\/)?([\w-]+\.json)`/g)].map(([, name = '']) => name),
		);
		const known = [...templates, 'package.json'];
		expect(names.length).toBeGreaterThan(2);
		expect(names.filter((name) => !known.includes(name))).toEqual([]);
	});
});

/** The operations that a node offers, as `Order: Get Many`. */
function operationsOf({ properties }: INodeTypeDescription): string[] {
	const namesOf = ({ options = [] }: INodeProperties) =>
		options.flatMap((option) =>
			'value' in option ? [{ name: option.name, value: String(option.value) }] : [],
		);
	const resources = properties.filter(({ name }) => name === 'resource').flatMap(namesOf);
	return properties
		.filter(({ name }) => name === 'operation')
		.flatMap((property) =>
			resources
				.filter(({ value }) => property.displayOptions?.show?.resource?.includes(value))
				.flatMap(({ name }) => namesOf(property).map((operation) => `${name}: ${operation.name}`)),
		);
}

const aliExpress = operationsOf(new AliExpress().description);

describe('operations', () => {
	test.each(READMES)('of AliExpress are those that %s lists', (path) => {
		const table = tablesOf(readDocument(path)).find(({ rows }) =>
			rows.some(([resource]) => /(^| )Custom Read$/.test(resource ?? '')),
		);
		let resource = '';
		const listed = table?.rows.flatMap(([first = '', operations = '']) => {
			// Chinese words may stand before the name of a resource and, in brackets, behind an operation.
			resource = /[A-Z][\w ]*$/.exec(first)?.[0] ?? resource;
			return operations
				.split(', ')
				.map((operation) => `${resource}: ${operation.replace(/（.*?）/g, '')}`);
		});
		expect(sorted(listed ?? [])).toEqual(sorted(aliExpress));
	});

	const operations = readDocument('docs/operations.md');
	const listedUnder = (node: string) =>
		tablesOf(operations).filter(
			({ under, head }) => under.includes(node) && head[0] === 'operation',
		);

	test('of AliExpress are those of docs/operations.md', () => {
		const listed = listedUnder('AliExpress').flatMap(({ under, rows }) =>
			rows.map(([operation]) => `${under.at(-1)}: ${operation}`),
		);
		expect(sorted(listed)).toEqual(sorted(aliExpress));
	});

	test('explain every check of the set-up, and troubleshooting says where each goes on', () => {
		const checksOf = (path: string) =>
			tablesOf(readDocument(path))
				.filter(({ head }) => head[0] === 'check')
				.flatMap(({ rows }) => rows.flatMap(([cell = '']) => [...cell.matchAll(/`(\w+)`/g)]))
				.map(([, check]) => check);
		expect(checksOf('docs/operations.md')).toEqual([...CHECKS]);
		expect(checksOf('docs/troubleshooting.md')).toEqual([...CHECKS]);
	});

	test('of Feishu Bot are those of docs/operations.md', () => {
		const listed = listedUnder('Feishu Bot').flatMap(({ under, rows }) =>
			rows.map(([operation]) => `${under.at(-1)}: ${operation}`),
		);
		expect(sorted(listed)).toEqual(sorted(operationsOf(new FeishuBot().description)));
	});

	test('use the methods that the document names', () => {
		const named = [...operations.text.matchAll(/`((?:aliexpress|global)\.[\w.]+)`/g)];
		const code = packageTexts()
			.map(({ text }) => text)
			.join('\n');
		expect(named.length).toBeGreaterThan(25);
		expect(named.filter(([, method]) => !code.includes(`'${method}'`))).toEqual([]);
	});

	test('of Alibaba.com are those of docs/alibaba.md, with their profiles', () => {
		const table = tablesOf(readDocument('docs/alibaba.md')).find(
			({ head }) => head[0] === 'operation',
		);
		const profiles = Object.entries(PROFILE_NAMES).map(([profile, name]) => {
			// "TOP (Legacy)" in the credential, "TOP" in the table.
			const column = table?.head.findIndex((head) => name.startsWith(head) && head !== '') ?? -1;
			return { profile, column };
		});
		expect(profiles.map(({ column }) => column).sort()).toEqual([2, 3, 4]);
		const { description } = new AlibabaCom();
		const inCode = operationsOf(description).map((name) => {
			const [resource = '', operation = ''] = name.split(': ');
			const valueOf = (property: string, shown: string) =>
				description.properties
					.filter(
						({ name: own, displayOptions }) =>
							own === property &&
							(property === 'resource' ||
								displayOptions?.show?.resource?.includes(resource.toLowerCase())),
					)
					.flatMap(({ options = [] }) => options)
					.flatMap((option) =>
						'value' in option && option.name === shown ? [String(option.value)] : [],
					)[0] ?? '';
			const found = findOperation(valueOf('resource', resource), valueOf('operation', operation));
			return `${name} ${sorted(found?.profiles ?? []).join(' ')}`;
		});
		const listed = table?.rows.map((row) => {
			const ticked = profiles.filter(({ column }) => row[column] === '✓');
			return `${row[0]} ${sorted(ticked.map(({ profile }) => profile)).join(' ')}`;
		});
		expect(sorted(listed ?? [])).toEqual(sorted(inCode));
	});
});

describe('events', () => {
	const tables = tablesOf(readDocument('docs/operations.md'));
	const bare = (cell = '') => cell.replaceAll('`', '');

	test('of AliExpress Trigger are those of docs/operations.md', () => {
		const rows = tables.find(({ head }) => head[0] === 'event')?.rows ?? [];
		expect(sorted(rows.map(([event]) => bare(event)))).toEqual(sorted(TRIGGER_EVENTS));
	});

	test('of AliExpress Push Trigger are those of docs/operations.md', () => {
		const rows = tables.find(({ head }) => head[0] === 'type of message')?.rows ?? [];
		const documented = rows.map(([name, , event]) => `${name} ${bare(event)}`);
		const inCode = typeChoices()
			.filter(({ value }) => value !== 'all')
			.map(({ name, value }) => `${name} ${eventOf(/^\d+$/.test(value) ? Number(value) : -1)}`);
		expect(sorted(documented)).toEqual(sorted(inCode));
	});
});

describe('what a trigger costs', () => {
	const share = CONNECTOR_POLICY.shares.trigger;
	const setUps = [
		{ lists: 1, pollEveryMinutes: 1, activeHours: 24 },
		{ lists: 1, pollEveryMinutes: 1, activeHours: 24 },
		{ lists: 2, pollEveryMinutes: 1, activeHours: 24 },
		{ lists: 3, pollEveryMinutes: 1, activeHours: 24 },
		{ lists: 1, pollEveryMinutes: 1, activeHours: 12 },
		{ lists: 1, pollEveryMinutes: 60, activeHours: 24 },
	];

	test.each(READMES)('is in %s what the code works out', (path) => {
		const table = tablesOf(readDocument(path)).find(
			({ head, rows }) => head.length === 5 && rows.some((row) => row[2] === String(share)),
		);
		expect(table?.rows).toHaveLength(setUps.length);
		for (const [index, row] of (table?.rows ?? []).entries()) {
			const setUp = setUps[index] ?? { lists: 0, pollEveryMinutes: 1, activeHours: 24 };
			const plan = planTrigger({ ...setUp, callsPerRead: 1, share });
			const [callsARead, readsADay, callsADay] = row.slice(1, 4).map((cell) => parseInt(cell, 10));
			expect([callsARead, readsADay, callsADay]).toEqual([
				setUp.lists,
				plan.readsPerDay,
				plan.callsPerDay,
			]);
			const [, number = '', unit] = /([\d.]+) (hour|小时|minutes|分钟)/.exec(row[4] ?? '') ?? [];
			const minutes = Number(number) * (unit === 'hour' || unit === '小时' ? 60 : 1);
			expect(Math.abs(minutes - plan.readEveryMinutes)).toBeLessThan(0.5);
		}
	});
});

test.each(['docs/quota.md', 'docs/zh/quota.md'])('%s tells how often each list is read', (path) => {
	const share = CONNECTOR_POLICY.shares.trigger;
	const setting = { share, callsPerRead: 1, pollEveryMinutes: 1, activeHours: 24 };
	const setUps = [
		['orders'],
		['reviews'],
		['orders', 'reviews'],
		['orders', 'finished', 'reviews'],
		['orders', 'changed'],
	] as const;
	const table = tablesOf(readDocument(path)).find(
		({ head, rows }) => head.length === 5 && rows.some((row) => row[1] === String(share)),
	);
	for (const [index, lists] of setUps.entries()) {
		const reads = readsByList(lists, setting);
		const [, orders, others, calls, pace = ''] = table?.rows[index] ?? [];
		const perDay = lists.map((list) => reads[list]?.readsPerDay ?? 0);
		const other = lists.find((list) => list !== 'orders');
		// "65 (shipped)", "(reviews) 11 minutes": what stands in brackets says of what.
		const number = (cell = '') => Number(/\d[\d.]*/.exec(cell)?.[0] ?? 0);
		expect([path, index, number(orders), number(others), number(calls)]).toEqual([
			path,
			index,
			reads.orders?.readsPerDay ?? 0,
			other === undefined ? 0 : reads[other]?.readsPerDay,
			perDay.reduce((sum, count) => sum + count, 0),
		]);
		const minutes = reads[lists[0]]?.readEveryMinutes ?? 0;
		expect(Math.abs(number(pace) - minutes)).toBeLessThan(0.6);
	}
});

describe('messages', () => {
	/** Without the last full stop, which only some places need. */
	const bare = (text: string) => text.replace(/\.$/, '');
	const matches = (documented: string) => {
		const parts = bare(documented)
			.split('…')
			.map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
		const pattern = new RegExp(`^${parts.join('.*')}$`, 's');
		return (said: string) => pattern.test(bare(said));
	};
	const documentedIn = (path: string) =>
		tablesOf(readDocument(path))
			.filter(({ head }) => head[0] === 'message')
			.flatMap(({ rows }) => rows.flatMap(([cell = '']) => [...cell.matchAll(/`([^`]+)`/g)]))
			.map(([, message = '']) => message);
	const said = messagesIn(packageTexts());
	const documented = documentedIn('docs/troubleshooting.md');

	test('of the code are all in docs/troubleshooting.md', () => {
		expect(said.length).toBeGreaterThan(200);
		const known = documented.map(matches);
		const missing = said.filter(({ text }) => !known.some((fits) => fits(text)));
		expect(missing).toEqual([]);
	});

	test('of docs/troubleshooting.md are all said by the code', () => {
		const stale = documented.filter((message) => {
			const fits = matches(message);
			return !said.some(({ text }) => fits(text));
		});
		expect(stale).toEqual([]);
	});

	test('are documented by words of their own, not by a pattern for everything', () => {
		const vague = documented.filter(
			(message) => (message.match(/\p{L}{2,}/gu) ?? []).length < 3 && message.includes('…'),
		);
		expect(vague).toEqual(['"…" is missing']);
	});

	test('of the Chinese questions are said by the code or by n8n', () => {
		const table = tablesOf(readDocument('docs/zh/README.md')).find(
			({ head }) => head[0] === '现象',
		);
		const quoted = table?.rows.flatMap(([cell = '']) => /^`([^`]+)`$/.exec(cell)?.[1] ?? []) ?? [];
		const ofN8n = tablesOf(readDocument('docs/troubleshooting.md'))
			.filter(({ head }) => head[0] === 'what you see')
			.flatMap(({ rows }) => rows.flatMap(([cell = '']) => [...cell.matchAll(/`([^`]+)`/g)]))
			.map(([, text = '']) => text);
		expect(quoted.length).toBeGreaterThan(5);
		const unknown = quoted.filter((message) => {
			const fits = matches(message);
			return !ofN8n.some(fits) && !said.some(({ text }) => fits(text));
		});
		expect(unknown).toEqual([]);
	});

	test('are found in every form that the code gives them', () => {
		const text = `
			import { NodeOperationError } from 'n8n-workflow';
			const TITLES = { a: 'First of a table', b: 'Second of a table' };
			const LATE = 'Said by a constant';
			function refusal(node: INode, message: string) { return { message }; }
			const other = (title: string) => refusal(node, title);
			throw new NodeOperationError(node, isX ? 'One of two' : \`Two of \${count}\`);
			throw refusal(node, 'Through a function');
			throw other('Through two functions');
			const a = { message: TITLES[cause] };
			const b = { message: LATE };
			context.logger.warn(\`Written to \${place}\`);
			const c = { message: \`\${platform} said no\`, code: 'message' };
		`;
		const path = 'nodes/x.ts';
		expect(sorted(messagesIn([{ path, text }]).map((message) => message.text))).toEqual([
			'AliExpress said no',
			'First of a table',
			'One of two',
			'Said by a constant',
			'Second of a table',
			'Through a function',
			'Through two functions',
			'Two of …',
			'Written to …',
		]);
	});
});

test('commands that documents name exist', () => {
	const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
	const named = documents.flatMap(({ text }) =>
		[...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name),
	);
	expect(named.length).toBeGreaterThan(10);
	expect(sorted(named).filter((name) => scripts[name] === undefined)).toEqual([]);
});

test.each(READMES)('the quick start of %s is short and has pictures', (path) => {
	const [, section = ''] = /\n## (?:Quick start|快速上手)\n([\s\S]*?)\n## /.exec(
		readDocument(path).text,
	) ?? [''];
	expect(section.split('\n').length).toBeLessThan(60);
	expect(section.match(/!\[[^\]]+\]\(/g)?.length).toBeGreaterThanOrEqual(2);
});
