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
export function escapeText(text: string): string {
	return escapeTags(text).replace(/\]\(/g, ']\u200B(');
}
