import type { Sandbox } from '../sandbox/sandbox.mts';
import type { Random } from '../sandbox/shop/random.mts';
import { BRIDGE_URL, createBridgeHost } from './bridge.mts';
import type { CallingHost } from './calling.mts';
import { openDisk, readRow } from './disk.mts';
import type { Disk } from './disk.mts';
import { startLife } from './life.mts';
import type { Life, WallClock } from './life.mts';
import type { HttpAnswer, HttpOptions } from './loopback.mts';
import type { Network } from './network.mts';
import { ACCOUNTS } from './scene.mts';
import type { Scheduler } from './scheduler.mts';

/** Everything that a poll waits for, as moments at which its process can end. */
export const WEAK_POINTS = [
	/** The credential was asked for. */
	'credential',
	/** The counter is about to be asked. */
	'asking',
	/** A reservation is on the disk; whoever asked does not know yet. */
	'reserved',
	/** The counter has answered. */
	'counted',
	/** The package waits, for its turn or to repeat. */
	'waiting',
	/** A request is about to leave. */
	'sending',
	/** The platform has the request; its answer is on the way. */
	'inFlight',
	/** The answer is there. */
	'answered',
	/** The trigger's state is printed and not on the disk yet. */
	'printed',
	/** It is on the disk; the execution of its items is not created yet. */
	'emitted',
	/** The execution is recorded. */
	'recorded',
] as const;
export type WeakPoint = (typeof WEAK_POINTS)[number];

/** An n8n with the package: what is on its disk, and the process that runs. */
export interface Installation extends CallingHost {
	readonly disk: Disk;
	readonly wall: WallClock;
	/** The process that runs; undefined between two. */
	readonly life: Life | undefined;
	/** Every process so far. */
	readonly lives: readonly Life[];
	/** The user presses Connect for an account, and its shop consents. */
	connect(account: string): Promise<void>;
	boot(): Life;
	/** Ends the process now; what it had not written is lost. */
	kill(): void;
	/** Has the process end at the next such moment, or at the second from now, and so on. */
	killAt(point: WeakPoint, nth?: number): void;
	/** Says that a moment has come. */
	reached(life: Life, point: WeakPoint): void;
	/** At which moments processes have ended, and how often. */
	readonly cuts: ReadonlyMap<WeakPoint, number>;
}

export interface InstallationOptions {
	sandbox: Sandbox;
	network: Network;
	scheduler: Scheduler;
	random: Random;
	packageRoot: string;
	/** Where the credentials have calls counted. */
	counter: 'bridge' | 'process';
	/** Told when a process has been killed. */
	ended: (life: Life) => void;
	/** Connected sellers; default those of the scene. */
	accounts?: readonly string[];
	/** Fields of the credentials that are set otherwise than usual. */
	credential?: Readonly<Record<string, unknown>>;
}

interface TokenAnswer extends Record<string, unknown> {
	access_token: string;
}

function connectedCredential(sandbox: Sandbox, account: string, counter: string): object {
	const { app, settings, url } = sandbox;
	const tokens = sandbox.issueTokens({ sellerId: account });
	return {
		clientId: app.appKey,
		clientSecret: app.appSecret,
		environment: 'custom',
		baseUrl: url,
		policy: 'connector',
		callsPerDay: 200,
		callsPerSecond: 5,
		ownShares: false,
		recoveryShare: 10,
		triggerShare: 130,
		actionShare: 50,
		browseShare: 10,
		releaseHours: 12,
		tokenParameter: 'session',
		counter,
		bridgeUrl: BRIDGE_URL,
		oauthTokenData: {
			access_token: tokens.accessToken,
			refresh_token: tokens.refreshToken,
			expires_in: Math.floor(settings.tokens.accessMs / 1_000),
			expires_at_ms: tokens.accessEndsMs,
			seller_id: account,
		},
	};
}

