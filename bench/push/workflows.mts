import { createHash } from 'node:crypto';
import type { WorkflowJson } from '../../test/engine/harness/types.mts';
import type { HostedWorkflow } from './host.mts';
import { built } from '../frame/built.mts';

const { addMark, markOf, noMarks, pushStateOf } = built(
	'nodes/AliExpress/push/marks',
) as typeof import('../../nodes/AliExpress/push/marks.ts');

/** The push trigger as the editor leaves it. */
const workflowOf = (id: string, credentialId: string): WorkflowJson => ({
	id,
	name: id,
	nodes: [
		{
			id: `${id}-node`,
			name: 'Hook',
			typeVersion: 1,
			position: [0, 0],
			type: 'n8n-nodes-aliexpress.aliExpressPushTrigger',
			parameters: { authentication: 'accessToken' },
			credentials: { aliExpressApi: { id: credentialId, name: credentialId } },
		},
	],
	connections: {},
});

/**
 * The same node, if it had n8n answer 200 and did nothing else: n8n looks up the type of a node, copies
 * it and goes through its settings whatever the node does.
 */
export const only200 = (id: string, credentialId: string): Omit<HostedWorkflow, 'path'> => ({
	workflow: workflowOf(id, credentialId),
	webhook: async () => ({ webhookResponse: { received: true } }),
});

/** @param marked messages that the trigger has handed out before. */
export const push = (
	id: string,
	credentialId: string,
	marked: number,
): Omit<HostedWorkflow, 'path'> => {
	const marks = noMarks();
	for (let index = 0; index < marked; index++) {
		const messageId = createHash('sha256').update(`${id}:${index}`).digest('hex');
		addMark(marks, markOf(messageId, Date.now()));
	}
	const global = { [`aliExpressPush:${id}-node`]: pushStateOf(marks) };
	return { workflow: { ...workflowOf(id, credentialId), staticData: { global } } };
};
