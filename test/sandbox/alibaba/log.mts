export type AlibabaProfile = 'article' | 'openPlatform' | 'top';

/** One request to one of the three profiles, whatever became of it. */
export interface AlibabaCall {
	/** Sandbox clock, ms. */
	atMs: number;
	profile: AlibabaProfile;
	/** Dotted method, or the API path on the Open Platform. */
	method: string;
	appKey: string | undefined;
	/** `ok`, a platform code such as `IncompleteSignature`, or `fault:<kind>`. */
	outcome: string;
	ip: string;
}

/** An app key that was refused, why, from when, until when (ms). */
export interface AlibabaBlock {
	kind: 'minute' | 'fault';
	appKey: string;
	fromMs: number;
	untilMs: number;
}

export interface AlibabaLog {
	readonly calls: readonly AlibabaCall[];
	readonly blocks: readonly AlibabaBlock[];
	/** The most calls of one app key in any sliding 60 s (half open); of this key when given. */
	maxInAnyMinute(appKey?: string): number;
	/** Calls whose dotted method or path is this one. */
	ofMethod(method: string): AlibabaCall[];
	/** Forgets all calls and the list of blocks (blocks in force stay in force). */
	clear(): void;
}

export interface AlibabaLogBook extends AlibabaLog {
	readonly calls: AlibabaCall[];
	readonly blocks: AlibabaBlock[];
}

export const MINUTE_MS = 60_000;

/** An empty log. */
export function createAlibabaLog(): AlibabaLogBook {
	const calls: AlibabaCall[] = [];
	const blocks: AlibabaBlock[] = [];
	return {
		calls,
		blocks,
		maxInAnyMinute(appKey) {
			const keys = appKey === undefined ? [...new Set(calls.map((call) => call.appKey))] : [appKey];
			return Math.max(
				0,
				...keys.map((key) =>
					mostInAnyMinute(calls.filter((call) => call.appKey === key).map(({ atMs }) => atMs)),
				),
			);
		},
		ofMethod: (method) => calls.filter((call) => call.method === method),
		clear() {
			calls.length = 0;
			blocks.length = 0;
		},
	};
}

function mostInAnyMinute(timesMs: readonly number[]): number {
	const sorted = timesMs.toSorted((a, b) => a - b);
	let first = 0;
	let most = 0;
	sorted.forEach((atMs, index) => {
		while ((sorted[first] ?? atMs) <= atMs - MINUTE_MS) first += 1;
		most = Math.max(most, index - first + 1);
	});
	return most;
}
