import type { JsonObject } from '../../wire/envelope';
import { absenceOf, isAbsence, type Absence } from '../parse/absence';

/** A refusal about one product is an answer about it; under this key it reaches the operation. */
const ABSENT = 'absent_product';

/**
 * Marks a refusal that says that a product cannot be had.
 *
 * @param refusal code and message as they were found, whatever their fields are called.
 * @returns undefined for every other refusal.
 */
export function markAbsent(
	body: JsonObject,
	refusal: { code: string; message: string },
): JsonObject | undefined {
	const { code, message } = refusal;
	if (!isAbsence(body) && !isAbsence({ code, message })) return undefined;
	return { [ABSENT]: { answer: body, code, message } };
}

/** Why a product cannot be had; undefined when the answer is about one that can. */
export function absentIn(answer: JsonObject): Absence | undefined {
	const marked = answer[ABSENT];
	if (typeof marked !== 'object' || marked === null || Array.isArray(marked)) return undefined;
	const { answer: body, code, message } = marked;
	return absenceOf(body, { code, message });
}
