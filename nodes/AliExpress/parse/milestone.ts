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
