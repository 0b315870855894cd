import { itemOf } from '../../../../nodes/AliExpress/trigger/events/item.ts';
import type { Occurrence } from '../../../../nodes/AliExpress/trigger/events/occurrences.ts';
import { parseReviewList } from '../../../../nodes/AliExpress/parse/review/review.ts';
import { defaults } from './shop.mts';

test('the trigger writes tickets in the language of its option', () => {
	const row = { order_id: 2, parent_order_id: 1, buyer_evaluation: 1, buyer_feedback: 'Плохо' };
	const [raw] = parseReviewList({ target_list: [row] });
	const occurrence = {
		kind: 'review',
		event: 'review.negative',
		eventId: 'e',
		occurredAtMs: 0,
		raw,
	} as unknown as Occurrence;
	const titleIn = (ticketLanguage?: 'ru' | 'zh') =>
		(itemOf(occurrence, 0, { ...defaults, ticketLanguage }, 'secret').ticket as { title: string })
			.title;
	expect(titleIn('ru')).toBe('Отзыв, оценка 1 из 5, заказ 1: Плохо');
	expect(titleIn('zh')).toBe('订单 1 的 1 星评价：Плохо');
	expect(titleIn()).toBe('1-star review for order 1: Плохо');
});
