import type {
	ICredentialDataDecryptedObject,
	ICredentialsHelper,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	Workflow,
} from 'n8n-workflow';
import { core, workflowLibrary } from './engine.mts';
import type { CredentialStore } from './credentialStore.mts';
import { credentialProperties, resolveCredential } from './credentialValues.mts';
import type { KnownTypes } from './nodeTypes.mts';

/** The methods alone: n8n's abstract class cannot be copied with a spread. */
export type CredentialsHelper = {
	[Method in keyof ICredentialsHelper]: ICredentialsHelper[Method];
};

/** A credential's own requests may only go where the credential allows requests to go. */
const restrictedToCredentialDomains = (
	helpers: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): IHttpRequestHelper => ({
	helpers: {
		httpRequest: async (options: IHttpRequestOptions) => {
			const allowedDomains = workflowLibrary.getCredentialOwnRequestAllowedDomains(credentials);
			return await helpers.helpers.httpRequest(
				allowedDomains === undefined ? options : { ...options, allowedDomains },
			);
		},
	},
});

const applyGenericAuthentication = (
	properties: Record<string, unknown>,
	options: Record<string, unknown>,
	resolve: (value: string) => string,
): void => {
	for (const [part, values] of Object.entries(properties)) {
		const target = (options[part] ??= {}) as Record<string, string>;
		for (const [key, value] of Object.entries(values as Record<string, string>)) {
			target[resolve(key)] = resolve(value);
		}
	}
};

/**
 * n8n 2.41.1's credentials-helper over the harness's store, without overwrites, vaults and dynamic
 * credentials.
 */
export const createCredentialsHelper = (
	store: CredentialStore,
	types: KnownTypes,
): CredentialsHelper => ({
	getParentTypes: types.parentTypes,
	isCredentialUsableByNode: (credentialType, nodeType) =>
		types.credentialType(credentialType).restrictToSupportedNodes !== true ||
		types.supportedNodes(credentialType).includes(nodeType),
	getCredentialsProperties: (type) => credentialProperties(types, type),

	getCredentials: async (reference, type) => {
		const row = store.forNode(reference, type);
		const credentials = new core.Credentials({ id: row.id, name: row.name }, type);
		await credentials.setData(row.read());
		return credentials;
	},

	getDecrypted: async (additionalData, reference, type, mode, executeData, raw, values) => {
		const stored = store.forNode(reference, type).read();
		if (raw === true) return stored;
		return resolveCredential(types, {
			additionalData,
			stored,
			type,
			mode,
			executeData,
			expressionResolveValues: values,
		});
	},

	authenticate: async (credentials, typeName, requestOptions, workflow, node) => {
		const options = requestOptions as IHttpRequestOptions;
		const { authenticate } = types.credentialType(typeName);
		if (authenticate === undefined) return options;
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		options.headers ??= {};
		const resolve = (value: string): string =>
			workflowLibrary.isExpression(value)
				? String(
						(workflow as Workflow).expression.getSimpleParameterValue(
							node as INode,
							value,
							'internal',
							{ $credentials: credentials as never },
							undefined,
							'',
						),
					)
				: value;
		applyGenericAuthentication(authenticate.properties as never, options as never, resolve);
		return options;
	},

	preAuthentication: async (helpers, credentials, typeName, node, credentialsExpired) => {
		const { preAuthentication, properties } = types.credentialType(typeName);
		const expirable = properties.find(
			({ type, typeOptions }) => type === 'hidden' && typeOptions?.expirable === true,
		)?.name;
		if (expirable === undefined || typeof preAuthentication !== 'function') return undefined;
		const isTest = node.parameters.temp === '' && node.type === 'n8n-nodes-base.noOp';
		if (credentials[expirable] !== '' && !credentialsExpired && !isTest) return undefined;

		const output = await preAuthentication.call(
			restrictedToCredentialDomains(helpers, credentials),
			credentials,
		);
		if (output[expirable] === undefined || node.credentials === undefined) return undefined;
		const row = store.forNode(node.credentials[typeName], typeName);
		const stored = row.read();
		const saved = Object.entries(output).filter(
			([key]) => key === expirable || !workflowLibrary.isExpression(stored[key]),
		);
		row.write({ ...stored, ...Object.fromEntries(saved) } as ICredentialDataDecryptedObject);
		return Object.assign(credentials, output) as ICredentialDataDecryptedObject;
	},

	runPreAuthentication: async (helpers, credentials, typeName) => {
		const { preAuthentication } = types.credentialType(typeName);
		if (typeof preAuthentication !== 'function') return undefined;
		return (await preAuthentication.call(
			restrictedToCredentialDomains(helpers, credentials),
			credentials,
		)) as ICredentialDataDecryptedObject;
	},

	updateCredentials: async (reference, type, data) => store.forNode(reference, type).write(data),

	updateCredentialsOauthTokenData: async (reference, type, data) => {
		const row = store.forNode(reference, type);
		row.write({ ...row.read(), oauthTokenData: data.oauthTokenData as never });
	},
});
