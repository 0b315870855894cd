/** The files whose score stands in docs/benchmarks.md: what decides over calls, values and events. */
export const PURE_CORE = ['nodes/wire/failure.ts'];
