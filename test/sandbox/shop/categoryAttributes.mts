import { categoryOf } from './categories.mts';
import { COLOUR, SIZE, valuesOf } from './variants.mts';

export interface AttributeValue {
	id: number;
	en: string;
	zh: string;
	/** Choosing it asks for further attributes. */
	opens?: readonly CategoryAttribute[];
}

/** An attribute that products of a category have, or must have. */
export interface CategoryAttribute {
	id: number;
	en: string;
	zh: string;
	required: boolean;
	/** Recommended by the platform. */
	key: boolean;
	/** Tells variants apart. */
	sku: boolean;
	visible: boolean;
	show: 'list_box' | 'check_box' | 'input' | 'interval';
	inputType: 'STRING' | 'NUMBER';
	/** Place among the sku attributes. */
	spec?: number;
	units?: readonly string[];
	values: readonly AttributeValue[];
	/** Countries that demand it although it is not required as such. */
	requiredIn?: readonly string[];
}

type Start = Pick<CategoryAttribute, 'id' | 'en' | 'zh'> & Partial<CategoryAttribute>;

const attribute = (given: Start): CategoryAttribute => ({
	required: false,
	key: false,
	sku: false,
	visible: true,
	show: 'list_box',
	inputType: 'STRING',
	values: [],
	...given,
});

const PROVINCE = attribute({
	id: 266_081_643,
	en: 'Origin Province',
	zh: '产地省份',
	required: true,
	values: [
		{ id: 100_015_203, en: 'Zhejiang', zh: '浙江' },
		{ id: 100_015_206, en: 'Guangdong', zh: '广东' },
	],
});

const GENERAL: readonly CategoryAttribute[] = [
	attribute({
		id: 2,
		en: 'Brand Name',
		zh: '品牌',
		required: true,
		key: true,
		values: [
			{ id: 201_512_802, en: 'NONE', zh: '无品牌' },
			{ id: 203_654_801, en: 'SANDBOX "S&B"', zh: '沙盒' },
		],
	}),
	attribute({
		id: 219,
		en: 'Origin',
		zh: '产地',
		required: true,
		values: [
			{ id: 9_441_741_844, en: 'Mainland China', zh: '中国大陆', opens: [PROVINCE] },
			{ id: 9_441_741_845, en: 'IT (Origin)', zh: '意大利' },
		],
	}),
	attribute({
		id: 10,
		en: 'Material',
		zh: '材质',
		key: true,
		show: 'check_box',
		values: [
			{ id: 447, en: 'Cotton', zh: '棉' },
			{ id: 48, en: 'Stainless Steel', zh: '不锈钢' },
		],
	}),
	attribute({ id: 3, en: 'Model Number', zh: '型号', show: 'input' }),
	attribute({
		id: 400_000_603,
		en: 'High-concerned chemical',
		zh: '高关注化学品',
		values: [{ id: 23_399_591_357, en: 'None', zh: '无' }],
		requiredIn: ['FR', 'DE', 'ES'],
	}),
	attribute({
		id: 1_193,
		en: 'Capacity',
		zh: '容量',
		show: 'interval',
		inputType: 'NUMBER',
		units: ['ml', 'L'],
	}),
	attribute({ id: 900_001, en: 'Internal mark', zh: '内部标记', visible: false }),
];

const variant = (id: number, en: string, zh: string, spec: number) =>
	attribute({
		id,
		en,
		zh,
		sku: true,
		spec,
		values: valuesOf(id).map((value) => ({ id: value.id, en: value.label, zh: value.label })),
	});

const CLOTHING_BRANCH = 66_010;

/**
 * The attributes of a lowest category, or those a chosen value asks for when a path of attribute and
 * value ids is given. Undefined when there is no such category, it is no lowest one, or the path
 * leads nowhere.
 */
export function attributesOf(
	categoryId: bigint,
	path: readonly string[] = [],
): readonly CategoryAttribute[] | undefined {
	const category = categoryOf(categoryId);
	if (!category?.isLeaf) return undefined;
	const sizes = category.parentId === CLOTHING_BRANCH;
	let level: readonly CategoryAttribute[] = [
		...GENERAL,
		variant(COLOUR, 'Color', '颜色', 1),
		...(sizes ? [{ ...variant(SIZE, 'Size', '尺码', 2), required: true }] : []),
	];
	for (let step = 0; step < path.length; step += 2) {
		const chosen = level.find(({ id }) => String(id) === path[step]);
		const value = chosen?.values.find(({ id }) => String(id) === path[step + 1]);
		if (!value) return undefined;
		level = value.opens ?? [];
	}
	return level;
}
