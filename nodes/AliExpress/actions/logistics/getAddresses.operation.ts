import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { refusalOf } from '../../../action/checks';
import { choicesOf, collectionOf, isSimplified, simplifyField } from '../../../action/fields';
import type { Client } from '../../../client/client';
import {
	ADDRESS_KINDS,
	parseSellerAddresses,
	simplifySellerAddress,
	toSellerAddressItem,
	type AddressKind,
} from '../../parse/logistics/sellerAddress';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsOf, shopOptionsField } from '../fields';
import { localeOf, localeOption } from '../forms';

const OLDER = 'aliexpress.logistics.redefining.getlogisticsselleraddresses';
const NEWER = 'aliexpress.asf.seller.address.get';

function fields(): INodeProperties[] {
	return [
		{
			displayName: 'Kinds',
			name: 'addressKinds',
			type: 'multiOptions',
			options: [
				{ name: 'Pickup', value: 'pickup' },
				{ name: 'Refund', value: 'refund' },
				{ name: 'Sender', value: 'sender' },
			],
			default: [],
			description: 'Only addresses for these purposes. Without a choice all are returned.',
			hint: 'Nothing chosen: all addresses',
		},
		simplifyField(),
		shopOptionsField([
			{
				displayName: 'Address Method',
				name: 'addressMethod',
				type: 'options',
				options: [
					{ name: 'Newer', value: 'newer', description: 'Knows pickup and refund addresses' },
					{ name: 'Older', value: 'older', description: 'Knows all three kinds' },
				],
				default: 'older',
				description: 'Which of the two methods of AliExpress is asked. Apps may have only one.',
			},
			{
				displayName: 'Include Personal Data',
				name: 'includePersonalData',
				type: 'boolean',
				default: false,
				description:
					'Whether to show names, phones, streets and email addresses of the shop in plain text instead of masked. n8n keeps what a node puts out in its execution data, so they would be stored there.',
			},
			localeOption('The language of the addresses. For the newer method only.'),
		]),
	];
}

function kindsOf(context: IExecuteFunctions, index: number, isNewer: boolean): AddressKind[] {
	const known = ADDRESS_KINDS.filter((kind) => !isNewer || kind !== 'sender');
	const chosen = choicesOf(context.getNodeParameter('addressKinds', index, []));
	if (chosen.length === 0) return known;
	const kinds = known.filter((kind) => chosen.includes(kind));
	if (kinds.length === chosen.length) return kinds;
	throw refusalOf(
		context,
		`The ${isNewer ? 'newer' : 'older'} method has no addresses of one of these kinds`,
		`Choose among ${known.join(', ')}.`,
	);
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const more = collectionOf(context, 'options', index);
	const isNewer = more.addressMethod === 'newer';
	const kinds = kindsOf(context, index, isNewer);
	const locale = localeOf(context, index);
	const options = optionsOf(context, index);
	const simplified = isSimplified(context, index);
	const { access } = await client.open();
	const choice = {
		includeBuyerData: more.includePersonalData === true,
		pseudonymKey: access.appSecret,
	};
	const answer = isNewer
		? await client.call(NEWER, { locale, addressType: kinds.join(',') })
		: await client.call(OLDER, { seller_address_query: kinds });
	const from = isNewer ? 'newer' : 'older';
	const addresses = readAnswer(context, () => parseSellerAddresses(answer, from, kinds));
	return addresses.map((raw): IDataObject => {
		const item = toSellerAddressItem(raw, choice);
		const shown = simplified ? simplifySellerAddress(item) : item;
		return withRaw(shown, raw.source, options, choice);
	});
}

/** Lists the addresses of the shop. */
export const getAddresses: Operation = {
	name: 'Get Addresses',
	value: 'getAddresses',
	action: 'Get seller addresses',
	description:
		'Costs one call. Get the sender, pickup and refund addresses of the shop with their IDs. Names, phones and streets are masked unless asked for.',
	fields,
	run,
};
