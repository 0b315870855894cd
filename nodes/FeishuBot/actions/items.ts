import type { SentCard } from './appCard/appCard.operation';
import type { Decided, Undecided } from '../message/decision';
import type { Sent } from '../message/send';

/** What an operation puts out in a new node. The output schemas are made of it (`scripts/schemas.mts`). */
export interface Items {
	appCard: {
		send: SentCard;
		update: SentCard;
	};
	message: {
		sendAndWait: Decided | Undecided;
		sendCard: Sent;
		sendOrderCard: Sent;
		sendPost: Sent;
		sendReviewCard: Sent;
		sendText: Sent;
	};
}
