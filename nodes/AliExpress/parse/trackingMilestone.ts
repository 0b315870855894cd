/** What happened to a parcel, in one word for If and Switch nodes. */
export type Milestone =
	| 'declared'
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
	| 'signed'
	| 'returning'
	| 'returned';

/** In the order in which they are tried: the first one that fits names the event. */
type Rules = ReadonlyArray<readonly [RegExp, Milestone]>;

const SUCCESS = '(?:SUCCESS|CLEAR(?:ED|ANCE)?|PASS(?:ED)?|RELEASED?|COMPLETED?|FINISH(?:ED)?)';
const FAILURE = '(?:FAIL|ABNORMAL|EXCEPTION|REJECT|HOLD|HELD|DETAIN|INSPECT|TAX)';

/**
 * Codes of the carrier network. The platform lists families and adds to them, so a code that is not
 * known by itself is read by its family.
 */
const BY_CODE: Rules = [
	[/^RETURNED$|^RT_TMS_SIGN|^RT_.*SELLER_SIGN/, 'returned'],
	[/^RT_/, 'returning'],
	[new RegExp(`^CC_TRANS_.*${SUCCESS}`), 'customs'],
	[/^CC_HO_(?:IN|OUT)_SUCCESS$/, 'customs'],
	[new RegExp(`^(?:CC|CUS|CIQ)_.*${FAILURE}`), 'customsHeld'],
	[new RegExp(`^CC_EX_.*${SUCCESS}`), 'exportCustomsCleared'],
	[new RegExp(`^(?:CC|CUS|CIQ)_.*${SUCCESS}`), 'customsCleared'],
	[/^(?:CC|CUS|CIQ)_/, 'customs'],
	[/^GTMS_(?:DELIVERING|RE_DELIVERING|DO_DEPART|OUT_FOR_DELIVERY)|^SENT_SCAN$/, 'outForDelivery'],
	[/^GTMS_SC_/, 'lastMile'],
	[/^(?:GTMS|GSTA|GSTAHUB|STA)_.*FAIL|^FAILED$/, 'deliveryFailed'],
	[/^(?:GTMS_(?:STA_)?|GSTA_(?:BUYER_)?|STA_)?SIGN(?:ED)?(?:_|$)/, 'signed'],
	[/^GTMS_WAIT_SELF_PICK|^GSTA_|^GSTAHUB_|^GTMS_STA_/, 'atPickupPoint'],
	[/^GTMS_ASN$|^(?:OM_)?CONSIGN$/, 'declared'],
	[/^GTMS_/, 'lastMile'],
	[/^PU_.*FAIL|^REJECT$/, 'pickupFailed'],
	[/^PU_|^GOT$/, 'pickedUp'],
	[/^SC_/, 'sorting'],
	[/^LH_ARRIVE$/, 'arrivedInCountry'],
	[/^(?:TD|LH)_|^(?:DEPARTURE|ARRIVAL)$/, 'inTransit'],
	[/^GWMS_/, 'warehouse'],
];

/** Words of descriptions, English and Chinese: the newer method has no codes. */
const BY_WORDS: Rules = [
	[/returned to (?:the )?(?:seller|sender)|退回卖家签收|已退回/i, 'returned'],
	[/\breturn(?:ed|ing)?\b|back to (?:the )?(?:seller|sender)|退回|退件/i, 'returning'],
	[
		/customs.*(?:\bfail|abnormal|\bheld|\bhold|reject|exception|detain|inspection|tax|duty)|(?:held|detained|stopped|seized) (?:by|at|in) customs|(?:清关|报关|海关).*(?:失败|异常|扣留|查验)/i,
		'customsHeld',
	],
	[
		/export (?:customs )?clear(?:ed|ance)?.*(?:success|complete|finish|passed)|export.*(?:cleared|released)|cleared export|出口(?:清关|报关)(?:完成|成功)/i,
		'exportCustomsCleared',
	],
	[
		/customs? .*(?:cleared|released|complete|success|finish|passed)|(?:cleared|released|passed)\b.*customs|(?:清关|通关|海关).*(?:完成|成功|放行)/i,
		'customsCleared',
	],
	[/customs|清关|报关|通关|海关/i, 'customs'],
	[
		/(?:deliver\w*|attempt).*(?:\bfail|unsuccessful|refus|not successful)|(?:failed|unsuccessful|missed) (?:delivery|attempt)|undelivered|could not be delivered|投递失败|派送失败|妥投异常/i,
		'deliveryFailed',
	],
	[
		/out for delivery|with (?:the )?courier|being delivered|开始投递|派送中|派件中/i,
		'outForDelivery',
	],
	[
		/pick-?up (?:point|station|locker)|parcel locker|ready for (?:collection|pick-?up)|自提/i,
		'atPickupPoint',
	],
	[/\bnot (?:yet )?(?:been )?(?:delivered|signed)/i, 'lastMile'],
	[
		/\bdelivered\b|\bsigned\b|delivery (?:was )?success|(?:picked up|collected) by (?:the )?(?:recipient|buyer|consignee|customer)|妥投|已签收|签收成功/i,
		'signed',
	],
	[/arriv\w* (?:at|in) (?:the )?(?:destination|country)|到达目的国/i, 'arrivedInCountry'],
	[/local delivery|delivery (?:company|station|office|depot)|last mile|末端/i, 'lastMile'],
	[/picked up|collected by|accepted by (?:the )?carrier|揽收/i, 'pickedUp'],
	[/shipment (?:declared|information)|order (?:created|placed)|声明发货|电子预报/i, 'declared'],
	[/sort(?:ing|ed)|分拣/i, 'sorting'],
	[/warehouse|仓/i, 'warehouse'],
	[/depart|arriv|in transit|airline|flight|运输|离开|到达/i, 'inTransit'],
];

const CODE = /^[A-Z]+(?:_[A-Z]+)*$/;

function first(rules: Rules, text: string): Milestone | undefined {
	return rules.find(([pattern]) => pattern.test(text))?.[1];
}

/**
 * Names what an event means. A code is surer than words and goes first; the newer tracking method
 * gives words only, in the language that was asked for.
 *
 * @param code e.g. `CC_IM_SUCCESS`; full-width underscores, as in the platform's own list, count.
 * @param texts what the platform says about the event, surest first.
 * @returns undefined when neither is known.
 */
export function milestoneOf(
	code: string | undefined,
	texts: ReadonlyArray<string | undefined>,
): Milestone | undefined {
	const codes = [code, ...texts]
		.map((value) => value?.trim().replace(/＿/g, '_') ?? '')
		.filter((value, index) => index === 0 || CODE.test(value));
	for (const candidate of codes) {
		const known = first(BY_CODE, candidate.toUpperCase());
		if (known) return known;
	}
	for (const words of texts) {
		const known = words === undefined ? undefined : first(BY_WORDS, words);
		if (known) return known;
	}
	return undefined;
}
