import type { Resource } from '../operation';
import { getStatus } from './getStatus.operation';
import { plan } from './plan.operation';

export const quota: Resource = { name: 'Quota', value: 'quota', operations: [getStatus, plan] };
