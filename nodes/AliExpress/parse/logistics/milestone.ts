/**
 * What happened to a parcel, in one word for If and Switch nodes.
 *
 * `lastMile`: with the carrier that delivers. `customsHeld`: stopped, or duties or papers are asked for.
 * `atPickupPoint`: waits for the buyer. `signed`: the buyer has it. `returned`: the seller has it back.
 * `addressNeeded`: waits until the buyer gives another address. `exception`: something else went wrong.
 */
export type Milestone =
	| 'declared'
	| 'cancelled'
	| 'warehouse'
	| 'pickedUp'
	| 'pickupFailed'
	| 'sorting'
	| 'inTransit'
	| 'arrivedInCountry'
	| 'customs'
	| 'exportCustomsCleared'
	| 'customsCleared'
	| 'customsHeld'
	| 'lastMile'
	| 'outForDelivery'
	| 'deliveryFailed'
	| 'atPickupPoint'
	| 'addressNeeded'
	| 'addressChanged'
	| 'signed'
	| 'returning'
	| 'returned'
	| 'destroyed'
	| 'exception';

const HIDDEN = '***';

/** Events at the buyer's end, whose place may be the buyer's street and whose words may name who was there. */
const AT_THE_BUYER: ReadonlySet<Milestone | undefined> = new Set([
	'outForDelivery',
	'deliveryFailed',
	'signed',
] as const);

/** Whether an event happened at the buyer's end. */
export function isAtTheBuyer(milestone: Milestone | undefined): boolean {
	return AT_THE_BUYER.has(milestone);
}

/** Behind these stands who signed, and often where, whatever the event: `Signed by ANN SMITH, 221B Baker Street`. */
const SIGNER =
	/(?:\bsigned (?:for )?by|\bsignature (?:of|by)|\bsigned for(?= ?:)|\bfirmad[oa] por|\bassinad[oa] por|\bsigné(?:e)? par|\bunterschrieben von|\bunterschrift von|\bpodpisan[aoey] przez|подписал[аио]?|签收人|收件人|代收人)[:：为是]? */iu;

/** Behind these stands the buyer when the event is at the buyer's end, and else the next carrier. */
const TAKER =
	/\b(?:delivered to|handed (?:over )?to|given to|left (?:with|at)|received by|accepted by|collected by|picked up by|entregad[oa] a|recibid[oa] por|entregue (?:ao?|à)|recebid[oa] por|livré(?:e)? (?:à|au)|remis(?:e)? (?:à|au)|reçu(?:e)? par|zugestellt an|übergeben an|erhalten von|angenommen von|doręczon[aoey] do|wydan[aoey] do|odebran[aoey] przez|out for delivery to)[: ]+/iu;

/** Russian has no word boundary that `\b` knows. */
const TAKER_IN_RUSSIAN = /(?:вручен[аоы]?|доставлен[аоы]?|получил[аи]?|принял[аи]?)[: ]+/iu;

/** What may stay there: it says who took the parcel and names nobody. */
const ROLE =
	/^(?:the |an? |your |el |la |o |le |den |dem )?(?:recipient|addressee|customer|consignee|buyer|receiver|neighbou?r|reception|front desk|household member|mailbox|letterbox|door|front door|safe place|destinatari[oa]|destinatári[oa]|cliente?|vecin[oa]|vizinh[oa]|buzón|domicilio|destinataire|voisin|empfänger|nachbarn?|briefkasten|odbiorc[aęyi]|adresat[a]?|sąsiad[a]?|получател[юьям]|адресату?|покупателю|клиенту|本人|家人|门卫|前台|物业)[\s.!。]*$/iu;

function cutBehind(text: string, marker: RegExp): string {
	const found = marker.exec(text);
	if (!found) return text;
	const end = found.index + found[0].length;
	const rest = text.slice(end);
	return rest === '' || ROLE.test(rest) ? text : text.slice(0, end) + HIDDEN;
}

/**
 * The words of a carrier without who took the parcel. Carriers write names and streets into their texts.
 *
 * @param isAtBuyer whether the event is at the buyer's end: before that a hand-over names carriers only.
 */
export function withoutPeople(text: string, isAtBuyer: boolean): string {
	const unsigned = cutBehind(text, SIGNER);
	return isAtBuyer ? cutBehind(cutBehind(unsigned, TAKER), TAKER_IN_RUSSIAN) : unsigned;
}
