/** Takes secrets out of a text that the platform may have echoed. */
export function redact(text: string, secrets: readonly string[]): string {
	return secrets
		.filter((secret) => secret.length >= 4)
		.reduce((clean, secret) => clean.split(secret).join('***'), text);
}
