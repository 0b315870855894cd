/**
 * Draws Feishu messages. Everything becomes text nodes and elements made here: no text of a
 * message is ever read as HTML.
 */

/** An element with a class and children; texts become text nodes. */
export function el(tag, className, ...children) {
	const element = document.createElement(tag);
	if (className) element.className = className;
	element.append(...children.filter((child) => child !== undefined && child !== null));
	return element;
}

/** The drawing of one message: `{ msgType, body }`. */
export function drawMessage({ msgType, body }) {
	switch (msgType) {
		case 'text':
			return el('div', 'bubble', ...mentions(body.content.text));
		case 'post':
			return drawPost(Object.values(body.content.post)[0]);
		case 'interactive':
			return drawCard(body.card);
		case 'image':
			return el('div', 'bubble', el('div', 'picture', `Picture ${body.content.image_key}`));
		default:
			return el('div', 'bubble', `${msgType}: ${JSON.stringify(body.content)}`);
	}
}

function drawPost({ title, content }) {
	const lines = content.map((parts) => el('div', '', ...parts.map(postPart)));
	return el('div', 'bubble', title ? el('h4', '', title) : undefined, ...lines);
}

function postPart(part) {
	if (part.tag === 'a') return link(part.text, part.href);
	if (part.tag === 'at') return mention(part.user_id, part.user_name);
	if (part.tag === 'img') return el('div', 'picture', `Picture ${part.image_key}`);
	return part.text;
}

function drawCard(card) {
	if (card.type === 'template') {
		return el('div', 'card', el('div', 'card-body', `Template card ${card.data.template_id}`));
	}
	const elements = card.body?.elements ?? card.elements ?? Object.values(card.i18n_elements)[0];
	const body = el('div', 'card-body', ...elements.map(drawElement));
	return el('div', 'card', card.header ? drawHeader(card.header) : undefined, body);
}

function drawHeader({ template, title, subtitle }) {
	const hue = /^[a-z]+$/.test(template ?? '') ? `hue-${template}` : 'hue-grey';
	const small = subtitle ? el('small', '', subtitle.content) : undefined;
	return el('div', `card-head ${hue}`, ...inline(title), small);
}

function drawElement(element) {
	switch (element.tag) {
		case 'hr':
			return el('hr');
		case 'markdown':
			return el('div', 'text', ...blocks(element.content));
		case 'div':
			return el(
				'div',
				'text',
				...(element.text ? inline(element.text) : []),
				drawFields(element.fields),
			);
		case 'note':
			return el('div', 'note', ...(element.elements ?? []).flatMap(inline));
		case 'action':
			return el('div', 'buttons', ...element.actions.map(drawButton));
		case 'button':
			return el('div', 'buttons', drawButton(element));
		case 'column_set':
			return el('div', 'columns', ...(element.columns ?? []).map(drawColumn));
		case 'collapsible_panel':
			return drawColumn(element);
		case 'img':
			return el('div', 'picture', element.alt?.content || 'Picture');
		default:
			return el('div', 'note', `(${element.tag})`);
	}
}

function drawColumn({ elements }) {
	return el('div', '', ...(elements ?? []).map(drawElement));
}

function drawFields(fields) {
	if (!fields?.length) return undefined;
	const cells = fields.map(({ is_short: short, text }) =>
		el('div', short ? '' : 'wide', ...inline(text)),
	);
	return el('div', 'fields', ...cells);
}

function drawButton(button) {
	const opened = button.behaviors?.find(({ type }) => type === 'open_url')?.default_url;
	const kind =
		{ primary: 'primary', primary_filled: 'primary', danger: 'danger' }[button.type] ?? '';
	const drawn = link(button.text?.content ?? '', button.url ?? opened ?? '');
	drawn.className = `card-button ${kind}`;
	return drawn;
}

/** The nodes of a text object: plain text as it is, lark_md with its marks. */
function inline(text) {
	return text?.tag === 'lark_md' ? marks(text.content) : [text?.content ?? ''];
}

/** Markdown of a markdown element: headings, quotes and list items by line, marks inside. */
function blocks(source) {
	return source.split('\n').flatMap((line, index) => {
		const [, sign, rest] = /^(#{1,6}|>|-|\*) (.*)$/.exec(line) ?? [];
		if (sign?.startsWith('#')) return [el('h4', '', ...marks(rest))];
		if (sign === '>') return [el('blockquote', '', ...marks(rest))];
		if (/^-{3,}$/.test(line)) return [el('hr')];
		const newline = index > 0 ? ['\n'] : [];
		return sign ? [...newline, '•  ', ...marks(rest)] : [...newline, ...marks(line)];
	});
}

const MARK =
	/\*\*(?<bold>[^*]+)\*\*|~~(?<gone>[^~]+)~~|\[(?<label>[^\]]*)\]\((?<href>[^)\s]+)\)|<at (?:id|user_id)="?(?<who>[^">\s]+)"?>(?<name>[^<]*)<\/at>|<font color=['"]?(?<hue>[a-z-]+)['"]?>(?<tinted>[^<]*)<\/font>|\*(?<slanted>[^*\s][^*]*)\*/g;

/** The nodes of lark_md: bold, italics, strike, links, mentions, tinted text; entities last. */
function marks(source) {
	return split(source, MARK, unescaped, (groups) => {
		if (groups.bold !== undefined) return el('b', '', ...marks(groups.bold));
		if (groups.gone !== undefined) return el('s', '', ...marks(groups.gone));
		if (groups.slanted !== undefined) return el('i', '', ...marks(groups.slanted));
		if (groups.href !== undefined) return link(unescaped(groups.label), groups.href);
		if (groups.who !== undefined) return mention(groups.who, groups.name);
		return el('span', `tinted hue-${groups.hue}`, unescaped(groups.tinted));
	});
}

const AT = /<at user_id="(?<who>[^"]+)">(?<name>[^<]*)<\/at>/g;

/** Text messages know mentions and nothing else. */
function mentions(source) {
	return split(
		source,
		AT,
		(text) => text,
		({ who, name }) => mention(who, name),
	);
}

function split(source, pattern, plain, build) {
	const nodes = [];
	let end = 0;
	for (const match of source.matchAll(pattern)) {
		if (match.index > end) nodes.push(plain(source.slice(end, match.index)));
		nodes.push(build(match.groups));
		end = match.index + match[0].length;
	}
	if (end < source.length) nodes.push(plain(source.slice(end)));
	return nodes;
}

function mention(who, name) {
	return el('span', 'mention', who === 'all' ? '@everyone' : `@${name || who}`);
}

function link(label, href) {
	const anchor = el('a', '', label || href);
	if (/^https?:\/\//.test(href)) Object.assign(anchor, { href, target: '_blank', rel: 'noopener' });
	anchor.title = href;
	return anchor;
}

function unescaped(text) {
	return text
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&#42;', '*')
		.replaceAll('&quot;', '"')
		.replaceAll('&amp;', '&');
}
