import { openLedger } from '../ledger/callers.mts';
import { startCrowd } from '../ledger/crowd.mts';
import { OAUTH2, type Bridge, type Stage } from '../stage.mts';
import type { Editor } from '../n8n/editor.mts';
import type { Facts } from '../report.mts';
import type { WorkflowJson } from '../../engine/harness/types.mts';
import { importTemplate } from '../../engine/harness/templates.mts';

const ACCOUNT = 'account-of-the-changes-step';
const CALLERS = 4;
const BETWEEN_CHANGES = 10;

/** The nodes of the bridge, with another name for the node that counts. */
function renamedNodes(bridge: Bridge, name: string): WorkflowJson['nodes'] {
	const path = new URL(bridge.bridgeUrl).pathname.replace('/webhook/', '');
	return importTemplate('aliexpress-connect', { [OAUTH2]: bridge.credentialId }).nodes.map(
		(node) =>
			node.type.endsWith('ConnectTrigger')
				? { ...node, name, parameters: { ...node.parameters, path } }
				: node,
	);
}

/** Saves and publishes the bridge with its node under another name. */
async function renameNode(editor: Editor, bridge: Bridge, name: string): Promise<void> {
	await editor.publish(
		await editor.changeWorkflow(bridge.workflow.id, { nodes: renamedNodes(bridge, name) }),
	);
}

/** Everything a user may change about the bridge while it counts. */
const changesOf = (editor: Editor, bridge: Bridge): Array<() => Promise<unknown>> => {
	const { id } = bridge.workflow;
	return [
		async () => await editor.changeWorkflow(id, { name: 'Renamed workflow' }),
		async () =>
			await editor.changeWorkflow(id, {
				settings: { executionOrder: 'v1', saveManualExecutions: false },
			}),
		async () => {
			const data = { ...bridge.credentialData, callsPerDay: 900_000 };
			await editor.changeCredential(bridge.credentialId, 'Renamed credential', OAUTH2, data);
		},
		async () => await renameNode(editor, bridge, 'Our bridge'),
		async () => {
			await editor.unpublish(id);
			await editor.publish(await editor.changeWorkflow(id, { name: 'Published again' }));
		},
	];
};

/**
 * Changes the bridge while callers reserve, then gives its node another name and kills n8n before
 * anybody asks: what was kept under the old name has to be found.
 *
 * @returns how many acknowledged reservations are no longer counted afterwards.
 */
export async function changeEverything(stage: Stage, bridge: Bridge): Promise<Facts> {
	const { editor, server } = stage;
	const ledger = openLedger({ bridgeUrl: bridge.bridgeUrl, appSecret: bridge.app.appSecret });
	const crowd = startCrowd(ledger, ACCOUNT, CALLERS);
	try {
		for (const change of changesOf(editor, bridge)) {
			await crowd.more(BETWEEN_CHANGES);
			await change();
		}
		await crowd.more(BETWEEN_CHANGES);
	} finally {
		await crowd.stop();
	}
	await renameNode(editor, bridge, 'Last name');
	await server.kill();
	await server.start();
	const { used } = await ledger.status(ACCOUNT);
	return {
		lostByChanges: Math.max(0, crowd.acknowledged() - used),
		countedTooManyByChanges: Math.max(0, used - crowd.asked()),
	};
}
