/** What the user reads for a refusal of the business layer: what happened, what to do. */
interface Told {
	message: string;
	description: string;
}

const BELOW_MINIMUM: Told = {
	message: 'The quantity is below the minimum order quantity of the product',
	description: 'Ask for at least the minimum; Price: Get Ladder shows it.',
};
const NO_FREIGHT_TEMPLATE: Told = {
	message: 'The freight template of the product does not cover this destination',
	description: 'Choose another country, or ask the seller to add it to the freight template.',
};
const NO_CATEGORY: Told = {
	message: 'There is no such category, or it is a leaf and has no categories below it',
	description: 'Check the category ID. Start from the top with an empty ID.',
};

/** Codes that are known from public answers; of the rest the platform's own text is shown. */
const TOLD: Readonly<Record<string, Told>> = {
	'4015': NO_FREIGHT_TEMPLATE,
	'4016': NO_FREIGHT_TEMPLATE,
	'4027': BELOW_MINIMUM,
	'10007': BELOW_MINIMUM,
	'4028': {
		message: 'The code of the carrier cannot be used here',
		description: 'Only Logistics: Calculate with a company ID gives codes that orders accept.',
	},
	'10012': {
		message: 'There is no company with this ID',
		description: 'Use the encrypted company ID as Product: Get with the view of a buyer shows it.',
	},
	'120019': {
		message: 'There is no such order in this account',
		description: 'Check the order ID, and that it is an order of the account of the access token.',
	},
	'130703': {
		message: 'The stock is smaller than the quantity',
		description: 'Ask for less, or see Product: Get Inventory.',
	},
	'480006': {
		message: 'The amount is above what the platform allows here',
		description: 'The limit is 5000 USD. Split the quantity, or ask the seller.',
	},
	BUSINESS_CATEGORY_NOT_EXIST: NO_CATEGORY,
};

/** The words for a code of the business layer; undefined when it is not known. */
export function wordsOfCode(code: string): Told | undefined {
	return Object.hasOwn(TOLD, code) ? TOLD[code] : undefined;
}
