import { isJsonObject, type JsonObject, type Refusal } from '../../wire/envelope';
import { absenceOf, isAbsence, type Absence } from '../parse/absence';

/** A refusal about one product is an answer about it; under this key it reaches the operation. */
const ABSENT = 'absent_product';

/**
 * Marks a refusal that says that a product cannot be had.
 *
 * @returns undefined for every other refusal.
 */
export function markAbsent(body: JsonObject, refusal: Refusal): JsonObject | undefined {
	const { code, subCode = '', message, subMessage = '' } = refusal;
	// As it was found, whatever its fields are called in the answer.
	const said = { code, sub_code: subCode, message, sub_msg: subMessage };
	if (!isAbsence(body) && !isAbsence(said)) return undefined;
	return { [ABSENT]: { answer: body, said } };
}

/** Why a product cannot be had; undefined when the answer is about one that can. */
export function absentIn(answer: JsonObject): Absence | undefined {
	const marked = answer[ABSENT];
	return isJsonObject(marked) ? absenceOf(marked.answer, marked.said) : undefined;
}
