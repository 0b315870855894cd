import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Operation as AnyOperation, Resource as AnyResource } from '../../action/catalog';
import { understood } from '../../action/checks';
import type { BuyerDataChoice } from '../../client/buyerData';
import type { Client } from '../../client/client';
import type { JsonObject } from '../../wire/json';
import { maskedSource } from '../parse/maskedSource';

/** An operation on a shop. */
export type Operation = AnyOperation<Client>;
/** A resource of a shop. */
export type Resource = AnyResource<Operation>;

/**
 * Runs a parser on an answer of AliExpress.
 *
 * @throws NodeOperationError that names the unexpected field.
 */
export function readAnswer<T>(context: Pick<IExecuteFunctions, 'getNode'>, parse: () => T): T {
	return understood(context, parse, {
		platform: 'AliExpress',
		remedy: 'Update this package; if the message stays, report the field named here.',
	});
}

/**
 * Adds the object of the answer to an item when the user asks for it.
 *
 * @param buyer how buyer data in it is shown; undefined for objects that hold none.
 */
export function withRaw<Item extends IDataObject>(
	item: Item,
	source: JsonObject,
	{ includeRaw }: { includeRaw: boolean },
	buyer?: BuyerDataChoice,
): Item {
	if (!includeRaw) return item;
	return { ...item, raw: buyer ? maskedSource(source, buyer) : source };
}
