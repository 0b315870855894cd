import type { Access } from '../../client/access';
import { feedKey, shopOf } from '../trigger/schedule/feed';

/** Under which key the set-up of a shop is known: that of its feed, from which nothing can be read. */
export function shopKeyOf(access: Access): string {
	return feedKey(access.appKey, access.appSecret, shopOf(access));
}
