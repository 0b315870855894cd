import { disputeDetail } from './disputeDetail.mts';
import { disputeList } from './disputeList.mts';

/** Disputes with buyers. */
export const DISPUTE_METHODS = [disputeList, disputeDetail];
