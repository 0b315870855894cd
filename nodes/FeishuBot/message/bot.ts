import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { z } from 'zod';

import type { Webhook } from './webhook';
import { readWebhook } from './webhook';

/** The bot a message goes to. `secret` is empty when the bot checks no signature. */
export interface Bot extends Webhook {
	secret: string;
}

const CREDENTIAL = z.object({
	webhookUrl: z.string().catch(''),
	secret: z.string().catch(''),
});

/**
 * The only place that reads the credential.
 *
 * @throws NodeOperationError when the address cannot be one of a custom bot; nothing is sent then.
 */
export async function readBot(context: IExecuteFunctions, index: number): Promise<Bot> {
	const credential = CREDENTIAL.parse(await context.getCredentials('feishuBotApi', index));
	const webhook = readWebhook(credential.webhookUrl);
	if (!webhook.ok) {
		const { message, description } = webhook.refusal;
		throw new NodeOperationError(context.getNode(), message, { itemIndex: index, description });
	}
	// A pasted secret often brings a blank or a line end along, which would only show as 19021.
	return { ...webhook.value, secret: credential.secret.trim() };
}
