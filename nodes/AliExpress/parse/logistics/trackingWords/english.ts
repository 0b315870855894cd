import { phrases, type Vocabulary } from './vocabulary';

const POINTS =
	'pick up point | pickup point | pick up station | pickup station | pick up location | pickup location | collection point | parcel locker | pickup locker | pick up locker | smart locker | locker | parcel shop | parcelshop | access point | service point | parcel terminal | pudo';

/** English. A lone `t` is what is left of "couldn't" and "hasn't". */
export const english: Vocabulary = {
	conditions: phrases('if | unless | in case | otherwise'),
	plans: phrases(
		'will | ll | shall | should | to be | going to | about to | expect* | estimat* | schedul* | planned | soon | shortly | tomorrow | once | when | next | later | upcoming | forecast | intend*',
	),
	denials: phrases(
		'not | non | t | never | cannot | without | no longer | nor | neither | unable | incomplete | uncleared',
	),
	notYet: phrases('not yet | not … yet | yet to'),
	delivered: {
		words: phrases(
			'delivered | signed | delivery success* | delivery was success* | successful delivery | successfully delivered | delivery complete*',
		),
		unless: phrases(
			'can | may | might | must | please | ready | await* | waiting | pending | prepar* | request* | arrang* | due | until | before | attempt* | try | tries | tried | fail* | unsuccess* | refus* | reject* | declin* | cancel* | delay* | postpon* | reschedul* | return* | return | wrong | missing | lost | damaged | partial* | be delivered | for delivery',
		),
		to: phrases('delivered to | signed in | signed over | successfully delivered to'),
		buyer: phrases(
			'recipient* | addressee* | customer | consignee | buyer | receiver | client | you | neighbour* | neighbor* | mailbox | mail box | letterbox | letter box | door | doorstep | household | family | home | house | reception | concierge | individual | person | resident | safe place | porch | address',
		),
		elsewhere: phrases(
			'center | centre | hub | warehouse | depot | facility | airport | seaport | port | station | office | customs | carrier* | airline* | partner* | agent | forwarder* | operator* | linehaul | line haul | transit | origin | branch | company | post | postal | sender | seller | shipper | merchant | vendor | supplier | service center | gateway | broker | bag | container | country',
		),
	},
	collected: phrases(
		'picked up by … recipient | picked up by … buyer | picked up by … consignee | picked up by … customer | picked up by … addressee | picked up by you | collected by … recipient | collected by … buyer | collected by … consignee | collected by … customer | collected by … addressee | collected by you | received by … recipient | received by … consignee | received by … customer | received by … addressee | received by … buyer | recipient picked up | recipient collected | customer picked up | customer collected | collected from … locker | picked up from … locker | collected from … point | picked up from … point',
	),
	failed: phrases(
		'fail* … deliver* | deliver* … fail* | unsuccess* … deliver* | deliver* … unsuccess* | not success* … deliver* | deliver* … not success* | attempt* … fail* | attempt* … unsuccess* | not deliver* | not be deliver* | not been deliver* | not … delivered | t … deliver* | cannot … deliver* | unable to … deliver* | unable … deliver* | not able to … deliver* | undeliverable | undelivered | impossible to deliver | delivery impossible | delivery … not … completed | delivery … not possible | delivery cannot | missed deliver* | missed … attempt | deliver* … refused | refused by | refused … parcel | recipient refused | refused deliver* | deliver* … rejected | rejected by … recipient | unclaimed | we missed you | nobody … home | no one … home | no one available | recipient not available | recipient unavailable | recipient absent | recipient was absent | recipient not … home | addressee absent | addressee not available | consignee not available | customer not available | not at home | business closed | not signed | refused to accept | refused to sign | consignee refused | customer refused | buyer refused | addressee refused',
	),
	attempted: phrases('attempt* … deliver* | deliver* … attempt*'),
	success: phrases('success* | in progress'),
	outForDelivery: phrases(
		'out for delivery | out for final delivery | with courier | with the courier | with delivery courier | with the driver | with our driver | with one of our drivers | being delivered | on vehicle for delivery | on vehicle with courier | loaded on … delivery vehicle | delivery in progress',
	),
	pickup: {
		points: phrases(POINTS),
		at: phrases(
			'at | in | into | arriv* | deliver* | deposit* | placed | dropped | stored | available | ready | waiting | awaiting | held | received',
		),
		waiting: phrases(
			'ready for collection | ready for pick up | ready for pickup | ready for customer … pick up | ready to be collected | ready to be picked up | available for collection | available for pick up | available for pickup | available to collect | can be collected | can be picked up | waiting for collection | awaiting collection by | waiting to be collected | held for collection | held for pickup | held for pick up',
		),
		unless: phrases(
			'transit | on its way | on the way | en route | depart* | left | leaving | heading | sent | collected by | collected from | picked up by | picked up from | driver | by courier | by the courier | seller | sender | carrier | changed | updated | redirect*',
		),
	},
	returns: {
		returned: phrases(
			'returned to … sender | returned to … seller | returned to … shipper | returned to … merchant | delivered to … sender | delivered to … seller | delivered to … shipper | delivered back',
		),
		underWay: phrases('being | in process | in progress'),
		returning: phrases(
			'being returned | returning | return to … sender | return to … seller | return to … shipper | return to origin | return to china | returned to origin | return initiated | return started | return in progress | return process | return in transit | return shipment | return parcel | return package | package return | parcel return | shipment return | item return | returned | on its way back | on the way back | back to … sender | back to … seller | sent back | going back',
		),
		sender: phrases('sender | seller | shipper | merchant | origin | china'),
		to: phrases('return* to | back to'),
	},
	customs: {
		names: phrases(
			'customs | custom clearance | clearance | import dut* | import tax* | import vat | duties',
		),
		ends: phrases(
			'cleared | released | release | passed | pass | complete | completed | completion | success* | finish* | approved | accepted by customs',
		),
		endsUnless: phrases(
			'passed to | hand* | submit* | submission | present* | transfer* | start* | began | begun | begin* | declar* | document* | information | transit | awaiting | waiting | pending | ready for | request* | await* | partial*',
		),
		stops: phrases(
			'fail* | abnormal* | held | hold | detain* | seiz* | stopped | suspend* | reject* | refus* | exception | blocked | retain* | confiscat* | prohibited | denied | delay* | withheld | impound* | problem | problems | issue | issues | to be paid | must be paid | unpaid | not paid | payment required | awaiting payment | document* required | document* missing | missing document* | information required',
		),
		stopsUnless: phrases(
			'released from | no longer | hold … released | after … hold | hold … removed | hold … lifted | held … released | not held | not … detained | not … held | without | no … issue* | no … problem* | no … delay*',
		),
		asks: phrases('inspect* | tax* | dut* | vat | examin* | charge* | fee*'),
		asksUnless: phrases('paid | prepaid | settled | exempt* | waived | free | covered'),
		exports: phrases('export* | origin | departure | outbound'),
	},
	others: [
		['destroyed', phrases('destroyed | disposed of | disposed')],
		[
			'exception',
			phrases(
				'lost | damaged | stolen | missing parcel | missing package | delivery exception | shipment exception | parcel exception | insufficient address | incorrect address | incomplete address | invalid address | address insufficient | address incorrect | address incomplete | address invalid | address unknown',
			),
		],
		[
			'cancelled',
			phrases(
				'order cancel* | shipment cancel* | parcel cancel* | package cancel* | label cancel* | shipment was cancel* | order was cancel* | order has been cancel*',
			),
		],
		[
			'addressChanged',
			phrases('address … changed | address … updated | address change | change of address'),
		],
		[
			'arrivedInCountry',
			phrases(
				'arriv* at destination | arriv* in destination | arriv* at the destination | arriv* in the destination | arriv* to destination | arriv* at the country | arriv* in the country | arriv* at country | arriv* in country',
			),
		],
		[
			'lastMile',
			phrases(
				'local delivery | delivery company | delivery station | delivery office | delivery depot | delivery center | delivery centre | delivery partner | delivery facility | delivery hub | last mile | local carrier | local courier | local post | local depot',
			),
		],
		[
			'pickupFailed',
			phrases('pick up fail* | pickup fail* | collection fail* | fail* … pick up | fail* … pickup'),
		],
		[
			'pickedUp',
			phrases(
				'picked up | collected by | accepted by carrier | accepted by the carrier | parcel accepted | package accepted | shipment accepted by carrier',
			),
		],
		[
			'declared',
			phrases(
				'shipment declared | shipment information | shipping information | shipment info | pre shipment | order created | order placed | label created | parcel data received | package data received | electronic notification | electronic information | pre advice | pre advised',
			),
		],
		['sorting', phrases('sorting | sorted | sort center | sort centre')],
		['warehouse', phrases('warehouse')],
		[
			'inTransit',
			phrases(
				'depart* | arriv* | in transit | airline | airport | flight | transport* | line haul | linehaul | hand* over | handed to | handover | on its way | on the way | en route | shipped | dispatch* | despatch* | forwarded | left the country | left departure | left origin | left destination | leaving | delivered to … carrier | delivered to … partner | delivered to … post | delivered to … courier | delivered to … agent | delivered to … forwarder | delivered to … operator',
			),
		],
	],
};
