import type { Settings } from '../options.mts';
import { htmlAnswer } from '../web/exchange.mts';
import type { WebAnswer, WebRequest } from '../web/exchange.mts';
import type { Account, Vault } from './tokens.mts';

interface Wish {
	appKey: string;
	redirectUri: string;
	state: string | null;
	uuid: string | null;
}

export interface AuthorizeContext {
	settings: Settings;
	vault: Vault;
	accounts: { seller: Account; buyer: Account };
}

/** GET shows the consent page; POST carries the choice and sends the browser back to the app. */
export function answerAuthorize(request: WebRequest, context: AuthorizeContext): WebAnswer {
	const isForm = request.method === 'POST';
	const fields = isForm ? new URLSearchParams(request.body.toString('utf8')) : request.query;
	const wish = wishFrom(fields, context.settings);
	if (typeof wish === 'string') return htmlAnswer(page('Authorization refused', para(wish)), 400);
	const chosen = fields.has('deny') ? 'deny' : fields.get('choice');
	const choice = isForm ? chosen : context.settings.authorize;
	if (!choice) return htmlAnswer(page('Authorize access', consentForm(wish, context)));
	return redirect(wish, choice, context);
}

function wishFrom(fields: URLSearchParams, settings: Settings): Wish | string {
	const app = settings.apps.find(({ appKey }) => appKey === fields.get('client_id'));
	if (!app) return 'InvalidAppKey: the client_id is not known.';
	if (fields.get('response_type') !== 'code') return 'The response_type must be code.';
	const redirectUri = fields.get('redirect_uri') ?? '';
	if (!URL.canParse(redirectUri) || !/^https?:$/.test(new URL(redirectUri).protocol)) {
		return 'The redirect_uri is missing or no web address.';
	}
	if (app.redirectUris?.length && !app.redirectUris.includes(redirectUri)) {
		return 'The redirect_uri differs from the callback registered for this app.';
	}
	const { appKey } = app;
	return { appKey, redirectUri, state: fields.get('state'), uuid: fields.get('uuid') };
}

function redirect(wish: Wish, choice: string, { vault, accounts }: AuthorizeContext): WebAnswer {
	const target = new URL(wish.redirectUri);
	if (choice === 'seller' || choice === 'buyer') {
		const code = vault.issueCode(wish.appKey, accounts[choice], wish.uuid ?? undefined);
		target.searchParams.set('code', code);
	} else target.searchParams.set('error', 'access_denied');
	if (wish.state !== null) target.searchParams.set('state', wish.state);
	return { status: 302, headers: { location: target.href, 'cache-control': 'no-store' }, body: '' };
}

function consentForm(wish: Wish, { accounts }: AuthorizeContext): string {
	const hidden = (name: string, value: string | null) =>
		value === null ? '' : `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`;
	const account = (key: 'seller' | 'buyer', label: string) =>
		`<label><input type="radio" name="choice" value="${key}"${key === 'seller' ? ' checked' : ''}>
		<span><b>${label}</b><br><small>${escapeHtml(accounts[key].login)} · ${accounts[key].id}</small></span></label>`;
	return `<p>App <b>${escapeHtml(wish.appKey)}</b> asks to read your shop. You return to
		<b>${escapeHtml(new URL(wish.redirectUri).host)}</b>.</p>
		<form method="post" action="/oauth/authorize">
		${hidden('client_id', wish.appKey)}${hidden('redirect_uri', wish.redirectUri)}
		${hidden('response_type', 'code')}${hidden('state', wish.state)}${hidden('uuid', wish.uuid)}
		${account('seller', 'Seller account')}${account('buyer', 'Buyer account')}
		<div class="row"><button class="go" id="authorize">Authorize</button>
		<button name="deny" value="1" id="deny">Deny</button></div></form>`;
}

const STYLE = `:root{color-scheme:light dark}*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;font:15px/1.5 system-ui,sans-serif;
background:light-dark(#f4f5f7,#14161a);color:light-dark(#1c2230,#e8eaf0)}
main{width:min(26rem,92vw);padding:2rem;border-radius:18px;background:light-dark(#fff,#1d2027);
box-shadow:0 10px 40px light-dark(#1c223018,#0008)}h1{font-size:1.3rem;margin:.2rem 0 .6rem}
.brand{color:#e0362c;font-weight:700;letter-spacing:.02em}small{opacity:.7}
label{display:flex;gap:.8rem;align-items:center;padding:.7rem .9rem;margin:.5rem 0;border-radius:12px;
border:1px solid light-dark(#dfe3ea,#343946);cursor:pointer}label:has(:checked){border-color:#e0362c}
.row{display:flex;gap:.6rem;margin-top:1.2rem}button{flex:1;padding:.7rem;border-radius:10px;cursor:pointer;
border:1px solid light-dark(#dfe3ea,#343946);background:none;color:inherit;font:inherit}
.go{background:#e0362c;border-color:#e0362c;color:#fff;font-weight:600}`;

function page(title: string, content: string): string {
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
	<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head>
	<body><main><div class="brand">AliExpress · sandbox</div><h1>${title}</h1>${content}</main></body></html>`;
}

function para(text: string): string {
	return `<p>${escapeHtml(text)}</p>`;
}

function escapeHtml(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}
