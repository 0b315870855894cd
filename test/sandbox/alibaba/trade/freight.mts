import type { JsonObject } from '../../json.mts';
import { amountText } from '../catalogue/articlePrices.mts';
import type { AlibabaProduct } from '../catalogue/products.mts';

export interface FreightTemplate {
	id: string;
	name: string;
	/** Countries the template delivers to. */
	countries: readonly string[];
}

export const TEMPLATES: readonly FreightTemplate[] = [
	{
		id: '8001200001',
		name: 'Worldwide Express',
		countries: ['US', 'DE', 'FR', 'ES', 'GB', 'AE', 'SA', 'BR', 'IN', 'AU'],
	},
	{ id: '8001200002', name: 'Europe & Gulf', countries: ['DE', 'FR', 'ES', 'GB', 'AE', 'SA'] },
	{ id: '8001200003', name: '美国专线 US only', countries: ['US'] },
];

export const DISPATCH_LOCATIONS: readonly string[] = ['CN', 'US', 'MX'];

export interface Shipment {
	product: AlibabaProduct;
	quantity: number;
}

interface Vendor {
	code: string;
	name: string;
	shippingType: string;
	term: string;
	days: string;
	centsBase: number;
	centsPerKilogram: number;
}

const VENDORS: readonly Vendor[] = [
	{
		code: 'EX_ASP_Economy_Express_3C',
		name: 'Alibaba.com Economy Express (3C)',
		shippingType: 'EXPRESS',
		term: 'DAP',
		days: '10~15',
		centsBase: 310,
		centsPerKilogram: 640,
	},
	{
		code: 'EX_ASP_JYC_FEDEX',
		name: 'Alibaba.com Premium Express',
		shippingType: 'EXPRESS',
		term: 'DDP',
		days: '3-9',
		centsBase: 900,
		centsPerKilogram: 1120,
	},
	{
		code: 'OC_LCL_STANDARD',
		name: "Seller's Ocean Freight",
		shippingType: 'EXPRESS/MULTIMODAL_TRANSPORT',
		term: 'DAP',
		days: '30~40',
		centsBase: 5200,
		centsPerKilogram: 45,
	},
];

/** Codes of the one-product call look the same and are refused when ordering. */
export type CodeKind = 'estimate' | 'orderable';

/** What each vendor asks for all the goods together; the sea takes nothing below 20 kg. */
export function freightOptions(
	shipments: readonly Shipment[],
	{ from, to, kind }: { from: string; to: string; kind: CodeKind },
): JsonObject[] {
	const grams = shipments.reduce(
		(sum, { product, quantity }) => sum + product.weightGrams * quantity,
		0,
	);
	return VENDORS.filter(({ code }) => code !== 'OC_LCL_STANDARD' || grams >= 20_000).map(
		(vendor) => ({
			vendor_code: kind === 'orderable' ? `${vendor.code}_${from}` : vendor.code,
			vendor_name: vendor.name,
			shipping_type: vendor.shippingType,
			trade_term: vendor.term,
			dispatch_country: from,
			destination_country: to,
			delivery_time: vendor.days,
			solution_biz_type: 'common',
			fee: {
				amount: amountText(vendor.centsBase + Math.ceil((grams / 1000) * vendor.centsPerKilogram)),
				currency: 'USD',
			},
		}),
	);
}
