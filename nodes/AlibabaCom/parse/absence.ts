import type { Refusal } from '../../wire/envelope';
import { isJsonObject, type JsonObject } from '../../wire/json';
import { firstOf, layersOf, writtenText } from './rows';
import type { Words } from './words';

/** Why a product cannot be had. `ambiguous`: nothing tells whether it is unknown or delisted. */
export type AbsenceCause = 'notFound' | 'delisted' | 'unpublished' | 'ambiguous';

/** The cause with a text that says what happened and what to do. */
export interface Absence {
	cause: AbsenceCause;
	words: Words;
}

/** "No such product": the platform says the same of a delisted product. */
const MISSING =
	/(?:product|item)[^.,;]{0,24}(?:not|un)[-_ ]{0,2}(?:found|exist)|no such (?:product|item)|商品.{0,3}不存在|找不到.{0,3}商品/i;
/** `130106` is the order side's code for a product that is offline. */
const DELISTED = /off[-_ ]?(?:line|shel(?:f|ves))|delist|unlist|taken[-_ ]?down|下架|^130106$/i;
/** The same in a sentence, where "offline" alone may be said of the service. */
const SAID_DELISTED =
	/(?:product|item)[^.,;]{0,24}(?:delisted|unlisted|taken down|off (?:the )?shel)|商品.{0,6}下架/i;
const UNPUBLISHED = /draft|pending|audit|failed|待审|草稿/i;
const NOT_FOUND = /not[-_ ]?(?:found|exist)|不存在/i;

const CODES = ['code', 'error_code', 'errorCode', 'msg_code', 'result_code'];
const SUB_CODES = ['sub_code', 'subCode'];
const MESSAGES = ['message', 'msg', 'sub_msg', 'subMessage', 'error_msg', 'error_message'];
const STATES = ['product_status', 'publish_status'];

const WORDS: Readonly<Record<AbsenceCause, Words>> = {
	notFound: {
		zh: '没有此商品 ID 的商品。请核对商品 ID。',
		en: 'There is no product with this ID. Check the product ID.',
	},
	delisted: {
		zh: '商品存在，但已下架。请联系卖方，或从清单中移除。',
		en: 'The product exists but was delisted. Ask the seller, or take it off your list.',
	},
	unpublished: {
		zh: '商品存在，但尚未上架（草稿、审核中或审核未通过）。请在后台查看其状态。',
		en: 'The product exists but is not published (draft, under review or refused). Look up its status in the seller center.',
	},
	ambiguous: {
		zh: '商品不存在或已下架：平台对两种情况的回答相同，无法区分。请先核对商品 ID；如 ID 无误，商品很可能已下架。',
		en: 'The product does not exist or was delisted: the platform answers the same in both cases. Check the product ID first; if it is right, the product was probably delisted.',
	},
};

type Layer = ReturnType<typeof layersOf>[number];

function valuesOf(layers: readonly Layer[], names: readonly string[]): string[] {
	return layers.flatMap((layer) => names.flatMap((name) => writtenText(layer[name]) ?? []));
}

/** States of the product; a `status` beside a code is the state of the call. */
function statesOf(layers: readonly Layer[]): string[] {
	const own = layers.filter((layer) => firstOf(layer, CODES) === undefined);
	return [...valuesOf(layers, STATES), ...valuesOf(own, ['status'])];
}

/** Whether an answer or a refusal says that a product cannot be had, whatever the cause. */
export function isAbsence(answer: unknown): boolean {
	const layers = layersOf(answer);
	const codes = valuesOf(layers, [...CODES, ...SUB_CODES]);
	return (
		codes.some((code) => MISSING.test(code) || DELISTED.test(code)) ||
		valuesOf(layers, MESSAGES).some(
			(message) => MISSING.test(message) || SAID_DELISTED.test(message),
		)
	);
}

/**
 * Why a product is missing. Unknown and delisted products share one code, so only a second field tells
 * them apart: a state, a sub code beside that code, or the answer of a status call.
 *
 * @param sources the answer or refusal, and whatever else is known about the product, of any shape.
 */
export function absenceOf(...sources: unknown[]): Absence {
	const layers = sources.flatMap((source) => layersOf(source));
	const [states, codes, subCodes] = [
		statesOf(layers),
		valuesOf(layers, CODES),
		valuesOf(layers, SUB_CODES),
	];
	const isSecond = codes.some((code) => MISSING.test(code));
	const says = (pattern: RegExp, values: readonly string[]) =>
		values.some((value) => pattern.test(value));
	let cause: AbsenceCause = 'ambiguous';
	const isSaidDelisted = says(SAID_DELISTED, valuesOf(layers, MESSAGES));
	if (isSaidDelisted || says(DELISTED, [...states, ...codes, ...subCodes])) cause = 'delisted';
	else if (says(UNPUBLISHED, states)) cause = 'unpublished';
	else if (says(NOT_FOUND, isSecond ? [...states, ...subCodes] : states)) cause = 'notFound';
	return { cause, words: { ...WORDS[cause] } };
}

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
