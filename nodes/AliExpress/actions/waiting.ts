import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

/** An hour; more than that is a matter for a schedule. */
const MAX_WAIT_SECONDS = 3_600;

/** `Wait for Calls`: part of every options collection. */
export function waitOption(): INodeProperties {
	return {
		displayName: 'Wait for Calls (Seconds)',
		name: 'waitForCallsSeconds',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: MAX_WAIT_SECONDS },
		default: 60,
		description:
			'How long a call may wait each time it is sent when the quota lets none out, e.g. during a short pause of the platform or for its slot among many items. At least 12 seconds, also without this option. The wait ends when the execution is cancelled.',
	};
}

const options = z.object({
	waitForCallsSeconds: z.coerce.number().min(0).max(MAX_WAIT_SECONDS).catch(0),
});

/** How long calls of this execution may wait, ms; that of the first item holds for all. */
export function waitUpToMsOf(context: IExecuteFunctions): number {
	const parsed = options.safeParse(context.getNodeParameter('options', 0, {}));
	return parsed.success ? parsed.data.waitForCallsSeconds * 1_000 : 0;
}
