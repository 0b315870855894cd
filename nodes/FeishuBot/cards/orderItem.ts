import { z } from 'zod';

import { id, optionalMoney, optionalText, optionalTime } from './item';

const PRODUCT = z.object(
	{
		productId: optionalText,
		name: optionalText,
		quantity: z.number({ invalid_type_error: 'must be a number' }).nullish(),
		skuCode: optionalText,
		unitPrice: optionalMoney,
	},
	{ invalid_type_error: 'must be an object' },
);

/** The part of an order item that the card shows. */
export const ORDER_ITEM = z.object({
	orderId: id,
	status: optionalText,
	createdAt: optionalTime,
	paidAt: optionalTime,
	amount: optionalMoney,
	products: z
		.array(PRODUCT, { invalid_type_error: 'must be a list' })
		.nullish()
		.transform((value) => value ?? []),
	productCount: z.number({ invalid_type_error: 'must be a number' }).nullish(),
	buyerCountry: optionalText,
	shipBy: optionalTime,
	url: optionalText,
	event: optionalText,
	eventId: optionalText,
});

export type OrderItem = z.output<typeof ORDER_ITEM>;
