import type { INode } from 'n8n-workflow';

import type { Purpose } from '../quota/policy';
import type { QuotaStore } from '../quota/store';
import type { Clock } from '../time/clock';
import type { HttpHelper } from '../wire/send';
import type { Access } from './access';
import type { Protocol } from './protocol';

/** What the client needs from its surroundings. */
export interface ClientSurroundings<A extends Access> {
	node: INode;
	/** Display name of the platform in messages. */
	platform: string;
	http: HttpHelper;
	/** How the platform is spoken to. */
	protocol: Protocol<A>;
	clock: Clock;
	/** Reads the credential afresh, so that a token renewed elsewhere is seen. */
	readAccess(): Promise<A>;
	/** Renews the access token of the credential and stores it. Throws an n8n error if it cannot. */
	renewToken(current: A): Promise<void>;
	openQuota(access: A): QuotaStore;
	purpose: Purpose;
	/** Name of the workflow that spends. */
	spender: string;
	/** How long a call that the counter refuses may wait for its turn, in milliseconds. */
	waitUpToMs?: number;
	/** Whether the client repeats reads after a passing fault; false where n8n repeats the node. */
	repeatsReads?: boolean;
	/** Told how long a call waited for its turn, in milliseconds. */
	onWaited?(waitedMs: number): void;
	cancelSignal?: AbortSignal;
	warn(message: string): void;
}
