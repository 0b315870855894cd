import type { INodeProperties } from 'n8n-workflow';

import { PRODUCTION_BASE_URL } from './account';

/** Where the bridge says how to reach it; both credential types point at it. */
const BRIDGE_PLACEHOLDER = 'e.g. https://n8n.example.com/webhook/aliexpress-connect';

/** The gateway address as an expression, for what n8n resolves itself. */
export function gatewayExpression(): string {
	const custom = '$self["baseUrl"].trim().replace(/\\/+$/, "")';
	return `($self["environment"] === "custom" ? ${custom} : "${PRODUCTION_BASE_URL}")`;
}

/** The address of the bridge. */
export function bridgeField(isRequired: boolean): INodeProperties {
	return {
		displayName: 'Bridge Address',
		name: 'bridgeUrl',
		type: 'string',
		default: '',
		required: isRequired,
		placeholder: BRIDGE_PLACEHOLDER,
		description:
			'The production address that the AliExpress Connect Trigger shows in its published workflow. It must reach this n8n from this n8n itself.',
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
			description: 'An https address, or http on this machine',
			displayOptions: { show: { environment: ['custom'] } },
		},
	];
}

/** Where calls are counted. */
export function counterField(defaultCounter: 'bridge' | 'process'): INodeProperties {
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
