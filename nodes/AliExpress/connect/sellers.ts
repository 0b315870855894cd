import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { tokenNameOf } from '../../client/access';
import { ANY_ACCOUNT } from '../../quota/policy';
import type { Account } from '../account/account';
import { stateKeyOf } from './sharedLedger';

/** Far more shops than one app may serve before it is reviewed again. */
const MAX_SELLERS = 200;

const sellersSchema = z.array(z.tuple([z.string(), z.string()])).catch([]);

/** Which seller a refresh token belongs to, so that its renewal is counted for that seller alone. */
export interface Sellers {
	/** The seller id, or the stand-in for all accounts when the token was never seen. */
	ownerOf(refreshToken: string): string;
	remember(refreshToken: string, sellerId: string): void;
}

/** Live lists by app, so that a request that loaded older data cannot take an entry away. */
const lists = new Map<string, Array<[string, string]>>();

/**
 * The sellers that a bridge has seen, kept in the workflow's data as hashes of their tokens. What was
 * stored is taken into the live list, which is put back as the live object, as the ledger is.
 *
 * @param staticData the workflow's 'global' data. Changed.
 */
export function openSellers(staticData: IDataObject, account: Account): Sellers {
	const key = stateKeyOf('aliExpressSellers', account);
	const live = lists.get(key) ?? [];
	lists.set(key, live);
	for (const [token, seller] of sellersSchema.parse(staticData[key])) {
		const isKnown = live.some(([name, owner]) => name === token || owner === seller);
		if (!isKnown) live.push([token, seller]);
	}
	staticData[key] = live;
	return {
		ownerOf: (refreshToken) => {
			const name = tokenNameOf(refreshToken);
			return live.find(([token]) => token === name)?.[1] ?? ANY_ACCOUNT;
		},
		remember: (refreshToken, sellerId) => {
			const name = tokenNameOf(refreshToken);
			const others = live.filter(([token, seller]) => token !== name && seller !== sellerId);
			const kept = [...others, [name, sellerId] as [string, string]].slice(-MAX_SELLERS);
			live.splice(0, live.length, ...kept);
		},
	};
}
