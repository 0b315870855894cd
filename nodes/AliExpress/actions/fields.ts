import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { collectionOf, optionsCollection, rawOption } from '../../action/fields';
import { waitOption } from '../../action/waiting';

function buyerDataOption(): INodeProperties {
	return {
		displayName: 'Include Buyer Data',
		name: 'includeBuyerData',
		type: 'boolean',
		default: false,
		description:
			'Whether to show names, login IDs, phones, addresses and notes of buyers in plain text instead of masked. With Simplify on, only names and login IDs are added; turn it off for the rest. n8n keeps what a node puts out in its execution data, so personal data would be stored there.',
	};
}

/** In which zone the platform writes a time that it does not document. `what` is e.g. `reviews`. */
export function zoneOption(displayName: string, what: string): INodeProperties {
	return {
		displayName,
		name: 'zone',
		type: 'options',
		options: [
			{ name: 'Pacific (America/Los_Angeles)', value: 'America/Los_Angeles' },
			{ name: 'Beijing (Asia/Shanghai)', value: 'Asia/Shanghai' },
			{ name: 'UTC', value: 'UTC' },
		],
		default: 'America/Los_Angeles',
		description: `The zone in which AliExpress writes the times of ${what}. It is not documented; order times are Pacific. Change it if times are off by whole hours.`,
	};
}

function collection(more: readonly INodeProperties[]): INodeProperties {
	return optionsCollection([
		rawOption(
			'Whether to add the object as AliExpress wrote it, in the field "raw". Buyer data in it is masked unless it is included.',
		),
		...more,
		waitOption({
			defaultSeconds: 60,
			description:
				'How long a call may wait each time it is sent when the quota lets none out, e.g. during a short pause of the platform or for its slot among many items. At least 12 seconds, also without this option. The wait ends when the execution is cancelled.',
		}),
	]);
}

/** The `Options` collection: buyer data, raw answer, and what an operation adds, by name. */
export function optionsField(more: INodeProperties[] = []): INodeProperties {
	return collection([buyerDataOption(), ...more]);
}

/** The `Options` collection where there is no buyer: raw answer, and what an operation adds. */
export function shopOptionsField(more: INodeProperties[] = []): INodeProperties {
	return collection(more);
}

/** An `Options` collection without the raw answer, where the item is the answer or holds all of it. */
export function withoutRaw(field: INodeProperties): INodeProperties {
	const options = (field.options ?? []) as INodeProperties[];
	return { ...field, options: options.filter(({ name }) => name !== 'includeRaw') };
}

const optionsSchema = z
	.object({
		includeBuyerData: z.boolean().catch(false),
		includeRaw: z.boolean().catch(false),
		zone: z.enum(['America/Los_Angeles', 'Asia/Shanghai', 'UTC']).catch('America/Los_Angeles'),
	})
	.catch({ includeBuyerData: false, includeRaw: false, zone: 'America/Los_Angeles' });
export type Options = z.infer<typeof optionsSchema>;

/** The chosen options of an item. Anything but a clear yes leaves buyer data masked. */
export function optionsOf(context: IExecuteFunctions, index: number): Options {
	return optionsSchema.parse(collectionOf(context, 'options', index));
}
