/** Address of a product in the shop as buyers see it. */
export function productUrl(productId: string): string {
	return `https://www.aliexpress.com/item/${productId}.html`;
}
