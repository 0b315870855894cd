import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { WorkflowJson } from './types.mts';

/** Which credentials the nodes of templates and tests can take. */
const CREDENTIALS_BY_NODE: Record<string, readonly string[]> = {
	'n8n-nodes-aliexpress.alibabaCom': ['alibabaComApi'],
	'n8n-nodes-aliexpress.aliExpress': ['aliExpressOAuth2Api', 'aliExpressApi'],
	'n8n-nodes-aliexpress.aliExpressTrigger': ['aliExpressOAuth2Api', 'aliExpressApi'],
	'n8n-nodes-aliexpress.aliExpressConnectTrigger': ['aliExpressOAuth2Api'],
	'n8n-nodes-aliexpress.feishuBot': ['feishuBotApi', 'feishuAppApi'],
	'n8n-nodes-base.freshdesk': ['freshdeskApi'],
	'n8n-nodes-base.googleSheets': ['googleSheetsOAuth2Api'],
	'n8n-nodes-base.jira': ['jiraSoftwareCloudApi'],
	'n8n-nodes-base.odoo': ['odooApi'],
	'n8n-nodes-base.postgres': ['postgres'],
	'n8n-nodes-base.zammad': ['zammadBasicAuthApi', 'zammadTokenAuthApi'],
	'n8n-nodes-base.zendesk': ['zendeskApi'],
};

type TemplateNode = WorkflowJson['nodes'][number];

/** HTTP Request takes the one credential that its parameters name. */
function credentialsOf({ type, parameters }: TemplateNode): readonly string[] {
	const named = parameters.nodeCredentialType ?? parameters.genericAuthType;
	return CREDENTIALS_BY_NODE[type] ?? (typeof named === 'string' ? [named] : []);
}

/**
 * Selects credentials in the nodes of a workflow, as a user does after an import.
 *
 * @param idByType id of the credential to take, by credential type.
 */
export function withCredentials(
	workflow: WorkflowJson,
	idByType: Readonly<Record<string, string>>,
): WorkflowJson {
	const nodes = workflow.nodes.map((node) => {
		const chosen = credentialsOf(node).flatMap((type) => {
			const id = idByType[type];
			return id === undefined ? [] : [[type, { id, name: id }] as const];
		});
		return chosen.length > 0 ? { ...node, credentials: Object.fromEntries(chosen) } : node;
	});
	return { ...workflow, nodes };
}

/**
 * A template of the package as a user has it after importing it and choosing the credentials.
 *
 * @param name file in `templates/`, without `.json`.
 */
export function importTemplate(
	name: string,
	idByType: Readonly<Record<string, string>>,
): WorkflowJson {
	const file = join(process.cwd(), 'templates', `${name}.json`);
	const template = JSON.parse(readFileSync(file, 'utf8')) as WorkflowJson;
	return withCredentials({ ...template, id: name }, idByType);
}
