import { buyerText, type BuyerDataChoice } from '../../client/buyerData';
import { timeFields, timesInOrder } from './moment';
import type { RawAddress, RawOperation, RawShipment } from './orderDetailSchema';
import { present } from './present';

const ZONE = 'America/Los_Angeles';
/** Words for roles; anything else in the field may be a login id. */
const ROLES = new Set(['buyer', 'seller', 'system', 'admin', 'platform']);

/** A shipment. `serviceCode` is what the tracking methods ask for. */
export function toShipment(shipment: RawShipment) {
	return present({
		trackingNumber: shipment.logistics_no,
		serviceCode: shipment.logistics_type_code,
		serviceName: shipment.logistics_service_name,
		...timesInOrder(
			{
				sentAt: shipment.gmt_send,
				receivedAt: shipment.gmt_received,
			},
			ZONE,
		),
		receiveStatus: shipment.receive_status,
		receiveStatusText: shipment.recv_status_desc,
		hasTracking: shipment.have_tracking_info,
		shipOrderId: shipment.ship_order_id,
	});
}

/** The delivery address. Without buyer data all but the country is masked. */
export function toAddress(address: RawAddress, choice: BuyerDataChoice) {
	const shown = (value: string | undefined) => buyerText(value, choice);
	return present({
		country: address.country,
		contactPerson: shown(address.contact_person),
		mobile: shown(address.mobile_no),
		phoneCountry: shown(address.phone_country),
		phoneArea: shown(address.phone_area),
		phone: shown(address.phone_number),
		street: shown(address.detail_address ?? address.address),
		street2: shown(address.address2),
		city: shown(address.city),
		province: shown(address.province),
		zip: shown(address.zip),
		taxNumber: shown(address.cpf_no),
	});
}

/** A step of the order's history. Notes in it are free texts and stay out. */
export function toHistoryStep(step: RawOperation, choice: BuyerDataChoice) {
	const isRole = step.operator !== undefined && ROLES.has(step.operator.toLowerCase());
	return present({
		action: step.action_type,
		operator: isRole ? step.operator : buyerText(step.operator, choice),
		...timeFields('at', step.gmt_create, ZONE),
		childOrderId: step.child_order_id,
	});
}
