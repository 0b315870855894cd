import type { IExecuteFunctions } from 'n8n-workflow';

import type { Client } from '../../client/client';
import { absentIn } from '../parse/absence';
import type { Profile } from '../profile';
import type { Api } from './operation';
import { absenceErrorOf } from './refusal';

/** What operations talk to: a client, with refusals about one product made errors of the node. */
export function openApi(
	context: Pick<IExecuteFunctions, 'getNode'>,
	client: Pick<Client, 'call'>,
	{ profile, appSecret }: { profile: Profile; appSecret: string },
): Api {
	return {
		profile,
		pseudonymKey: appSecret,
		async call(method, params, idHint) {
			const answer = await client.call(method, params);
			const absence = absentIn(answer);
			if (absence) throw absenceErrorOf(context, absence, idHint);
			return answer;
		},
		async find(method, params) {
			const answer = await client.call(method, params);
			return absentIn(answer) ? undefined : answer;
		},
	};
}
