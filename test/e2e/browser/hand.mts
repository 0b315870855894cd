import type { Locator, Page } from './playwright.mts';

/** What somebody has done with mouse and keyboard. */
export interface Effort {
	/** Presses of the mouse, on pages of AliExpress too. */
	clicks: number;
	/** Presses of a key, such as Esc to close what is open; the letters of a field are none. */
	keys: number;
	/** Fields that were filled in. */
	fields: number;
}

/** Mouse and keyboard in front of the browser, counted. */
export interface Hand {
	/** Until now. */
	readonly effort: Readonly<Effort>;
	click(target: Locator): Promise<void>;
	drag(what: Locator, onto: Locator): Promise<void>;
	fill(target: Locator, text: string): Promise<void>;
	/** Presses a key, in a field or wherever the browser stands. */
	press(key: 'Enter' | 'Escape', target?: Locator): Promise<void>;
}

/** A hand that has done nothing yet. */
export function handOn(page: Page): Hand {
	const effort: Effort = { clicks: 0, keys: 0, fields: 0 };
	return {
		effort,
		async click(target) {
			effort.clicks += 1;
			await target.click();
		},
		async drag(what, onto) {
			effort.clicks += 1;
			await what.dragTo(onto);
		},
		async fill(target, text) {
			effort.fields += 1;
			await target.fill(text);
		},
		async press(key, target) {
			effort.keys += 1;
			await (target ?? page.keyboard).press(key);
		},
	};
}
