/** A shop of the same seller in a channel of the platform. */
export interface LinkedShop {
	channelSellerId: bigint;
	sellerId: bigint;
	channel: string;
	currency: string;
	name: string;
	businessType: 'ONE_STOP_SERVICE' | 'POP_CHOICE';
}

/** The shops every seller of the sandbox has in the channels. */
export function linkedShopsOf(sellerId: string): LinkedShop[] {
	const id = BigInt(sellerId);
	const common = { sellerId: id, currency: 'USD' };
	return [
		{
			...common,
			channelSellerId: id + 500_000_001n,
			channel: 'AE_GLOBAL',
			name: 'Sandbox Choice "Store"',
			businessType: 'ONE_STOP_SERVICE',
		},
		{
			...common,
			channelSellerId: id + 500_000_002n,
			channel: 'AE_POP',
			name: '沙盒旗舰店',
			businessType: 'POP_CHOICE',
		},
	];
}
