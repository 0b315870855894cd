import { NodeApiError, NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import type { Absence, AbsenceCause } from '../parse/absence';

/** What the user has to change; no call was spent on it. */
export function refusalOf(
	context: Pick<IExecuteFunctions, 'getNode'>,
	message: string,
	remedy: string,
): NodeOperationError {
	return new NodeOperationError(context.getNode(), message, {
		description: `${remedy} No call was spent.`,
	});
}

const TITLES: Readonly<Record<AbsenceCause, string>> = {
	notFound: 'There is no product with this ID',
	delisted: 'The product was delisted',
	unpublished: 'The product is not published',
	ambiguous: 'The product does not exist or was delisted',
};

/** The error of a product that cannot be had; it claims no more than the answer tells. */
export function absenceErrorOf(
	context: Pick<IExecuteFunctions, 'getNode'>,
	{ cause, words }: Absence,
	idHint = '',
): NodeApiError {
	return new NodeApiError(
		context.getNode(),
		{ code: 'ProductUnavailable', cause },
		{
			message: TITLES[cause],
			description: [words.en, words.zh, idHint].filter(Boolean).join(' '),
			httpCode: '404',
		},
	);
}

/**
 * Runs a parser on an answer.
 *
 * @throws NodeOperationError that names the unexpected field; parsers never quote its content.
 */
export function understood<T>(context: Pick<IExecuteFunctions, 'getNode'>, parse: () => T): T {
	try {
		return parse();
	} catch (reason) {
		const detail = reason instanceof Error ? reason.message : '';
		throw new NodeOperationError(
			context.getNode(),
			'Alibaba.com answered in a form that this node does not know',
			{
				description: `${detail} Nothing was taken from this answer. Check the signature profile in the credential, and update this package.`,
			},
		);
	}
}
