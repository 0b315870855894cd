import type nockLibrary from 'nock';

declare global {
	/** Only in tests of `interceptedHosts.environment.mts`. */
	var nock: typeof nockLibrary;
}
