import { parseProduct, type LanguageChoice } from './product';
import { noFacts, type ProductFacts } from './productFacts';

/** Reads the answer of the product detail profile; undefined when it holds no product. */
export function readProductDetail(
	answer: unknown,
	choice: LanguageChoice,
): ProductFacts | undefined {
	const product = parseProduct(answer, choice);
	return product && { ...noFacts(), ...product };
}
