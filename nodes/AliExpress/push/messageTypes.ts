/** A kind of push message: its number on the wire, and what items and the editor call it. */
interface MessageType {
	type: number;
	event: string;
	name: string;
	description: string;
}

/** The number of messages that say that the authorization of a shop is about to end. */
export const AUTHORIZATION_ENDING = 65;

// AliExpress publishes no list of numbers; these are documented for other apps or were seen. Its sister
// platform counts otherwise: 21 is a product review there, and 8 that an authorization ends.
const MESSAGE_TYPES: readonly MessageType[] = [
	{
		type: AUTHORIZATION_ENDING,
		event: 'push.authorizationEnding',
		name: 'Authorization Ending Soon',
		description: 'The authorization of a shop is about to end (type 65)',
	},
	{
		type: 21,
		event: 'push.instantMessage',
		name: 'Instant Message',
		description: 'A message between buyer and seller (type 21)',
	},
	{
		type: 18,
		event: 'push.logistics',
		name: 'Logistics Tracking',
		description: 'A parcel has moved (type 18)',
	},
	{
		type: 53,
		event: 'push.orderStatus',
		name: 'Order Status',
		description: 'The status of an order has changed (type 53)',
	},
	{
		type: 51,
		event: 'push.payment',
		name: 'Payment',
		description: 'Something about the payment of an order (type 51)',
	},
	{
		type: 0,
		event: 'push.tradeOrder',
		name: 'Trade Order',
		description: 'An order was placed or has changed, and the test message of the console (type 0)',
	},
];

/** The event of every message whose number is not known. */
const UNKNOWN_EVENT = 'push.unknownType';

/** Choices of the filter that are no number. */
export const ALL_TYPES = 'all';
const OTHER_TYPES = 'other';

const byNumber = new Map(MESSAGE_TYPES.map((one) => [one.type, one]));

/** The event of a message of this number; an unknown number has a name of its own. */
export function eventOf(type: number | undefined): string {
	return (type !== undefined && byNumber.get(type)?.event) || UNKNOWN_EVENT;
}

/** Whether the filter lets a message pass. `further` are numbers that the user has added. */
export function passesTypes(
	type: number | undefined,
	chosen: readonly string[],
	further: readonly string[],
): boolean {
	if (chosen.includes(ALL_TYPES)) return true;
	if (type !== undefined && further.includes(String(type))) return true;
	const isKnown = type !== undefined && byNumber.has(type);
	return chosen.includes(isKnown ? String(type) : OTHER_TYPES);
}

/** What the filter accepts as a choice. */
export function isTypeChoice(value: string): boolean {
	return value === ALL_TYPES || value === OTHER_TYPES || byNumber.has(Number(value));
}

/** The choices of the filter, by name. Built afresh at each call. */
export function typeChoices(): Array<{ name: string; value: string; description: string }> {
	const known = MESSAGE_TYPES.map(({ name, type, description }) => ({
		name,
		value: String(type),
		description,
	}));
	const all = {
		name: 'All Types',
		value: ALL_TYPES,
		description: 'Every message, whatever its type',
	};
	const other = {
		name: 'Other Types',
		value: OTHER_TYPES,
		description: `Messages of every type that is not in this list; the event is "${UNKNOWN_EVENT}"`,
	};
	return [all, ...known, other].sort((a, b) => (a.name < b.name ? -1 : 1));
}
