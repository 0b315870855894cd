import type { Draft } from './draft';
import { escapeText } from './escape';
import type { Mention } from './mention';
import { textMention } from './mention';
import { fitTexts } from './size';

/** What goes into a text message. */
export interface TextParts {
	text: string;
	/** Whether tags in `text` are shown as characters instead of working. */
	escapeMentions: boolean;
	mention: Mention;
	/** The word the bot's keyword option looks for; empty for none. */
	keyword: string;
}

/** A text message; keyword and mentions stand on lines of their own and are never cut. */
export function textDraft(parts: TextParts): Draft {
	const keyword = parts.text.includes(parts.keyword) ? '' : parts.keyword;
	const build = ([text = '']: string[]) => {
		const shown = parts.escapeMentions ? escapeText(text) : text;
		const lines = [shown, escapeText(keyword), textMention(parts.mention)];
		return {
			msg_type: 'text' as const,
			content: { text: lines.filter((line) => line !== '').join('\n') },
		};
	};
	return fitTexts([parts.text], build);
}
