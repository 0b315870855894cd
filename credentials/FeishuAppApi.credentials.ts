import {
	UserError,
	type Icon,
	type ICredentialDataDecryptedObject,
	type ICredentialTestRequest,
	type ICredentialType,
	type IHttpRequestOptions,
	type INodeProperties,
} from 'n8n-workflow';

import { domainsField } from '../nodes/client/domainsField';
import { readApp } from '../nodes/FeishuBot/app/app';

/** An app of one's own in Feishu or Lark, whose bot can change the cards that it has sent. */
export class FeishuAppApi implements ICredentialType {
	name = 'feishuAppApi';

	displayName = 'Feishu App API';

	icon: Icon = {
		light: 'file:../nodes/FeishuBot/feishuBot.svg',
		dark: 'file:../nodes/FeishuBot/feishuBot.dark.svg',
	};

	documentationUrl = 'https://github.com/n8n-nodes-aliexpress/n8n-nodes-aliexpress#feishu-bot';

	// Without it the HTTP Request node could send the secret to any host.
	restrictToSupportedNodes = true as const;

	// Meant for the HTTP Request node, which may not use this credential anyway.
	hideDomainRestrictionFields = true;

	properties: INodeProperties[] = [
		{
			displayName: 'App ID',
			name: 'appId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. cli_a1b2c3d4e5f6g7h8',
			description: 'Of the app, from Credentials & Basic Info in the developer console',
		},
		{
			displayName: 'App Secret',
			name: 'appSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'Of the app, beside its ID',
		},
		{
			displayName: 'Address',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://open.feishu.cn',
			description: 'For Lark take https://open.larksuite.com',
		},
		domainsField(),
	];

	/**
	 * Writes the request of the test below.
	 *
	 * @throws UserError when the fields cannot be those of an app; nothing is sent then.
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const app = readApp(credentials);
		if (!app.ok) {
			const { message, description } = app.refusal;
			throw new UserError(`${message}. ${description ?? ''}`.trim());
		}
		const { baseUrl, appId, appSecret } = app.value;
		const url = `${baseUrl}/open-apis/auth/v3/tenant_access_token/internal`;
		return { ...requestOptions, url, body: { app_id: appId, app_secret: appSecret } };
	}

	/** Asks for a token, which changes nothing. n8n's rules name what fails. */
	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			url: '={{ $credentials.baseUrl }}',
			body: { source: 'n8n' },
			json: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		},
		rules: [
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'code',
					value: 10003,
					message: 'Feishu does not know this app. Check App ID and App Secret.',
				},
			},
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'code',
					value: 10014,
					message:
						'Feishu does not accept the App Secret. Copy it again from the developer console.',
				},
			},
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'tenant_access_token',
					value: undefined,
					message:
						'Feishu gave no token. Check the address, and that a version of the app is released.',
				},
			},
		],
	};
}
