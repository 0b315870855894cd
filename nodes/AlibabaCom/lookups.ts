import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { refusalOf } from '../action/checks';
import { searchIn } from '../action/codes';
import { matches, remembered } from '../action/lookup';
import { accountKey } from '../client/access';
import { COUNTRIES, LANGUAGES } from './actions/fields';
import { openApi } from './actions/operation';
import { askProducts, openProducts, PAGE_SIZE } from './actions/product/list';
import { readAnswer } from './actions/refusal';
import { openClient, readAccount } from './openClient';
import { readProductRow } from './parse/product/product';

/** Shorter texts match nearly everything; they only narrow the page. */
const MIN_LETTERS = 3;
/** Nobody looks at a list for longer. */
const PATIENCE = { waitUpToMs: 20_000, onWaited: () => undefined, repeatsReads: true };

/**
 * The own products, by title. A page is a call, which the free plan lets out five times a minute, so
 * answers are kept for some minutes.
 *
 * @throws NodeOperationError with the profile that has no list, before a call.
 */
async function searchProducts(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken = '1',
): Promise<INodeListSearchResult> {
	const account = await readAccount(this);
	if (account.profile === 'productDetail') {
		throw refusalOf(
			this,
			'The profile Product Detail has no list of products',
			'Choose By ID and paste the ID from the page of the product.',
		);
	}
	const api = openApi(this, openClient(this, PATIENCE), account);
	const typed = filter.trim();
	const asked = typed.length >= MIN_LETTERS ? { subject: typed } : {};
	const page = Number(paginationToken);
	const key = `${accountKey(account)} ${account.profile} ${asked.subject ?? ''} ${page}`;
	const rows = await remembered(key, Date.now(), async () => {
		const answer = await askProducts(api, asked, page);
		return answer ? readAnswer(this, () => openProducts(answer)).rows.map(readProductRow) : [];
	});
	const results = rows.flatMap(({ productId, scrambledId, title, url }) => {
		// TOP knows products by the scrambled ID alone.
		const value = account.profile === 'top' ? scrambledId : (productId ?? scrambledId);
		const name = title ?? value;
		if (value === null || name === null) return [];
		if (!asked.subject && !matches(typed, name, value)) return [];
		return [{ name, value, ...(url !== null && { url }) }];
	});
	const isLast = rows.length < PAGE_SIZE;
	return { results, ...(!isLast && { paginationToken: String(page + 1) }) };
}

/** The look-ups behind the locators of the node, by the name that their fields call them. */
export const lookups = {
	searchCountries: searchIn(COUNTRIES),
	searchLanguages: searchIn(LANGUAGES),
	searchProducts,
};
