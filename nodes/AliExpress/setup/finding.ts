import { z } from 'zod';

/** What is looked at, in the order in which it is told: what has to be right first stands first. */
export const CHECKS = [
	'bridge',
	'secret',
	'clock',
	'accessToken',
	'authorization',
	'seller',
	'permission',
	'calls',
	'processes',
	'trigger',
	'watch',
	'push',
	'page',
] as const;

const value = z.union([z.string().max(2_000), z.array(z.string().max(300)).max(20)]);

/** What one check found, without words: they are put to it in the language of whoever reads it. */
export const findingSchema = z.object({
	check: z.enum(CHECKS),
	/** Null where nobody knows. */
	ok: z.boolean().nullable(),
	/** Which sentence says it. */
	says: z.string().max(40),
	/** What stands in its gaps; a list holds names that each language calls by its own words. */
	values: z.record(z.string().max(40), value),
});
export type Finding = z.infer<typeof findingSchema>;

/** Makes a finding. `ok` is null where nobody knows; `says` names its sentence, and `values` fill the gaps of that. */
export function finding(
	check: Finding['check'],
	ok: boolean | null,
	says: string,
	values: Finding['values'] = {},
): Finding {
	return { check, ok, says, values };
}

/** A finding in words. */
export interface Told {
	what: string;
	/** What to do; empty when there is nothing. */
	remedy: string;
}

/** The sentences of a language; `{name}` stands for a value. */
export interface Language {
	sentences: Readonly<Record<string, readonly [what: string, remedy: string]>>;
	/** How it calls what findings hold in lists. */
	names: Readonly<Record<string, string>>;
	/** Between the names of a list. */
	comma: string;
	/** How it writes a moment that findings hold, `2026-11-30 08:12 UTC`; as it stands where it has no way of its own. */
	moment?(ms: number): string;
}

/** Puts a finding into words. A sentence that the language lacks is told by its name. */
export function tell({ says, values }: Finding, language: Language): Told {
	const { sentences, names, comma, moment } = language;
	const [what, remedy] = sentences[says] ?? [says, ''];
	const written = (name: string): string => {
		const given = values[name] ?? '';
		if (Array.isArray(given)) return given.map((one) => names[one] ?? one).join(comma);
		return moment && MOMENT.test(given) ? moment(Date.parse(given)) : given;
	};
	const fill = (sentence: string) =>
		sentence.replace(/\{(\w+)\}/g, (_, name: string) => written(name)).trim();
	return { what: fill(what), remedy: fill(remedy) };
}

/** What `momentText` writes. */
const MOMENT = /^\d{4}-\d\d-\d\d \d\d:\d\d UTC$/;

/** A moment as findings tell it, e.g. `2026-11-30 08:12 UTC`. */
export function momentText(ms: number): string {
	return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
