import { expect, type Facts } from '../report.mts';
import { TESTED_APP, type Stage } from '../stage.mts';
import type { KnownRefusal } from '../../sandbox/gateway/refusals.mts';
import { REFUSALS } from '../../sandbox/gateway/refusals.mts';

const refusalOf = (name: string): KnownRefusal => {
	const known = REFUSALS.find(({ code, subCode }) => code === name || subCode === name);
	expect(known !== undefined, `The sandbox knows no refusal ${name}.`);
	return known;
};

/**
 * Saves the credential without a button and tests it as its dialog does: n8n itself runs the hooks of the
 * credential, stores what they return, and sends the declared request.
 */
export async function testCredentials({ sandbox, editor }: Stage): Promise<Facts> {
	const { appKey } = TESTED_APP;
	const save = async (name: string, more: object): Promise<string> =>
		await editor.createCredential(name, 'aliExpressApi', {
			...TESTED_APP,
			environment: 'custom',
			baseUrl: sandbox.url,
			counter: 'process',
			...more,
		});
	const callsBefore = sandbox.log.calls.length;
	const calls = () => sandbox.log.calls.slice(callsBefore);

	const withCode = await save('code', { authorizationCode: sandbox.issueCode({ appKey }) });
	sandbox.settings.answers.withoutPermissions = ['merchant', 'social'];
	const refused = await editor.testCredential(withCode);
	sandbox.settings.answers.withoutPermissions = ['social'];
	const passed = await editor.testCredential(withCode);
	const trades = calls().filter(({ method }) => method === '/auth/token/create').length;

	const { accessToken, refreshToken } = sandbox.issueTokens({ appKey });
	const withTokens = await save('tokens', { accessToken, refreshToken });
	sandbox.faults.next({ kind: 'refusal', refusal: refusalOf('isv.appkey-not-exists') });
	const unknownApp = await editor.testCredential(withTokens);
	const limit = refusalOf('AppApiCallLimit');
	sandbox.faults.next({ kind: 'refusal', refusal: limit, bans: 'app', seconds: 14_229 });
	const banned = await editor.testCredential(withTokens);
	const callsOfBan = calls().length;
	const stillBanned = await editor.testCredential(withTokens);

	const told = [
		refused.message.startsWith('AliExpress refused access to this data'),
		passed.status === 'OK',
		unknownApp.message.startsWith('AliExpress does not know this App Key'),
		banned.message.startsWith('AliExpress has paused calls of this app until '),
		stillBanned.message.startsWith('The platform has paused calls of this app until '),
	];
	return {
		credentialTestsTold: told.filter(Boolean).length,
		codesTraded: trades,
		callsDuringBan: calls().length - callsOfBan,
	};
}
