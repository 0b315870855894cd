import { phrases, type Vocabulary } from './vocabulary';

/** Chinese, simplified. */
export const chinese: Vocabulary = {
	conditions: phrases('如果 | 若 | 如未 | 如需 | 否则'),
	plans: phrases('将 | 即将 | 预计 | 计划 | 明天 | 明日 | 尽快 | 准备'),
	denials: phrases('未 | 没有 | 没能 | 无法 | 不能 | 尚未 | 不予 | 无需 | 不需'),
	notYet: phrases('尚未 | 还未 | 还没'),
	delivered: {
		words: phrases(
			'妥投 | 已签收 | 被签收 | 签收成功 | 用户签收 | 客户签收 | 买家签收 | 收件人签收 | 本人签收 | 代签收 | 已送达 | 投递成功 | 派送成功 | 配送成功',
		),
		unless: phrases('异常 | 失败 | 不成功 | 拒 | 待 | 请 | 取消 | 退'),
		to: phrases('送达至 | 送达到'),
		buyer: phrases('收件人 | 收货人 | 用户 | 客户 | 买家 | 本人 | 收件地址 | 家 | 邻居 | 信箱'),
		elsewhere: phrases(
			'分拨 | 分拣 | 中转 | 机场 | 航空 | 海关 | 仓 | 揽收 | 网点 | 站 | 中心 | 物流商 | 承运 | 合作 | 邮局 | 代理 | 口岸 | 港 | 干线 | 自提点签收 | 柜 | 代收点 | 目的国 | 目的地 | 国家 | 转运 | 集散 | 处理 | 服务商 | 快递公司 | 配送公司 | 派送公司 | 配送商 | 派送商',
		),
	},
	collected: phrases(
		'自提点用户签收 | 用户已自提 | 自提成功 | 已取件 | 已被领取 | 买家已取 | 用户已取',
	),
	failed: phrases(
		'投递失败 | 派送失败 | 配送失败 | 妥投失败 | 妥投异常 | 签收失败 | 签收异常 | 派送异常 | 投递异常 | 配送异常 | 投递不成功 | 派送不成功 | 未妥投 | 未能投递 | 未能派送 | 未能妥投 | 未成功派送 | 未成功投递 | 无法投递 | 无法派送 | 无法送达 | 无法妥投 | 拒收 | 拒签 | 拒绝签收 | 家中无人 | 无人签收 | 收件人不在 | 收件人外出',
	),
	attempted: phrases('尝试派送 | 尝试投递'),
	success: phrases('成功'),
	outForDelivery: phrases(
		'开始投递 | 再次投递 | 正在投递 | 投递中 | 安排投递 | 派送中 | 派件中 | 正在派送 | 正在派件 | 开始派送 | 再次派送 | 派送途中',
	),
	pickup: {
		points: phrases('自提 | 驿站 | 快递柜 | 智能柜 | 自提柜 | 代收点 | 取件点'),
		at: phrases(
			'到达 | 已到 | 签收 | 入库 | 待 | 等待 | 存放 | 存入 | 已投 | 投递至 | 放置 | 代收 | 可 | 请 | 送达',
		),
		waiting: phrases(
			'待自提 | 等待自提 | 等待用户自提 | 待取件 | 待领取 | 请取件 | 请自提 | 可取件 | 可自提 | 已投柜',
		),
		unless: phrases(
			'发往 | 前往 | 送往 | 离开 | 途中 | 分拨 | 更改 | 变更 | 更新 | 失败 | 异常 | 用户签收 | 已自提 | 自提成功 | 已取',
		),
	},
	returns: {
		returned: phrases('退回卖家签收 | 退件签收 | 退货签收 | 退回签收 | 已退回'),
		underWay: phrases('正在 | 途中'),
		returning: phrases('退回 | 退件 | 退货 | 退运'),
		sender: phrases('卖家 | 寄件人 | 发件人 | 商家 | 发货人'),
		to: phrases('退回至 | 退回到 | 退回分 | 退回中转'),
	},
	customs: {
		names: phrases('清关 | 报关 | 通关 | 海关 | 商检 | 关税'),
		ends: phrases('完成 | 成功 | 放行 | 通过 | 结束 | 完毕'),
		endsUnless: phrases('交接 | 转交 | 申报 | 提交 | 资料 | 开始 | 中转 | 不通过 | 等待 | 待'),
		stops: phrases(
			'失败 | 异常 | 扣留 | 扣押 | 暂扣 | 查扣 | 没收 | 滞留 | 延误 | 不通过 | 未通过 | 待缴 | 待补 | 需缴 | 需补 | 补充资料 | 退运 | 无法清关 | 未能清关',
		),
		stopsUnless: phrases('解除 | 恢复 | 交接 | 转交'),
		asks: phrases('查验 | 出税 | 征税 | 缴税 | 税'),
		asksUnless: phrases('已缴 | 已付 | 缴清 | 已支付 | 免税'),
		exports: phrases('出口 | 出境'),
	},
	others: [
		['destroyed', phrases('销毁')],
		['exception', phrases('丢失 | 遗失 | 破损')],
		['cancelled', phrases('订单取消 | 订单已取消 | 取消成功 | 已取消发货 | 包裹已取消')],
		['addressChanged', phrases('已更新收件地址 | 已更新自提点地址 | 地址已更改 | 地址已变更')],
		[
			'arrivedInCountry',
			phrases('到达目的国 | 抵达目的国 | 送达目的国 | 到达目的地国家 | 抵达目的地国家'),
		],
		['lastMile', phrases('末端 | 投递站 | 本地配送 | 当地配送 | 自提分拨')],
		['pickupFailed', phrases('揽收失败 | 揽收异常 | 揽收点签收异常')],
		['declared', phrases('等待揽收 | 待揽收')],
		['pickedUp', phrases('揽收')],
		['declared', phrases('声明发货 | 商家发货 | 电子预报 | 已下单')],
		['sorting', phrases('分拣')],
		['warehouse', phrases('仓')],
		['inTransit', phrases('运输 | 离开 | 到达 | 抵达 | 航班 | 起飞 | 干线 | 中转 | 航空')],
	],
};
