import type { INodeProperties } from 'n8n-workflow';

import { GATEWAYS } from './profile';

/** Which interface the app belongs to, and where it is. */
export function profileFields(): INodeProperties[] {
	return [
		{
			displayName: 'Signature Profile',
			name: 'profile',
			type: 'options',
			options: [
				{
					name: 'Open Platform',
					value: 'openPlatform',
					description: 'Apps of openapi.alibaba.com: own products, orders, freight',
				},
				{
					name: 'Product Detail',
					value: 'productDetail',
					description: 'The method alibaba.product.get with price ladder and logistics by quantity',
				},
				{
					name: 'TOP (Legacy)',
					value: 'top',
					description:
						'Older apps whose methods have dotted names such as alibaba.icbu.product.list',
				},
			],
			default: 'productDetail',
		},
		{
			displayName: 'Gateway Address',
			name: 'gatewayUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://gateway.example.com/router',
			description:
				'Where your app calls alibaba.product.get: an https address, or http inside your own network. Nothing public names one, so take it from your contract or console.',
			displayOptions: { show: { profile: ['productDetail'] } },
		},
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{
					name: 'Production',
					value: 'production',
					description: `Open Platform: ${GATEWAYS.openPlatform}; TOP: ${GATEWAYS.top}`,
				},
				{ name: 'Sandbox', value: 'sandbox', description: 'Of the Open Platform' },
				{
					name: 'Custom Address',
					value: 'custom',
					description: 'Another gateway, or a sandbox of your own',
				},
			],
			default: 'production',
			displayOptions: { show: { profile: ['openPlatform', 'top'] } },
		},
		{
			displayName: 'Custom Address',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. http://127.0.0.1:4010/alibaba/rest',
			description:
				'An https address, or http inside your own network. API paths are put behind it.',
			displayOptions: { show: { profile: ['openPlatform', 'top'], environment: ['custom'] } },
		},
	];
}

/** The tokens of the Open Platform and TOP. */
export function tokenFields(): INodeProperties[] {
	return [
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Of the account whose products and orders are read',
			displayOptions: { show: { profile: ['openPlatform', 'top'] } },
		},
		{
			displayName: 'Refresh Token',
			name: 'refreshToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Without it the access token cannot be renewed when it ends',
			displayOptions: { show: { profile: ['openPlatform'] } },
		},
		{
			displayName: 'Signature Method',
			name: 'topSignMethod',
			type: 'options',
			options: [
				{ name: 'HMAC', value: 'hmac' },
				{ name: 'MD5', value: 'md5' },
			],
			default: 'md5',
			description: 'TOP accepts either',
			displayOptions: { show: { profile: ['top'] } },
		},
		{
			displayName: 'Renewed Tokens',
			name: 'renewedTokens',
			type: 'hidden',
			typeOptions: { password: true, expirable: true },
			default: '',
		},
	];
}

/** How many calls the app may make. */
export function planFields(): INodeProperties[] {
	const own = { show: { plan: ['custom'] } };
	return [
		{
			displayName: 'Plan',
			name: 'plan',
			type: 'options',
			options: [
				{ name: 'Custom', value: 'custom', description: 'Your own numbers' },
				{ name: 'Enterprise (30 a Minute)', value: 'enterprise' },
				{ name: 'Free (5 a Minute)', value: 'free' },
			],
			default: 'free',
			description:
				'How many calls the App Key may make. A breach blocks the key for 7 days, so calls wait for their turn. The count is kept in the memory of the n8n process: with several workers choose Custom and divide the number by the workers.',
		},
		{
			displayName: 'Calls a Minute',
			name: 'callsPerMinute',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 0 },
			default: 5,
			description: '0 sets no limit for a minute',
			displayOptions: own,
		},
		{
			displayName: 'Calls a Second',
			name: 'callsPerSecond',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 0 },
			default: 0,
			description: '0 sets no limit for a second. With neither limit the free plan holds.',
			displayOptions: own,
		},
		{
			displayName: 'Pause After a Breach (Hours)',
			name: 'pauseHours',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 168 },
			default: 168,
			description: 'How long no call leaves when Alibaba.com refuses for too many and names no end',
			displayOptions: own,
		},
	];
}
