import type { Policy } from '../../nodes/quota/policy.ts';
import { built } from './built.mts';

const { customPolicy } = built(
	'nodes/quota/policy',
) as typeof import('../../nodes/quota/policy.ts');

/** Nothing waits under it: what is timed is the work of the calls. */
export const UNLIMITED: Policy = { ...customPolicy(10_000_000, 1), windows: { day: 10_000_000 } };
