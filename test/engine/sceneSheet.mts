import './harness/interceptedHosts.mts';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

const ID = 'sheet-of-the-test';
const TOKEN = 'google-token';
const HEADINGS = [
	'Order',
	'Status',
	'Ordered',
	'Paid',
	'Amount',
	'Currency',
	'Products',
	'Ship By',
];

/** As after n8n's own Connect button. */
export const SHEET_CREDENTIAL: ICredentialDataDecryptedObject = {
	clientId: 'client',
	clientSecret: 'client-secret',
	oauthTokenData: { access_token: TOKEN, token_type: 'Bearer', refresh_token: 'refresh' },
};

/** A spreadsheet with one sheet, `Orders`. */
export interface Sheet {
	readonly id: string;
	/** The rows below the headings. */
	rows(): string[][];
	/** Cells that the sheet would have worked out: what the user interface would take for a formula. */
	formulas(): string[];
}

interface Range {
	fromColumn: number;
	fromRow: number;
	toRow: number;
}

/** `Orders!A2:I2`, `Orders!1:1`, `Orders!A:A` or `Orders`, counted from 0. */
function rangeOf(text: string): Range {
	const [, column = '', from = '', to = ''] =
		/^'?Orders'?(?:!([A-Z]*)(\d*)(?::[A-Z]*(\d*))?)?$/.exec(text) ?? [];
	const letters = [...column].map((letter) => letter.charCodeAt(0) - 64);
	const index = letters.reduce((sum, letter) => sum * 26 + letter, 0);
	return {
		fromColumn: Math.max(0, index - 1),
		fromRow: Math.max(0, Number(from || 1) - 1),
		toRow: to === '' ? Number.POSITIVE_INFINITY : Number(to) - 1,
	};
}

/** Plays the part of Google Sheets that n8n's node uses, through nock. */
export function openSheet(): Sheet {
	const grid: string[][] = [HEADINGS];
	const formulas: string[] = [];
	const write = (
		range: string,
		values: ReadonlyArray<readonly unknown[]>,
		inputOption: unknown,
	): void => {
		if (inputOption !== 'RAW') {
			formulas.push(
				...values
					.flat()
					.map(String)
					.filter((cell) => /^[=+\-@\t\r]/.test(cell)),
			);
		}
		const { fromColumn, fromRow } = rangeOf(range);
		values.forEach((cells, down) => {
			const row = (grid[fromRow + down] ??= []);
			cells.forEach((cell, right) => {
				row[fromColumn + right] = String(cell ?? '');
			});
		});
	};
	const read = (range: string): string[][] => {
		const { fromColumn, fromRow, toRow } = rangeOf(range);
		return grid.slice(fromRow, toRow + 1).map((row) => row.slice(fromColumn));
	};
	const answer = async (request: Request): Promise<readonly [number, Record<string, unknown>]> => {
		if (request.headers.get('authorization') !== `Bearer ${TOKEN}`) {
			return [401, { error: { code: 401, message: 'Request had invalid credentials.' } }];
		}
		const path = decodeURIComponent(new URL(request.url).pathname);
		const rest = path.replace(`/v4/spreadsheets/${ID}`, '');
		const text = await request.text();
		const body = (text === '' ? {} : JSON.parse(text)) as {
			values?: string[][];
			data?: Array<{ range: string; values: string[][] }>;
			valueInputOption?: string;
		};
		const inputOption =
			body.valueInputOption ?? new URL(request.url).searchParams.get('valueInputOption');
		if (rest === '') {
			const properties = { sheetId: 0, title: 'Orders', gridProperties: { rowCount: 1000 } };
			return [200, { sheets: [{ properties }] }];
		}
		if (rest === ':batchUpdate') return [200, {}];
		if (rest === '/values:batchUpdate') {
			for (const { range, values } of body.data ?? []) write(range, values, inputOption);
			return [200, {}];
		}
		const range = rest.replace('/values/', '').replace(/:append$/, '');
		if (request.method === 'GET') return [200, { range, values: read(range) }];
		write(range, body.values ?? [], inputOption);
		return [200, { updatedRange: range }];
	};
	const scope = nock('https://sheets.googleapis.com').persist();
	const reply = async (request: Request) => await answer(request);
	// No pattern: nock does not take one of the tests' own realm for a pattern.
	const anyPath = () => true;
	scope.get(anyPath).query(true).reply(reply);
	scope.post(anyPath).query(true).reply(reply);
	scope.put(anyPath).query(true).reply(reply);
	const rows = () => grid.slice(1).map((row) => [...row]);
	return { id: ID, rows, formulas: () => formulas };
}
