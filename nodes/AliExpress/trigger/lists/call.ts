import type { JsonObject } from '../../../platform/envelope';
import type { RequestParam } from '../../../platform/sign';

/** A call of a read method. */
export type Call = (
	method: string,
	params: Readonly<Record<string, RequestParam>>,
) => Promise<JsonObject>;
