import type { Locator, Page } from './playwright.mts';

/** What a user does in n8n's editor. */
export interface User {
	/** Presses Connect in a credential and consents. Resolves when n8n says that it is connected. */
	connectAccount(credentialId: string): Promise<void>;
	/** Imports a file into a new workflow, which is then open. Resolves to the id of the workflow. */
	importWorkflow(file: string): Promise<string>;
	/** Creates the credential that a node of the open workflow asks for, with one field filled in. */
	createCredential(nodeName: string, field: string, value: string): Promise<void>;
	/** Publishes the open workflow. */
	publish(): Promise<void>;
	/** Leaves the editor, which would save over what others change. */
	leave(): Promise<void>;
}

const byId = (within: Page | Locator, id: string) => within.locator(`[data-test-id="${id}"]`);
const nodeNamed = (page: Page, name: string) =>
	byId(page, 'canvas-node').filter({ hasText: name }).first();

async function connectAccount(page: Page, url: string, credentialId: string): Promise<void> {
	await page.goto(`${url}/home/credentials/${credentialId}`, { waitUntil: 'domcontentloaded' });
	const [consentPage] = await Promise.all([
		page.waitForEvent('popup'),
		byId(page, 'oauth-not-connected-banner').getByRole('button').first().click(),
	]);
	await consentPage.locator('#authorize').click();
	await byId(page, 'oauth-connect-success-banner').waitFor();
}

async function importWorkflow(page: Page, url: string, file: string): Promise<string> {
	await page.goto(`${url}/workflow/new`, { waitUntil: 'domcontentloaded' });
	// Before that the editor is still loading and would drop the file.
	await byId(page, 'canvas-add-button').waitFor();
	await byId(page, 'workflow-import-input').setInputFiles(file);
	await byId(page, 'canvas-node').first().waitFor();
	await page.waitForURL(/\/workflow\/(?!new\b)\w+/);
	const id = /\/workflow\/(\w+)/.exec(page.url())?.[1];
	if (id === undefined) throw new Error('The editor shows no workflow after the import.');
	return id;
}

async function createCredential(page: Page, [node, field, value]: [string, string, string]) {
	await nodeNamed(page, node).dblclick();
	await byId(page, 'node-credentials-empty-state').getByRole('button').first().click();
	await byId(page, `parameter-input-${field}`).locator('input').fill(value);
	await byId(page, 'credential-save-button').click();
	await byId(page, 'node-credentials-select').waitFor();
	await byId(page, 'ndv-close-button').click();
}

async function publish(page: Page): Promise<void> {
	await byId(page, 'workflow-open-publish-modal-button').click();
	await byId(page, 'workflow-publish-button').click();
	await byId(page, 'workflow-publish-button').waitFor({ state: 'hidden' });
}

/**
 * Signs in on the editor's own page.
 *
 * @param url address of n8n.
 */
export async function signIn(
	page: Page,
	url: string,
	{ email, password }: { email: string; password: string },
): Promise<User> {
	await page.goto(`${url}/signin`, { waitUntil: 'domcontentloaded' });
	await page.locator('input[name="emailOrLdapLoginId"]').fill(email);
	await page.locator('input[name="password"]').fill(password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.waitForURL(/\/home\//);
	return {
		connectAccount: async (id) => await connectAccount(page, url, id),
		importWorkflow: async (file) => await importWorkflow(page, url, file),
		createCredential: async (...credential) => await createCredential(page, credential),
		publish: async () => await publish(page),
		leave: async () => void (await page.goto('about:blank')),
	};
}
