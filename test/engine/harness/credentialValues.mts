import type {
	ICredentialDataDecryptedObject,
	ICredentialsExpressionResolveValues,
	IExecuteData,
	INode,
	INodeProperties,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { core, workflowLibrary } from './engine.mts';
import type { KnownTypes } from './nodeTypes.mts';

/** What n8n's frontend may not set when a credential type pins it as a hidden field. */
const PINNED_OAUTH_FIELDS = [
	'useDynamicClientRegistration',
	'authUrl',
	'accessTokenUrl',
	'grantType',
	'authentication',
	'usePkce',
	'requestTokenUrl',
	'signatureMethod',
];

const nodeForExpressions: INode = {
	id: 'mock',
	name: '',
	typeVersion: 1,
	type: 'mock',
	position: [0, 0],
	parameters: {},
};
const typesForExpressions = {
	getByName: () => ({ description: { properties: [] } }) as never,
	getByNameAndVersion: () => ({ description: { properties: [] } }) as never,
	getKnownTypes: () => ({}),
};

/**
 * All properties of a credential type, inherited ones included, as n8n's credentials-helper merges
 * them.
 */
export const credentialProperties = (types: KnownTypes, name: string): INodeProperties[] => {
	const credentialType = types.credentialType(name);
	if (credentialType.extends === undefined) {
		if (!['oAuth1Api', 'oAuth2Api'].includes(name)) return credentialType.properties;
		return [
			...credentialType.properties,
			{ displayName: 'oauthTokenData', name: 'oauthTokenData', type: 'json', default: {} },
		];
	}
	const merged: INodeProperties[] = [];
	for (const parent of credentialType.extends) {
		workflowLibrary.NodeHelpers.mergeNodeProperties(merged, credentialProperties(types, parent));
	}
	workflowLibrary.NodeHelpers.mergeNodeProperties(merged, credentialType.properties);
	return merged;
};

export interface ResolveInput {
	additionalData: IWorkflowExecuteAdditionalData;
	stored: ICredentialDataDecryptedObject;
	type: string;
	mode: WorkflowExecuteMode;
	executeData?: IExecuteData;
	expressionResolveValues?: ICredentialsExpressionResolveValues;
}

/**
 * Stored values → what a node gets: pinned fields from the type, defaults filled in, expressions
 * resolved.
 */
export const resolveCredential = (
	types: KnownTypes,
	input: ResolveInput,
): ICredentialDataDecryptedObject => {
	const { additionalData, type, mode, executeData, expressionResolveValues: values } = input;
	const properties = credentialProperties(types, type);
	const stored = { ...input.stored };
	for (const field of PINNED_OAUTH_FIELDS) {
		if (properties.some(({ name, type: kind }) => name === field && kind === 'hidden')) {
			delete stored[field];
		}
	}
	const withDefaults = workflowLibrary.NodeHelpers.getNodeParameters(
		properties,
		stored as never,
		true,
		false,
		null,
		null,
	) as ICredentialDataDecryptedObject;
	for (const kept of ['oauthTokenData', 'allowedHttpRequestDomains', 'allowedDomains']) {
		const value = input.stored[kept];
		if (value !== undefined && (kept === 'oauthTokenData' || withDefaults[kept] === undefined)) {
			withDefaults[kept] = value;
		}
	}
	const keys = core.getAdditionalKeys(additionalData, mode, null, { isCredential: true });
	if (values !== undefined) {
		return values.workflow.expression.getParameterValue(
			withDefaults as never,
			values.runExecutionData,
			values.runIndex,
			values.itemIndex,
			values.node.name,
			values.connectionInputData,
			mode,
			keys,
			executeData,
			false,
			withDefaults as never,
		) as unknown as ICredentialDataDecryptedObject;
	}
	const workflow = new workflowLibrary.Workflow({
		nodes: [nodeForExpressions],
		connections: {},
		active: false,
		nodeTypes: typesForExpressions,
	});
	return workflow.expression.getComplexParameterValue(
		nodeForExpressions,
		withDefaults as never,
		mode,
		keys,
		undefined,
		undefined,
		withDefaults as never,
	) as unknown as ICredentialDataDecryptedObject;
};
