import type { Method } from '../method.mts';

const NAMES: Readonly<Record<number, string>> = {
	0: '健康',
	100: '一般',
	200: '严重',
	300: '店铺冻结',
	400: '关店',
};

/** `aliexpress.merchant.diagnosis.query`: no parameters; how the platform sees the shop. */
export const diagnosis: Method = {
	name: 'aliexpress.merchant.diagnosis.query',
	group: 'merchant',
	answer({ shop }) {
		const { level, issues } = shop.health;
		return {
			response: {
				success: true,
				diagnosisResult: {
					level: { levelCode: level, name: NAMES[level] ?? '' },
					issue_num: issues,
					action_url: 'https://csp.aliexpress.com/health',
					shop_status_desc: level < 300 ? 'normal' : 'restricted',
				},
			},
		};
	},
};
