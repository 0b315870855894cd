const { appendFileSync } = require('node:fs');
const { TestEnvironment } = require('jest-environment-node');

/** A mutated loop that comes by this often will not end. */
const MOST_HITS = 100_000_000;

/** Ends the loops of the mutant that is active, and notes whether a test file came by it. */
class MutantEnvironment extends TestEnvironment {
	async setup() {
		await super.setup();
		this.stryker = this.global.__stryker__ = { hitCount: 0, hitLimit: MOST_HITS };
	}

	async teardown() {
		const { MUTANTS_REACHED: file, __STRYKER_ACTIVE_MUTANT__: mutant } = process.env;
		if (mutant !== undefined && this.stryker.hitCount > 0) appendFileSync(file, `${mutant}\n`);
		await super.teardown();
	}
}

module.exports = MutantEnvironment;
