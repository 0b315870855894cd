import type { Operation as AnyOperation, Resource as AnyResource } from '../../action/catalog';
import type { Client } from '../../client/client';

/** An operation on a shop. */
export type Operation = AnyOperation<Client>;
/** A resource of a shop. */
export type Resource = AnyResource<Operation>;
