import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

/**
 * Runs a parser on an answer.
 *
 * @throws NodeOperationError that names the unexpected field; parsers never quote its content.
 */
export function readAnswer<T>(context: Pick<IExecuteFunctions, 'getNode'>, parse: () => T): T {
	try {
		return parse();
	} catch (reason) {
		const detail = reason instanceof Error ? reason.message : '';
		throw new NodeOperationError(
			context.getNode(),
			'AliExpress answered in a form that this node does not know',
			{
				description: `${detail} Nothing was taken from this answer. Update this package; if the message stays, report the field named here.`,
			},
		);
	}
}
