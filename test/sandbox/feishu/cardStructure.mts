import { isJsonObject } from '../json.mts';
import type { JsonObject, JsonValue } from '../json.mts';

const HEADER_COLOURS = new Set(
	'blue wathet turquoise green yellow orange red carmine violet purple indigo grey default'.split(
		' ',
	),
);

const TAGS_V1 = new Set(
	'div markdown hr img note action column_set column form input table chart person'.split(' '),
);

/** Card 2.0 refuses unknown properties; these are the known ones of the elements accepted here. */
const PROPERTIES_V2: Readonly<Record<string, string>> = {
	markdown: 'tag element_id content i18n_content text_size text_align icon margin',
	div: 'tag element_id text fields icon width margin',
	button:
		'tag element_id type size width text icon hover_tips disabled disabled_tips confirm behaviors margin name required form_action_type',
	hr: 'tag element_id margin',
	img: 'tag element_id img_key alt title corner_radius scale_type size transparent preview margin',
	column_set:
		'tag element_id columns flex_mode horizontal_spacing horizontal_align vertical_spacing background_style action margin',
	column:
		'tag element_id elements width weight direction padding vertical_align vertical_spacing horizontal_spacing horizontal_align background_style action margin',
	collapsible_panel:
		'tag element_id elements header expanded direction padding vertical_spacing border background_color margin',
	plain_text: 'tag element_id content i18n_content text_size text_align text_color lines',
	lark_md: 'tag element_id content i18n_content text_size text_align text_color lines',
};

/** What is wrong with a card of either version; undefined when a bot would accept it. */
export function cardFault(card: JsonValue): string | undefined {
	if (!isJsonObject(card)) return 'card is missing';
	if (card.type === 'template') {
		const data = card.data ?? null;
		return isJsonObject(data) && data.template_id ? undefined : 'template_id is missing';
	}
	return headerFault(card.header) ?? (card.schema === '2.0' ? faultInV2(card) : faultInV1(card));
}

function headerFault(header: JsonValue): string | undefined {
	if (header === undefined) return undefined;
	if (!isJsonObject(header)) return 'header must be an object';
	if (header.template !== undefined && !HEADER_COLOURS.has(String(header.template))) {
		return `header template "${String(header.template)}" is unknown`;
	}
	return textFault(header.title);
}

function textFault(text: JsonValue): string | undefined {
	const good =
		isJsonObject(text) &&
		(text.tag === 'plain_text' || text.tag === 'lark_md') &&
		typeof text.content === 'string';
	return good ? undefined : 'a text needs tag plain_text or lark_md and content';
}

function faultInV1(card: JsonObject): string | undefined {
	if (card.schema !== undefined && card.schema !== '1.0') return 'schema is unknown';
	const lists = isJsonObject(card.i18n_elements)
		? Object.values(card.i18n_elements)
		: [card.elements];
	return first(lists, (elements) =>
		Array.isArray(elements) ? first(elements, elementFaultV1) : 'elements is missing',
	);
}

function elementFaultV1(element: JsonValue): string | undefined {
	if (!isJsonObject(element)) return 'an element must be an object';
	const tag = String(element.tag);
	if (!TAGS_V1.has(tag)) return `tag "${tag}" is not allowed here`;
	if (tag === 'markdown' && typeof element.content !== 'string') return 'markdown needs content';
	if (tag === 'div') return divFault(element);
	if (tag !== 'action') return undefined;
	if (!Array.isArray(element.actions)) return 'action needs actions';
	return first(element.actions, (action) =>
		isJsonObject(action)
			? action.tag === 'button'
				? textFault(action.text)
				: undefined
			: 'an action must be an object',
	);
}

function divFault(element: JsonObject): string | undefined {
	if (element.text === undefined && element.fields === undefined) return 'div needs text or fields';
	if (element.fields !== undefined && !Array.isArray(element.fields))
		return 'fields must be a list';
	return (
		(element.text === undefined ? undefined : textFault(element.text)) ??
		first((element.fields ?? []) as JsonValue[], (field) =>
			isJsonObject(field) ? textFault(field.text) : 'a field must be an object',
		)
	);
}

function faultInV2(card: JsonObject): string | undefined {
	const config = card.config ?? {};
	if (isJsonObject(config) && (config.update_multi ?? true) !== true) {
		return 'config.update_multi must be true';
	}
	const body = card.body ?? null;
	if (!isJsonObject(body) || !Array.isArray(body.elements)) return 'body.elements is missing';
	return (
		unknownProperty(card, 'schema config card_link header body') ??
		first(body.elements, elementFaultV2)
	);
}

function elementFaultV2(element: JsonValue): string | undefined {
	if (!isJsonObject(element)) return 'an element must be an object';
	const tag = String(element.tag);
	const known = PROPERTIES_V2[tag];
	if (known === undefined) return `tag "${tag}" is not supported`;
	if (tag === 'markdown' && typeof element.content !== 'string') return 'markdown needs content';
	return (
		unknownProperty(element, known) ??
		(tag === 'div' ? divFault(element) : undefined) ??
		(tag === 'button' ? textFault(element.text) : undefined) ??
		first((element.elements ?? element.columns ?? []) as JsonValue[], elementFaultV2)
	);
}

function unknownProperty(object: JsonObject, known: string): string | undefined {
	const name = Object.keys(object).find((key) => !known.split(' ').includes(key));
	return name === undefined ? undefined : `unknown property "${name}"`;
}

function first(
	values: readonly JsonValue[],
	judge: (value: JsonValue) => string | undefined,
): string | undefined {
	for (const value of values) {
		const fault = judge(value);
		if (fault !== undefined) return fault;
	}
	return undefined;
}
