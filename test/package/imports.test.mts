import { basename, dirname } from 'node:path';

import { packageSources, readSource } from './sources.mts';

const sources = packageSources();
const among = (pattern: RegExp) => sources.filter(({ path }) => pattern.test(path));

/** `file -> target` for every import that `isWrong` names. */
const wrongImports = (pattern: RegExp, isWrong: (target: string, from: string) => boolean) =>
	among(pattern).flatMap(({ path, imports }) =>
		imports
			.filter(({ target }) => isWrong(target, path))
			.map(({ target }) => `${path} -> ${target}`),
	);

const NODE_FOLDER = /^nodes\/([A-Z]\w+)\//;
/** Folders of what the nodes share. Each imports those before it and none behind it. */
const SHARED_FOLDERS = ['time', 'wire', 'quota', 'client', 'action'];
const floorOf = (path: string) => {
	const folder = /^nodes\/(\w+)\//.exec(path)?.[1] ?? '';
	const floor = SHARED_FOLDERS.indexOf(folder);
	return floor === -1 ? SHARED_FOLDERS.length : floor;
};
/** Files of the lower floors that talk to n8n, or use one that does; all others there are pure. */
const TALKS_TO_N8N =
	/^nodes\/(time\/(clock|dates)|wire\/(send|answer|refusalRules)|quota\/(redis\/(exchange|session|redisStore)|bridgeStore|departure|processStore|refusal|settle|turn))\.ts$/;
