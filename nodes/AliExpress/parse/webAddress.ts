import { oneLine } from '../../wire/text';

/** Where the platform keeps pictures whose bare file name it gives. */
const PICTURES = 'https://ae01.alicdn.com/kf/';
/** As the platform names pictures: a letter and 32 hex digits, or the older `HTB1…`. */
const PICTURE_NAME = /^[A-Z][A-Za-z0-9_-]{15,63}\.(?:jpe?g|png|webp|gif)$/i;
/** The hosts of pictures that are met over https too, in other answers of the platform. */
const KNOWN_OVER_HTTPS = /^http:(?=\/\/ae\d\d\.alicdn\.com\/)/i;
/** A host that stands before what has one already, as some answers put it: `http://host/http://host/a.jpg`. */
const HOST_TOO_MUCH = /^https?:\/\/[^\s/?#]+\/(?=https?:\/\/)/i;

/** Nearly all, and lists hold thousands of them. */
const AS_IT_SHOULD_BE = /^https:\/\/[\w.-]+\/(?!https?:)[!-~]*$/;

/**
 * An address that opens in a browser, from what the platform wrote: with its scheme where only `//host/…` stands,
 * and over https where its host is known for that.
 *
 * @returns undefined for a text that is no address, e.g. a file name.
 */
export function webAddress(written: string | undefined): string | undefined {
	if (written === undefined || AS_IT_SHOULD_BE.test(written)) return written;
	const text = oneLine(written).replace(HOST_TOO_MUCH, '');
	const address = text.startsWith('//') ? `https:${text}` : text;
	if (!/^https?:\/\/[^\s/]/i.test(address)) return undefined;
	return address.replace(KNOWN_OVER_HTTPS, 'https:');
}

/** The same for a picture, of which some answers give the file name alone. */
export function pictureAddress(written: string | undefined): string | undefined {
	const address = webAddress(written);
	if (address !== undefined || written === undefined) return address;
	const name = oneLine(written);
	return PICTURE_NAME.test(name) ? PICTURES + name : undefined;
}

/** Address of a product in the shop as buyers see it. */
export function productUrl(productId: string): string {
	return `https://www.aliexpress.com/item/${productId}.html`;
}
