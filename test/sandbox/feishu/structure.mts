import { isJsonObject } from '../json.mts';
import type { JsonObject, JsonValue } from '../json.mts';
import { cardFault } from './cardStructure.mts';

/** What is wrong with a message body; undefined when a bot would accept it. */
export function messageFault(body: JsonObject): string | undefined {
	const { msg_type: type, content } = body;
	if (type === 'interactive') return cardFault(body.card);
	if (typeof type !== 'string' || !['text', 'post', 'image', 'share_chat'].includes(type)) {
		return 'invalid msg_type';
	}
	if (!isJsonObject(content ?? null)) return 'content must be an object';
	const fields = content as JsonObject;
	if (type === 'text') return filled(fields.text) ? undefined : 'content.text is missing';
	if (type === 'image') return filled(fields.image_key) ? undefined : 'image_key is missing';
	if (type === 'share_chat') {
		return filled(fields.share_chat_id) ? undefined : 'share_chat_id is missing';
	}
	return postFault(fields.post);
}

function postFault(post: JsonValue): string | undefined {
	if (!isJsonObject(post)) return 'content.post is missing';
	const languages = Object.values(post);
	if (languages.length === 0) return 'content.post has no language';
	for (const language of languages) {
		if (!isJsonObject(language) || !Array.isArray(language.content)) {
			return 'a post language needs content';
		}
		for (const line of language.content as JsonValue[]) {
			if (!Array.isArray(line)) return 'a post line must be a list';
			const wrong = (line as JsonValue[]).find((part) => !isPostPart(part));
			if (wrong !== undefined) return 'invalid tag in post';
		}
	}
	return undefined;
}

function isPostPart(part: JsonValue): boolean {
	if (!isJsonObject(part)) return false;
	switch (part.tag) {
		case 'text':
			return typeof part.text === 'string';
		case 'a':
			return typeof part.text === 'string' && filled(part.href);
		case 'at':
			return filled(part.user_id);
		case 'img':
			return filled(part.image_key);
		default:
			return false;
	}
}

function filled(value: JsonValue): boolean {
	return typeof value === 'string' && value !== '';
}
