/** A logistics service sellers can choose. */
export interface LogisticsService {
	/** The key: `service_name` in lists, `logistics_type_code` in the order. */
	code: string;
	name: string;
	company: string;
	trackingPattern: string;
	minDays: number;
	maxDays: number;
}

/** The service an order travels by unless another is chosen. */
export const USUAL_SERVICE = 'CAINIAO_STANDARD';

/** The services of the sandbox, in the platform's order of recommendation. */
export const SERVICES: readonly LogisticsService[] = [
	{
		code: USUAL_SERVICE,
		name: 'AliExpress Standard Shipping',
		company: 'AliExpress 无忧物流-标准',
		trackingPattern: '^(LP)[A-Z0-9]{8,16}$',
		minDays: 1,
		maxDays: 7,
	},
	{
		code: 'CAINIAO_PREMIUM',
		name: 'AliExpress Premium Shipping',
		company: 'AliExpress 无忧物流-优先',
		trackingPattern: '^[A-Z0-9]{8,20}$',
		minDays: 1,
		maxDays: 5,
	},
	{
		code: 'CAINIAO_ECONOMY',
		name: 'Cainiao Super Economy',
		company: '菜鸟超级经济',
		trackingPattern: '^[A-Z]{2}\\d{9}[A-Z]{2}$',
		minDays: 1,
		maxDays: 10,
	},
	{
		code: 'EMS',
		name: 'EMS',
		company: 'EMS',
		trackingPattern: '^E[A-Z]\\d{9}CN$',
		minDays: 1,
		maxDays: 7,
	},
];

/** The name buyers see of a service. */
export function serviceNameOf(code: string): string {
	return SERVICES.find((service) => service.code === code)?.name ?? code;
}

/** Chinese carriers that bring parcels to the platform's warehouse. */
export const DOMESTIC_COMPANIES: ReadonlyArray<{ id: number; code: string; name: string }> = [
	{ id: 505, code: 'SF', name: '顺丰速运' },
	{ id: 101, code: 'YTO', name: '圆通速递' },
	{ id: -1, code: 'OTHER', name: '其他' },
];

/** The seller's own addresses: personal data of the seller. All invented. */
export const SELLER_ADDRESSES = ['sender', 'pickup', 'refund'].map((kind, index) => ({
	kind,
	id: 5_000_000_001 + index,
	name: `王小明 ${kind}`,
	phone: `0571-5550${index}00`,
	mobile: `1380000000${index}`,
	email: 'warehouse@example.com',
	country: 'CN',
	province: '浙江省',
	city: '杭州市',
	county: '余杭区',
	postcode: '310000',
	street: `示例路 ${index + 1} 号 "A&B"`,
	isDefault: index === 0,
}));
