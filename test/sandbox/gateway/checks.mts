import type { SandboxApp } from '../options.mts';
import { refuse } from './failures.mts';
import { given, required } from './params.mts';
import type { GatewayRequest } from './params.mts';
import { signatureOf, textToSign } from './signature.mts';
import { shanghaiMs } from './time.mts';

const CLOCK_TOLERANCE_MS = 7_200_000;
/** The former gateway's text form allowed less. */
const TEXT_CLOCK_TOLERANCE_MS = 600_000;

/**
 * Judges app key, IP address, clock and signature of a request and returns the app.
 * `pathPrefix` is the API path of a path-style call and empty on /sync, where the legacy sign
 * methods are honoured too. Refuses with the platform's codes.
 */
export function checkedApp(
	{ params, repeated, ip }: GatewayRequest,
	apps: readonly SandboxApp[],
	nowMs: number,
	pathPrefix: string,
): SandboxApp {
	const appKey = required(params, 'app_key');
	const app = apps.find((candidate) => candidate.appKey === appKey);
	if (!app) refuse('InvalidAppKey');
	if (app.allowedIps?.length && !app.allowedIps.includes(ip)) refuse('AppWhiteIpLimit');
	checkClock(required(params, 'timestamp'), nowMs);
	const signMethod = required(params, 'sign_method');
	if (pathPrefix !== '' && signMethod !== 'sha256') refuse('IncompleteSignature');
	const repeatedName = repeated[0];
	if (repeatedName !== undefined) {
		refuse('IncompleteSignature', `The parameter "${repeatedName}" is given more than once`);
	}
	const expected = signatureOf(textToSign(params, pathPrefix), app.appSecret, signMethod);
	if (expected === undefined || given(params, 'sign') !== expected) refuse('IncompleteSignature');
	return app;
}

function checkClock(timestamp: string, nowMs: number): void {
	const isMilliseconds = /^\d{1,15}$/.test(timestamp);
	const isIsoUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(timestamp);
	const oldForm = shanghaiMs(timestamp);
	const atMs = isMilliseconds ? Number(timestamp) : isIsoUtc ? Date.parse(timestamp) : oldForm;
	const tolerance = oldForm === undefined ? CLOCK_TOLERANCE_MS : TEXT_CLOCK_TOLERANCE_MS;
	if (atMs === undefined || !(Math.abs(atMs - nowMs) <= tolerance)) refuse('InvalidTimestamp');
}
