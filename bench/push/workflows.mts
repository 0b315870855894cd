import { createHash } from 'node:crypto';
import type { INodeType } from 'n8n-workflow';
import type { WorkflowJson } from '../../test/engine/harness/types.mts';
import { built } from '../frame/built.mts';

const { addMark, markOf, noMarks } = built(
	'nodes/AliExpress/push/marks',
) as typeof import('../../nodes/AliExpress/push/marks.ts');

const { AliExpressPushTrigger } = built(
	'nodes/AliExpress/AliExpressPushTrigger.node',
) as typeof import('../../nodes/AliExpress/AliExpressPushTrigger.node.ts');

export const ONLY_200 = 'bench.only200';

/**
 * A node that has n8n answer 200 and does nothing else. Its settings are those of the push trigger,
 * since n8n goes through the settings of a node whatever the node does.
 */
export const only200: INodeType = {
	description: new AliExpressPushTrigger().description,
	webhook: async () => ({ webhookResponse: { received: true } }),
};

const workflowOf = (id: string, node: Partial<WorkflowJson['nodes'][number]>): WorkflowJson => ({
	id,
	name: id,
	nodes: [
		{
			id: `${id}-node`,
			name: 'Hook',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
			type: ONLY_200,
			...node,
		},
	],
	connections: {},
});

export const only200Workflow = (): WorkflowJson => workflowOf('only200', {});

/**
 * The push trigger as the editor leaves it.
 *
 * @param marked messages that it has handed out before.
 */
export const pushWorkflow = (id: string, credentialId: string, marked: number): WorkflowJson => {
	const marks = noMarks();
	for (let index = 0; index < marked; index++) {
		addMark(marks, markOf(createHash('sha256').update(`${id}:${index}`).digest('hex')));
	}
	const state = { version: 1, marks: marks.newest };
	return {
		...workflowOf(id, {
			type: 'n8n-nodes-aliexpress.aliExpressPushTrigger',
			parameters: { authentication: 'accessToken' },
			credentials: { aliExpressApi: { id: credentialId, name: credentialId } },
		}),
		staticData: { global: { [`aliExpressPush:${id}-node`]: state } },
	};
};
