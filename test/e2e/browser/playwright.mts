import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What is used of playwright-core, which is installed beside n8n and not among our packages. */
export interface Locator {
	click(): Promise<void>;
	dragTo(target: Locator): Promise<void>;
	fill(text: string): Promise<void>;
	filter(options: { hasText: string }): Locator;
	first(): Locator;
	getByRole(role: 'button', options: { name: string; exact?: boolean }): Locator;
	getByText(text: string, options: { exact: boolean }): Locator;
	hover(): Promise<void>;
	isVisible(): Promise<boolean>;
	last(): Locator;
	locator(selector: string): Locator;
	or(other: Locator): Locator;
	press(key: string): Promise<void>;
	waitFor(options?: { state: 'attached' | 'visible' | 'hidden' }): Promise<void>;
}

/** A tab of the browser. */
export interface Page extends Pick<Locator, 'getByRole' | 'getByText' | 'locator'> {
	readonly keyboard: Pick<Locator, 'press'>;
	goto(url: string, options?: { waitUntil: 'domcontentloaded' }): Promise<unknown>;
	screenshot(options: { path: string }): Promise<unknown>;
	setDefaultTimeout(ms: number): void;
	url(): string;
	waitForEvent(event: 'popup'): Promise<Page>;
	waitForEvent(event: 'filechooser'): Promise<FileChooser>;
	waitForURL(url: RegExp): Promise<void>;
}

/** The window of the system in which a file is chosen. */
export interface FileChooser {
	setFiles(file: string): Promise<void>;
}

interface Browser {
	close(): Promise<void>;
	newPage(options: { viewport: { width: number; height: number } }): Promise<Page>;
}

interface Playwright {
	chromium: {
		launch(options: { executablePath: string; args: string[] }): Promise<Browser>;
	};
}

/** No sandbox: it does not run as root. The others keep it from calling home. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];
const VIEWPORT = { width: 1280, height: 860 };
/** The editor is several megabytes; on a busy machine it takes its time. */
const PATIENCE_MS = 90_000;

/** A headless browser with one tab. */
export interface OpenBrowser {
	readonly page: Page;
	close(): Promise<void>;
}

/**
 * Starts a browser on a profile of its own, which playwright deletes again.
 *
 * @param program a Chromium.
 * @param modules folder `node_modules` in which playwright-core is, beside n8n.
 */
export async function openBrowser(program: string, modules: string): Promise<OpenBrowser> {
	const load = createRequire(join(modules, 'n8n', 'package.json'));
	const { chromium } = load('playwright-core') as Playwright;
	const browser = await chromium.launch({ executablePath: program, args: FLAGS });
	const page = await browser.newPage({ viewport: VIEWPORT });
	page.setDefaultTimeout(PATIENCE_MS);
	return { page, close: async () => await browser.close() };
}
