import type { JsonObject } from '../../../wire/envelope';
import type { RequestParam } from '../../../wire/sign';

/** A call of a read method. */
export type Call = (
	method: string,
	params: Readonly<Record<string, RequestParam>>,
) => Promise<JsonObject>;
