import type { PlatformZone } from '../../../time/zones';
import { parseDisputes, type RawDispute } from '../../parse/dispute/dispute';
import type { Call } from './lists';
import { PAGE_SIZE, readWindow, type PageAsk, type PagesAsk, type PagesRead } from './pages';
import { disputeQuery, latestReadingMs, rowTimeMs } from './window';

const DISPUTE_METHOD = 'aliexpress.issue.issuelist.get';

/**
 * The states of disputes, those under way first. Each is asked for by its name: which of them the
 * platform lists when none is named is not documented.
 */
export const DISPUTE_STATES = ['processing', 'finish', 'canceled_issue'] as const;

/** A window of disputes to read. */
export interface DisputeAsk extends PagesAsk {
	zone: PlatformZone;
	state: (typeof DISPUTE_STATES)[number];
}

/**
 * Reads a window of the disputes in one state, cut by the time of opening: the list knows no other.
 *
 * @throws TypeError when an answer does not have the shape of the list; NodeApiError of the call.
 */
export async function readDisputes(
	call: Call,
	{ zone, state, ...ask }: DisputeAsk,
): Promise<PagesRead<RawDispute>> {
	const read = async ({ toMs, page, createdToMs = toMs, ...rest }: PageAsk) => {
		const { createdFromMs: fromMs = rest.fromMs } = rest;
		const query = disputeQuery(fromMs, createdToMs, zone, createdToMs === ask.toMs);
		const answer = await call(DISPUTE_METHOD, {
			query_dto: { ...query, issue_status: state, current_page: page, page_size: PAGE_SIZE },
		});
		const { disputes, totalCount } = parseDisputes(answer, page);
		// A total of 0 beside rows is no total; a page that is not full then tells the end.
		const total = totalCount ? totalCount : undefined;
		return {
			rows: disputes,
			totalCount: total,
			totalPages: total === undefined ? undefined : Math.ceil(total / PAGE_SIZE),
			isFull: disputes.length >= PAGE_SIZE,
		};
	};
	return await readWindow<RawDispute>(ask, {
		read,
		keyOf: ({ fields }) => fields.issue_id,
		createdMsOf: ({ fields }) => rowTimeMs(fields.gmt_create, zone),
		latestReadingMs: (createdMs) => latestReadingMs(createdMs, zone),
	});
}
