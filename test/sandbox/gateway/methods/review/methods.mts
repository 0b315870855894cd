import { evaluationList } from './evaluationList.mts';
import { pendingReviews } from './pendingReviews.mts';
import { productReviews } from './productReviews.mts';

/** Reviews by buyers, and orders that wait for the seller's rating. */
export const REVIEW_METHODS = [evaluationList, pendingReviews, productReviews];
