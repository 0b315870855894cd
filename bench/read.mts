import { finish } from './frame/finish.mts';
import type { Goal } from './frame/goal.mts';
import { rounded } from './frame/numbers.mts';
import { measureLoading } from './read/load.mts';
import { measureMemory } from './read/memory.mts';
import { startPages } from './read/pageGateway.mts';
import type { PageKind } from './read/pages.mts';
import { compareReaders, type Speed } from './read/speed.mts';

const LEAST_TO_HELPER = 0.8;
const MOST_GROWTH_MB = 50;
/** Loading is finding, reading and compiling files: what one of them takes depends on the machine alone. */
const MOST_LOAD_TO_SHOPIFY = 1.25;

const roundedAll = <T extends object>(values: T): Record<keyof T, number> =>
	Object.fromEntries(
		Object.entries(values).map(([name, value]) => [name, rounded(Number(value))]),
	) as Record<keyof T, number>;

const loading = await measureLoading();
const gateway = await startPages();
const speed = {
	sample: await compareReaders(gateway, 'sample'),
	full: await compareReaders(gateway, 'full'),
};
const memory = await measureMemory(gateway);
await gateway.close();

const bothKinds = <T,>(value: (speed: Speed) => T): Record<PageKind, T> => ({
	sample: value(speed.sample),
	full: value(speed.full),
});

const toBare = bothKinds(({ oursTo }) => rounded(oursTo.bare));
const toAeSdk = bothKinds(({ oursTo }) => rounded(oursTo.aeSdk));
const toHelper = bothKinds(({ oursTo }) => rounded(oursTo.helper));
const toHelperSix = bothKinds(({ oursTo }) => rounded(oursTo.helperSix));
/** What these ratios could be at most, through n8n's helper. */
const most = bothKinds(({ mostTo }) => roundedAll(mostTo));
const growthMb = rounded(memory.growth);
const ours = roundedAll(loading.ours);
const shopify = roundedAll(loading.shopify);
const perFile = ({ cpuMs, files }: { cpuMs: number; files: number }) => cpuMs / files;
const loadToShopify = rounded(perFile(loading.ours) / perFile(loading.shopify));

const goals: Goal[] = [
	{
		what: 'orders a second, of the loop with `helpers.httpRequest`',
		measured: toHelper.sample,
		atLeast: LEAST_TO_HELPER,
	},
	{ what: 'growth of memory, MB', measured: growthMb, atMost: MOST_GROWTH_MB },
	{
		what: "processor for loading a file of the package, of one of n8n's Shopify nodes",
		measured: loadToShopify,
		atMost: MOST_LOAD_TO_SHOPIFY,
	},
];

const READERS = [
	['ours', '**this package**, Order: Get Many'],
	['bare', 'bare loop, undici and `JSON.parse`'],
	['aeSdk', 'ae_sdk 0.6.0'],
	['helper', 'bare loop, `helpers.httpRequest` and `JSON.parse`'],
	['helperSix', 'the same, six calls at a time'],
] as const;
const RATIOS = {
	ours: undefined,
	bare: toBare,
	aeSdk: toAeSdk,
	helper: toHelper,
	helperSix: toHelperSix,
};

const speedLines = (kind: PageKind): string[] =>
	READERS.map(([reader, title]) => {
		const { ordersPerSecond, cpuUsPerPage } = speed[kind];
		const perSecond = ordersPerSecond[reader].toLocaleString('en');
		return `| ${title} | ${perSecond} | ${cpuUsPerPage[reader]} µs | ${RATIOS[reader]?.[kind] ?? ''} |`;
	});

const speedTable = (kind: PageKind): string[] => [
	`| ${gateway.pageBytes[kind].toLocaleString('en')} bytes a page | orders a second | processor, a page | ours to it |`,
	'|---|---|---|---|',
	...speedLines(kind),
	'',
	`The most that any node can reach: ${most[kind].bare} of the bare loop, ${most[kind].aeSdk} of ae_sdk.`,
	'',
];

const memoryLine = (title: string, { small, large }: { small: number; large: number }): string =>
	`| ${title} | ${small.toFixed(1)} MB | ${large.toFixed(1)} MB |`;

finish({
	name: 'read',
	figures: {
		ordersPerSecond: bothKinds(({ ordersPerSecond }) => ordersPerSecond),
		toBare,
		toAeSdk,
		toHelper,
		toHelperSix,
		mostOfAnyNode: most,
		cpuUsPerPage: bothKinds(({ cpuUsPerPage }) => cpuUsPerPage),
		pageBytes: gateway.pageBytes,
		aeSdkAddress: 'no option sets it; its field migrated_apis_url was set',
		memoryMb: {
			live: roundedAll(memory.live),
			peakRss: {
				reader: roundedAll(memory.peakRss.reader),
				operation: roundedAll(memory.peakRss.operation),
				bare: roundedAll(memory.peakRss.bare),
			},
			growth: growthMb,
		},
		loading: { ours, shopify, perFileToShopify: loadToShopify },
	},
	goals,
	lines: [
		...speedTable('sample'),
		...speedTable('full'),
		'| the most memory | 1,000 orders | 100,000 orders |',
		'|---|---|---|',
		memoryLine('reader, alive', memory.live),
		memoryLine('reader, process', memory.peakRss.reader),
		memoryLine('bare loop of undici, process', memory.peakRss.bare),
		memoryLine('operation with its items, process', memory.peakRss.operation),
		'',
		'| loading | files | time | processor | alive after it | process grew by |',
		'|---|---|---|---|---|---|',
		...[['**this package**', ours] as const, ["n8n's Shopify nodes", shopify] as const].map(
			([title, { files, tookMs, cpuMs, liveMb, rssMb }]) =>
				`| ${title} | ${files} | ${tookMs.toFixed(1)} ms | ${cpuMs.toFixed(1)} ms | ${liveMb.toFixed(1)} MB | ${rssMb.toFixed(1)} MB |`,
		),
	],
});
