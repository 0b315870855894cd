import { handOn, type Effort, type Hand } from './hand.mts';
import type { Locator, Page } from './playwright.mts';

/** What a user does in n8n's editor. Everything is named as it is shown there. */
export interface User {
	/** Everything done since signing in. */
	readonly effort: Readonly<Effort>;
	/** Opens a new workflow and imports a file into it. Resolves to the id of the workflow. */
	importWorkflow(file: string): Promise<string>;
	/** Opens a workflow that is there. */
	openWorkflow(id: string): Promise<void>;
	/** Opens a node of the workflow; out of an open node it goes on to one that is connected to it. */
	openNode(name: string): Promise<void>;
	/** Fills in a field of the open credential. */
	fill(field: string, text: string): Promise<void>;
	/** Sets fields of the open credential that no user has to touch: this effort is not counted. */
	prepare(settings: readonly CredentialSetting[]): Promise<void>;
	/** Presses a button of the open node or credential. */
	press(button: string): Promise<void>;
	/** Saves the open credential. */
	save(): Promise<void>;
	/** Leaves the open credential, which is not connected, and confirms that. */
	close(): Promise<void>;
	/** Opens the credential of the open node, presses Connect and consents. */
	connect(): Promise<void>;
	/** Runs the open node by a button. Resolves when it has put something out. */
	run(button: string): Promise<void>;
	/** Drags a field of the input onto the open node, which makes a field of its own of it. */
	dragField(name: string): Promise<void>;
	/** Publishes the open workflow. */
	publish(): Promise<void>;
	/** Leaves the editor, which would save over what others change. */
	leave(): Promise<void>;
	/** Writes down what the browser shows, as a PNG. */
	photograph(file: string): Promise<void>;
}

/** A field of a credential: something chosen from a list, or a text. */
export interface CredentialSetting {
	readonly field: string;
	readonly choice?: string;
	readonly text?: string;
}

/** What an older editor calls the button that opens a new credential, `Connect to AliExpress` in 2.41. */
const SET_UP = 'Set up credential';

function buttonNamed(page: Page, name: string): Locator {
	const button = page.getByRole('button', { name, exact: true });
	const isOpening = name.startsWith('Connect to ');
	return isOpening ? button.or(page.getByRole('button', { name: SET_UP, exact: true })) : button;
}

const byId = (within: Page | Locator, id: string) => within.locator(`[data-test-id="${id}"]`);
const dialogOf = (page: Page) => byId(page, 'editCredential-modal');
const nodeViewOf = (page: Page) => byId(page, 'ndv');
const fieldNamed = (page: Page, name: string) =>
	page.locator(`[data-test-id="credential-connection-parameter"]:has(label :text-is("${name}"))`);

/** Closes what lies over the canvas. Esc closes the top, and sometimes what is below with it. */
async function backToCanvas(page: Page, hand: Hand): Promise<void> {
	for (const layer of [dialogOf(page), nodeViewOf(page)]) {
		if (!(await layer.isVisible())) continue;
		await hand.press('Escape');
		await layer.waitFor({ state: 'hidden' });
	}
}

async function importWorkflow(page: Page, hand: Hand, file: string): Promise<string> {
	await backToCanvas(page, hand);
	await hand.click(byId(page, 'universal-add').first());
	await hand.click(page.getByText('New workflow', { exact: true }));
	await page.waitForURL(/new=true/);
	// Before that the editor is still loading and would drop the file.
	await byId(page, 'canvas-add-button').waitFor();
	await hand.click(byId(page, 'workflow-menu').first());
	await byId(page, 'workflow-menu-item-import').hover();
	const [chooser] = await Promise.all([
		page.waitForEvent('filechooser'),
		hand.click(byId(page, 'workflow-menu-item-import-from-file')),
	]);
	await chooser.setFiles(file);
	await byId(page, 'canvas-node').first().waitFor();
	const id = /\/workflow\/(\w+)/.exec(page.url())?.[1];
	if (id === undefined) throw new Error('The editor shows no workflow after the import.');
	return id;
}

