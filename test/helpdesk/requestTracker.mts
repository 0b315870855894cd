import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';

import { freePorts } from '../e2e/n8n/ports.mts';

const SERVER = '/usr/share/request-tracker5/libexec/rt-server';
const SET_UP = '/usr/sbin/rt-setup-database-5';
const LIBRARY = '/usr/share/request-tracker5/lib';
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 15_000;

const run = promisify(execFile);

const versionSchema = z.object({ Version: z.string() });
const foundSchema = z.object({
	items: z.array(
		z.object({
			id: z.coerce.string(),
			Subject: z.string(),
			Priority: z.coerce.number(),
			Requestor: z.array(z.object({ id: z.string() })),
		}),
	),
});
const transactionsSchema = z.object({
	items: z.array(z.object({ Type: z.string(), _url: z.string() })),
});
const attachmentsSchema = z.object({ items: z.array(z.object({ id: z.coerce.string() })) });
const attachmentSchema = z.object({ Content: z.string() });

/** A ticket as Request Tracker has it. */
export interface RtTicket {
	subject: string;
	priority: number;
	requestor: string;
	text: string;
}

/** A Request Tracker on 127.0.0.1, with settings and a database of its own. */
export interface RequestTracker {
	readonly url: string;
	readonly user: string;
	readonly password: string;
	start(): Promise<void>;
	stop(): Promise<void>;
	version(): Promise<string>;
	/** Every ticket, oldest first. */
	tickets(): Promise<RtTicket[]>;
	/** Stops it and deletes what it kept. */
	remove(): Promise<void>;
}

/** Nothing of an installation that somebody uses on this machine is read or changed. */
const settingsOf = (folder: string, url: string, port: number): string => `
Set($rtname, 'test'); Set($Organization, 'test.invalid');
Set($DatabaseType, 'SQLite'); Set($DatabaseName, '${join(folder, 'rt.sqlite')}');
Set($WebDomain, '127.0.0.1'); Set($WebPort, ${port}); Set($WebBaseURL, '${url}'); Set($WebPath, '');
Set($MailCommand, 'testfile'); Set($LogToSyslog, undef); Set($LogToSTDERR, 'error');
$RT::MasonDataDir = '${join(folder, 'mason')}'; $RT::MasonSessionDir = '${join(folder, 'session')}';
1;
`;

/** The installed program asks for a password at the terminal. */
const SET_PASSWORD = `
use lib '${LIBRARY}';
use RT; RT::LoadConfig(); RT::Init();
my $user = RT::User->new(RT->SystemUser); $user->Load('root');
my ($ok, $message) = $user->SetPassword($ENV{RT_TEST_PASSWORD}); die $message unless $ok;
`;

/** The text with which a ticket was opened; Request Tracker keeps it in attachments. */
async function openingText(ask: (path: string) => Promise<unknown>, id: string): Promise<string> {
	const history = transactionsSchema.parse(await ask(`/ticket/${id}/history?fields=Type`));
	const created = history.items.find(({ Type }) => Type === 'Create');
	const transaction = created?._url.replace(/^.*\/REST\/2\.0/, '') ?? '';
	const { items } = attachmentsSchema.parse(await ask(`${transaction}/attachments`));
	const texts = items.map(async ({ id: attachment }) => {
		const { Content } = attachmentSchema.parse(await ask(`/attachment/${attachment}`));
		return Buffer.from(Content, 'base64').toString('utf8');
	});
	return (await Promise.all(texts)).join('');
}

/** Makes an empty Request Tracker of the installed program. Nothing runs before `start`. */
export async function makeRequestTracker(): Promise<RequestTracker> {
	const [port = 0] = await freePorts(1);
	const url = `http://127.0.0.1:${port}`;
	const [user, password] = ['root', `Rt-${randomBytes(12).toString('hex')}`];
	const folder = mkdtempSync(join(tmpdir(), 'rt-test-'));
	for (const name of ['none', 'mason', 'session']) mkdirSync(join(folder, name));
	const settings = join(folder, 'RT_SiteConfig.pm');
	writeFileSync(settings, settingsOf(folder, url, port));
	const env = {
		PATH: process.env.PATH,
		HOME: folder,
		RT_SITE_CONFIG: settings,
		RT_SITE_CONFIG_DIR: join(folder, 'none'),
	};
	const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	try {
		await run(SET_UP, ['--action', 'init', '--skip-create'], { env });
		await run('perl', ['-e', SET_PASSWORD], { env: { ...env, RT_TEST_PASSWORD: password } });
	} catch (reason) {
		removeFolder();
		throw reason;
	}

	let child: ChildProcess | undefined;
	const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
	const ask = async (path: string): Promise<unknown> => {
		const response = await fetch(`${url}/REST/2.0${path}`, { headers: { authorization } });
		if (!response.ok) throw new Error(`Request Tracker answered ${response.status} to ${path}`);
		return await response.json();
	};
	async function stop(): Promise<void> {
		if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
		const ended = once(child, 'exit');
		child.kill('SIGTERM');
		await Promise.race([ended, sleep(STOP_LIMIT_MS, undefined, { ref: false })]);
		child.kill('SIGKILL');
		await ended;
	}
	return {
		url,
		user,
		password,
		stop,
		async start() {
			const args = ['--host', '127.0.0.1', '--port', String(port)];
			child = spawn(SERVER, args, { cwd: folder, env, stdio: 'ignore' });
			const deadlineMs = Date.now() + START_LIMIT_MS;
			for (;;) {
				const answer = await fetch(`${url}/REST/2.0/rt`, { headers: { authorization } }).catch(
					(reason: unknown) => reason,
				);
				if (answer instanceof Response && answer.ok) return;
				if (child.exitCode !== null) throw new Error('Request Tracker ended while starting.');
				if (Date.now() > deadlineMs) throw new Error('Request Tracker did not get ready.');
				await sleep(200);
			}
		},
		version: async () => versionSchema.parse(await ask('/rt')).Version,
		async tickets() {
			const query = encodeURIComponent('id > 0');
			const fields = 'Subject,Priority,Requestor';
			const path = `/tickets?query=${query}&fields=${fields}&per_page=100&orderby=id`;
			const { items } = foundSchema.parse(await ask(path));
			return await Promise.all(
				items.map(async ({ id, Subject, Priority, Requestor }) => ({
					subject: Subject,
					priority: Priority,
					requestor: Requestor.map((person) => person.id).join(', '),
					text: await openingText(ask, id),
				})),
			);
		},
		async remove() {
			await stop();
			removeFolder();
		},
	};
}
