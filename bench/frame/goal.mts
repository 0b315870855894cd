/** What a figure has to be. */
export type Goal = { readonly what: string; readonly measured: number } & (
	| { readonly atMost: number }
	| { readonly atLeast: number }
);

/** Whether a goal is reached. A figure that is no number reaches none. */
export const isMet = (goal: Goal): boolean =>
	'atMost' in goal ? goal.measured <= goal.atMost : goal.measured >= goal.atLeast;

const bound = (goal: Goal): string =>
	'atMost' in goal ? `at most ${goal.atMost}` : `at least ${goal.atLeast}`;

/** The goals as rows of a Markdown table. */
export const goalTable = (goals: readonly Goal[]): string[] => [
	'| goal | wanted | measured | |',
	'|---|---|---|---|',
	...goals.map(
		(goal) =>
			`| ${goal.what} | ${bound(goal)} | ${goal.measured} | ${isMet(goal) ? 'met' : '**missed**'} |`,
	),
];
