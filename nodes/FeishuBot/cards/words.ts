import type { Sentiment } from '../../wire/sentiment';

/** Languages the ready cards speak. */
export type Language = 'en' | 'zh';

/** What an order card is about; decides title and colour. */
export type OrderKind =
	| 'created'
	| 'createdPaid'
	| 'paid'
	| 'shipped'
	| 'cancelling'
	| 'cancelled'
	| 'dispute'
	| 'onHold'
	| 'finished'
	| 'ended'
	| 'changed'
	| 'other';

/** What a review card is about. */
export type ReviewKind = Sentiment | 'unrated';

/** Every text of the ready cards in one language. */
export interface Words {
	orderTitles: Record<OrderKind, string>;
	reviewTitles: Record<ReviewKind, string>;
	order: string;
	orderLine: string;
	status: string;
	amount: string;
	country: string;
	items: string;
	created: string;
	paid: string;
	shipBy: string;
	/** Label of the zone in which the times of the card are. */
	zone: string;
	/** Stands behind a time whose zone nobody wrote. */
	zoneUnknown: string;
	product: string;
	rating: string;
	review: string;
	followUp: string;
	reviewed: string;
	changed: string;
	/** Title of a card that asks for a decision. */
	decide: string;
	openOrder: string;
	openReview: string;
	more: (count: number) => string;
	left: (span: string) => string;
	overdue: (span: string) => string;
	days: (count: number) => string;
	hours: (count: number) => string;
	minutes: (count: number) => string;
}

const ENGLISH: Words = {
	orderTitles: {
		created: 'New AliExpress order',
		createdPaid: 'New AliExpress order, paid',
		paid: 'AliExpress order paid',
		shipped: 'AliExpress order shipped',
		cancelling: 'Buyer asks to cancel an order',
		cancelled: 'AliExpress order cancelled',
		dispute: 'Dispute on an AliExpress order',
		onHold: 'AliExpress order on hold, do not ship',
		finished: 'AliExpress order finished',
		ended: 'AliExpress order finished or closed',
		changed: 'AliExpress order changed',
		other: 'AliExpress order',
	},
	reviewTitles: {
		negative: 'Negative AliExpress review',
		neutral: 'Neutral AliExpress review',
		positive: 'Positive AliExpress review',
		unrated: 'AliExpress review',
	},
	order: 'Order',
	orderLine: 'Order line',
	status: 'Status',
	amount: 'Amount',
	country: 'Buyer country',
	items: 'Items',
	created: 'Created',
	paid: 'Paid',
	shipBy: 'Ship by',
	zone: 'Time zone',
	zoneUnknown: 'time zone not given',
	product: 'Product',
	rating: 'Rating',
	review: 'Review',
	followUp: 'Follow-up',
	reviewed: 'Reviewed',
	changed: 'Changed',
	decide: 'Please decide',
	openOrder: 'Open order',
	openReview: 'Open review',
	more: (count) => `and ${count} more`,
	left: (span) => `${span} left`,
	overdue: (span) => `overdue by ${span}`,
	days: (count) => `${count} d`,
	hours: (count) => `${count} h`,
	minutes: (count) => `${count} min`,
};

const CHINESE: Words = {
	orderTitles: {
		created: '速卖通新订单',
		createdPaid: '速卖通新订单（已付款）',
		paid: '速卖通订单已付款',
		shipped: '速卖通订单已发货',
		cancelling: '买家申请取消订单',
		cancelled: '速卖通订单已取消',
		dispute: '速卖通订单有纠纷',
		onHold: '速卖通订单暂缓，请勿发货',
		finished: '速卖通订单已完成',
		ended: '速卖通订单已完成或已关闭',
		changed: '速卖通订单有更新',
		other: '速卖通订单',
	},
	reviewTitles: {
		negative: '速卖通差评',
		neutral: '速卖通中评',
		positive: '速卖通好评',
		unrated: '速卖通评价',
	},
	order: '订单号',
	orderLine: '子订单号',
	status: '状态',
	amount: '金额',
	country: '买家国家',
	items: '商品',
	created: '下单时间',
	paid: '付款时间',
	shipBy: '发货截止',
	zone: '时区',
	zoneUnknown: '时区未注明',
	product: '商品',
	rating: '评分',
	review: '评价内容',
	followUp: '追评',
	reviewed: '评价时间',
	changed: '修改时间',
	decide: '请决定',
	openOrder: '查看订单',
	openReview: '查看评价',
	more: (count) => `另有 ${count} 件商品`,
	left: (span) => `剩余 ${span}`,
	overdue: (span) => `已超时 ${span}`,
	days: (count) => `${count} 天`,
	hours: (count) => `${count} 小时`,
	minutes: (count) => `${count} 分钟`,
};

/** The texts of a language. */
export function wordsOf(language: Language): Words {
	return language === 'zh' ? CHINESE : ENGLISH;
}