async function openNode(page: Page, hand: Hand, name: string): Promise<void> {
	const title = byId(byId(nodeViewOf(page), 'node-title-container'), 'inline-edit-preview');
	if (await nodeViewOf(page).isVisible()) {
		await hand.click(page.locator(`[data-test-id="floating-node"][data-node-name="${name}"]`));
	} else {
		await hand.click(byId(page, 'canvas-node').filter({ hasText: name }).first());
		await hand.press('Enter');
	}
	await title.filter({ hasText: name }).first().waitFor();
}

async function openWorkflow(page: Page, url: string): Promise<void> {
	await page.goto(url, { waitUntil: 'domcontentloaded' });
	await byId(page, 'canvas-node').first().waitFor();
}

/** The field, whether it has come from a run or is only foretold by the output schema. */
async function dragField(page: Page, hand: Hand, name: string): Promise<void> {
	const fields = byId(nodeViewOf(page), 'run-data-schema-item');
	await hand.drag(
		fields.locator(`[data-name="${name}"]`).first(),
		byId(nodeViewOf(page), 'drop-area').first(),
	);
	await byId(nodeViewOf(page), 'assignment').first().waitFor();
}

async function prepare(page: Page, settings: readonly CredentialSetting[]): Promise<void> {
	for (const { field, choice, text } of settings) {
		const input = fieldNamed(page, field).locator('input');
		if (text !== undefined) await input.fill(text);
		if (choice === undefined) continue;
		await input.click();
		await page.locator(`[role="option"]:visible:has(:text-is("${choice}"))`).click();
	}
}

async function save(page: Page, hand: Hand): Promise<void> {
	await hand.click(dialogOf(page).getByRole('button', { name: 'Save', exact: true }));
	// A credential that has a test closes when it has passed; one to be connected stays open.
	await page
		.locator('[data-test-id="node-credentials-select"]')
		.first()
		.waitFor({ state: 'attached' });
}

async function close(page: Page, hand: Hand): Promise<void> {
	await hand.press('Escape');
	await hand.click(page.getByRole('button', { name: 'Close', exact: true }).last());
	// While the question fades away it still takes the keys.
	await page.getByText('Close without connecting?', { exact: true }).waitFor({ state: 'hidden' });
	await dialogOf(page).waitFor({ state: 'hidden' });
}

async function connect(page: Page, hand: Hand): Promise<void> {
	await hand.click(byId(page, 'credential-edit-button').first());
	const [consentPage] = await Promise.all([
		page.waitForEvent('popup'),
		hand.click(dialogOf(page).getByRole('button', { name: 'Connect', exact: true })),
	]);
	await hand.click(consentPage.locator('#authorize'));
	await byId(page, 'oauth-connect-success-banner').waitFor();
}

async function run(page: Page, hand: Hand, button: string): Promise<void> {
	await hand.click(nodeViewOf(page).getByRole('button', { name: button, exact: true }).first());
	await byId(nodeViewOf(page), 'output-panel').getByText('1 item', { exact: true }).waitFor();
}

async function publish(page: Page, hand: Hand): Promise<void> {
	await backToCanvas(page, hand);
	await hand.click(
		page.locator('[data-test-id="workflow-open-publish-modal-button"]:not([disabled])'),
	);
	const isReady = '[data-test-id="workflow-publish-button"]:not([disabled])';
	await page.locator(isReady).waitFor();
	await hand.press('Enter', byId(page, 'workflow-publish-version-name-input'));
	const done = page.getByText('Workflow published', { exact: true });
	await done.waitFor();
	await hand.press('Escape');
	await done.waitFor({ state: 'hidden' });
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
	const hand = handOn(page);
	return {
		effort: hand.effort,
		importWorkflow: async (file) => await importWorkflow(page, hand, file),
		openWorkflow: async (id) => await openWorkflow(page, `${url}/workflow/${id}`),
		openNode: async (name) => await openNode(page, hand, name),
		fill: async (field, text) => await hand.fill(fieldNamed(page, field).locator('input'), text),
		prepare: async (settings) => await prepare(page, settings),
		press: async (name) => await hand.click(buttonNamed(page, name)),
		save: async () => await save(page, hand),
		close: async () => await close(page, hand),
		connect: async () => await connect(page, hand),
		run: async (button) => await run(page, hand, button),
		dragField: async (name) => await dragField(page, hand, name),
		publish: async () => await publish(page, hand),
		leave: async () => void (await page.goto('about:blank')),
		photograph: async (file) => void (await page.screenshot({ path: file })),
	};
}
