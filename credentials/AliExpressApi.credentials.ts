import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { PRODUCTION_BASE_URL } from '../nodes/AliExpress/account/account';
import {
	bridgeField,
	counterFields,
	environmentFields,
	tokenParameterField,
} from '../nodes/AliExpress/account/credentialFields';
import { prepareTokens, stopOrPass } from '../nodes/AliExpress/account/pastedCredential';
import { policyFields } from '../nodes/AliExpress/account/policy';
import { declaredTest } from '../nodes/client/credentialTest';
import { domainsField } from '../nodes/client/domainsField';
import { systemClock } from '../nodes/time/clock';

/** The way in without a Connect button: tokens or a code that the user pastes. */
export class AliExpressApi implements ICredentialType {
	name = 'aliExpressApi';

	displayName = 'AliExpress API';

	icon: Icon = {
		light: 'file:../nodes/AliExpress/aliexpress.svg',
		dark: 'file:../nodes/AliExpress/aliexpress.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-aliexpress/n8n-nodes-aliexpress#connect-without-the-button';

	// Otherwise the HTTP Request node could send the seller's token to any host.
	restrictToSupportedNodes = true as const;

	// Meant for the HTTP Request node, which may not use this credential anyway.
	hideDomainRestrictionFields = true;

	properties: INodeProperties[] = [
		{
			displayName: 'App Key',
			name: 'appKey',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 512345',
			description: 'From the app console of the AliExpress Open Platform',
		},
		{
			displayName: 'App Secret',
			name: 'appSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From the app console of the AliExpress Open Platform',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'From the token tool of the app console. Leave it empty to use a code instead.',
		},
		{
			displayName: 'Refresh Token',
			name: 'refreshToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Without it the access token cannot be renewed when it ends',
		},
		{
			displayName: 'Authorization Code',
			name: 'authorizationCode',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Instead of tokens: the code that AliExpress hands to the callback address. It works once and only for a few minutes.',
		},
		{
			displayName: 'Renewed Tokens',
			name: 'renewedTokens',
			type: 'hidden',
			typeOptions: { password: true, expirable: true },
			default: '',
		},
		...policyFields(),
		...counterFields('process'),
		{ ...bridgeField(false), displayOptions: { show: { counter: ['bridge'] } } },
		...environmentFields(),
		tokenParameterField(),
		domainsField(),
	];

	test: ICredentialTestRequest = declaredTest(PRODUCTION_BASE_URL);

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		return await prepareTokens(this.helpers, credentials, systemClock);
	}

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => stopOrPass(credentials, requestOptions);
}
