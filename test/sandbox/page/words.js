/**
 * The words of the page in English and Chinese. The browser's first language decides; `?lang=zh` does as
 * well, for a look at the other one.
 */

const WORDS = {
	title: ['AliExpress sandbox', '速卖通沙箱'],
	connecting: ['connecting', '连接中'],
	live: ['live', '实时'],
	lost: ['connection lost', '连接已断开'],
	placeOrder: ['Place order', '下一单'],
	goodReview: ['Write a good review', '写好评'],
	badReview: ['Write a bad review', '写差评'],
	push: ['Push', '推送'],
	callback: ['Callback address', '回调地址'],
	register: ['Register', '登记'],
	verify: ['Verify', '验证'],
	pushNewest: ['Push the newest order', '推送最新订单'],
	pushAgain: ['Send again what was not answered', '重发未应答的消息'],
	faults: ['Faults', '故障'],
	nextCall: ['The next call of AliExpress …', '下一次速卖通调用……'],
	answers504: ['answers 504', '返回 504'],
	answersLimit: ['answers the limit, 2 s ban', '返回限流，封 2 秒'],
	tokenExpired: ['finds the token expired', '令牌过期'],
	losesConnection: ['loses the connection', '连接中断'],
	takes5: ['takes 5 s', '耗时 5 秒'],
	halfJson: ['sends half its JSON', '只返回半截 JSON'],
	sendsHtml: ['sends HTML', '返回 HTML'],
	unavailable: ['is unavailable', '服务不可用'],
	nextMessage: ['The next message or ticket …', '下一条消息或工单……'],
	feishu502: ['Feishu answers 502', '飞书返回 502'],
	desk500: ['helpdesk answers 500', '工单系统返回 500'],
	nextPush: ['The next push message …', '下一条推送……'],
	pushLost: ['gets lost', '丢失'],
	pushTwice: ['comes twice', '来两次'],
	pushForged: ['is forged', '是伪造的'],
	pushLate: ['is 20 s late', '晚 20 秒'],
	putRight: ['Put right', '恢复'],
	forgetFaults: ['Forget queued faults', '清除排队的故障'],
	liftBans: ['Lift bans and counts', '解除封禁并清零计数'],
	shop: ['Shop', '店铺'],
	orders: ['Orders', '订单'],
	reviews: ['Reviews', '评价'],
	chat: ['Feishu group', '飞书群'],
	desk: ['Helpdesk', '工单系统'],
	quota: ['Calls', '调用'],
	noOrders: ['No orders yet. Place one above.', '还没有订单，点上面“下一单”。'],
	noReviews: ['No reviews yet.', '还没有评价。'],
	noMessages: ['The bot has not said anything yet.', '机器人还没有发言。'],
	noTickets: ['No tickets.', '没有工单。'],
	noCalls: ['No call yet.', '还没有调用。'],
	nothingPushed: ['Nothing is pushed yet.', '尚未推送。'],
	noPush: ['No message yet.', '还没有消息。'],
	noAnswer: ['no answer', '无应答'],
	inMs: [' in {ms} ms', '，用时 {ms} 毫秒'],
	shopSum: ['orders: {orders}, reviews: {reviews}', '{orders} 个订单，{reviews} 条评价'],
	chatSum: ['messages: {count}', '{count} 条消息'],
	deskSum: ['tickets: {count}', '{count} 张工单'],
	quotaSum: [
		'{total} calls in all, at most {peak} in a second',
		'共 {total} 次，每秒最多 {peak} 次',
	],
	ofToday: ['of {count} today', '/ 今日 {count} 次'],
	ofSecond: ['of {count} in the last second', '/ 最近一秒 {count} 次'],
	banned: ['Banned until {until} ({kind}, {key})', '封禁至 {until}（{kind}，{key}）'],
	refused: ['{at}  refused {code}: {reason}', '{at}  被拒 {code}：{reason}'],
	later: ['Later: {text}', '追评：{text}'],
	bot: ['Shop bot · {at}', '店铺机器人 · {at}'],
	low: ['low', '低'],
	normal: ['normal', '普通'],
	high: ['high', '高'],
	pay: ['pay', '付款'],
	release: ['release', '放行'],
	ship: ['ship', '发货'],
	finish: ['finish', '确认收货'],
	cancel: ['cancel', '取消'],
	PLACE_ORDER_SUCCESS: ['to be paid', '待付款'],
	RISK_CONTROL: ['being checked', '风控审核'],
	WAIT_SELLER_SEND_GOODS: ['to be sent', '待发货'],
	WAIT_BUYER_ACCEPT_GOODS: ['on its way', '待收货'],
	FUND_PROCESSING: ['payout runs', '资金处理中'],
	FINISH: ['finished', '已完成'],
	IN_CANCEL: ['cancellation asked', '取消中'],
	IN_ISSUE: ['in dispute', '纠纷中'],
	ok: ['ok', '成功'],
	dayTitle: ['A day with 200 calls', '200 次调用的一天'],
	daySum: ['{told} of {all} were told', '{all} 件事已通知 {told} 件'],
	stop: ['Stand still', '暂停'],
	slow: ['An hour in a minute', '一分钟一小时'],
	fast: ['A day in two minutes', '两分钟一天'],
	middle: ['usual delay', '通常延迟'],
	longest: ['longest delay', '最长延迟'],
	waiting: ['waiting now', '正在等待'],
	minutes: ['{count} min', '{count} 分钟'],
	hours: ['{count} h', '{count} 小时'],
	callsUsed: ['of {count} calls', '/ {count} 次调用'],
	triggers: ['triggers', '触发器'],
	actions: ['actions', '动作'],
	reserve: ['reserve', '备用'],
	free: ['{left} left', '剩 {left} 次'],
	toldAfter: ['told after {delay}', '{delay}后已通知'],
	legendOrder: ['an order, and how long until its card', '一个订单，高度是卡片来的时间'],
	legendReview: ['a bad review, until its ticket', '一条差评，直到工单'],
	legendCalls: ['calls used', '已用调用'],
	chart: [
		'Delays of the orders of the day in minutes, and the calls used',
		'当天各订单的通知延迟（分钟）与已用调用数',
	],
};

const asked = new URLSearchParams(location.search).get('lang') ?? navigator.language;
const isChinese = asked.toLowerCase().startsWith('zh');

/** The language of times and of the page. */
export const locale = isChinese ? 'zh-CN' : 'en-GB';

/** A text by its name, with values in the places of `{name}`; a name without a text is itself. */
export function t(name, values = {}) {
	const text = WORDS[name]?.[isChinese ? 1 : 0] ?? name;
	return text.replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ''));
}

/** Puts the texts into the page, where `data-t` names them. */
export function translatePage() {
	document.documentElement.lang = isChinese ? 'zh-CN' : 'en';
	document.title = t('title');
	for (const element of document.querySelectorAll('[data-t]')) {
		element.textContent = t(element.dataset.t);
	}
	for (const element of document.querySelectorAll('[data-label]')) {
		const label = t(element.dataset.label);
		element.setAttribute('aria-label', label);
		element.title = label;
	}
}
