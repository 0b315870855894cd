import { randomUUID } from 'node:crypto';
import { parse as parseQuery } from 'node:querystring';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { oauthLibrary } from './engine.mts';
import type { CredentialStore } from './credentialStore.mts';
import { resolveCredential } from './credentialValues.mts';
import type { Engine } from './executions.mts';
import { additionalDataFor } from './executions.mts';

/** Plays the browser: opens the consent page and returns the address it is sent back to. */
export type Visit = (authorizeUrl: string) => Promise<string>;

interface OAuthFields extends ICredentialDataDecryptedObject {
	clientId: string;
	clientSecret: string;
	accessTokenUrl: string;
	authUrl: string;
}

const redirectUri = (engine: Engine): string => `${engine.baseUrl}/rest/oauth2-credential/callback`;

const clientOptions = (engine: Engine, fields: OAuthFields) => ({
	clientId: fields.clientId,
	clientSecret: fields.clientSecret,
	accessTokenUri: fields.accessTokenUrl,
	authorizationUri: fields.authUrl,
	authentication: (fields.authentication ?? 'header') as 'header' | 'body',
	redirectUri: redirectUri(engine),
	scopes: String(fields.scope ?? 'openid').split(','),
	scopesSeparator: (String(fields.scope ?? '').includes(',') ? ',' : ' ') as ',' | ' ',
	body:
		typeof fields.additionalBodyProperties === 'string' && fields.additionalBodyProperties !== ''
			? (JSON.parse(fields.additionalBodyProperties) as Record<string, string>)
			: undefined,
});

/** Follows an authorize page that consents at once back to n8n, as a browser would. */
export const followConsent: Visit = async (authorizeUrl) => {
	const { headers, status } = await fetch(authorizeUrl, { redirect: 'manual' });
	const location = headers.get('location');
	if (location === null) throw new Error(`The consent page answered ${status} without a redirect.`);
	return location;
};

/**
 * n8n's *Connect*: builds the authorize address, lets `visit` go there, exchanges the
 * code at `accessTokenUrl` and stores what comes back as `oauthTokenData`.
 *
 * @returns the stored token data
 * @throws what n8n's pop-up would show: the OAuth error of the token endpoint, or a wrong state
 */
export const connect = async (
	engine: Engine,
	store: CredentialStore,
	credentialId: string,
	visit: Visit,
): Promise<IDataObject> => {
	const credential = store.byId(credentialId);
	const stored = credential.read();
	// A scope stored by an older version must not win over the credential type's own.
	const { scope: _scope, ...withoutScope } = stored;
	const fields = resolveCredential(engine.types, {
		additionalData: additionalDataFor(engine),
		stored: credential.type.includes('OAuth2') ? withoutScope : stored,
		type: credential.type,
		mode: 'internal',
	}) as OAuthFields;

	const state = Buffer.from(
		JSON.stringify({ token: randomUUID(), createdAt: Date.now() }),
	).toString('base64');
	const options = clientOptions(engine, fields);
	const query = parseQuery(String(fields.authQueryParameters ?? '')) as Record<string, string>;
	const authorize = new oauthLibrary.ClientOAuth2({ ...options, state, query });
	const returned = new URL(await visit(authorize.code.getUri()));
	if (returned.searchParams.get('state') !== state) {
		throw new Error('The OAuth callback state is invalid!');
	}

	const isBodyAuth = options.authentication === 'body';
	const body = isBodyAuth
		? { ...options.body, client_id: options.clientId, client_secret: options.clientSecret }
		: options.body;
	const exchange = new oauthLibrary.ClientOAuth2({
		...options,
		clientSecret: isBodyAuth ? undefined : options.clientSecret,
	});
	const callback = `${options.redirectUri}${returned.search}`;
	const { data } = await exchange.code.getToken(callback, body === undefined ? {} : { body });

	const oauthTokenData: IDataObject = { ...(stored.oauthTokenData as IDataObject), ...data };
	const expiresInSeconds = Number(data.expires_in);
	if (Number.isFinite(expiresInSeconds) && expiresInSeconds > 0) {
		oauthTokenData.n8n_expires_at = String(Date.now() + expiresInSeconds * 1000);
	}
	credential.write({ ...credential.read(), oauthTokenData: oauthTokenData as never });
	return oauthTokenData;
};
