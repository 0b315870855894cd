import type { Cause, Failure } from './failure';
import { redact } from './text';

/** Title, next step and HTTP-like code per cause. `httpCode` is what n8n groups poll errors by. */
export interface Remedy {
	message: string;
	description: string;
	httpCode: string;
}

/**
 * What a user reads for each cause: what happened, then what to do. `platform` is the display name,
 * e.g. `AliExpress`.
 */
export function remedyOf(cause: Cause, platform: string): Remedy {
	const remedies: Record<Cause, Remedy> = {
		signature: {
			message: `${platform} did not accept the signature`,
			description:
				'The App Secret does not belong to the App Key. Copy both again from the app console into the credential; look for blanks at either end.',
			httpCode: '401',
		},
		clock: {
			message: `${platform} refused the time of the request`,
			description:
				'The clock of this n8n server is wrong by more than two hours. Set it right and run again.',
			httpCode: '400',
		},
		appKey: {
			message: `${platform} does not know this App Key`,
			description:
				'Check the App Key in the credential, and that the app is released and not suspended in the app console.',
			httpCode: '401',
		},
		token: {
			message: `${platform} no longer accepts the access token`,
			description:
				'Open the credential and connect the account again, or paste new tokens into it.',
			httpCode: '401',
		},
		refreshToken: {
			message: `The authorization of this ${platform} account has ended`,
			description:
				'A refresh token has a fixed life that refreshing does not prolong. The seller has to authorize again: open the credential and connect the account, or paste new tokens into it. Until then no call is made with the old ones.',
			httpCode: '401',
		},
		authorizationCode: {
			message: 'The authorization code was used before or has expired',
			description:
				'A code works once and only for a few minutes. Authorize again and use the new code at once.',
			httpCode: '400',
		},
		appType: {
			message: `This ${platform} app may not authorize accounts this way`,
			description: 'Register the app as a seller app. The type of an app cannot be changed later.',
			httpCode: '403',
		},
		authorization: {
			message: `${platform} does not accept the authorization of this account`,
			description: 'Connect the account again, signed in as the owner of the shop.',
			httpCode: '401',
		},
		rateLimit: {
			message: `${platform} has paused calls`,
			description:
				'No further call is sent until the pause is over. The next run continues by itself.',
			httpCode: '429',
		},
		dayLimit: {
			message: `The ${platform} app has used up its calls of today`,
			description:
				'The platform answers again after midnight Beijing time (UTC+8). More calls a day can be requested in the app console.',
			httpCode: '429',
		},
		ip: {
			message: `${platform} does not accept calls from this server's IP address`,
			description:
				'Add the public IP address of this n8n server to the IP list of the app in the app console.',
			httpCode: '403',
		},
		permission: {
			message: `${platform} refused access to this data`,
			description:
				'The platform answers so in three cases: the app lacks the permission group for it; the order or product does not exist or is not of this shop; or the connected account is a buyer account and not the one of the shop.',
			httpCode: '403',
		},
		retired: {
			message: `${platform} no longer offers this method`,
			description:
				'The platform retires methods from time to time. Update this package, and see its changelog.',
			httpCode: '404',
		},
		input: {
			message: `${platform} did not accept the parameters`,
			description: 'Check the values of the node against the answer of the platform.',
			httpCode: '400',
		},
		service: {
			message: `${platform} is not available at the moment`,
			description: 'The call was repeated without success. Try again later.',
			httpCode: '503',
		},
		business: {
			message: `${platform} could not carry out the request`,
			description: 'The answer of the platform says why.',
			httpCode: '422',
		},
		timeout: {
			message: `${platform} did not answer in time`,
			description: 'The call was repeated without success. Try again later.',
			httpCode: '504',
		},
		unreachable: {
			message: `The connection to ${platform} was cut off`,
			description:
				'The call was repeated without success. Check the network of this server and try again.',
			httpCode: '503',
		},
		neverSent: {
			message: `${platform} cannot be reached from this server`,
			description:
				'No connection could be made. Check the network, the proxy and, with a custom environment, the address in the credential.',
			httpCode: '503',
		},
		forbidden: {
			message: `n8n does not let this credential reach ${platform}`,
			description:
				'Nothing was sent. An n8n before 2.36 showed "Allowed HTTP Request Domains" in the credential; later ones go by a list that was entered there and do not show it any more. Create the credential anew with the same values and choose it in the nodes. Without such a list it is the protection of n8n against requests to inner addresses: the administrator can allow the host with N8N_SSRF_ALLOWED_HOSTNAMES.',
			httpCode: '403',
		},
		cancelled: {
			message: 'The execution was cancelled',
			description: 'The call was stopped before its answer arrived.',
			httpCode: '499',
		},
		malformed: {
			message: `${platform} answered with something that is no result`,
			description:
				'The answer was cut off or came from something in between, such as a proxy. Nothing was taken from it. Try again later.',
			httpCode: '502',
		},
	};
	return remedies[cause];
}

/**
 * A failure in one text, for places that show no more: what happened, what to do, what was said.
 *
 * @param secrets taken out of what the platform said.
 */
export function tellFailure(
	failure: Failure,
	platform: string,
	secrets: readonly string[],
): string {
	const { message, description } = failure.words ?? remedyOf(failure.cause, platform);
	const said = redact([failure.code, failure.message].filter(Boolean).join(': '), secrets);
	return `${message}. ${description}${said ? ` ${platform} said: ${said}` : ''}`;
}
