import type { Checked } from './checked';
import { accepted, refused } from './checked';

/** Who is called by a message: nobody (empty), `['all']`, or user ids. */
export type Mention = string[];

// Ids stand unquoted in card tags, so nothing that could close the tag may pass.
const USER_ID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Reads the mention parameters.
 *
 * @param kind `none`, `everyone` or `users`.
 * @param idsText open ids (`ou_…`) or user ids, separated by commas, blanks or lines.
 */
export function readMention(kind: string, idsText: string): Checked<Mention> {
	if (kind === 'everyone') return accepted(['all']);
	if (kind !== 'users') return accepted([]);
	const ids = [...new Set(idsText.split(/[\s,;，；、]+/).filter((id) => id !== ''))];
	if (ids.length === 0) {
		return refused(
			'No user IDs are given to mention',
			'Fill in Mention User IDs, or set Mention to None.',
		);
	}
	const position = ids.findIndex((id) => !USER_ID.test(id) || id === 'all') + 1;
	if (position > 0) {
		return refused(
			`Mention user ID number ${position} is not a Feishu user ID`,
			'Give open IDs (they start with ou_) or user IDs, separated by commas. To mention the whole group set Mention to Everyone.',
		);
	}
	return accepted(ids);
}

/** Mention tags of a text message. */
export function textMention(mention: Mention): string {
	return mention.map((id) => `<at user_id="${id}"></at>`).join(' ');
}

/** Mention elements of a post paragraph. */
export function postMention(mention: Mention): Array<{ tag: 'at'; user_id: string }> {
	return mention.map((id) => ({ tag: 'at', user_id: id }));
}

/** Mention tags of card markdown. */
export function cardMention(mention: Mention): string {
	return mention.map((id) => `<at id=${id}></at>`).join(' ');
}
