import type { INodeProperties } from 'n8n-workflow';

import { safeAddressExpression } from '../../wire/address';
import { PRODUCTION_BASE_URL } from './account';

/** The end of the bridge's address, as the AliExpress Connect Trigger has it by default. */
export const BRIDGE_PATH = 'aliexpress-connect';
/** Where most n8n reach themselves: on one machine, and inside a container. */
const BRIDGE_ADDRESS = `http://127.0.0.1:5678/webhook/${BRIDGE_PATH}`;

/** The gateway address as an expression, for what n8n resolves itself. */
export function gatewayExpression(): string {
	const custom = safeAddressExpression('$self["baseUrl"]', 'custom-address-must-be-https:');
	return `($self["environment"] === "custom" ? ${custom} : "${PRODUCTION_BASE_URL}")`;
}

/** The token address of the Connect button as an expression: the bridge. */
export function bridgeExpression(): string {
	const bridge = safeAddressExpression('$self["bridgeUrl"]', 'bridge-address-must-be-https:');
	return `${bridge}.replace("/webhook-test/", "/webhook/")`;
}

/** The address of the bridge. Never empty at first: n8n keeps Save and Connect away until it is filled in. */
export function bridgeField(isRequired: boolean): INodeProperties {
	return {
		displayName: 'Bridge Address',
		name: 'bridgeUrl',
		type: 'string',
		default: BRIDGE_ADDRESS,
		required: isRequired,
		placeholder: 'e.g. https://n8n.example.com/webhook/aliexpress-connect',
		description:
			'Under which address this n8n reaches its own workflow with the AliExpress Connect Trigger. As it is, it fits an n8n on port 5678, also in a container. Otherwise copy the production URL that the trigger shows: https, or http inside your own network.',
	};
}

/** Production, or an address of one's own for a sandbox. */
export function environmentFields(): INodeProperties[] {
	return [
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{ name: 'Production', value: 'production', description: 'The gateway of AliExpress' },
				{ name: 'Custom Address', value: 'custom', description: 'A sandbox of your own' },
			],
			default: 'production',
		},
		{
			displayName: 'Custom Address',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. http://127.0.0.1:4010',
			description: 'An https address, or http inside your own network',
			displayOptions: { show: { environment: ['custom'] } },
		},
	];
}

/** Where calls are counted. */
export function counterFields(defaultCounter: 'bridge' | 'process'): INodeProperties[] {
	const displayOptions = { show: { counter: ['redis'] } };
	return [
		counterField(defaultCounter),
		...redisFields().map((one) => ({ ...one, displayOptions })),
	];
}

/** Which Redis, and how it is spoken to. */
function redisFields(): INodeProperties[] {
	return [
		{
			displayName: 'Redis Interface',
			name: 'redisInterface',
			type: 'options',
			options: [
				{
					name: 'Upstash REST',
					value: 'upstash',
					description: 'Upstash, and what answers like it',
				},
				{ name: 'Webdis', value: 'webdis', description: 'Webdis in front of a Redis of your own' },
			],
			default: 'upstash',
		},
		{
			displayName: 'Redis Address',
			name: 'redisUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. http://webdis:7379',
			description:
				'Under which address every process of n8n reaches it: https, or http inside your own network. Run Account > Start Counting once, before the first call.',
		},
		{
			displayName: 'Redis Token',
			name: 'redisToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Upstash: the REST token that may write. Webdis: name and password with a colon between them, where it asks for them.',
		},
	];
}

function counterField(defaultCounter: 'bridge' | 'process'): INodeProperties {
	return {
		displayName: 'Count Calls In',
		name: 'counter',
		type: 'options',
		options: [
			{
				name: 'Bridge',
				value: 'bridge',
				description:
					'The published workflow with the AliExpress Connect Trigger: exact across workflows and restarts',
			},
			{
				name: 'Redis over HTTP',
				value: 'redis',
				description:
					'A Redis that every process of n8n asks: exact also where several of them answer webhooks',
			},
			{
				name: 'This Process',
				value: 'process',
				description:
					'The memory of the n8n process: forgotten on restart, and each worker counts for itself',
			},
		],
		default: defaultCounter,
	};
}

/** Under which name the token is sent. The platform's own pages disagree. */
export function tokenParameterField(): INodeProperties {
	return {
		displayName: 'Token Parameter',
		name: 'tokenParameter',
		type: 'options',
		options: [
			{
				name: 'Session',
				value: 'session',
				description: 'As the software kits of the platform send it',
			},
			{
				name: 'Access_token',
				value: 'access_token',
				description: 'As the pages of the platform show it',
			},
		],
		default: 'session',
		description: 'Change it only if AliExpress says that the token is missing',
	};
}
