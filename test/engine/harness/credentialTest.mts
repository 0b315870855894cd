import type { INode, INodeProperties, INodeType } from 'n8n-workflow';
import { core, workflowLibrary } from './engine.mts';
import type { CredentialStore } from './credentialStore.mts';
import { resolveCredential } from './credentialValues.mts';
import type { Engine } from './executions.mts';
import { additionalDataFor, toError } from './executions.mts';

export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

/**
 * n8n's test node: its one parameter sends the credential's test request. It has the short name, so n8n's
 * own look for "is this a test" (by the long name) is never met: `preAuthentication` runs only while its
 * field is empty, and on a status of 401.
 */
const testNodeType = (credentialType: string, request: unknown): INodeType => ({
	description: {
		displayName: 'No Operation',
		name: 'noOp',
		group: ['organization'],
		version: 1,
		description: '',
		defaults: { name: 'No Operation' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: credentialType, required: true }],
		properties: [
			{
				displayName: 'Temp',
				name: 'temp',
				type: 'string',
				routing: { request } as INodeProperties['routing'],
				default: '',
			},
		],
	},
});

/** A test of n8n's own for types that extend oAuth2Api: is there an access token at all? */
const testOAuth2 = (stored: Record<string, unknown>): CredentialTestResult => {
	const token = stored.oauthTokenData as Record<string, unknown> | undefined;
	return token !== undefined && 'access_token' in token
		? { status: 'OK', message: 'Connection successful!' }
		: { status: 'Error', message: 'Connection failed. Please reconnect your account.' };
};

const rulesOf = (test: { rules?: unknown }) =>
	(test.rules ?? []) as Array<{
		type: string;
		properties: { key?: string; value: unknown; message: string };
	}>;

/** Runs a credential's `test` request as n8n's credentials-tester does when a user saves it. */
export const testCredential = async (
	engine: Engine,
	store: CredentialStore,
	credentialId: string,
): Promise<CredentialTestResult> => {
	const credential = store.byId(credentialId);
	const { type, id, name } = credential;
	const { test } = engine.types.credentialType(type);
	if (test === undefined) {
		if (engine.types.parentTypes(type).includes('oAuth2Api')) return testOAuth2(credential.read());
		return { status: 'Error', message: 'No testing function found for this credential.' };
	}

	const additionalData = { ...additionalDataFor(engine), currentNodeParameters: {} };
	const data = resolveCredential(engine.types, {
		additionalData,
		stored: credential.read(),
		type,
		mode: 'internal',
	});
	const nodeType = testNodeType(type, test.request);
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: nodeType.description.name,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [type]: { id, name } },
	};
	const workflow = new workflowLibrary.Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => nodeType,
			getByNameAndVersion: () => nodeType,
			getKnownTypes: () => ({}),
		},
	});
	// As n8n does: what the test sees is the resolved data, what is saved goes to the store.
	const helper = engine.credentialsHelper;
	additionalData.credentialsHelper = {
		...helper,
		getDecrypted: async (...args) => (args[5] === true ? await helper.getDecrypted(...args) : data),
	};
	const context = new core.ExecuteContext(
		workflow,
		workflow.getNode('Temp-Node') as INode,
		additionalData,
		'internal',
		workflowLibrary.createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	try {
		const routing = new core.RoutingNode(context, nodeType, { id, name, type, data });
		const answer = (await routing.runNode())?.[0]?.[0]?.json;
		const broken = rulesOf(test).find(
			(rule) =>
				rule.type === 'responseSuccessBody' &&
				valueAt(answer, rule.properties.key ?? '') === rule.properties.value,
		);
		return broken === undefined
			? { status: 'OK', message: 'Connection successful!' }
			: { status: 'Error', message: broken.properties.message };
	} catch (thrown) {
		return { status: 'Error', message: messageOf(thrown, rulesOf(test)) };
	}
};

/** A rule's key is a path, e.g. `error_response.code`. */
const valueAt = (answer: unknown, path: string): unknown =>
	path
		.split('.')
		.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], answer);

const messageOf = (thrown: unknown, rules: ReturnType<typeof rulesOf>): string => {
	const error = toError(thrown);
	const cause = error.cause as
		| { response?: { status: number; statusText?: string }; code?: string }
		| undefined;
	if (cause?.response === undefined) return cause?.code ?? error.message;
	const { status, statusText } = cause.response;
	const rule = rules.find(
		({ type, properties }) => type === 'responseCode' && properties.value === status,
	);
	return rule?.properties.message ?? (statusText || `Received HTTP status code: ${status}`);
};
