/** How one logistics service is charged in a freight template. */
export interface FreightSetting {
	service: string;
	/** Countries it is free for: text as the platform keeps it, empty for none. */
	freeCountries: readonly string[];
	allFree: boolean;
	/** Per cent off the standard freight for everybody; absent: standard only for listed countries. */
	standardDiscountPercent?: number;
}

export interface FreightTemplate {
	id: number;
	name: string;
	isDefault: boolean;
	settings: readonly FreightSetting[];
}

/** The seller's freight templates. */
export const FREIGHT_TEMPLATES: readonly FreightTemplate[] = [
	{
		id: 10_000_100_001,
		name: 'free shipping',
		isDefault: true,
		settings: [
			{ service: 'CAINIAO_STANDARD', freeCountries: ['US', 'UK', 'DE', 'FR'], allFree: false },
			{ service: 'CAINIAO_ECONOMY', freeCountries: [], allFree: true },
		],
	},
	{
		id: 10_000_100_002,
		name: 'Heavy & bulky "no free"',
		isDefault: false,
		settings: [
			{
				service: 'CAINIAO_STANDARD',
				freeCountries: [],
				allFree: false,
				standardDiscountPercent: 10,
			},
			{ service: 'EMS', freeCountries: [], allFree: false, standardDiscountPercent: 0 },
		],
	},
	{
		id: 10_000_100_003,
		name: '欧洲包邮',
		isDefault: false,
		settings: [
			{ service: 'CAINIAO_PREMIUM', freeCountries: ['DE', 'ES', 'IT', 'PL'], allFree: false },
		],
	},
];

/** A freight template by id. */
export function freightTemplateOf(id: bigint): FreightTemplate | undefined {
	return FREIGHT_TEMPLATES.find((template) => BigInt(template.id) === id);
}

/** Countries the sandbox's services do not deliver to. */
export const UNDELIVERABLE: readonly string[] = ['KP', 'AQ'];

export interface Parcel {
	country: string;
	count: number;
	/** Of one piece. */
	weightKg: number;
}

/** Freight by one setting in cents: what the buyer pays and the standard; undefined: not delivered. */
export function freightCents(
	setting: FreightSetting,
	{ country, count, weightKg }: Parcel,
): { cents: number; standardCents: number } | undefined {
	if (UNDELIVERABLE.includes(country)) return undefined;
	const perKg: Record<string, number> = { EMS: 1800, CAINIAO_PREMIUM: 1200, CAINIAO_ECONOMY: 500 };
	const standardCents = Math.round(150 + weightKg * count * (perKg[setting.service] ?? 900));
	const isFree = setting.allFree || setting.freeCountries.includes(country);
	const discount = setting.standardDiscountPercent ?? 0;
	return {
		cents: isFree ? 0 : Math.round(standardCents * (1 - discount / 100)),
		standardCents,
	};
}
