import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

import { answerSource } from '../../nodes/AliExpress/parse/maskedSource.ts';
import { parseTracking, toTrackingItem } from '../../nodes/AliExpress/parse/logistics/tracking.ts';
import { milestoneOf } from '../../nodes/AliExpress/parse/logistics/trackingMilestone.ts';
import { packageSources } from './sources.mts';

/**
 * Lengths of hostile texts, and of the longer ones beside them: twice as long, but at the start, where four
 * characters more are enough to tell explosive growth and twice as many would never end.
 */
const LENGTHS = [
	[22, 26],
	[120, 240],
	[600, 1_200],
	[2_400, 4_800],
	[10_000, 20_000],
] as const;
/** A linear pattern takes a tenth of this over the longest of them, a quadratic one several times as much. */
const QUICK_MS = 4;
/** Twice the text costs a linear pattern twice the time, a quadratic one four times. */
const MOST_GROWTH = 3;

/** Over what the user has entered in a credential, which nobody else can make long. */
const OWN_TEXT = new Set(['/\\/+$/']);

interface Pattern {
	where: string;
	pattern: RegExp;
}

/** Patterns written as literals, and how many are made by `new RegExp`. */
function patternsOf(path: string): { literals: Pattern[]; made: number } {
	const file = ts.createSourceFile(
		path,
		readFileSync(join(process.cwd(), path), 'utf8'),
		ts.ScriptTarget.ES2022,
	);
	const literals: Pattern[] = [];
	let made = 0;
	const visit = (node: ts.Node): void => {
		if (ts.isRegularExpressionLiteral(node)) {
			const end = node.text.lastIndexOf('/');
			const pattern = new RegExp(node.text.slice(1, end), node.text.slice(end + 1));
			literals.push({ where: `${path} ${node.text}`, pattern });
		}
		const isMade = ts.isNewExpression(node) || ts.isCallExpression(node);
		if (isMade && ts.isIdentifier(node.expression) && node.expression.text === 'RegExp') made += 1;
		ts.forEachChild(node, visit);
	};
	visit(file);
	return { literals, made };
}

/** The patterns that a file makes of parts, caught while it is loaded. */
function madeBy(path: string): Pattern[] {
	const caught: Pattern[] = [];
	const Real = globalThis.RegExp;
	const Noting = new Proxy(Real, {
		construct(target, args: [string, string?]) {
			const pattern = new target(...args);
			// The nearest file of the package on the stack: a file that is loaded loads others.
			const maker = new Error().stack
				?.split('\n')
				.find((line) => /\/(nodes|credentials)\//.test(line));
			if (maker?.includes(`/${path}:`))
				caught.push({ where: `${path} ${String(pattern)}`, pattern });
			return pattern;
		},
	});
	jest.isolateModules(() => {
		// First, with the patterns as they are: what it loads wants to know them.
		// eslint-disable-next-line @typescript-eslint/no-require-imports
		require('n8n-workflow');
		globalThis.RegExp = Noting;
		try {
			// eslint-disable-next-line @typescript-eslint/no-require-imports
			require(join(process.cwd(), path));
		} finally {
			globalThis.RegExp = Real;
		}
	});
	return caught;
}

/** Pieces of which a text that a pattern stumbles over can be made: its own words and signs, and some more. */
function piecesOf({ source }: RegExp): string[] {
	const bare = source.replaceAll(/\\[bBdDsSwWpPu](?:\{[^}]*\})?/g, ' ');
	const words = bare.match(/[\p{L}\p{N}]+/gu) ?? [];
	const signs = bare.match(/[^\p{L}\p{N}\\^$|?*+(){}[\]]/gu) ?? [];
	const always = [
		'a',
		'A',
		'0',
		'1',
		' ',
		'\t',
		'\n',
		'.',
		',',
		'/',
		'-',
		'_',
		'+',
		'{',
		'[',
		'已',
	];
	return [...new Set([...words, ...signs, ...always])];
}

function* hostileTexts(pattern: RegExp, length: number): Generator<string> {
	const pieces = piecesOf(pattern);
	const filled = (piece: string, size: number) =>
		piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
	for (const [index, piece] of pieces.entries()) {
		const next = pieces[(index + 1) % pieces.length] ?? piece;
		yield `${filled(piece, length)}\u0000`;
		yield `\u0000${filled(`${piece} `, length)}\u0000`;
		yield `${filled(piece, length / 2)}${filled(next, length / 2)}\u0000`;
		yield `${filled(piece + next, length)}\u0000`;
		yield `${next}${filled(' ', length)}${piece}\u0000`;
	}
}

