import { hastenFeed } from '../../../../nodes/AliExpress/push/receive.ts';
import { readSoon } from '../../../../nodes/AliExpress/trigger/schedule/pushed.ts';
import { listedStatuses } from '../../../../nodes/wire/orderStatus.ts';

jest.mock('../../../../nodes/AliExpress/trigger/schedule/pushed.ts', () => ({
	readSoon: jest.fn(),
}));

/** The lists that a message about an order in this status draws forward. */
function listsFor(status: string): string[] {
	const told = jest.mocked(readSoon);
	told.mockClear();
	hastenFeed(
		{} as never,
		{ orderId: '1', sellerId: '2', type: 53, orderStatus: status } as never,
		0,
	);
	return [...(told.mock.calls[0]?.[1] ?? [])];
}

const ENDED = ['FUND_PROCESSING', 'FINISH', 'ARCHIVE', 'OrderConfirmed', 'OrderClosed'];

/** The list that shows what is certain soonest; all others stand in the list of orders. */
const SOONEST: Record<string, string> = {
	SELLER_PART_SEND_GOODS: 'changed',
	WAIT_BUYER_ACCEPT_GOODS: 'changed',
	IN_CANCEL: 'changed',
};

describe('a message about an order', () => {
	test.each(listedStatuses().map(({ status }) => status))(
		'in %s is read where it stands',
		(status) => {
			const shownBy = SOONEST[status] ?? 'orders';
			expect(listsFor(status)[0]).toBe(shownBy);
			expect(listsFor(status).includes('finished')).toBe(ENDED.includes(status));
			expect(listsFor(status).includes('disputes')).toBe(status === 'IN_ISSUE');
		},
	);

	test.each(['OrderCreated', 'PaymentAuthorized', 'paymentFailedEvent', 'OrderShipped'])(
		'that pushes call %s is under way',
		(status) => expect(listsFor(status)).not.toContain('finished'),
	);

	test.each([...ENDED, 'SOMETHING_NEW', 'constructor', ''])(
		'in %p may be among the finished',
		(status) => expect(listsFor(status)).toEqual(expect.arrayContaining(['orders', 'finished'])),
	);
});
