import type { FaultQueue } from '../faults.mts';
import type { GatewayRequest } from '../gateway/params.mts';
import type { Vault } from '../gateway/tokens.mts';
import type { Settings } from '../options.mts';
import type { Random } from '../shop/random.mts';
import type { AlibabaLimitKeeper } from './limits.mts';
import type { AlibabaLogBook, AlibabaProfile } from './log.mts';
import type { AlibabaShop } from './method.mts';

/** What the three profiles share. */
export interface AlibabaContext {
	settings: Settings;
	shop: AlibabaShop;
	vault: Vault;
	limits: AlibabaLimitKeeper;
	faults: FaultQueue;
	log: AlibabaLogBook;
	random: Random;
	changed: () => void;
}

/** One request on its way through a profile. */
export interface ProfileCall extends GatewayRequest {
	profile: AlibabaProfile;
	httpMethod: string;
	/** Dotted method, or the API path on the Open Platform: the name in the log. */
	name: string;
	requestId: string;
}
