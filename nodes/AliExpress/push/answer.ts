import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

/** A message that is not taken: what its sender is told. Says nothing of the message or the app. */
export interface Refusal {
	status: 400 | 401 | 413 | 503;
	message: string;
}

export const TOO_LARGE: Refusal = { status: 413, message: 'The message is too large.' };
/** One answer for a missing, malformed and wrong signature: a stranger learns nothing from it. */
export const NOT_SIGNED: Refusal = { status: 401, message: 'The signature is not accepted.' };
export const NOT_A_MESSAGE: Refusal = { status: 400, message: 'The body is not a push message.' };
export const NOT_OF_NOW: Refusal = {
	status: 401,
	message: 'The time of the message is too long ago or lies ahead.',
};
/** The platform repeats what was not answered with 200, so nothing is lost. */
export const NOT_READY: Refusal = {
	status: 503,
	message: 'The trigger is not ready. The log of n8n says why.',
};

/** What the platform gets for every message that it need not send again. */
const RECEIVED = { received: true };

/** Ends the response here and starts no execution. */
export function refuse(context: IWebhookFunctions, refusal: Refusal): IWebhookResponseData {
	const { status, message } = refusal;
	// The message was acknowledged already; what went wrong afterwards is in the log.
	if (context.getResponseObject().headersSent) return { noWebhookResponse: true };
	context.getResponseObject().status(status).json({ message });
	return { noWebhookResponse: true };
}

/** Has n8n answer 200 and start nothing. */
export function received(): IWebhookResponseData {
	return { webhookResponse: RECEIVED };
}

/**
 * Has n8n record an execution of these items and then answer 200.
 *
 * @param recorded writes what the workflow is to keep. It is called when n8n asks for the answer: the
 * execution is recorded then, and n8n saves next. Not before: to start an execution n8n opens the
 * workflow a second time over the same data, and forgets with that that something was written to it.
 */
export function handedOut(
	workflowData: INodeExecutionData[][],
	recorded: () => void,
): IWebhookResponseData {
	return {
		workflowData,
		get webhookResponse() {
			recorded();
			return RECEIVED;
		},
	};
}

/** Answers 200 here and now; what follows must return `noWebhookResponse`. */
export function endAsReceived(context: IWebhookFunctions): void {
	context.getResponseObject().status(200).json(RECEIVED);
}
