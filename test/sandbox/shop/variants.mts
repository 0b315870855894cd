/** One property that tells variants apart: colour or size. */
export interface VariantProperty {
	propertyId: number;
	valueId: number;
	label: string;
	imageUrl?: string;
}

export interface Variant {
	attributes: string;
	properties: readonly VariantProperty[];
	/** What the seller adds to the sku code. */
	codeEnd: string;
}

/** The colour property of the platform. */
export const COLOUR = 14;
/** The size property of the platform. */
export const SIZE = 5;

const SIZES = ['S', 'M', 'L', 'XL', 'XXL'];
const COLOURS = ['black', 'white', 'red', 'blue', 'green', 'grey', 'pink', 'steel'];

/** A product that is sold in one form only. */
const PLAIN: Variant = { attributes: '<none>', properties: [], codeEnd: '' };

/** The values of a variant property, as the category's attributes list them. */
export function valuesOf(propertyId: number): Array<{ id: number; label: string }> {
	const labels = propertyId === SIZE ? SIZES : COLOURS;
	const first = propertyId === SIZE ? 100_014_064 : 170;
	return labels.map((label, index) => ({ id: first + index, label }));
}

/** Variants by one property; `<none>` alone is a product without variants. */
export function variantsOf(labels: readonly string[]): Variant[] {
	if (labels[0] === '<none>') return [PLAIN];
	return labels.map((label) => variantFrom([propertyFor(label)]));
}

/** Variants by colour and size. */
export function variantGrid(colours: number, sizes: number): Variant[] {
	return COLOURS.slice(0, colours).flatMap((colour) =>
		SIZES.slice(0, sizes).map((size) => variantFrom([propertyFor(colour), propertyFor(size)])),
	);
}

/** Variants by the first colours. */
export function colourVariants(colours: number): Variant[] {
	return variantsOf(COLOURS.slice(0, colours));
}

function variantFrom(properties: readonly VariantProperty[]): Variant {
	return {
		attributes: properties.map(({ propertyId, valueId }) => `${propertyId}:${valueId}`).join(';'),
		properties,
		codeEnd: properties.map(({ label }) => `-${label.toUpperCase()}`).join(''),
	};
}

function propertyFor(label: string): VariantProperty {
	const propertyId = SIZES.includes(label) ? SIZE : COLOUR;
	const valueId = valuesOf(propertyId).find((value) => value.label === label)?.id ?? 0;
	const imageUrl = `https://ae01.alicdn.invalid/kf/C${valueId}.jpg`;
	return { propertyId, valueId, label, ...(propertyId === COLOUR ? { imageUrl } : {}) };
}
