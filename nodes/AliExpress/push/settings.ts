import {
	NodeOperationError,
	type IHookFunctions,
	type INode,
	type IWebhookFunctions,
} from 'n8n-workflow';
import { z } from 'zod';

import { ALL_TYPES, isTypeChoice } from './messageTypes';

/**
 * Makes a value once for each key, of the keys that came lately: a process meets a few of them again and
 * again. Beyond `most` keys all are forgotten.
 *
 * @returns a function that gives the value of a key, made by `make` when it is not known. What `make`
 * throws is passed on, and nothing is remembered.
 */
export function createRemembered<Value>(most: number): (key: string, make: () => Value) => Value {
	const known = new Map<string, Value>();
	return (key, make) => {
		const before = known.get(key);
		if (before !== undefined) return before;
		const value = make();
		if (known.size >= most) known.clear();
		known.set(key, value);
		return value;
	};
}

/** Longer than the 6 hours over which the sister platform repeats a message. */
export const DEFAULT_ACCEPT_HOURS = 24;
/** About as long as the platform itself keeps what it could repeat; also bounds the memory. */
export const MAX_ACCEPT_HOURS = 720;

/** Numbers in a text, with commas, blanks or line ends between them. */
const numbers = z
	.string()
	.transform((text) => text.split(/[\s,;]+/).filter((part) => part !== ''))
	.refine((parts) => parts.every((part) => /^\d{1,20}$/.test(part)));

const settingsSchema = z.object({
	messageTypes: z
		.array(z.string())
		.min(1)
		.refine((types) => types.every(isTypeChoice)),
	readBack: z.boolean(),
	simplify: z.boolean(),
	/** 0: of any age. */
	acceptHours: z.number().int().min(0).max(MAX_ACCEPT_HOURS),
	furtherTypes: numbers,
	/** Empty: of every shop. */
	sellerIds: numbers,
	includeBuyerData: z.boolean(),
	includeRaw: z.boolean(),
});
/** The node's settings after reading. */
export type PushSettings = z.infer<typeof settingsSchema>;

/** What the user reads when a setting cannot be used, by its name in the schema. */
const RANGES: Readonly<Record<string, string>> = {
	messageTypes: 'Choose at least one of the offered types under "Message Types"',
	readBack: '"Read Order" must be on or off',
	simplify: '"Simplify" must be on or off',
	acceptHours: `"Accept Messages up to (Hours)" must be a whole number from 0 to ${MAX_ACCEPT_HOURS}`,
	furtherTypes: '"Further Message Types" must be numbers with commas between them, e.g. 3, 14',
	sellerIds: '"Seller IDs" must be numbers with commas between them, e.g. 2000000001',
	includeBuyerData: '"Include Buyer Data" must be on or off',
	includeRaw: '"Include Raw Message" must be on or off',
};

/**
 * Settings that were read lately, by the node's parameters as text: nearly every message finds the
 * same, and asking n8n for each of them takes longer than checking a signature.
 */
const readOnce = createRemembered<PushSettings>(100);

type Context = IWebhookFunctions | IHookFunctions;

function readParameters(context: Context): PushSettings {
	const options: unknown = context.getNodeParameter('options', {});
	const read = settingsSchema.safeParse({
		acceptHours: DEFAULT_ACCEPT_HOURS,
		furtherTypes: '',
		sellerIds: '',
		includeBuyerData: false,
		includeRaw: false,
		...(typeof options === 'object' ? options : {}),
		messageTypes: context.getNodeParameter('messageTypes', [ALL_TYPES]),
		readBack: context.getNodeParameter('readBack', false),
		simplify: context.getNodeParameter('simplify', true),
	});
	if (read.success) return read.data;
	const field = String(read.error.issues[0]?.path[0] ?? '');
	throw new NodeOperationError(context.getNode(), 'A setting of this trigger cannot be used', {
		description: `${RANGES[field] ?? 'Look through its options'}. Change it and publish again.`,
	});
}

/**
 * Reads the node's parameters.
 *
 * @param node of the context, which copies it each time it is asked.
 * @throws NodeOperationError when one of them has no usable value.
 */
export function readSettings(context: Context, { parameters }: INode): PushSettings {
	const key = JSON.stringify(parameters);
	// An expression, which is a text that begins with "=", may have another value for each message.
	if (key.includes('"=')) return readParameters(context);
	return readOnce(key, () => readParameters(context));
}
