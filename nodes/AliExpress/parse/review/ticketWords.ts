/** The languages in which the headings of a ticket can be. */
export const TICKET_LANGUAGES = ['zh', 'en', 'pt', 'ru', 'es'] as const;
export type TicketLanguage = (typeof TICKET_LANGUAGES)[number];

/** The words of a ticket around what the buyer has written. */
export interface TicketWords {
	/** How the language is called in a list of choices. */
	name: string;
	/** What the ticket is about; `stars` is absent when the platform told none. */
	subject(orderId: string, stars?: number): string;
	starsOf(stars: number): string;
	/** Between a heading and what stands behind it. */
	colon: string;
	stars: string;
	order: string;
	orderLine: string;
	product: string;
	reviewedAt: string;
	buyerRef: string;
	productPage: string;
	review: string;
	followUp: string;
	reply: string;
}

export const TICKET_WORDS: Readonly<Record<TicketLanguage, TicketWords>> = {
	zh: {
		name: 'Chinese (Simplified)',
		subject: (orderId, stars) =>
			`订单 ${orderId} 的${stars === undefined ? '评价' : ` ${stars} 星评价`}`,
		starsOf: (stars) => `${stars}（满分 5）`,
		colon: '：',
		stars: '星级',
		order: '订单号',
		orderLine: '子订单号',
		product: '商品 ID',
		reviewedAt: '评价时间',
		buyerRef: '买家标识',
		productPage: '商品页面',
		review: '评价内容',
		followUp: '追评',
		reply: '您的回复',
	},
	en: {
		name: 'English',
		subject: (orderId, stars) =>
			`${stars === undefined ? 'Review' : `${stars}-star review`} for order ${orderId}`,
		starsOf: (stars) => `${stars} of 5`,
		colon: ': ',
		stars: 'Stars',
		order: 'Order',
		orderLine: 'Order line',
		product: 'Product',
		reviewedAt: 'Reviewed at',
		buyerRef: 'Buyer reference',
		productPage: 'Product page',
		review: 'Review',
		followUp: 'Follow-up',
		reply: 'Your reply',
	},
	pt: {
		name: 'Portuguese',
		subject: (orderId, stars) =>
			stars === undefined
				? `Avaliação do pedido ${orderId}`
				: `Avaliação de ${stars} ${stars === 1 ? 'estrela' : 'estrelas'} do pedido ${orderId}`,
		starsOf: (stars) => `${stars} de 5`,
		colon: ': ',
		stars: 'Estrelas',
		order: 'Pedido',
		orderLine: 'Item do pedido',
		product: 'Produto',
		reviewedAt: 'Data da avaliação',
		buyerRef: 'Referência do comprador',
		productPage: 'Página do produto',
		review: 'Avaliação',
		followUp: 'Comentário adicional',
		reply: 'Sua resposta',
	},
	ru: {
		name: 'Russian',
		subject: (orderId, stars) =>
			`${stars === undefined ? 'Отзыв' : `Отзыв, оценка ${stars} из 5`}, заказ ${orderId}`,
		starsOf: (stars) => `${stars} из 5`,
		colon: ': ',
		stars: 'Оценка',
		order: 'Заказ',
		orderLine: 'Позиция заказа',
		product: 'Товар',
		reviewedAt: 'Дата отзыва',
		buyerRef: 'Код покупателя',
		productPage: 'Страница товара',
		review: 'Отзыв',
		followUp: 'Дополнение к отзыву',
		reply: 'Ваш ответ',
	},
	es: {
		name: 'Spanish',
		subject: (orderId, stars) =>
			stars === undefined
				? `Reseña del pedido ${orderId}`
				: `Reseña de ${stars} ${stars === 1 ? 'estrella' : 'estrellas'} del pedido ${orderId}`,
		starsOf: (stars) => `${stars} de 5`,
		colon: ': ',
		stars: 'Estrellas',
		order: 'Pedido',
		orderLine: 'Línea del pedido',
		product: 'Producto',
		reviewedAt: 'Fecha de la reseña',
		buyerRef: 'Referencia del comprador',
		productPage: 'Página del producto',
		review: 'Reseña',
		followUp: 'Reseña adicional',
		reply: 'Su respuesta',
	},
};
