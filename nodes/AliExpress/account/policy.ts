import { NodeOperationError, type INode, type INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import {
	CONNECTOR_POLICY,
	customPolicy,
	SELF_DEVELOPED_POLICY,
	uncoveredOf,
	withShares,
	type Policy,
	type SharedPurpose,
} from '../../quota/policy';

function shareField(
	purpose: SharedPurpose,
	displayName: string,
	description: string,
): INodeProperties {
	const calls = CONNECTOR_POLICY.shares[purpose];
	return {
		displayName,
		name: `${purpose}Share`,
		type: 'number',
		typeOptions: { minValue: purpose === 'recovery' ? 1 : 0 },
		default: calls,
		description,
		displayOptions: { show: { ownShares: [true] } },
	};
}

function shareFields(): INodeProperties[] {
	const { releaseHours } = CONNECTOR_POLICY;
	return [
		{
			displayName: 'Divide the Day Myself',
			name: 'ownShares',
			type: 'boolean',
			default: false,
			description:
				'Whether to set the calls aside for each purpose yourself. Otherwise triggers get 65 %, actions 20 %, token renewal 8 % and drop-down lists 7 %.',
		},
		shareField('trigger', 'Calls for Triggers', 'Reads of orders and reviews by triggers'),
		shareField('action', 'Calls for Actions', 'Reads by nodes inside workflows'),
		shareField('recovery', 'Calls for Token Renewal', 'At least one, or the account is lost'),
		shareField('browse', 'Calls for Drop-Down Lists', 'Look-ups while you edit a workflow'),
		{
			displayName: 'Release Unused Calls (Hours)',
			name: 'releaseHours',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 24 },
			default: releaseHours,
			description:
				'In this many hours before midnight in Beijing, calls that a purpose will not need any more are free for the others. 0 keeps them.',
			displayOptions: { show: { ownShares: [true] } },
		},
	];
}

/** How many calls the account may make. */
export function policyFields(): INodeProperties[] {
	return [
		{
			displayName: 'Call Limits',
			name: 'policy',
			type: 'options',
			options: [
				{
					name: 'Connector (200 a Day, 5 a Second)',
					value: 'connector',
					description: 'The tier of AliExpress for connectors',
				},
				{
					name: 'Custom',
					value: 'custom',
					description: 'Your own numbers, as the app console shows them',
				},
				{
					name: 'Self-Developed App (1000 a Day, 5 a Second)',
					value: 'selfDeveloped',
					description: 'The tier of AliExpress for an app of your own shop',
				},
			],
			default: 'connector',
			description:
				'Calls are counted before they leave and stay below these limits: a breach blocks the shop for 15 minutes',
		},
		{
			displayName: 'Calls a Day',
			name: 'callsPerDay',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 200,
			description: 'Per account, from midnight to midnight Beijing time',
			displayOptions: { show: { policy: ['custom'] } },
		},
		{
			displayName: 'Calls a Second',
			name: 'callsPerSecond',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 5,
			description: 'Per IP address of this server',
			displayOptions: { show: { policy: ['custom'] } },
		},
		...shareFields(),
	];
}

const number = z.coerce.number().int().min(1);
const share = z.coerce.number().int().min(0);

/** How a credential says what its account may spend. What it leaves out is the connector tier. */
export const policySettings = {
	policy: z.enum(['connector', 'selfDeveloped', 'custom']).catch('connector'),
	callsPerDay: number.catch(CONNECTOR_POLICY.windows.day ?? 1),
	callsPerSecond: number.catch(CONNECTOR_POLICY.windows.second ?? 1),
	ownShares: z.boolean().catch(false),
	recoveryShare: share.catch(CONNECTOR_POLICY.shares.recovery),
	triggerShare: share.catch(CONNECTOR_POLICY.shares.trigger),
	actionShare: share.catch(CONNECTOR_POLICY.shares.action),
	browseShare: share.catch(CONNECTOR_POLICY.shares.browse),
	releaseHours: z.coerce.number().min(0).max(24).catch(CONNECTOR_POLICY.releaseHours),
};
type PolicySettings = z.infer<z.ZodObject<typeof policySettings>>;

function limitsOf(settings: PolicySettings): Policy {
	if (settings.policy === 'connector') return CONNECTOR_POLICY;
	if (settings.policy === 'selfDeveloped') return SELF_DEVELOPED_POLICY;
	return customPolicy(settings.callsPerDay, settings.callsPerSecond);
}

/**
 * The policy that a credential chooses.
 *
 * @throws NodeOperationError when its own shares promise more calls than the day has.
 */
export function policyOf(node: INode, settings: PolicySettings): Policy {
	const limits = limitsOf(settings);
	if (!settings.ownShares) return limits;
	const { recoveryShare, triggerShare, actionShare, browseShare, releaseHours } = settings;
	const shares = {
		recovery: recoveryShare,
		trigger: triggerShare,
		action: actionShare,
		browse: browseShare,
	};
	const policy = withShares(limits, shares, releaseHours);
	const uncovered = uncoveredOf(policy);
	if (uncovered >= 0 && recoveryShare > 0) return policy;
	const day = policy.windows.day ?? 0;
	throw new NodeOperationError(
		node,
		uncovered < 0
			? `The shares in the AliExpress credential add up to ${day - uncovered} of ${day} calls a day`
			: 'The AliExpress credential sets no calls aside for token renewal',
		{
			description:
				'Lower them under "Divide the Day Myself", keeping at least one call for token renewal, and save the credential.',
		},
	);
}
