import type { Facts } from '../report.mts';
import { expect } from '../report.mts';
import type { Bridge, Stage } from '../stage.mts';
import { checkSetupWorkflow } from '../workflows.mts';

/** What a browser that is not signed in to n8n gets. */
async function open(url: string): Promise<{ status: number; text: string; policy: string }> {
	const response = await fetch(url, {
		redirect: 'manual',
		headers: { 'accept-language': 'zh-CN,zh;q=0.9' },
	});
	const policy = response.headers.get('content-security-policy') ?? '';
	return { status: response.status, text: await response.text(), policy };
}

/**
 * Checks the set-up in a published workflow, and opens the page that the check names: with its link, with
 * one that is not signed, and without any.
 */
export async function checkSetup(stage: Stage, bridge: Bridge): Promise<Facts> {
	const { editor, home } = stage;
	await editor.publish(await editor.createWorkflow(checkSetupWorkflow(bridge.credentialId)));
	const answer = await fetch(`${home.url}/webhook/check-setup`);
	const text = await answer.text();
	expect(answer.ok, `The check ended with ${answer.status}: ${text.slice(0, 300)}`);
	const items = JSON.parse(text) as Array<{ check: string; ok: boolean | null; what: string }>;
	const wrong = items.filter(({ ok }) => ok === false);
	expect(wrong.length === 0, `The check finds what is right wrong: ${JSON.stringify(wrong)}`);
	const link = /http\S+$/.exec(items.find(({ check }) => check === 'page')?.what ?? '')?.[0] ?? '';
	const page = await open(link);
	const strangers = [link.replace(/.$/, (last) => (last === '0' ? '1' : '0')), bridge.bridgeUrl];
	const seen = await Promise.all(strangers.map(open));
	const isOurs = page.text.includes('<html lang="zh-CN">') && page.text.includes('桥接 · 正常');
	return {
		setupChecks: items.length,
		setupPage:
			page.status === 200 && isOurs && page.policy.startsWith("default-src 'none'; style-src"),
		setupPageToStrangers: seen.filter((one) => one.status !== 404 || one.text !== 'Not found')
			.length,
	};
}
