import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { refusalOf, textOf } from '../../../action/checks';
import type { Client } from '../../../client/client';
import { answerSource } from '../../parse/answerSource';
import { optionsField, optionsOf, withoutRaw } from '../fields';
import type { Operation } from '../operation';
import { successorOf } from '../successors';
import { DECRYPT, refusalOfName } from './readNames';
import { readParameters } from './readParameters';

/** The option means more here than in other operations: nothing of the answer is sorted out. */
function customOptions(): INodeProperties {
	const field = withoutRaw(optionsField());
	const options = (field.options ?? []) as INodeProperties[];
	const description =
		'Whether to show everything as AliExpress wrote it. Otherwise fields that may hold buyer data are masked, and the words of disputes and notes are left out. n8n keeps what a node puts out in its execution data, so personal data would be stored there.';
	return {
		...field,
		options: options.map((option) =>
			option.name === 'includeBuyerData' ? { ...option, description } : option,
		),
	};
}

function fields(): INodeProperties[] {
	return [
		{
			displayName: 'Method',
			name: 'method',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. aliexpress.trade.seller.orderlist.get',
			description:
				'The name of a method that reads. Names that may change something in the shop are refused without a call.',
		},
		{
			displayName: 'Parameters',
			name: 'parameters',
			type: 'json',
			default: '{}',
			description:
				'The parameters of the method as JSON. IDs may be plain digits of any length. Signature, token and time are added by the node.',
		},
		customOptions(),
	];
}

function methodOf(context: IExecuteFunctions, index: number, includeBuyerData: boolean): string {
	const given = textOf(context.getNodeParameter('method', index, '')) ?? '';
	const method = given.toLowerCase();
	const refused = refusalOfName(method);
	if (refused) throw refusalOf(context, refused.message, refused.remedy);
	if (method.startsWith('aliexpress.message.')) {
		throw refusalOf(context, 'AliExpress no longer offers this method', successorOf(method) ?? '');
	}
	// Some names have capitals inside, so the name goes out as it was given.
	if (method !== DECRYPT || includeBuyerData) return given;
	throw refusalOf(
		context,
		'This method answers nothing but buyer data, which is masked',
		'Turn on Options → Include Buyer Data if you are allowed to store it.',
	);
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const options = optionsOf(context, index);
	const method = methodOf(context, index, options.includeBuyerData);
	const parameters = readParameters(context, context.getNodeParameter('parameters', index, '{}'));
	const { access } = await client.open();
	const answer = await client.call(method, parameters);
	return [answerSource(answer, { ...options, pseudonymKey: access.appSecret })];
}

/** Calls any other read method of the platform. */
export const read: Operation = {
	name: 'Read',
	value: 'read',
	action: 'Read with any method',
	description:
		'Call a read method of AliExpress that has no operation of its own, by name and JSON parameters, and get its answer as it is. Costs one call.',
	fields,
	run,
};
