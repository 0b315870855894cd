import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import {
	bridgeExpression,
	bridgeField,
	counterFields,
	environmentFields,
	gatewayExpression,
	tokenParameterField,
} from '../nodes/AliExpress/account/credentialFields';
import { policyFields } from '../nodes/AliExpress/account/policy';
import { domainsField } from '../nodes/client/domainsField';

/**
 * The Connect button. The platform's token call must be signed, which n8n's OAuth2 cannot do, so
 * the token address is the bridge: a webhook of this n8n that speaks OAuth2 and signs.
 */
export class AliExpressOAuth2Api implements ICredentialType {
	name = 'aliExpressOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'AliExpress OAuth2 API';

	icon: Icon = {
		light: 'file:../nodes/AliExpress/aliexpress.svg',
		dark: 'file:../nodes/AliExpress/aliexpress.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-aliexpress/n8n-nodes-aliexpress#connect-an-account';

	// Otherwise the HTTP Request node could send the seller's token to any host.
	restrictToSupportedNodes = true as const;

	// Meant for the HTTP Request node, which may not use this credential anyway.
	hideDomainRestrictionFields = true;

	properties: INodeProperties[] = [
		{
			displayName:
				'Client ID is the App Key, Client Secret is the App Secret. Save, close, publish the workflow "AliExpress Connect" (its AliExpress Connect Trigger holds this credential), then open the credential again and press Connect. All other fields can stay as they are.',
			name: 'bridgeNotice',
			type: 'notice',
			default: '',
		},
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{
			displayName: 'App Key',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 512345',
			description: 'From the app console of the AliExpress Open Platform',
		},
		{
			displayName: 'App Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From the app console of the AliExpress Open Platform',
		},
		bridgeField(true),
		...policyFields(),
		...counterFields('bridge'),
		...environmentFields(),
		tokenParameterField(),
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: `={{ ${gatewayExpression()} + "/oauth/authorize" }}`,
			required: true,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `={{ ${bridgeExpression()} }}`,
			required: true,
		},
		{ displayName: 'Scope', name: 'scope', type: 'hidden', default: '' },
		// n8n adds it to the credential type that this one extends as well.
		domainsField(),
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			// Without it a browser that is signed in elsewhere would connect the wrong account.
			default: 'force_auth=true',
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
	];
}
