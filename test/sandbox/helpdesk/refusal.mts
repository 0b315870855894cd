import { jsonAnswer } from '../web/exchange.mts';
import type { WebAnswer } from '../web/exchange.mts';

/** A refusal in the helpdesk's own form. */
export function refusal(status: number, error: string, human = error): WebAnswer {
	return jsonAnswer({ error, error_human: human }, status);
}
