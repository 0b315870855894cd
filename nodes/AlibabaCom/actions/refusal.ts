import { NodeApiError, type IExecuteFunctions } from 'n8n-workflow';

import { understood } from '../../action/checks';
import type { Absence, AbsenceCause } from '../parse/absence';

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
 * Runs a parser on an answer of Alibaba.com.
 *
 * @throws NodeOperationError that names the unexpected field.
 */
export function readAnswer<T>(context: Pick<IExecuteFunctions, 'getNode'>, parse: () => T): T {
	return understood(context, parse, {
		platform: 'Alibaba.com',
		remedy: 'Check the signature profile in the credential, and update this package.',
	});
}
