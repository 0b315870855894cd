import type { Checked } from './checked';
import { accepted, refused } from './checked';

/**
 * The value of a JSON parameter: n8n hands over an object when it comes from an expression and
 * text when it was typed.
 *
 * @param name as the user sees the parameter.
 */
export function readJsonParameter(value: unknown, name: string): Checked<unknown> {
	if (typeof value !== 'string') return accepted(value);
	try {
		return accepted(JSON.parse(value));
	} catch {
		return refused(
			`The parameter ${name} is not valid JSON`,
			'Check quotes and commas, or use an expression that gives an object, e.g. {{ $json }}.',
		);
	}
}
