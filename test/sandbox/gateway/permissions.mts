/**
 * What an app has to be granted by hand, one group at a time. `social` is the group of a review
 * method that exists but was found in no seller's list of permissions. `solution` is for apps registered
 * overseas, in place of `product`.
 */
export type PermissionGroup =
	| 'category'
	| 'decrypt'
	| 'evaluation'
	| 'freight'
	| 'fund'
	| 'issue'
	| 'logistics'
	| 'marketing'
	| 'merchant'
	| 'product'
	| 'social'
	| 'solution'
	| 'trade';
