/** A posting category of the platform: three levels, products only in the lowest. */
export interface Category {
	id: number;
	parentId: number;
	/** 1 for the top. */
	level: number;
	isLeaf: boolean;
	/** Labels by locale. */
	names: Readonly<Record<string, string>>;
	/** What a product of this category has filled in; empty above the lowest level. */
	productAttributes: readonly ProductAttribute[];
}

/** One filled-in attribute of a product. */
export interface ProductAttribute {
	nameId?: number;
	name: string;
	valueId?: number;
	value: string;
}

type Names = readonly [en: string, zh: string, ru: string];

const TREE: ReadonlyArray<readonly [Names, ReadonlyArray<readonly [Names, readonly Names[]]>]> = [
	[
		['Home & Garden', '家居园艺', 'Дом и сад'],
		[
			[
				['Kitchen', '厨房', 'Кухня'],
				[
					['Mugs', '马克杯', 'Кружки'],
					['Cutlery', '餐具', 'Столовые приборы'],
					['Bottles', '水壶', 'Бутылки'],
				],
			],
			[
				['Lighting', '灯具', 'Освещение'],
				[
					['Desk Lamps', '台灯', 'Настольные лампы'],
					['Garden Lights', '花园灯', 'Садовые светильники'],
				],
			],
		],
	],
	[
		['Apparel', '服装', 'Одежда'],
		[
			[
				["Men's Clothing", '男装', 'Мужская одежда'],
				[
					['Vests & Waistcoats', '马甲', 'Жилеты'],
					['T-Shirts', 'T恤', 'Футболки'],
				],
			],
		],
	],
	[
		['Consumer Electronics', '消费电子', 'Электроника'],
		[
			[
				['Audio', '音频', 'Аудио'],
				[
					['Earphones', '耳机', 'Наушники'],
					['Speakers', '音箱', 'Колонки'],
				],
			],
			[['Phone Accessories', '手机配件', 'Аксессуары'], [['Holders', '支架', 'Держатели']]],
		],
	],
];

const labels = ([en, zh, ru]: Names) => ({ en, zh, ru });

const ATTRIBUTES: readonly ProductAttribute[] = [
	{ nameId: 2, name: 'Brand Name', valueId: 201_512_802, value: 'NONE' },
	{ nameId: 219, name: 'Origin', valueId: 9_441_741_844, value: 'Mainland China' },
	{ nameId: 10, name: 'Material', valueId: 447, value: 'Cotton' },
	{ name: 'Care "instructions"', value: 'Hand wash & dry flat' },
];

function categoriesOf(): Category[] {
	const all: Category[] = [];
	const add = (names: Names, id: number, parentId: number, level: number) => {
		const isLeaf = level === 3;
		const productAttributes = isLeaf ? ATTRIBUTES : [];
		all.push({ id, parentId, level, isLeaf, names: labels(names), productAttributes });
		return id;
	};
	let leaves = 0;
	TREE.forEach(([rootNames, branches], root) => {
		const rootId = add(rootNames, 3_000 + root, 0, 1);
		branches.forEach(([branchNames, leafNames], branch) => {
			const branchId = add(branchNames, 66_000 + root * 10 + branch, rootId, 2);
			for (const names of leafNames) add(names, 200_000_000 + leaves++, branchId, 3);
		});
	});
	return all;
}

/** All categories the sandbox knows. */
export const CATEGORIES: readonly Category[] = categoriesOf();

const LEAVES = CATEGORIES.filter(({ isLeaf }) => isLeaf);

/** The category the `index`-th product lies in. */
export function leafCategoryAt(index: number): Category {
	const category = LEAVES[index % LEAVES.length];
	if (!category) throw new Error('There are no categories');
	return category;
}

/** A category by id. */
export function categoryOf(id: bigint): Category | undefined {
	return CATEGORIES.find((category) => BigInt(category.id) === id);
}
