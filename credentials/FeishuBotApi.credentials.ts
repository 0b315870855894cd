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
import { readWebhook, signatureFields } from '../nodes/FeishuBot/message/webhook';

/** The custom bot of one Feishu or Lark group. The webhook address is a secret by itself. */
export class FeishuBotApi implements ICredentialType {
	name = 'feishuBotApi';

	displayName = 'Feishu Bot API';

	icon: Icon = {
		light: 'file:../nodes/FeishuBot/feishuBot.svg',
		dark: 'file:../nodes/FeishuBot/feishuBot.dark.svg',
	};

	documentationUrl = 'https://github.com/n8n-nodes-aliexpress/n8n-nodes-aliexpress#feishu-bot';

	// Without it the HTTP Request node could send the webhook's signature to any host.
	restrictToSupportedNodes = true as const;

	// Meant for the HTTP Request node, which may not use this credential anyway.
	hideDomainRestrictionFields = true;

	properties: INodeProperties[] = [
		{
			displayName: 'Webhook URL',
			name: 'webhookUrl',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'e.g. https://open.feishu.cn/open-apis/bot/v2/hook/…',
			description:
				'Address of the custom bot, from the bot settings of the group in Feishu or Lark. Keep it secret: whoever has it can write to the group.',
		},
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'The text under Set signature verification in the bot settings. Leave empty if the bot checks no signature.',
		},
		domainsField(),
	];

	/**
	 * Checks the address and signs the request of the test below; the node signs its messages
	 * itself. Signed, the test also finds a wrong secret.
	 *
	 * @throws UserError when the address cannot be one of a custom bot; nothing is sent then.
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const webhook = readWebhook(String(credentials.webhookUrl ?? ''));
		if (!webhook.ok) {
			const { message, description } = webhook.refusal;
			throw new UserError(`${message}. ${description ?? ''}`.trim());
		}
		const secret = String(credentials.secret ?? '').trim();
		const body = { source: 'n8n', ...signatureFields(secret, Date.now()) };
		return { ...requestOptions, url: webhook.value.url, body };
	}

	/**
	 * Sends a body without `msg_type`, so that nothing can appear in the group. Feishu refuses it
	 * either way, and how it refuses tells what is wrong: an unknown or removed webhook gets 19001
	 * "access token invalid" whatever the body is; a known one gets past that and complains about
	 * the signature (19021), the sender's address (19022), or about the body itself (9499, or 19002
	 * "msg_type need", or 19024 for the missing keyword). The last three mean: the webhook works.
	 *
	 * n8n's rules name what fails. A body without `code` did not come from Feishu.
	 */
	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			url: '={{ $credentials.webhookUrl }}',
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
					value: 19001,
					message:
						'Feishu does not know this webhook: the bot was removed or the URL is wrong. Copy it again from the bot settings of the group.',
				},
			},
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'code',
					value: 19021,
					message:
						'Feishu does not accept the signature. Check the secret, and the clock of the n8n server.',
				},
			},
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'code',
					value: 19022,
					message:
						"Feishu does not accept messages from this IP address. Add the address of the n8n server to the bot's IP list.",
				},
			},
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'code',
					value: undefined,
					message:
						'The answer did not come from Feishu. Check the webhook URL, and whether a proxy answers in its place.',
				},
			},
		],
	};
}
