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
const READS =
	/^(?:get|list(?!ing)|query|qurey|find|search|calculate|count(?!er)|pagequery)(?!or(?:create|add|insert))/;
const WRITE_VERBS =
	'accept|add(?!ress)|agree|apply|approve|arrange|assign|bind|cancel|change|close|commit|confirm|create|declare|delete|disable|edit|enable|fill|generate|insert|invalidate|modify|move|offline|online|pack|pay|place|post|publish|purge|reject|release|remove|renew|repack|replace|reply|revoke|save|send|set|ship|start|stop|submit|switch|sync|transfer|unbind|update|upload|upsert|withdraw|write';
/** A word before the last that is a verb of writing, e.g. `order.cancel.query`. */
const WRITE_WORD = new RegExp(`^(?:${WRITE_VERBS})$`);
/** A verb of writing inside the last word, e.g. `getandset`. */
const WRITE_TOO = new RegExp(`(?:and|then)_?(?:${WRITE_VERBS})`);

function writeVerbOf(words: readonly string[], last: string): string | undefined {
	const before = words.find((word) => WRITE_WORD.test(word));
	return before ?? (WRITE_TOO.test(last) ? last : undefined);
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
