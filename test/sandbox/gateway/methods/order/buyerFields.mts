import type { JsonObject } from '../../../json.mts';
import type { AnswerOptions } from '../../../options.mts';
import type { Order } from '../../../shop/orders.mts';

/** A buyer's name as an answer shows it. */
export interface ShownBuyer {
	firstName: string;
	lastName: string;
	fullName: string;
}

/** Names, whole or masked as the options say. */
export function shownBuyer({ buyer }: Order, options: AnswerOptions): ShownBuyer {
	const show = shower(options);
	const firstName = show(buyer.firstName);
	const lastName = show(buyer.lastName);
	return { firstName, lastName, fullName: `${firstName} ${lastName}` };
}

/** The address goods go to; name, phone and street masked when the options say so. */
export function receiptAddress(order: Order, options: AnswerOptions): JsonObject {
	const { buyer } = order;
	const show = shower(options);
	return {
		contact_person: shownBuyer(order, options).fullName,
		mobile_no: show(buyer.mobile),
		phone_country: buyer.phoneCountry,
		phone_area: '',
		phone_number: show(buyer.mobile),
		fax_country: '',
		fax_area: '',
		fax_number: '',
		address: show(buyer.street),
		address2: '',
		detail_address: show(buyer.street),
		city: buyer.city,
		province: buyer.province,
		zip: buyer.zip,
		country: buyer.country,
		cpf_no: buyer.taxNumber === undefined ? undefined : show(buyer.taxNumber),
		localized_address: `${show(buyer.street)}, ${buyer.zip} ${buyer.city}`,
	};
}

/** The key that the decrypt method wants beside the order's id. */
export function oaidOf(order: Order): string {
	return `oaid-${order.id}`;
}

function shower({ buyerData }: AnswerOptions): (text: string) => string {
	return (text) => (buyerData === 'plain' ? text : `${[...text][0] ?? ''}***`);
}
