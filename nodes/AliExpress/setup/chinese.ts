import { msToWallClock } from '../../time/zones';
import type { Language } from './finding';

/** The same in Chinese, for the page of the check. What AliExpress and n8n said stays in their words. */
export const CHINESE: Language = {
	sentences: {
		bridgeReached: ['桥接有应答，地址 {address}，版本 {version}。', ''],
		bridgeOther: [
			'桥接运行的是本软件包 {theirs} 版，这个节点是 {ours} 版。',
			'给 n8n 的每个进程装同一个版本，再全部重启。',
		],
		bridgeOlder: [
			'桥接有应答，但它的版本比这个节点（{ours}）旧。',
			'给 n8n 的每个进程装同一个版本，再全部重启。',
		],
		bridgeSilent: ['桥接没有应答：{message}。', '{remedy}'],
		bridgeNone: [
			'凭证没有使用桥接：调用在当前 n8n 进程里计数。',
			'要精确计数，请在凭证里把 Count Calls In 设为 Bridge。',
		],
		redisCounts: ['调用在凭证所填的 Redis 里计数，n8n 的所有进程共用。', ''],
		redisSilent: ['Redis 计数有问题：{message}。', '{remedy}'],
		secretAccepted: ['速卖通接受 App Key 和 App Secret，最近一次是{at}。', ''],
		secretRefused: ['App Key 或 App Secret 没有被接受：{message}。', '{remedy}'],
		secretSame: [
			'桥接里的 App Key 和 App Secret 与这里相同；速卖通是否接受还不知道。',
			'勾选一个权限组再检查：调用一次就知道。',
		],
		secretUnknown: [
			'速卖通是否接受 App Key 和 App Secret 还不知道。',
			'勾选一个权限组再检查：调用一次就知道。',
		],
		clockRight: ['服务器时钟与速卖通一致。', ''],
		clockAhead: [
			'服务器时钟比速卖通快 {seconds} 秒。',
			'打开时间同步（NTP）。相差两小时起，调用会被拒绝。',
		],
		clockBehind: [
			'服务器时钟比速卖通慢 {seconds} 秒。',
			'打开时间同步（NTP）。相差两小时起，调用会被拒绝。',
		],
		clocksApart: [
			'这个进程与桥接的时钟相差 {seconds} 秒。',
			'两台服务器都打开时间同步（NTP）。相差五分钟起，桥接会拒绝请求。',
		],
		clockUnknown: ['n8n 启动以来，速卖通还没有报过时间。', '下一次调用就会知道。'],
		tokenUntil: ['访问令牌有效到{until}，到期前会自动续期。', ''],
		tokenUsable: ['有访问令牌，到期时间未知。', ''],
		tokenRenewed: ['访问令牌会在下一次调用时续期。', ''],
		tokenLast: [
			'访问令牌有效到{until}，之后无法续期。',
			'打开凭证重新连接账号，或在访问令牌旁补上刷新令牌。',
		],
		tokenLastOpen: [
			'有访问令牌，但到期后无法续期。',
			'打开凭证重新连接账号，或在访问令牌旁补上刷新令牌。',
		],
		notAuthorized: ['账号没有有效授权：{message}。', '{remedy}'],
		authorizationUntil: ['账号授权有效到{until}。', ''],
		authorizationEnding: [
			'账号授权有效到{until}，还剩 {days} 天。',
			'请在那之前打开凭证重新连接账号。续令牌不会延长授权。',
		],
		authorizationOpen: ['账号已授权；速卖通没有说明有效期。', ''],
		sellerKnown: ['账号属于卖家 {seller}。', ''],
		sellerUnknown: ['令牌没有说明属于哪个卖家。', '勾选“商家”权限组再检查，或用按钮连接账号。'],
		groupAnswered: ['{group}：速卖通在{at} 正常返回。', ''],
		groupRefused: [
			'{group}：被拒绝（{at}）：{message}。',
			'请在应用控制台申请这个权限组。批准后重新连接账号，再打开 Ask Again 检查一次。',
		],
		groupUnclear: ['{group}：未知。{message}。', '{remedy}'],
		groupNotAsked: [
			'{group}：没有询问，因为账号现在不能调用。',
			'先处理访问令牌和账号授权，再检查一次。',
		],
		callsLeft: [
			'今天 {day} 次调用还剩 {left} 次，其中工作流读取 {actions} 次，触发器 {triggers} 次。{resetsAt} 重新计数。',
			'',
		],
		callsOpen: ['今天已调用 {used} 次；凭证没有设每日上限。', ''],
		callsUsedUp: [
			'今天 {day} 次调用已经用完，{resetsAt} 重新计数。',
			'请等到那时。Account → Get Status 会告诉你是谁用掉的。',
		],
		callsPaused: ['速卖通暂停了调用，直到{until}。', '不用处理，到时会自动继续。'],
		callsUnknown: ['剩余调用次数未知：{message}。', '{remedy}'],
		processOne: ['由一个 n8n 进程计数。', ''],
		processSeveral: [
			'一小时内有 {count} 个 n8n 进程计过数：n8n 重启过，或者有多个进程在应答桥接。',
			'重启满一小时后再检查一次。多个进程在同一瞬间应答时，可能都放行最后一次调用。',
		],
		processOwn: [
			'每个 n8n 进程各自计数，重启后归零。',
			'有多个进程时，请在凭证里把 Count Calls In 设为 Bridge。',
		],
		processAll: ['n8n 的所有进程在同一处计数。', ''],
		processUnknown: ['有几个进程在计数未知。', ''],
		triggerReads: [
			'{name} 读取{lists}，大约每 {minutes} 分钟一次：上次{readAt}，下次{nextAt} 起。',
			'',
		],
		triggerBegins: ['{name} 将从{nextAt} 起读取{lists}，还没有读过。', ''],
		triggerFails: [
			'{name} 从{since} 起读取失败。最近一次：{why}。',
			'触发器会自动重试，下次{nextAt}，不会漏掉数据。',
		],
		triggerWaits: [
			'{name} 等到{until}。{why}。',
			'不会漏掉数据，到时自动继续。少读几个列表，或给触发器多分一些调用，就会等得短一些。',
		],
		triggerRepeats: [
			'{name} 发出的 {events} 个事件还没有被工作流处理成功，最早的一个于{since} 发现。',
			'请查看失败的执行并按提示处理。触发器会自动重新发出这些事件，下次{nextAt}。',
		],
		triggerElsewhere: [
			'触发器今天调用了 {count} 次（{names}），但在另一个 n8n 进程里，或在上次启动之前。',
			'它们的情况请看触发器自己的读取状态（Options → Include Feed Status）。',
		],
		triggerNone: [
			'{since} 以来，这个账号没有 AliExpress Trigger 轮询过。',
			'如果需要，请发布一个带 AliExpress Trigger 的工作流。',
		],
		pushHeard: ['应用最近一条推送消息是{at} 收到的。', ''],
		pushSilent: [
			'{since} 以来没有收到应用的推送消息。',
			'推送是附加功能，不是每个应用都有。如果已经设置，请看应用控制台里的推送日志。',
		],
		pageLink: [
			'同样的内容有一个网页，可打开到{until}：{link}',
			'用浏览器打开；拿到链接的人都能看到。',
		],
	},
	names: {
		bridge: '桥接',
		secret: 'App Key 和 App Secret',
		clock: '时钟',
		accessToken: '访问令牌',
		authorization: '账号授权',
		seller: '卖家',
		permission: '权限组',
		calls: '调用次数',
		processes: '计数进程',
		trigger: '触发器',
		push: '推送',
		page: '网页',
		category: '类目',
		evaluation: '评价',
		freight: '运费',
		issue: '纠纷',
		logistics: '物流',
		marketing: '营销',
		trade: '订单交易',
		product: '商品',
		solution: '商品（海外应用）',
		merchant: '商家',
		orders: '订单',
		toSend: '待发货订单',
		changed: '有变动的订单',
		finished: '已完结订单',
		reviews: '评价',
		disputes: '纠纷',
	},
	comma: '、',
	moment: (ms) => `北京时间 ${msToWallClock(ms, 'Asia/Shanghai').slice(0, 16)}`,
};
