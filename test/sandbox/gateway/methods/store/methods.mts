import { diagnosis } from './diagnosis.mts';
import { linkedShops } from './linkedShops.mts';
import { merchantProfile } from './merchantProfile.mts';
import { remarks } from './remarks.mts';

/** The store itself, and the seller's notes. */
export const STORE_METHODS = [merchantProfile, linkedShops, remarks, diagnosis];