/** n8n with connected accounts of one app, switched off. */
export function createInstallation(options: InstallationOptions): Installation {
	const { sandbox, network, scheduler, random, packageRoot, counter, ended } = options;
	const disk = openDisk();
	const wall: WallClock = { offsetMs: 0 };
	const lives: Life[] = [];
	const awaited: Array<{ point: WeakPoint; left: number }> = [];
	const cuts = new Map<WeakPoint, number>();
	/** n8n refreshes a credential once, however many ask. */
	const refreshing = new Map<string, Promise<void>>();
	const { accounts = ACCOUNTS, credential = {} } = options;
	for (const account of accounts) {
		const row = { ...connectedCredential(sandbox, account, counter), ...credential };
		disk.credentials.set(account, JSON.stringify(row));
	}

	const send = async (from: Life, request: HttpOptions) => await network.send(from, request);
	const running = () => lives.find((life) => life.endedAtMs === undefined);
	const reached = (life: Life, point: WeakPoint) => {
		if (life.endedAtMs !== undefined) return;
		const place = awaited.findIndex((one) => one.point === point && --one.left <= 0);
		if (place < 0) return;
		awaited.splice(place, 1);
		cuts.set(point, (cuts.get(point) ?? 0) + 1);
		installation.kill();
	};
	/** Goes on only in a process that runs. */
	const past = async (life: Life, point: WeakPoint) => {
		reached(life, point);
		if (life.endedAtMs !== undefined) await new Promise<never>(() => undefined);
	};
	const bridge = createBridgeHost({
		disk,
		credential: accounts[0] ?? '',
		scheduler,
		random,
		send,
		saved: (life) => reached(life, 'reserved'),
	});
	const request = async (life: Life, wanted: HttpOptions): Promise<HttpAnswer> => {
		const isCounter = wanted.url.startsWith(BRIDGE_URL);
		await past(life, isCounter ? 'asking' : 'sending');
		const answer = isCounter ? await bridge.serve(life, wanted) : await network.send(life, wanted);
		await past(life, isCounter ? 'counted' : 'answered');
		return answer;
	};

	/** Asks the bridge for tokens and puts the answer over what is stored, as n8n does. */
	async function askForTokens(life: Life, account: string, grant: Record<string, string>) {
		const stored = readRow(disk.credentials, account);
		const form = new URLSearchParams({
			...grant,
			client_id: String(stored.clientId),
			client_secret: String(stored.clientSecret),
		});
		const answer = await request(life, {
			url: BRIDGE_URL,
			headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
			body: form.toString(),
		});
		const body = JSON.parse(answer.body) as TokenAnswer;
		if (answer.statusCode >= 300) {
			throw Object.assign(new Error('The token call was refused'), {
				status: answer.statusCode,
				body,
			});
		}
		const oauthTokenData = { ...(stored.oauthTokenData as object), ...body };
		disk.credentials.set(account, JSON.stringify({ ...stored, oauthTokenData }));
	}

	async function refreshNow(life: Life, account: string): Promise<void> {
		const { oauthTokenData } = readRow(disk.credentials, account);
		const { refresh_token } = oauthTokenData as { refresh_token: string };
		await askForTokens(life, account, { grant_type: 'refresh_token', refresh_token });
	}

	const installation: Installation = {
		disk,
		wall,
		lives,
		get life() {
			return running();
		},
		request,
		async readCredential(life, account) {
			await past(life, 'credential');
			return readRow(disk.credentials, account);
		},
		async refresh(life, account) {
			const key = `${life.serial}:${account}`;
			const current = refreshing.get(key) ?? refreshNow(life, account);
			refreshing.set(key, current);
			try {
				await current;
			} finally {
				refreshing.delete(key);
			}
		},
		async connect(account) {
			const life = running();
			if (!life) throw new Error('n8n does not run');
			const code = sandbox.issueCode({ sellerId: account });
			await askForTokens(life, account, { grant_type: 'authorization_code', code });
		},
		boot() {
			if (running()) throw new Error('A process runs already');
			const waiting = (one: Life) => reached(one, 'waiting');
			const life = startLife(lives.length + 1, packageRoot, scheduler, wall, random, waiting);
			lives.push(life);
			return life;
		},
		kill() {
			const life = running();
			if (!life) return;
			life.end();
			ended(life);
		},
		killAt: (point, nth = 1) => awaited.push({ point, left: nth }),
		reached,
		cuts,
	};
	return installation;
}
