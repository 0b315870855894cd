export {
	buyerRefOf,
	buyerText,
	freeText,
	maskText,
	type BuyerDataChoice,
} from '../../platform/buyerData';
