import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { preparePages, type PageKind } from './pages.mts';

/** A platform that knows one method: the list of orders. */
export interface PageGateway {
	/** Gateway address, without trailing slash, of a shop with so many pages of orders. */
	baseUrl(kind: PageKind, pages: number): string;
	/** Bytes of the rows of a page, on average. */
	readonly pageBytes: Readonly<Record<PageKind, number>>;
	close(): Promise<void>;
}

const meanBytes = (pages: readonly string[]): number =>
	Math.round(pages.reduce((sum, page) => sum + Buffer.byteLength(page), 0) / pages.length);

/** Starts the gateway on the loopback address, in a thread of its own. */
export const startPages = async (): Promise<PageGateway> => {
	const pages = await preparePages();
	const worker = new Worker(new URL('./pageServer.mts', import.meta.url), { workerData: pages });
	const [port] = (await once(worker, 'message')) as [number];
	return {
		baseUrl: (kind, count) => `http://127.0.0.1:${port}/${kind}/${count}`,
		pageBytes: { sample: meanBytes(pages.sample), full: meanBytes(pages.full) },
		close: async () => {
			await worker.terminate();
		},
	};
};
