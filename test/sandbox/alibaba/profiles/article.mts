import { refuse } from '../../gateway/failures.mts';
import { printJson } from '../../json.mts';
import type { JsonObject } from '../../json.mts';
import { articleSignature } from '../articleSignature.mts';
import type { AlibabaContext, ProfileCall } from '../call.mts';
import type { AlibabaProduct } from '../catalogue/products.mts';
import { ARTICLE_ENVELOPES } from '../options.mts';

const CLOCK_TOLERANCE_MS = 600_000;

/**
 * The text that answers a call of the article's profile, product or business refusal. Refuses with
 * `IncompleteSignature` whatever part of the signature is missing or wrong: the answer tells no more.
 */
export function articleText(call: ProfileCall, context: AlibabaContext): string {
	const { params, requestId } = call;
	checkSignature(call, context);
	if (params.get('method') !== 'alibaba.product.get') {
		return refusalText('isv.invalid-method', 'Method not found', requestId);
	}
	if (context.settings.alibaba.withoutPermission.includes('alibaba.product.get')) {
		refuse('InsufficientPermission');
	}
	const asked = (params.get('fields') ?? '').split(',').map((field) => field.trim());
	if (asked.every((field) => field === '')) {
		return refusalText('isv.missing-parameter', 'fields is required', requestId);
	}
	const product = context.shop.products.find(({ id }) => String(id) === params.get('product_id'));
	if (product?.state !== 'online') {
		return refusalText('PRODUCT_NOT_EXIST', '商品不存在', requestId, hintFor(product, context));
	}
	const body = Object.fromEntries(
		Object.entries(product.article).filter(([field]) => asked.includes(field)),
	);
	return printJson(wrapped(body, product, context));
}

function checkSignature({ params, repeated, ip }: ProfileCall, { settings }: AlibabaContext): void {
	const app = settings.alibaba.apps.find(({ appKey }) => appKey === params.get('app_key'));
	if (!app || repeated.length > 0) refuse('IncompleteSignature');
	if (app.allowedIps?.length && !app.allowedIps.includes(ip)) refuse('AppWhiteIpLimit');
	// Both are mandatory; an empty text is signed like any other.
	if (!params.has('language') || !params.has('country')) refuse('IncompleteSignature');
	if (params.get('api_version') !== '2.0') refuse('IncompleteSignature');
	const timestamp = params.get('timestamp') ?? '';
	const offMs = Math.abs(Number(timestamp) - settings.now());
	if (!/^\d{13}$/.test(timestamp) || offMs > CLOCK_TOLERANCE_MS) refuse('IncompleteSignature');
	if (params.get('sign') !== articleSignature(params, app.appSecret)) refuse('IncompleteSignature');
}

/** What tells delisted from unknown, for products that have it: half of them under `seeded`. */
function hintFor(product: AlibabaProduct | undefined, { settings }: AlibabaContext): JsonObject {
	if (product?.state !== 'offline') return {};
	const { delistedHint } = settings.alibaba;
	const shows = delistedHint === 'seeded' ? product.index % 2 === 0 : delistedHint === 'always';
	return shows ? { sub_code: 'isv.product-offline', sub_msg: '商品已下架' } : {};
}

function wrapped(
	body: JsonObject,
	{ index }: AlibabaProduct,
	{ settings }: AlibabaContext,
): JsonObject {
	const { articleEnvelope } = settings.alibaba;
	const envelope =
		articleEnvelope === 'seeded'
			? ARTICLE_ENVELOPES[index % ARTICLE_ENVELOPES.length]
			: articleEnvelope;
	return envelope === undefined || envelope === 'bare' ? body : { [envelope]: body };
}

function refusalText(code: string, message: string, requestId: string, more: JsonObject = {}) {
	return printJson({ error_code: code, error_msg: message, ...more, request_id: requestId });
}
