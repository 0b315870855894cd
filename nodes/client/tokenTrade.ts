import { withPause } from '../quota/refusal';
import { refusedTokenOf } from '../quota/refusedTokens';
import { settleTurn } from '../quota/settle';
import { takeTurn, type Refused, type Turn } from '../quota/turn';
import type { Cause, Failure } from '../wire/failure';
import { remedyOf, tellFailure } from '../wire/remedy';
import type { HttpHelper } from '../wire/send';
import { tokenNameOf } from './access';
import { noteRefusedToken } from './authorization';
import { callForTokens, type TokenGrant, type TokenSet } from './tokenCall';

/** An app, and where its token calls go. */
export interface TokenApp {
	/** Display name of the platform. */
	platform: string;
	appKey: string;
	appSecret: string;
	/** The gateway without trailing slash. */
	baseUrl: string;
	/** The address that the paths of token calls are behind. */
	restUrl: string;
}

/** What became of a token call: the platform refused it, or the counter did not let it out. */
export type Trade =
	| { ok: true; tokens: TokenSet }
	| { ok: false; failure: Failure }
	| { ok: false; refusal: Refused };

/** What is traded: the refresh token or the code. */
export function tradedOf(grant: TokenGrant): string {
	return 'refreshToken' in grant ? grant.refreshToken : grant.code;
}

/**
 * Makes one token call, counted and remembered: a refresh token or code that the platform has refused
 * once is refused here from then on, without a call.
 *
 * @param turn whose `call` gets the name of what is traded.
 * @param accountOf under which account the call is counted after all, once the answer is there.
 * @throws QuotaUnavailable when the counter does not answer.
 */
export async function tradeForTokens(
	http: HttpHelper,
	app: TokenApp,
	grant: TokenGrant,
	turn: Turn,
	patienceMs: number,
	accountOf: (tokens: TokenSet) => string | undefined = () => undefined,
): Promise<Trade> {
	const traded = tradedOf(grant);
	const token = tokenNameOf(traded, app.baseUrl);
	const named: Turn = { ...turn, call: { ...turn.call, token } };
	const granted = await takeTurn(named, patienceMs);
	if (!granted.granted) {
		if (granted.reason !== 'refusedToken') return { ok: false, refusal: granted };
		noteRefusedToken(traded, app);
		return { ok: false, failure: { cause: granted.cause, code: '', message: '' } };
	}
	const outcome = await callForTokens(http, app, grant, turn.clock.nowMs());
	if (outcome.ok) {
		const account = accountOf(outcome.tokens);
		await settleTurn(named, granted, undefined, account === undefined ? {} : { account });
		return outcome;
	}
	const { failure } = outcome;
	const refusedToken = refusedTokenOf(token, failure, 'trade');
	if (refusedToken) noteRefusedToken(traded, app);
	const pause = await settleTurn(named, granted, failure, refusedToken ? { refusedToken } : {});
	return { ok: false, failure: withPause(failure, pause, app.platform) };
}

const ENDS: ReadonlySet<Cause> = new Set<Cause>(['refreshToken', 'token', 'authorization']);
/** After these nobody knows whether the platform has carried the call out. */
const UNSURE: ReadonlySet<Cause> = new Set<Cause>([
	'timeout',
	'unreachable',
	'service',
	'malformed',
]);

/** Whether a refused renewal means that the account has to be connected again. */
export function isEndOfAuthorization({ cause }: Failure): boolean {
	return ENDS.has(cause);
}

/**
 * Why a token call brought no tokens, in one text without secrets. A token call is never repeated: a
 * code works once, and a renewal that was carried out may have replaced the refresh token.
 */
export function tellTokenFailure(failure: Failure, app: TokenApp, grant: TokenGrant): string {
	const { platform, appSecret } = app;
	const secrets = [appSecret, tradedOf(grant)];
	if (!UNSURE.has(failure.cause)) return tellFailure(failure, platform, secrets);
	const { message } = remedyOf(failure.cause, platform);
	const description =
		'refreshToken' in grant
			? `The renewal of the access token may have been carried out all the same. The next call tries again by itself; if ${platform} then says that the authorization has ended, connect the account again.`
			: 'The code may be spent all the same. Press "Connect" again, or paste a new code.';
	return tellFailure({ ...failure, words: { message, description } }, platform, secrets);
}
