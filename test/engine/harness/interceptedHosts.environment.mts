import { TestEnvironment } from 'jest-environment-node';
import nock from 'nock';

/**
 * A jest environment whose tests find nock as `nock`. nock is an ES module, which tests cannot load:
 * jest makes them CommonJS. The environment itself runs outside of jest's own module loader.
 */
export default class InterceptedHosts extends TestEnvironment {
	override async setup(): Promise<void> {
		await super.setup();
		// The file before in this process has restored the sockets.
		if (!nock.isActive()) nock.activate();
		this.global.nock = nock;
	}

	override async teardown(): Promise<void> {
		nock.cleanAll();
		nock.restore();
		await super.teardown();
	}
}
