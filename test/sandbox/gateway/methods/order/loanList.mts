import type { JsonObject } from '../../../json.mts';
import { currentVersion, totalCents } from '../../../shop/orders.mts';
import type { Order } from '../../../shop/orders.mts';
import { list } from '../../envelope.mts';
import { refuse } from '../../failures.mts';
import { slashDateMs } from '../../time.mts';
import { choiceField, idField, pageOf, textField } from '../fields.mts';
import { inRange, objectParam, wholeField } from '../method.mts';
import type { Method, MethodCall } from '../method.mts';
import { lineFund, loanStatus } from './fundFields.mts';
import { centAmount } from './orderListRow.mts';

const PAGE_SIZE_LIMIT = 200;
const DAY_MS = 86_400_000;

/** `aliexpress.trade.redefining.findloanlistquery`: what was paid out, or waits to be, per line. */
export const loanList: Method = {
	name: 'aliexpress.trade.redefining.findloanlistquery',
	group: 'fund',
	answer(call) {
		const query = objectParam(call, 'param1');
		const page = wholeField(query, 'page') ?? 1;
		const size = wholeField(query, 'page_size') ?? 20;
		if (page < 1 || size < 1 || size > PAGE_SIZE_LIMIT) {
			refuse('InvalidParameter', `"page_size" must be 1 to ${PAGE_SIZE_LIMIT}`);
		}
		const orderId = idField(query, 'order_id');
		const status = choiceField(query, 'loan_status', ['wait_loan', 'loan_ok']);
		const fromMs = dateField(query, 'create_date_start', call);
		const toMs = dateField(query, 'create_date_end', call);
		const isDated = fromMs !== undefined || toMs !== undefined;
		const candidates = orderId === undefined ? call.shop.orders : ownOrder(orderId, call);
		const found = candidates.filter((order) => {
			const version = currentVersion(order);
			const loan = loanStatus(version);
			const releasedMs = version.endAtMs ?? 0;
			return (
				loan !== 'loan_none' &&
				(status === undefined || loan === status) &&
				(!isDated || (loan === 'loan_ok' && inRange(releasedMs, fromMs, toMs)))
			);
		});
		const newestFirst = found.toSorted((a, b) => b.createdAtMs - a.createdAtMs);
		return {
			result: {
				total_item: found.length,
				order_list: list('order_loan_item_vo', pageOf(newestFirst, page, size).rows.map(loanRow)),
			},
		};
	},
};

function ownOrder(orderId: bigint, { shop }: MethodCall): readonly Order[] {
	const order = shop.order(orderId);
	return order ? [order] : [];
}

/** The end of a range given as a day alone means the whole day. */
function dateField(query: JsonObject, name: string, { options }: MethodCall): number | undefined {
	const text = textField(query, name);
	if (text === undefined) return undefined;
	const atMs = slashDateMs(text, options.ambiguousHour);
	if (atMs === undefined) refuse('InvalidParameter', `"${name}" is no MM/dd/yyyy`);
	return name === 'create_date_end' && text.length === 10 ? atMs + DAY_MS - 1000 : atMs;
}

function loanRow(order: Order): JsonObject {
	const version = currentVersion(order);
	const loan = loanStatus(version);
	const amount = (cents: number) => ({
		...centAmount(cents, order.currency),
		currency: { currency_code: order.currency, default_fraction_digits: 2, symbol: '$' },
	});
	return {
		order_id: order.id,
		order_status: version.status,
		amount_total: amount(totalCents(order)),
		son_order_list: list(
			'son_order_loan_vo',
			order.lines.map((line) => {
				const { soldCents, feeCents, affiliateCents, paidOutCents, refundCents } = lineFund(
					version,
					line,
				);
				const isPaidOut = loan === 'loan_ok';
				return {
					child_order_id: line.childId,
					loan_status: loan,
					wait_loan_reson: isPaidOut ? undefined : 'buyer_not_confirm',
					loan_amount: amount(soldCents),
					escrow_fee: amount(feeCents),
					affiliate_commission: amount(affiliateCents),
					real_loan_amount: isPaidOut ? amount(paidOutCents) : undefined,
					refund_amount: refundCents > 0 ? amount(refundCents) : undefined,
					real_refund_amount: refundCents > 0 ? amount(refundCents) : undefined,
				};
			}),
		),
	};
}
