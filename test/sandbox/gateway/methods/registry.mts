import { evaluationList } from './evaluationList.mts';
import { merchantProfile } from './merchantProfile.mts';
import type { Method } from './method.mts';
import { orderDetail } from './orderDetail.mts';
import { orderList } from './orderList.mts';

/** Every business method the gateway knows, by name. A new one is a file and a line here. */
export const METHODS: ReadonlyMap<string, Method> = new Map(
	[orderList, orderDetail, evaluationList, merchantProfile].map((method) => [method.name, method]),
);
