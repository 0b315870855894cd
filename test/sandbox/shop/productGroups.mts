/** A group of products as the seller arranged them; only children hold products. */
export interface ProductGroup {
	id: number;
	name: string;
	children: readonly ProductGroup[];
}

const leaf = (id: number, name: string): ProductGroup => ({ id, name, children: [] });

/** The seller's groups. One has an id of the newer, longer kind and no children. */
export const PRODUCT_GROUPS: readonly ProductGroup[] = [
	{
		id: 262_007_001,
		name: 'Home & "Living"',
		children: [leaf(262_007_011, 'Lamps'), leaf(262_007_012, 'Kitchen')],
	},
	{
		id: 262_007_002,
		name: '户外 Outdoor',
		children: [leaf(262_007_021, 'Bikes'), leaf(262_007_022, 'Camping')],
	},
	leaf(1_000_000_349_089, 'Mujer'),
];

const LEAVES = PRODUCT_GROUPS.flatMap((group) =>
	group.children.length > 0 ? group.children : [group],
);

/** The group the `index`-th product lies in. */
export function leafGroupAt(index: number): ProductGroup {
	const group = LEAVES[index % LEAVES.length];
	if (!group) throw new Error('There are no product groups');
	return group;
}

/** A group's own id and those below it; empty when there is no such group. */
export function groupIdsUnder(id: number): number[] {
	const all = PRODUCT_GROUPS.flatMap((group) => [group, ...group.children]);
	const group = all.find((candidate) => candidate.id === id);
	return group ? [group.id, ...group.children.map((child) => child.id)] : [];
}