const isPure = (path: string) =>
	(/^nodes\/(time|wire|quota)\//.test(path) && !TALKS_TO_N8N.test(path)) ||
	/^nodes\/\w+\/parse\//.test(path);

/** Types included, as who reads the code follows them too. */
const MOST_STEPS = 14;
const MOST_FILES = 350;
const MOST_IN_A_ROOM = 20;

describe('imports run one way', () => {
	it('finds the files it judges', () => {
		expect(sources.filter(({ path }) => isPure(path)).length).toBeGreaterThan(10);
		expect(sources.map(({ path }) => path)).toContain('nodes/wire/send.ts');
		const { imports, properties } = readSource(
			'nodes/A/b.ts',
			"import type { X } from '../wire/x';\nexport { y } from './y';\nconst { httpRequest } = z.helpers;",
		);
		expect(imports).toEqual([
			{ target: 'nodes/wire/x.ts', isTypeOnly: true },
			{ target: 'nodes/A/y.ts', isTypeOnly: false },
		]);
		expect([...properties]).toEqual(expect.arrayContaining(['helpers', 'httpRequest']));
	});

	it('takes from outside only what n8n supplies and its scanner allows', () => {
		expect(
			wrongImports(
				/./,
				(target) =>
					!/^(nodes|credentials)\//.test(target) &&
					!/^(n8n-workflow|zod|luxon|node:crypto)$/.test(target),
			),
		).toEqual([]);
	});

	it('keeps what is pure free of n8n, through whatever it imports', () => {
		const importsOf = new Map(sources.map(({ path, imports }) => [path, imports]));
		const reach = (path: string, reached = new Set<string>()): Set<string> => {
			for (const { target } of importsOf.get(path) ?? []) {
				if (reached.has(target)) continue;
				reached.add(target);
				reach(target, reached);
			}
			return reached;
		};
		const tainted = sources
			.filter(({ path }) => isPure(path))
			.filter(({ path }) => reach(path).has('n8n-workflow'));
		expect(tainted.map(({ path }) => path)).toEqual([]);
		expect(reach('nodes/client/client.ts')).toContain('n8n-workflow');
	});

	it('keeps the floors in order: time, wire, quota, client, action, node', () => {
		expect(
			wrongImports(
				/^nodes\/[a-z]/,
				(target, from) => target.startsWith('nodes/') && floorOf(target) > floorOf(from),
			),
		).toEqual([]);
		expect(
			sources.filter(({ path }) => /^nodes\/[a-z]/.test(path)).map(({ path }) => floorOf(path)),
		).not.toContain(SHARED_FOLDERS.length);
	});

	it('keeps one node apart from another', () => {
		expect(
			wrongImports(/^nodes\/[A-Z]/, (target, from) => {
				const other = NODE_FOLDER.exec(target)?.[1];
				return other !== undefined && other !== NODE_FOLDER.exec(from)?.[1];
			}),
		).toEqual([]);
	});

	it('lets nothing import a node file, and the parts of a node only what they build on', () => {
		expect(wrongImports(/./, (target) => target.endsWith('.node.ts'))).toEqual([]);
		const part = (path: string) =>
			/^nodes\/\w+\/(actions|trigger|setup|connect|push)\//.exec(path)?.[1];
		// A push draws the reads of the trigger forward, for an account that the bridge knows. The check of the
		// set-up looks at triggers; it is asked by an action and by way of the bridge, and hears of pushes.
		const isAllowed = (from: string, to: string) =>
			to === 'setup'
				? from !== 'trigger'
				: (from === 'push' && to !== 'actions') || (from === 'setup' && to === 'trigger');
		expect(
			wrongImports(/^nodes\//, (target, from) => {
				const [targetPart, ownPart] = [part(target), part(from)];
				if (targetPart === undefined || ownPart === undefined || targetPart === ownPart)
					return false;
				return !isAllowed(ownPart, targetPart);
			}),
		).toEqual([]);
	});

	it('has no circle', () => {
		const importsOf = new Map(sources.map(({ path, imports }) => [path, imports]));
		const done = new Set<string>();
		const circles: string[] = [];
		const visit = (path: string, way: string[]): void => {
			if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(' -> '));
			if (done.has(path) || way.includes(path)) return;
			for (const { target } of importsOf.get(path) ?? []) {
				visit(target, [...way, path]);
			}
			done.add(path);
		};
		for (const { path } of sources) visit(path, []);
		expect(circles).toEqual([]);
	});

	it('is a house one can find the way in: so many files, rooms and steps from a node', () => {
		const importsOf = new Map(sources.map(({ path, imports }) => [path, imports]));
		const known = new Map<string, number>();
		const stepsFrom = (path: string): number => {
			const before = known.get(path);
			if (before !== undefined) return before;
			const own = (importsOf.get(path) ?? []).filter(({ target }) => importsOf.has(target));
			const steps = 1 + Math.max(0, ...own.map(({ target }) => stepsFrom(target)));
			known.set(path, steps);
			return steps;
		};
		const nodes = sources.map(({ path }) => path).filter((path) => path.endsWith('.node.ts'));
		const tooDeep = nodes
			.map((path) => ({ node: basename(path, '.node.ts'), steps: stepsFrom(path) }))
			.filter(({ node, steps }) => steps > MOST_STEPS);
		expect(nodes.length).toBeGreaterThan(5);
		expect(tooDeep).toEqual([]);
		expect(sources.length).toBeLessThanOrEqual(MOST_FILES);
		const rooms = sources.map(({ path }) => dirname(path));
		const isFull = (room: string) => rooms.filter((one) => one === room).length > MOST_IN_A_ROOM;
		expect([...new Set(rooms)].filter(isFull)).toEqual([]);
	});

	it('keeps the rooms of the trigger in order', () => {
		const rooms = ['lists', 'events', 'position', 'watches', 'delivery', 'schedule'];
		const roomOf = (path: string) => /^nodes\/AliExpress\/trigger\/(\w+)\//.exec(path)?.[1];
		expect(
			wrongImports(/^nodes\/AliExpress\/trigger\/\w+\//, (target, from) => {
				const to = roomOf(target);
				return to !== undefined && rooms.indexOf(to) > rooms.indexOf(roomOf(from) ?? '');
			}),
		).toEqual([]);
	});

	it('lets the counting know nothing of who asks, and only stores count', () => {
		const isCounting = (path: string) => path.startsWith('nodes/quota/ledger/');
		const below = /^nodes\/quota\/(ledger\/\w+|policy|refusedTokens|shares|store|window)\.ts$/;
		expect(
			wrongImports(
				/^nodes\/quota\/ledger\//,
				(target) => target.startsWith('nodes/quota/') && !below.test(target),
			),
		).toEqual([]);
		expect(
			wrongImports(
				/^nodes\/quota\//,
				(target, from) =>
					isCounting(target) && !isCounting(from) && !/processStore|\/redis\//.test(from),
			),
		).toEqual([]);
	});

	it('has one door out per service', () => {
		const doors = sources.filter(({ properties }) => properties.has('httpRequest'));
		expect(doors.map(({ path }) => path)).toEqual([
			'nodes/FeishuBot/message/send.ts',
			'nodes/wire/send.ts',
		]);
	});
});
