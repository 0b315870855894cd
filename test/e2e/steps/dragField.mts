import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { inProject } from '../project.mts';
import { expect, type Facts } from '../report.mts';
import type { Stage } from '../stage.mts';
import { untouchedOrdersWorkflow } from '../workflows.mts';

const SAVED_WITHIN_MS = 20_000;

/** The node of a type as the editor is told of it, with the operations in its drop-downs. */
interface NodeType {
	name: string;
	properties: Array<{
		name: string;
		options?: Array<{ value: string }>;
		displayOptions?: { show?: { resource?: string[] } };
	}>;
}

/** Every operation of every node: `[node, resource, operation]`. */
const operationsOf = (types: readonly NodeType[]) =>
	types.flatMap(({ name, properties }) =>
		properties
			.filter((property) => property.name === 'operation')
			.flatMap(({ options = [], displayOptions }) =>
				options.map(
					({ value }) => [name, displayOptions?.show?.resource?.[0] ?? '', value] as const,
				),
			),
	);

/**
 * Puts AliExpress and Edit Fields into a workflow without any credential, and drags a field of orders
 * from one to the other, as somebody does who builds before spending a call.
 *
 * @returns how many operations foretell no field (the one that calls any method), and what it cost.
 */
export async function dragBeforeCall({ editor, sandbox, user }: Stage): Promise<Facts> {
	const { name } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
	const types = (await editor.nodeTypes(name)).map((text): NodeType => JSON.parse(text));
	// n8n makes a tool of each action node, with the same operations.
	const operations = operationsOf(types.filter((type) => !type.name.endsWith('Tool')));
	expect(operations.length > 40, 'The editor is not told of all operations.');
	const before = sandbox.log.calls.length;
	const foretold = await Promise.all(
		operations.map(async (operation) => await editor.outputFields(...operation)),
	);
	const withoutOutputFields = foretold.filter((fields) => fields.length === 0).length;
	if (!user) return { withoutOutputFields };

	const { id } = await editor.createWorkflow(untouchedOrdersWorkflow());
	await user.openWorkflow(id);
	await user.openNode('Edit Fields');
	await user.dragField('orderId');
	// The editor saves by itself a moment later.
	const isSaved = async () =>
		JSON.stringify(await editor.savedNodes(id)).includes('{{ $json.orderId }}');
	const deadlineMs = Date.now() + SAVED_WITHIN_MS;
	while (!(await isSaved()) && Date.now() < deadlineMs) await sleep(200);
	const fieldDragged = await isSaved();
	await user.leave();
	return { withoutOutputFields, fieldDragged, callsForFields: sandbox.log.calls.length - before };
}