/** Milliseconds of the processor that some work takes, the best of several: other tests run beside this one. */
function spentMs(tries: number, work: () => unknown): number {
	const times = Array.from({ length: tries }, () => {
		const before = process.threadCpuUsage();
		work();
		const { user, system } = process.threadCpuUsage(before);
		return (user + system) / 1_000;
	});
	return Math.min(...times);
}

/** Of one search from the start of a text. */
function timeOf(pattern: RegExp, text: string, tries: number): number {
	return spentMs(tries, () => {
		pattern.lastIndex = 0;
		pattern.exec(text);
	});
}

/** The text over which a pattern takes much more time than its length would explain. */
function stumbleOf(pattern: RegExp): string | undefined {
	for (const [length, more] of LENGTHS) {
		const longer = hostileTexts(pattern, more);
		for (const text of hostileTexts(pattern, length)) {
			const twice = longer.next().value as string;
			// What else the machine does makes a search slow once, but not three times over.
			if (timeOf(pattern, text, 1) < QUICK_MS || timeOf(pattern, text, 3) < QUICK_MS) continue;
			const growth = timeOf(pattern, twice, 2) / timeOf(pattern, text, 2);
			const what = JSON.stringify(text.slice(0, 20));
			if (growth > MOST_GROWTH) return `${length} of ${what}: ${growth.toFixed(1)} times`;
		}
	}
	return undefined;
}

const sources = packageSources().map(({ path }) => ({ path, ...patternsOf(path) }));
const makers = sources.filter(({ made }) => made > 0);

describe('patterns', () => {
	it('are made of fixed parts only, when their file is loaded', () => {
		expect(makers.map(({ path }) => path)).toContain(
			'nodes/AlibabaCom/parse/logistics/duration.ts',
		);
		for (const { path, made } of makers) {
			expect([path, madeBy(path).length]).toEqual([path, made]);
		}
	});

	it('take as long as their text is, over ten thousand characters of any kind', () => {
		const patterns = [
			...sources.flatMap(({ literals }) => literals),
			...makers.flatMap(({ path }) => madeBy(path)),
		].filter(({ pattern }) => !OWN_TEXT.has(String(pattern)));
		expect(patterns.length).toBeGreaterThan(100);
		const stumbles = patterns.flatMap(({ where, pattern }) => {
			const stumble = stumbleOf(pattern);
			return stumble === undefined ? [] : [`${where}: ${stumble}`];
		});
		expect(stumbles).toEqual([]);
	});

	it('are met by carriers in texts that were cut or are read in one go', () => {
		const choice = { includeBuyerData: false, pseudonymKey: 'secret', zone: undefined };
		const parcel = { orderId: '8100000000000001' };
		const readers: Array<(text: string) => unknown> = [
			(text) => milestoneOf(text, [text]),
			(text) => answerSource({ details: [{ event_desc: text }] }, choice),
			(text) => {
				const details = [{ time: 1, trackingCodeDesc: text, trackingDetailDesc: text }];
				return toTrackingItem(parseTracking({ details }, 'newer'), parcel, choice);
			},
		];
		const pieces = [
			'customs ',
			'delivered to ',
			'signed by ',
			'will be ',
			', ',
			'. ',
			'A_',
			'退回',
		];
		for (const read of readers) {
			for (const piece of pieces) {
				const spent = (length: number) => {
					const text = piece.repeat(length / piece.length);
					return spentMs(3, () => read(text));
				};
				const [once, twice] = [spent(100_000), spent(200_000)];
				expect(once < QUICK_MS || twice / once < MOST_GROWTH).toBe(true);
			}
		}
	});

	it('are told apart by this test', () => {
		expect(stumbleOf(/customs.*(?:fail|abnormal)|(?:held|stopped) .*customs/i)).toBeDefined();
		expect(stumbleOf(/\s+$/)).toBeDefined();
		expect(stumbleOf(/^(?:[a-z]+)+$/)).toBeDefined();
		expect(stumbleOf(/[a-z]+$/m)).toBeDefined();
		expect(stumbleOf(/\s+/g)).toBeUndefined();
	});
});
