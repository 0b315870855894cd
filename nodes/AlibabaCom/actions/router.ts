import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { chosenOperation } from '../../action/catalog';
import { refusalOf } from '../../action/checks';
import type { EarlierTries } from '../../action/earlierTries';
import { runItems as runEach } from '../../action/router';
import { PROFILE_NAMES } from '../profile';
import { findOperation } from './catalog';
import type { Api } from './operation';
import { priorityOf, readingOrder } from './priority';

function operationFor(context: IExecuteFunctions, api: Api, index: number) {
	const operation = chosenOperation(context, { find: findOperation }, index);
	const { profiles, action } = operation;
	if (profiles.includes(api.profile)) return operation;
	const others = profiles.map((profile) => PROFILE_NAMES[profile]).join(' or ');
	throw refusalOf(
		context,
		`The profile ${PROFILE_NAMES[api.profile]} has no method for "${action}"`,
		`Choose a credential of the profile ${others}.`,
	);
}

/**
 * Runs the chosen operation for every input item, those with a higher priority first.
 *
 * @param before what earlier tries of this run have read.
 * @returns the results in the order of the input.
 */
export async function runItems(
	context: IExecuteFunctions,
	api: Api,
	before: EarlierTries,
): Promise<INodeExecutionData[]> {
	return await runEach(context, {
		before,
		order: readingOrder(context),
		run: async (index) => {
			const operation = operationFor(context, api, index);
			priorityOf(context, index);
			return await operation.run(context, api, index);
		},
	});
}
