/** Why a method may not be called here; undefined when it may. */
export interface NameRefusal {
	message: string;
	remedy: string;
}

/** `aliexpress.trade.seller.orderlist.get`, `global.seller.relation.query`: dots between words. */
const NAME = /^[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+$/;

/** The one read whose answer is nothing but buyer data in plain text. */
export const DECRYPT = 'aliexpress.trade.seller.order.decrypt';

/** The name of a read begins its last word with one of these; `qurey` is how the platform spells it. */
const READS = /^(?:get|list(?!ing)|query|qurey|find|search|calculate|count(?!er)|pagequery)/;
/** Verbs of writing, apart from nouns that begin like them. */
const WRITES =
	'accept(?!ance)|(?:de)?activate|adjust|agree(?!ment)|apply|approve|assign(?!ment)|(?:un)?bind(?!ing)|cancel(?!lation)|clear(?!ance)|complete|commit(?!ment|tee)|confirm(?!ation)|consign|copy(?!right)|create|declare|deduct|(?<!mo)del(?:ete)?(?!a|i)|disable|(?<!cr)edit(?!ion|or)|enable|extend|fulfill?(?!l?ment)|generate|insert|invalidate|(?:un)?lock(?!er)|merge|migrate|modify|publish(?!er)|purge|refuse|register|reject(?!ion)|remove|renew(?!al)|replace(?!ment)|reply|(?<!p)reset|restore|revoke|save|send(?!er)|split|submit|update|upload|upsert|withdraw(?!al)|write';
/** What is a verb of writing beside the thing that it changes, and something else by itself. */
const MAY_WRITE =
	'add(?!ress|cart|on)|arrange|change|close|fill|move|offline|online|pack(?!age)|pay(?!ment|out)|place(?!ment)|post(?!al|age|c|product)|put|release|repack|set(?!t)|ship(?!ment|p)|start|stop|switch|sync|transfer';
const THINGS =
	'order|product|item|sku|stock|inventory|price|goods|offer|store|shop|coupon|promotion|template|group|remark|memo|message|package|parcel|status|info';

/** A word that is such a verb, e.g. in `order.cancel.query`. */
const IS_WRITE = new RegExp(`^(?:${WRITES}|${MAY_WRITE})$`);
/** One that begins or ends with it, or joins it to something else: `batchupdate`, `getorcreate`, `stockset`. */
const HOLDS_WRITE = new RegExp(
	`^(?:${WRITES})|(?:${WRITES})$|(?:and|or|then)(?:${WRITES}|${MAY_WRITE})|(?:${THINGS})(?:${MAY_WRITE})$`,
);
/** The other way round, which says nothing behind the verb of a read: `getonlineproducts`. */
const BEGINS_WRITE = new RegExp(`^(?:${MAY_WRITE})(?:${THINGS})`);

/** The word of a name that says that it writes. */
function writeVerbOf(words: readonly string[], last: string): string | undefined {
	const before = words.find((word) =>
		word
			.split(/[_\d]+/)
			.some((part) => IS_WRITE.test(part) || HOLDS_WRITE.test(part) || BEGINS_WRITE.test(part)),
	);
	if (before !== undefined) return before;
	const [first = '', ...others] = last.replace(READS, '').split(/[_\d]+/);
	const isWrite = (part: string) => IS_WRITE.test(part) || HOLDS_WRITE.test(part);
	return HOLDS_WRITE.test(first) || others.some(isWrite) ? last : undefined;
}

/**
 * Decides whether a method is plainly a read, by its name. Rather a read too few than a write: this
 * package changes nothing in a shop.
 *
 * @param method in lower case.
 * @returns undefined for a read, the reason otherwise.
 */
export function refusalOfName(method: string): NameRefusal | undefined {
	if (method.startsWith('/') || /^auth\b/.test(method)) {
		return {
			message: 'Token calls and other paths cannot be made here',
			remedy: 'The credential renews tokens by itself. Give a name with dots.',
		};
	}
	if (!NAME.test(method)) {
		return {
			message: 'The method is not a name of the platform',
			remedy: 'Use a name with dots, e.g. aliexpress.logistics.redefining.listlogisticsservice.',
		};
	}
	if (method === DECRYPT) return undefined;
	const words = method.split('.');
	const last = words.at(-1) ?? '';
	const verb = writeVerbOf(words.slice(0, -1), last);
	if (verb === undefined && READS.test(last)) return undefined;
	return {
		message: `The method "${method}" is refused, because it may change something in the shop`,
		remedy: `This node only reads. ${
			verb === undefined
				? `The last word, "${last}", does not begin with get, list, query, find, search, count or calculate.`
				: `"${verb}" says that it writes.`
		}`,
	};
}
