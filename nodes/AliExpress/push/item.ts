import type { IDataObject } from 'n8n-workflow';

import type { BuyerDataChoice } from '../../client/buyerData';
import { msToIso } from '../../time/zones';
import { answerSource } from '../parse/answerSource';
import { present } from '../parse/present';
import type { Happening } from './happening';
import type { PushMessage } from './message';
import type { ReadBack } from './readBack';

/**
 * The item of a message.
 *
 * @param readBack the order as it was read, or why it was not; undefined when nobody asked for it.
 * @param receivedAtMs stands in for the time that a message does not carry, ms UTC.
 */
export function pushItemOf(
	message: PushMessage,
	{ event, eventId }: Happening,
	readBack: ReadBack | undefined,
	choice: BuyerDataChoice & { includeRaw: boolean },
	receivedAtMs: number,
): IDataObject {
	const { type, sellerId, site, orderId, orderLineId, status, data, source } = message;
	const { reverseOrderId, reverseOrderLineId, reverseStatus } = message;
	return present({
		event,
		eventId,
		occurredAt: msToIso(message.sentAtMs ?? receivedAtMs),
		messageType: type,
		sellerId,
		site,
		orderId,
		orderLineId,
		reverseOrderId,
		reverseOrderLineId,
		reverseStatus,
		status,
		...readBack?.order,
		isVerifiedDetail: readBack?.order !== undefined,
		detailNote: readBack?.note,
		data: answerSource(data, choice),
		raw: choice.includeRaw ? answerSource(source, choice) : undefined,
	});
}
