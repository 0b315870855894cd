import { createHash } from 'node:crypto';

import { tidy } from './text';

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:46rem;margin:0 auto;padding:1.5rem 1rem}
h1{font-size:1.4rem;margin:0}
ul{list-style:none;margin:1rem 0;padding:0}
li{border-left:.3rem solid #888;margin:0 0 .75rem;padding:.25rem .75rem;overflow-wrap:anywhere}
li.yes{border-color:#1a7f37}
li.no{border-color:#cf222e}
h2{font-size:1rem;margin:0}
p{margin:.15rem 0}
small{opacity:.75}
button{font:inherit;margin:1rem 0;padding:.6rem 1.5rem}`;

/**
 * What a browser is told of a page: it loads, runs and frames nothing, and the one style it has is named
 * by its hash. The address of such a page is the key to it, so it is told to nobody.
 *
 * @param form `self` for a page with a form that leads back to its own address.
 */
export function pageHeaders(form: 'self' | 'none'): Readonly<Record<string, string>> {
	const style = createHash('sha256').update(STYLE, 'utf8').digest('base64');
	return {
		'Content-Type': 'text/html; charset=utf-8',
		'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${style}'; base-uri 'none'; form-action '${form}'; frame-ancestors 'none'`,
		'Cache-Control': 'no-store',
		'Referrer-Policy': 'no-referrer',
		'X-Content-Type-Options': 'nosniff',
		'X-Robots-Tag': 'noindex, nofollow',
	};
}

const ESCAPES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** A text as part of a page, whoever wrote it. */
export function escaped(text: string): string {
	return tidy(text).replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');
}

/**
 * A page that stands by itself.
 *
 * @param title plain text; it is the heading too.
 * @param body HTML, with every foreign text `escaped`.
 */
export function htmlPage(language: 'zh' | 'en', title: string, body: string): string {
	const heading = escaped(title);
	return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${heading}</h1>
${body}
</body>
</html>
`;
}
