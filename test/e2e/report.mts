/** What happens and when, for whoever watches. */
export const say = (sentence: string): void => {
	process.stdout.write(
		`${String(Math.round(performance.now() / 1000)).padStart(4)} s  ${sentence}\n`,
	);
};

/** Something learned, or some things of one kind. */
export type Fact = boolean | number | Readonly<Record<string, number>>;

/** What a step learned, for the result line. */
export type Facts = Readonly<Record<string, Fact>>;

/** Stops a step whose goal is missed in a way that leaves nothing to measure. */
export function expect(isMet: boolean, complaint: string): asserts isMet {
	if (!isMet) throw new Error(complaint);
}
