import { type Draft, fitTexts } from './draft';
import { type Mention, textMention } from './mention';

/**
 * Makes tags of a text visible instead of active. In text messages and in card markdown
 * `<at user_id="all"></at>`, `<at id=all></at>`, `<font>` and `<a>` work for whoever wrote them,
 * so a buyer could call the whole group. Entities are what Feishu documents for both signs.
 */
export function escapeTags(text: string): string {
	return text.replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/**
 * Makes a text safe for a text message: besides tags, a link in square and round brackets is broken
 * by an invisible blank, so that words cannot hide where they lead. The address itself stays.
 */
function escapeText(text: string): string {
	return escapeTags(text).replace(/\]\(/g, ']\u200B(');
}

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
