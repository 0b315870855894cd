export interface Category {
	id: number;
	parentId: number;
	level: number;
	name: string;
	nameZh: string;
}

type Seed = readonly [id: number, parentId: number, name: string, nameZh: string];

const SEEDS: readonly Seed[] = [
	[15, 0, 'Home & Garden', '家居园艺'],
	[16, 0, 'Machinery & Tools', '机械工具'],
	[17, 0, 'Packaging & Printing', '包装印刷'],
	[1501, 15, 'Kitchen & Tabletop', '厨房餐具'],
	[1502, 15, 'Toys & Hobbies', '玩具'],
	[1503, 15, 'Phone Accessories', '手机配件'],
	[1601, 16, 'Lighting', '照明'],
	[1602, 16, 'Fasteners', '紧固件'],
	[1701, 17, 'Boxes', '纸箱'],
	[100_003_291, 1501, 'Vacuum Flasks & Thermoses', '保温杯'],
	[100_003_292, 1503, 'Mobile Phone Bags & Cases', '手机壳'],
	[100_004_101, 1502, 'Dolls', '娃娃'],
	[100_005_201, 1601, 'Street Lights', '路灯'],
	[100_005_202, 1602, 'Screws', '螺丝'],
	[100_006_301, 1701, 'Paper Boxes', '纸盒'],
];

/** The tree of categories, parents before children; roots have the parent 0. */
export const CATEGORIES: readonly Category[] = SEEDS.map(([id, parentId, name, nameZh]) => ({
	id,
	parentId,
	name,
	nameZh,
	level: parentId === 0 ? 1 : parentId < 1000 ? 2 : 3,
}));

export function categoryOf(id: number): Category | undefined {
	return CATEGORIES.find((category) => category.id === id);
}

/** The categories directly below one; below 0: the roots. */
export function childrenOf(id: number): Category[] {
	return CATEGORIES.filter((category) => category.parentId === id);
}

/** Names from the root down, joined with slashes. */
export function categoryPath(id: number): string {
	const category = categoryOf(id);
	if (!category) return '';
	return category.parentId === 0
		? category.name
		: `${categoryPath(category.parentId)} / ${category.name}`;
}
