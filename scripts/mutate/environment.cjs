const { appendFileSync } = require('node:fs');
const { TestEnvironment } = require('jest-environment-node');

/** A mutated loop that comes by this often will not end. */
const MOST_HITS = 1_000_000;

/**
 * Notes which mutants a test file reaches and how long it takes, while none is active. With one that is active it
 * only ends its loops.
 */
class MutantEnvironment extends TestEnvironment {
	constructor(config, context) {
		super(config, context);
		this.testPath = context.testPath;
		this.reached = process.env.MUTANTS_REACHED;
		this.startedAtMs = performance.now();
	}

	async setup() {
		await super.setup();
		this.stryker = this.global.__stryker__ = this.reached
			? { currentTestId: 'any' }
			: { hitCount: 0, hitLimit: MOST_HITS };
	}

	async teardown() {
		if (this.reached) {
			const { static: atLoad = {}, perTest = {} } = this.stryker.mutantCoverage ?? {};
			const ids = [atLoad, ...Object.values(perTest)].flatMap((hits) => Object.keys(hits));
			const tookMs = Math.round(performance.now() - this.startedAtMs);
			const line = { test: this.testPath, ids: [...new Set(ids)], tookMs };
			appendFileSync(this.reached, `${JSON.stringify(line)}\n`);
		}
		await super.teardown();
	}
}

module.exports = MutantEnvironment;
