import { NodeOperationError, type INode } from 'n8n-workflow';

/**
 * The n8n error of an answer that does not have the documented shape.
 *
 * @param reason names the field and holds nothing of its content.
 */
export function unexpectedFormOf(node: INode, reason: unknown): NodeOperationError {
	const field = reason instanceof TypeError ? `${reason.message} ` : '';
	return new NodeOperationError(node, 'AliExpress answered in an unexpected form', {
		description: `${field}Nothing was taken from this answer and nothing is lost: the same time is read again. If it stays so, update this package.`,
	});
}
