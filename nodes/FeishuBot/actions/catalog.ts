import { catalogOf } from '../../action/catalog';
import type { Resource } from '../../action/operation';
import { sendCard } from './message/sendCard.operation';
import { sendOrderCard } from './message/sendOrderCard.operation';
import { sendPost } from './message/sendPost.operation';
import { sendReviewCard } from './message/sendReviewCard.operation';
import { sendText } from './message/sendText.operation';
import type { Operation } from './operation';

const message: Resource<Operation> = {
	name: 'Message',
	value: 'message',
	operations: [sendCard, sendOrderCard, sendPost, sendReviewCard, sendText],
	usual: 'sendText',
};

export const { find: findOperation, properties: catalogProperties } = catalogOf([message], {
	first: 'message',
});
