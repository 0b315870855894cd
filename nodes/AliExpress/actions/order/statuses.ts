import type { INodePropertyOptions } from 'n8n-workflow';

import { FINISHED, listedStatuses } from '../../../wire/orderStatus';

/** Order statuses with what they mean, by name. The platform may know more. */
export function statusOptions(): INodePropertyOptions[] {
	return listedStatuses()
		.map(({ status, en }) => ({
			name: en,
			value: status,
			...(status === FINISHED && {
				description: 'Of the last 30 days. Asked for separately, so it costs calls of its own.',
			}),
		}))
		.sort((left, right) => left.name.localeCompare(right.name, 'en'));
}
