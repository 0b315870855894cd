import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { ANY_ACCOUNT } from '../../quota/count';
import type { Account } from '../account';
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

/** Names a token without giving it away. */
function nameOf(refreshToken: string): string {
	return createHash('sha256').update(refreshToken).digest('hex').slice(0, 24);
}

/**
 * The sellers that a bridge has seen, kept in the workflow's data as hashes of their tokens.
 *
 * @param staticData the workflow's 'global' data. Changed by `remember`.
 */
export function openSellers(staticData: IDataObject, account: Account): Sellers {
	const key = stateKeyOf('aliExpressSellers', account);
	const known = () => sellersSchema.parse(staticData[key]);
	return {
		ownerOf: (refreshToken) => {
			const name = nameOf(refreshToken);
			return known().find(([token]) => token === name)?.[1] ?? ANY_ACCOUNT;
		},
		remember: (refreshToken, sellerId) => {
			const name = nameOf(refreshToken);
			const others = known().filter(([token, seller]) => token !== name && seller !== sellerId);
			staticData[key] = [...others, [name, sellerId]].slice(-MAX_SELLERS);
		},
	};
}
