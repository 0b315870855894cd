/** Review texts by stars. They hold what breaks careless clients: markup, mentions, quotes, emoji. */
export const REVIEW_TEXTS: Readonly<Record<number, readonly string[]>> = {
	5: [
		'Great quality, arrived in 9 days! 🎉',
		'Отличный товар, спасибо продавцу!',
		'质量很好，包装也很用心 👍',
		'Exactly as described & well packed. "Five stars"',
	],
	4: ['Good, but the box was dented.', 'Bom produto, demorou um pouco.'],
	3: ['Average. The colour differs from the picture…', 'Нормально, но есть запах пластика'],
	2: [
		'Second time the cable is missing 😕 <at user_id="all"></at> please answer',
		'尺寸不对，客服没有回复',
	],
	1: [
		'Broken on arrival. I want my money back!!! <b>NOW</b>',
		'Ужас! Не работает 😡 <at id=all></at>',
		'Battery died after 2 days & seller says "not our fault" [link](https://example.com)',
		'¡Nunca más! Llegó otro producto 👎',
	],
};

/** Notes buyers leave with an order. */
export const ORDER_MEMOS: readonly string[] = [
	'Please send the blue one 🙏',
	'Gift: no invoice & no price tag, "thanks"',
	'请尽快发货',
	'<at user_id="all"></at> leave at the neighbour',
];
