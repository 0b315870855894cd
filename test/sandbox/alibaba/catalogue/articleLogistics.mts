import type { JsonValue } from '../../json.mts';

type LogisticsForm = (moq: number) => JsonValue;

const steps = (moq: number) => ({ low: moq, middle: moq * 5, high: moq * 10 });
const plain = (moq: number): string[] => {
	const { low, middle, high } = steps(moq);
	return [
		`${low}-${middle - 1}:express:10-15days:$200`,
		`${middle}-${high - 1}:air:5-7days:$500`,
		`${high}+:sea:30-40days:$1000`,
	];
};

/** Every way `logistics_info` has been met; the first is the plain one, `undefined` leaves it out. */
export const LOGISTICS_FORMS: readonly LogisticsForm[] = [
	(moq) => ({ moq_logistics: plain(moq), default_method: 'express' }),
	(moq) => ({ moq_logistics: `${moq}-${moq * 5 - 1}:express, ${moq * 5}+:sea` }),
	(moq) => ({ moq_logistics: [...plain(moq).slice(0, 2), `${moq * 10}-+:sea:30-40days:$1,000`] }),
	(moq) => ({ moq_logistics: [`${moq}+:express:5days: door to door:US$85.50`] }),
	() => ({ moq_logistics: [] }),
	() => null,
	() => ({ default_method: 'sea', default_duration: '25-30days', default_freight: '$90' }),
	(moq) => ({ moq_logistics: ['soon', `${moq * 5}-${moq}:air:5-7days:$70`, ...plain(moq)] }),
	(moq) => ({
		moq_logistics: [...plain(moq).toReversed(), `${moq}-${moq * 2}:sea:40-50days:$60`],
	}),
	(moq) => ({ moq_logistics: `${moq}–${moq * 5}:Express:3-9days:$1,200，${moq * 5 + 1}+:rail；` }),
	(moq) => ({ moq_logistics: [`${moq}:courier`, `${moq + 1}+:sea:Contact Seller`] }),
	(moq) => ({
		moq_logistics: [
			`${moq}-unlimited:sea:30-40days:$900`,
			'10000-+ pcs:sea:30-40days:$1000',
			`${moq}+:air:12days`,
		],
	}),
	() => undefined,
];
