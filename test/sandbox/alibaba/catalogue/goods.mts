/** What a kind of goods is called; which of the languages a product keeps differs by product. */
export type Titles = Readonly<Record<string, string>>;

export interface Goods {
	titles: Titles;
	unit: string;
	categoryId: number;
}

/** Kinds of goods; every product is one of them with a model number of its own. */
export const GOODS: readonly Goods[] = [
	{
		titles: {
			zh: '苹果手机壳',
			en: 'Apple Phone Case',
			ar: 'حافظة هاتف آبل',
			es: 'Funda para teléfono',
			fr: 'Coque de téléphone',
		},
		unit: 'Piece',
		categoryId: 100_003_292,
	},
	{
		titles: {
			zh: '保温杯 40oz 双层不锈钢',
			en: 'Sublimation Mug 40oz "Double Wall" & Lid',
			ar: 'كوب حراري ٤٠ أونصة',
			es: 'Taza térmica de 40 oz',
			de: 'Thermobecher 40 oz, doppelwandig',
		},
		unit: 'Piece',
		categoryId: 100_003_291,
	},
	{
		titles: {
			zh: '棉布娃娃',
			en: 'Cotton Doll <washable>',
			es: 'Muñeca de algodón',
			ru: 'Хлопковая кукла «Маша»',
			ar: 'دمية قطنية',
		},
		unit: 'Set',
		categoryId: 100_004_101,
	},
	{
		titles: {
			zh: '太阳能路灯 100W',
			en: 'Solar Street Light 100W 💡',
			ar: 'مصباح شارع شمسي ١٠٠ واط',
			fr: 'Lampadaire solaire 100 W',
		},
		unit: 'Set',
		categoryId: 100_005_201,
	},
	{
		titles: {
			zh: '瓦楞纸箱（定制印刷）',
			en: 'Corrugated Carton Box, Custom Print',
			ja: '段ボール箱（特注印刷）',
			es: 'Caja de cartón corrugado, impresión a medida',
		},
		unit: 'Carton',
		categoryId: 100_006_301,
	},
	{
		titles: {
			zh: '不锈钢螺丝 M4x12',
			en: 'Stainless Screw M4×12 (A2-70)',
			de: 'Edelstahlschraube M4×12 – für Größe 4',
			ar: 'برغي من الفولاذ المقاوم للصدأ',
		},
		unit: 'Kilogram',
		categoryId: 100_005_202,
	},
	{
		titles: {
			zh: '竹制砧板',
			en: 'Bamboo Cutting Board 🍴',
			fr: 'Planche à découper en bambou',
			pt: 'Tábua de corte de bambu',
		},
		unit: 'Piece',
		categoryId: 100_003_291,
	},
];
