import type { WebRequest } from '../web/exchange.mts';
import { refuse } from './failures.mts';
import { isBlank } from './signature.mts';

/** The parameters of a request, from query and form body, and the rest of what a check needs. */
export interface GatewayRequest {
	params: ReadonlyMap<string, string>;
	/** Names that occur more than once: no signature can tell which value is meant. */
	repeated: readonly string[];
	ip: string;
}

/** Collects the parameters. A body that is no form holds none. */
export function gatewayRequest({ query, headers, body, ip }: WebRequest): GatewayRequest {
	const isForm = (headers['content-type'] ?? '')
		.toLowerCase()
		.startsWith('application/x-www-form-urlencoded');
	const form = isForm ? new URLSearchParams(body.toString('utf8')) : new URLSearchParams();
	const params = new Map<string, string>();
	const repeated: string[] = [];
	for (const [name, value] of [...query, ...form]) {
		if (params.has(name)) repeated.push(name);
		params.set(name, value);
	}
	return { params, repeated, ip };
}

/** A parameter that counts as given: present and not blank. */
export function given(params: ReadonlyMap<string, string>, name: string): string | undefined {
	const value = params.get(name);
	return value === undefined || isBlank(value) ? undefined : value;
}

/** A parameter that must be given; refuses with MissingParameter. */
export function required(params: ReadonlyMap<string, string>, name: string): string {
	return (
		given(params, name) ??
		refuse(
			'MissingParameter',
			`The input parameter "${name}" that is mandatory for processing this request is not supplied`,
		)
	);
}
