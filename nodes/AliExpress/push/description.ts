import type { INodeProperties } from 'n8n-workflow';

import { optionsCollection } from '../../action/fields';
import { authenticationProperty } from '../account/openClient';
import { ALL_TYPES, typeChoices } from './messageTypes';
import { DEFAULT_ACCEPT_HOURS, MAX_ACCEPT_HOURS } from './settings';

function pushOptions(): INodeProperties {
	return optionsCollection([
		{
			displayName: 'Accept Messages up to (Hours)',
			name: 'acceptHours',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: MAX_ACCEPT_HOURS },
			default: DEFAULT_ACCEPT_HOURS,
			description:
				'How old a message may be, by the time it carries. Older ones are refused, so that a copy of one is worth nothing. 0 accepts any age.',
		},
		{
			displayName: 'Further Message Types',
			name: 'furtherTypes',
			type: 'string',
			default: '',
			placeholder: 'e.g. 3, 14',
			description:
				'Numbers of types that are not in the list but pass the filter, with commas between them. The number of a message is in its item as "messageType".',
		},
		{
			displayName: 'Include Buyer Data',
			name: 'includeBuyerData',
			type: 'boolean',
			default: false,
			description:
				'Whether to return what a message or an order says about the buyer in plain text instead of masked. It is stored with each execution.',
		},
		{
			displayName: 'Include Raw Message',
			name: 'includeRaw',
			type: 'boolean',
			default: false,
			description:
				'Whether to add the message as AliExpress wrote it, in the field "raw". Buyer data in it is masked unless it is included.',
		},
		{
			displayName: 'Seller IDs',
			name: 'sellerIds',
			type: 'string',
			default: '',
			placeholder: 'e.g. 2000000001',
			description:
				'Only messages about these shops start the workflow, with commas between several. Leave empty for every shop of the app. That an authorization ends is told for every shop.',
		},
	]);
}

/** The parameters of the push trigger. Built afresh at each call: n8n's loader changes them. */
export function pushProperties(): INodeProperties[] {
	return [
		{
			displayName:
				'Publish this workflow and copy the production URL from "Webhook URLs" above: a public https address with an OV or EV certificate. AliExpress refuses DV certificates such as those of Let\'s Encrypt; use the AliExpress Trigger alone then. In the app console of AliExpress open the notification settings of the app, enter the URL as callback address, tick the message types and press "Verify"; the test message starts the workflow once. Messages can get lost on their way, so let an AliExpress Trigger run as well, in a workflow of its own: it misses nothing.',
			name: 'consoleNotice',
			type: 'notice',
			default: '',
		},
		authenticationProperty(),
		{
			displayName: 'Message Types',
			name: 'messageTypes',
			type: 'multiOptions',
			required: true,
			noDataExpression: true,
			options: typeChoices(),
			default: [ALL_TYPES],
			description:
				'Which messages start the workflow. AliExpress does not publish the numbers that sellers get: start with all types and look at "messageType".',
		},
		{
			displayName: 'Read Order',
			name: 'readBack',
			type: 'boolean',
			default: false,
			description:
				'Whether to read the order that a message is about. Costs one call of the share for triggers. If the quota or AliExpress refuses it, the item comes without, and "isVerifiedDetail" is false.',
		},
		{
			displayName: 'Simplify',
			name: 'simplify',
			type: 'boolean',
			default: true,
			description: 'Whether to return a simplified version of the response instead of the raw data',
			displayOptions: { show: { readBack: [true] } },
		},
		{
			displayName:
				'What messages and orders say about buyers will be stored in plain text in the executions of n8n. Check that your rules for personal data allow it.',
			name: 'buyerDataNotice',
			type: 'notice',
			displayOptions: { show: { '/options.includeBuyerData': [true] } },
			default: '',
		},
		pushOptions(),
	];
}
