import type { Language } from './finding';

/** What the check says in English, as the items of the node carry it. */
export const ENGLISH: Language = {
	sentences: {
		bridgeReached: ['The bridge answers at {address} and runs version {version}.', ''],
		bridgeOther: [
			'The bridge runs version {theirs} of this package, this node version {ours}.',
			'Install the same version for every process of n8n and start them all again.',
		],
		bridgeOlder: [
			'The bridge answers, but runs an older version of this package than this node ({ours}).',
			'Install the same version for every process of n8n and start them all again.',
		],
		bridgeSilent: ['{message}.', '{remedy}'],
		bridgeNone: [
			'The credential asks no bridge: calls are counted in this process of n8n.',
			'For an exact count set Count Calls In to Bridge in the credential.',
		],
		redisCounts: [
			'Calls are counted in the Redis of the credential, for all processes of n8n.',
			'',
		],
		redisSilent: ['{message}.', '{remedy}'],
		secretAccepted: ['AliExpress accepts App Key and App Secret, last at {at}.', ''],
		secretRefused: ['{message}.', '{remedy}'],
		secretSame: [
			'The bridge has the same App Key and App Secret. Whether AliExpress accepts them is not known.',
			'Choose a permission group to ask for: the call shows it.',
		],
		secretUnknown: [
			'Whether AliExpress accepts App Key and App Secret is not known.',
			'Choose a permission group to ask for: the call shows it.',
		],
		clockRight: ['The clock of this server agrees with that of AliExpress.', ''],
		clockAhead: [
			'The clock of this server is {seconds} seconds ahead of that of AliExpress.',
			'Switch time synchronisation on (NTP). Calls are refused from two hours on.',
		],
		clockBehind: [
			'The clock of this server is {seconds} seconds behind that of AliExpress.',
			'Switch time synchronisation on (NTP). Calls are refused from two hours on.',
		],
		clocksApart: [
			'The clocks of this process and of the bridge are {seconds} seconds apart.',
			'Switch time synchronisation on (NTP) on both servers. The bridge refuses requests from five minutes on.',
		],
		clockUnknown: [
			'AliExpress has not told its time since n8n was started.',
			'The next call brings it.',
		],
		tokenUntil: ['The access token works until {until} and is renewed before that.', ''],
		tokenUsable: ['There is an access token; when it ends is not known.', ''],
		tokenRenewed: ['The access token is renewed with the next call.', ''],
		tokenLast: [
			'The access token works until {until}, and nothing can renew it.',
			'Open the credential and connect the account again, or paste a refresh token beside the access token.',
		],
		tokenLastOpen: [
			'There is an access token, and nothing can renew it once it ends.',
			'Open the credential and connect the account again, or paste a refresh token beside the access token.',
		],
		notAuthorized: ['{message}.', '{remedy}'],
		authorizationUntil: ['The account is authorized until {until}.', ''],
		authorizationEnding: [
			'The account is authorized until {until}: {days} days more.',
			'Open the credential and connect the account again before that. Renewing tokens does not prolong it.',
		],
		authorizationOpen: ['The account is authorized; AliExpress did not say until when.', ''],
		sellerKnown: ['The account is that of seller {seller}.', ''],
		sellerUnknown: [
			'The tokens do not say which seller they are of.',
			'Ask for the permission group Seller / Merchant, or connect with the button.',
		],
		groupAnswered: ['{group}: AliExpress answered at {at}.', ''],
		groupRefused: [
			'{group}: {message}, at {at}.',
			'Apply for the permission group in the app console. Once it is granted, connect the account again and check with Ask Again.',
		],
		groupUnclear: ['{group}: not known. {message}.', '{remedy}'],
		groupNotAsked: [
			'{group}: not asked, because the account cannot be called.',
			'Do what accessToken and authorization say, and check again.',
		],
		callsLeft: [
			'{left} of {day} calls are left today, {actions} of them for actions and {triggers} for triggers. The count begins anew at {resetsAt}.',
			'',
		],
		callsOpen: ['{used} calls were made today; the credential sets no limit for the day.', ''],
		callsUsedUp: [
			'All {day} calls of today are used up. The count begins anew at {resetsAt}.',
			'Wait until then. Account → Get Status tells who spent them.',
		],
		callsPaused: [
			'AliExpress has paused calls until {until}.',
			'Nothing is to be done: they go on by themselves.',
		],
		callsUnknown: ['How many calls are left is not known: {message}.', '{remedy}'],
		processOne: ['One process of n8n counts the calls.', ''],
		processSeveral: [
			'{count} processes of n8n have counted calls within the last hour: it was started again, or several answer for the bridge.',
			'Check again an hour after the last start. Several that answer at the same moment can both grant the last call.',
		],
		processOwn: [
			'Each process of n8n counts for itself and forgets when it is started again.',
			'With more than one process set Count Calls In to Bridge in the credential.',
		],
		processAll: ['All processes of n8n count in one place.', ''],
		processUnknown: ['How many processes count the calls is not known.', ''],
		triggerReads: [
			'{name} reads {lists} about every {minutes} minutes: last at {readAt}, next from {nextAt}.',
			'',
		],
		triggerBegins: ['{name} is to read {lists} from {nextAt}. It has read nothing yet.', ''],
		triggerFails: [
			'{name} could not read since {since}. The last read: {why}.',
			'The trigger tries again by itself, next at {nextAt}, and loses nothing.',
		],
		triggerWaits: [
			'{name} waits until {until}. {why}.',
			'Nothing is lost: it goes on by itself. Fewer lists, or more calls for triggers, make it wait less.',
		],
		triggerRepeats: [
			'{name} has handed out {events} events with which the workflow has not succeeded, the oldest found at {since}.',
			'Look into the failed executions and put right what they say. The trigger hands these events out again by itself, next at {nextAt}.',
		],
		triggerElsewhere: [
			'Triggers have made {count} calls today ({names}), but in another process of n8n, or before the last start.',
			'How they are doing tells the feed status of the trigger itself (Options → Include Feed Status).',
		],
		triggerNone: [
			'No AliExpress Trigger of this account has polled since {since}.',
			'Publish a workflow with the AliExpress Trigger, if there is to be one.',
		],
		pushHeard: ['The last push message of the app came at {at}.', ''],
		pushSilent: [
			'No push message of the app has come since {since}.',
			'Push is an addition that not every app has. If it is set up, look into the push log of the app console.',
		],
		pageLink: [
			'The same as a page, to be opened until {until}: {link}',
			'Open it in a browser. Whoever has the link sees the page.',
		],
	},
	names: {
		bridge: 'Bridge',
		secret: 'App Key and App Secret',
		clock: 'Clock',
		accessToken: 'Access token',
		authorization: 'Authorization',
		seller: 'Seller',
		permission: 'Permission group',
		calls: 'Calls',
		processes: 'Counting processes',
		trigger: 'Trigger',
		push: 'Push',
		page: 'Page',
		category: 'Category',
		evaluation: 'Evaluation',
		freight: 'Freight',
		issue: 'Issue',
		logistics: 'Logistics',
		marketing: 'Marketing',
		trade: 'Order & Transaction',
		product: 'Product',
		solution: 'Product (Overseas App)',
		merchant: 'Seller / Merchant',
		orders: 'orders',
		toSend: 'orders to send',
		changed: 'changed orders',
		finished: 'finished orders',
		reviews: 'reviews',
		disputes: 'disputes',
	},
	comma: ', ',
};
