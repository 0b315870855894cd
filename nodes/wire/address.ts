/** A number of an IPv4 address. No leading zero: `010.0.0.1` is read as 8.0.0.1, which is public. */
const OCTET = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;

/** Hosts that no request leaves one's own network for. Everything else is reached over the internet. */
const OWN_NETWORK = [
	String.raw`127(?:\.${OCTET}){3}`,
	String.raw`10(?:\.${OCTET}){3}`,
	String.raw`172\.(?:1[6-9]|2\d|3[01])(?:\.${OCTET}){2}`,
	String.raw`192\.168(?:\.${OCTET}){2}`,
	String.raw`\[::1\]`,
	String.raw`\[f[cd][\da-f]{2}:[\da-f:]+\]`,
	// A name without a dot: localhost, a container. Not `134744072` nor `0x8080808`, which are 8.8.8.8.
	String.raw`[a-z_][\w-]*`,
	String.raw`(?:[\w-]+\.)+(?:internal|local)`,
].join('|');

/**
 * An address to which secrets may be sent: https, or http inside one's own network. Applied to the text
 * as it was entered, so that code and the expressions of a credential decide alike; whatever stands
 * between scheme and host in another form (`http://localhost@example.com`) does not pass.
 */
const SAFE = new RegExp(
	String.raw`^(?:https:\/\/[^\s/]|http:\/\/(?:${OWN_NETWORK})(?::\d+)?(?:\/|$))`,
	'i',
);

/** What a field takes, for messages and descriptions. */
export const SAFE_ADDRESS_WORDS =
	'an https address, or http inside your own network (127.0.0.1, localhost, a private address, a name without a dot, .internal, .local)';

/**
 * An address that a user entered, without blanks around it and without trailing slashes.
 *
 * @returns undefined when it is no address, or one that would carry secrets over the internet in clear.
 */
export function safeAddress(written: string): string | undefined {
	const text = written.trim();
	return SAFE.test(text) && URL.canParse(text) ? text.replace(/\/+$/, '') : undefined;
}

/**
 * The same as an n8n expression, for addresses that n8n resolves itself.
 *
 * @param field how the expression reads the field, e.g. `$self["bridgeUrl"]`.
 * @param refusal what stands in place of an address that is not safe. n8n takes http and https alone and
 *   names any other scheme in its message, so a scheme that speaks is read by the user, e.g.
 *   `bridge-address-must-be-https:`.
 */
export function safeAddressExpression(field: string, refusal: string): string {
	const text = `${field}.trim()`;
	return `(${String(SAFE)}.test(${text}) ? ${text}.replace(/\\/+$/, "") : "${refusal}")`;
}
