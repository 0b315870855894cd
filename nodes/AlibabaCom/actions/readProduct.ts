import type { IExecuteFunctions } from 'n8n-workflow';

import { refusalOf } from '../../action/checks';
import { collectionOf } from '../../action/fields';
import { addHint } from '../../action/hints';
import type { JsonObject } from '../../wire/json';
import { fieldsOf } from '../../wire/reading';
import { absenceOf } from '../parse/absence';
import { platformLocale } from '../parse/product/language';
import { readProductBuyer } from '../parse/product/productBuyer';
import { readProductDetail, type ProductFacts } from '../parse/product/productFacts';
import { readProductV1 } from '../parse/product/productV1';
import { readProductV2 } from '../parse/product/productV2';
import type { Api } from './operation';
import { countryOf, languageOf, productIdOf } from './parameters';
import { absenceErrorOf, readAnswer } from './refusal';

/** Without `fields` the product detail profile answers nothing. */
const FIELDS = 'title,multi_language_title,multi_language_desc,price_info,moq,logistics_info';

/** A product, and the answer it was read from. */
export interface ReadProduct {
	facts: ProductFacts;
	/** The ID that was asked for, as text. */
	productId: string;
	source: JsonObject;
}

/** What is asked for. */
interface Wanted {
	id: string;
	/** What to know about the ID when nothing is found; empty when it looks as expected. */
	idHint: string;
	language: string;
	country: string;
}

/** The object at a path of an answer; anything else in its place is no product. */
function objectIn(answer: JsonObject, ...path: string[]) {
	let at: unknown = answer;
	for (const name of path) at = fieldsOf(at)?.[name];
	const found = fieldsOf(at);
	if (found) return found;
	throw new TypeError(`The field "${path.join('.')}" of the answer is not an object.`);
}

async function readDetail(context: IExecuteFunctions, api: Api, wanted: Wanted) {
	const { id, idHint, language, country } = wanted;
	const params = { product_id: id, fields: FIELDS, language, country };
	const source = await api.call('alibaba.product.get', params, idHint);
	const facts = readProductDetail(source, { language });
	if (!facts) throw absenceErrorOf(context, absenceOf(source), idHint);
	return { facts, source };
}

async function readOwn(context: IExecuteFunctions, api: Api, { id, language }: Wanted) {
	const params = { product_id: id, language: platformLocale(language) };
	const source = await api.call('/alibaba/icbu/product/get/v2', params);
	const read = () => readProductV2(objectIn(source, 'product_info'), language);
	return { facts: readAnswer(context, read), source };
}

async function readAsBuyer(context: IExecuteFunctions, api: Api, wanted: Wanted) {
	const { id, country, language } = wanted;
	const params = { query_req: { product_id: id, country } };
	const source = await api.call('/eco/buyer/product/description', params);
	const read = () => readProductBuyer(objectIn(source, 'result', 'result_data'), language);
	return { facts: readAnswer(context, read), source };
}

async function readLegacy(context: IExecuteFunctions, api: Api, { id, language }: Wanted) {
	const params = { product_id: id, language: 'ENGLISH' };
	const hint = /^\d+$/.test(id)
		? 'TOP wants the scrambled ID of 24 characters, as Product: Get Many shows it.'
		: '';
	const source = await api.call('alibaba.icbu.product.get', params, hint);
	const read = () => readProductV1(objectIn(source, 'product'), language);
	return { facts: readAnswer(context, read), source };
}

/** Whether the item looks at products as a buyer does. */
export function isBuyerView(context: IExecuteFunctions, api: Api, index: number): boolean {
	if (collectionOf(context, 'options', index).view !== 'buyer') return false;
	if (api.profile === 'openPlatform') return true;
	throw refusalOf(
		context,
		'Only the Open Platform has the view of a buyer',
		'Remove the option View, or choose a credential of the profile Open Platform.',
	);
}

/**
 * Reads the product of an item in whatever way the profile of the credential has.
 *
 * @throws NodeOperationError for what was entered, NodeApiError for refusals and missing products.
 */
export async function readProduct(
	context: IExecuteFunctions,
	api: Api,
	index: number,
): Promise<ReadProduct> {
	const { id, hint } = productIdOf(context, index);
	const language = languageOf(context, index);
	const country = countryOf(context, index);
	const isBuyer = isBuyerView(context, api, index);
	const isDetail = api.profile === 'productDetail';
	const wanted = { id, language, country, idHint: isDetail ? (hint?.en ?? '') : '' };
	if (wanted.idHint !== '') addHint(context, wanted.idHint);
	const read = isDetail
		? readDetail
		: api.profile === 'top'
			? readLegacy
			: isBuyer
				? readAsBuyer
				: readOwn;
	return { ...(await read(context, api, wanted)), productId: id };
}
