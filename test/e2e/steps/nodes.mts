import { expect, type Facts } from '../report.mts';
import type { Stage } from '../stage.mts';

/** The entry that n8n adds to lists, and that leads to its HTTP Request node. */
const CUSTOM_API_CALL = '__CUSTOM_API_CALL__';

/**
 * Looks at the nodes as the editor is told of them.
 *
 * @returns how many offer *Custom API Call*, though their credentials may not be used for it.
 */
export async function lookAtNodes({ editor }: Stage): Promise<Facts> {
	const nodes = await editor.nodeTypes('n8n-nodes-aliexpress');
	expect(nodes.length >= 6, 'The editor is not told of all nodes.');
	return { deadEnds: nodes.filter((node) => node.includes(CUSTOM_API_CALL)).length };
}
