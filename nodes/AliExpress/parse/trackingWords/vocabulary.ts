import type { Milestone } from '../milestone';
import type { Phrases } from './phrases';

/** How a language speaks of parcels. Each list is written as `phrases` explains. */
export interface Vocabulary {
	/** "If": nothing in this sentence has happened. */
	conditions: Phrases;
	/** "Will be": nothing from here to the end of the sentence has happened. */
	plans: Phrases;
	/** "Not": what the clause names has not happened. */
	denials: Phrases;
	/** "Not yet": it has neither happened nor failed. */
	notYet: Phrases;
	delivered: {
		/** "Delivered", "signed". */
		words: Phrases;
		/** Beside one of these the word tells no arrival: "ready", "attempt", "please". */
		unless: Phrases;
		/** "Delivered to": only an arrival when `buyer` stands there too. */
		to: Phrases;
		/** "Recipient", "mailbox". */
		buyer: Phrases;
		/** Where a parcel is handed on: "airline", "sorting center". */
		elsewhere: Phrases;
	};
	/** The buyer took the parcel away: "collected by recipient". */
	collected: Phrases;
	/** A delivery that did not work, however the sentence goes on. */
	failed: Phrases;
	/** "Delivery attempt", which failed unless `success` stands beside it. */
	attempted: Phrases;
	success: Phrases;
	outForDelivery: Phrases;
	pickup: {
		/** "Parcel locker". */
		points: Phrases;
		/** "At", "arrived": the parcel is where the point is. */
		at: Phrases;
		/** "Ready for collection", with or without a point. */
		waiting: Phrases;
		/** "On its way to", "collected from". */
		unless: Phrases;
	};
	returns: {
		/** Back with the seller, unless `underWay` stands beside it: "being returned to sender". */
		returned: Phrases;
		underWay: Phrases;
		/** On its way back. */
		returning: Phrases;
		/** "Sender", "seller". */
		sender: Phrases;
		/** "Returned to": on its way back only when `sender` stands there too. */
		to: Phrases;
	};
	customs: {
		/** "Customs", "clearance". */
		names: Phrases;
		/** A good end: "released", "passed". */
		ends: Phrases;
		/** Beside one of these a good end is of something else: "documents submitted successfully". */
		endsUnless: Phrases;
		/** "Held", "rejected". */
		stops: Phrases;
		/** "No longer held". */
		stopsUnless: Phrases;
		/** Stops as long as no good end stands beside them: "inspection", "duties". */
		asks: Phrases;
		/** "Duties paid". */
		asksUnless: Phrases;
		/** "Export", "origin". */
		exports: Phrases;
	};
	/** Everything else that has happened, in the order in which it is looked for. */
	others: ReadonlyArray<readonly [Milestone, Phrases]>;
}
