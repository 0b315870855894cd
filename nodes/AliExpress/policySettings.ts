import { NodeOperationError, type INode } from 'n8n-workflow';
import { z } from 'zod';

import {
	CONNECTOR_POLICY,
	customPolicy,
	SELF_DEVELOPED_POLICY,
	uncoveredOf,
	withShares,
	type Policy,
} from '../quota/policy';

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
