import { parseArgs } from 'node:util';

import { startSandbox } from './sandbox.mts';

/** Starts the sandbox alone: `node test/sandbox/main.mts --port 4010 [--orders 24] [--reviews 8]`. */
const { values } = parseArgs({
	options: {
		port: { type: 'string', default: '4010' },
		orders: { type: 'string', default: '24' },
		reviews: { type: 'string', default: '8' },
		seed: { type: 'string', default: '1' },
		'per-second': { type: 'string', default: '5' },
		'per-day': { type: 'string', default: '200' },
		'ban-seconds': { type: 'string', default: '900' },
		'feishu-secret': { type: 'string', default: 'sandbox-feishu-secret' },
	},
});

const sandbox = await startSandbox({
	port: Number(values.port),
	seed: Number(values.seed),
	limits: {
		perSecond: Number(values['per-second']),
		perDay: Number(values['per-day']),
		banMs: Number(values['ban-seconds']) * 1000,
	},
	shop: { seedOrders: Number(values.orders), seedReviews: Number(values.reviews) },
	feishu: { secret: values['feishu-secret'] },
});
const tokens = sandbox.issueTokens();

process.stdout.write(`Sandbox is running.

  Page             ${sandbox.url}/
  Business calls   ${sandbox.url}/sync
  Token calls      ${sandbox.url}/rest/auth/token/create
  Authorize page   ${sandbox.url}/oauth/authorize
  App key          ${sandbox.app.appKey}
  App secret       ${sandbox.app.appSecret}
  Access token     ${tokens.accessToken}
  Refresh token    ${tokens.refreshToken}

  Alibaba.com      ${sandbox.alibaba.addresses.article} (the article's profile)
                   ${sandbox.alibaba.addresses.openPlatform} (Open Platform)
                   ${sandbox.alibaba.addresses.top} (TOP)
  App key          ${sandbox.alibaba.app.appKey}
  App secret       ${sandbox.alibaba.app.appSecret}
  Access token     ${sandbox.alibaba.issueTokens().accessToken}

  Feishu hook      ${sandbox.feishu.url}
  Feishu secret    ${values['feishu-secret']}
  Helpdesk         ${sandbox.helpdesk.url}
  Helpdesk token   ${sandbox.helpdesk.accessToken}

Stop with Ctrl+C.
`);

const stop = () => void sandbox.close().then(() => process.exit(0));
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
