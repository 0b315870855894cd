/** Prices by country of destination, as a seller sets them for a product. */
export interface NationalQuote {
	type: 'absolute' | 'relative' | 'percentage';
	/** JSON text, as the platform hands it out. */
	data: string;
}

interface Priced {
	attributes: string;
	priceCents: number;
}

/** Two of five products have such prices, each kind in turn; nothing for the others. */
export function nationalQuote(
	index: number,
	skus: readonly Priced[],
	cents: number,
): { nationalQuote?: NationalQuote } {
	if (index % 5 < 3) return {};
	if (index % 5 === 3) {
		const data = [
			{ shiptoCountry: 'US', percentage: '5' },
			{ shiptoCountry: 'UK', percentage: '-3' },
		];
		return { nationalQuote: { type: 'percentage', data: JSON.stringify(data) } };
	}
	const isRelative = index % 10 === 4;
	const mapFor = (addedCents: number) => ({
		absoluteQuoteMap: Object.fromEntries(
			skus.map(({ attributes, priceCents }) => [
				attributes,
				((isRelative ? addedCents : priceCents + addedCents) / 100).toFixed(2),
			]),
		),
	});
	const data = [
		{ shiptoCountry: 'BR', ...mapFor(Math.round(cents * 0.2)) },
		{ shiptoCountry: 'FR', ...mapFor(110) },
	];
	return {
		nationalQuote: { type: isRelative ? 'relative' : 'absolute', data: JSON.stringify(data) },
	};
}
