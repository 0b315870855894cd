const { appendFileSync, readFileSync } = require('node:fs');
const { TestEnvironment } = require('jest-environment-node');

/**
 * Repeats each test for each living mutant that it reaches, in the process and the module registry in
 * which it has just passed. Costs one run of a test for a mutant instead of one process.
 *
 * What it says "killed" is true unless the test does not bear repeating; so a test that fails when it
 * is repeated without a mutant is not believed.
 */

/** A mutated loop that runs this many times longer than before will not end. */
const TIMES_LONGER = 100;
const LEAST_HITS = 10_000;
/** Milliseconds that a repetition may take beside a multiple of what the test took. */
const PATIENCE_MS = 2_000;

const hooksOf = (test, type) => {
	const hooks = [];
	for (let block = test.parent; block; block = block.parent) {
		const own = block.hooks.filter((hook) => hook.type === type);
		if (type === 'beforeEach') hooks.unshift(...own);
		else hooks.push(...own);
	}
	return hooks;
};

class MutantEnvironment extends TestEnvironment {
	async setup() {
		await super.setup();
		const { folder, mutants } = JSON.parse(process.env.MUTATE);
		this.killedFile = `${folder}/killed`;
		this.reachedFile = `${folder}/reached`;
		this.mutants = new Set(mutants);
		this.stryker = this.global.__stryker__ = {};
	}

	/** Runs one test again with its hooks. Rejects when it fails. */
	async again(test, fn, patienceMs) {
		const { testContext } = test;
		for (const hook of hooksOf(test, 'afterEach')) await hook.fn.call(testContext);
		for (const hook of hooksOf(test, 'beforeEach')) await hook.fn.call(testContext);
		let timer;
		const late = new Promise((_resolve, reject) => {
			timer = setTimeout(() => reject(new Error('too late')), patienceMs);
		});
		try {
			await Promise.race([fn.call(testContext), late]);
		} finally {
			clearTimeout(timer);
		}
	}

	async fails(test, fn, patienceMs) {
		try {
			await this.again(test, fn, patienceMs);
			return false;
		} catch {
			return true;
		}
	}

	async judge(test, fn, reached, tookMs) {
		const patienceMs = PATIENCE_MS + 5 * tookMs;
		if (await this.fails(test, fn, patienceMs)) return;
		for (const [id, hits] of reached) {
			if (readFileSync(this.killedFile, 'utf8').includes(`\n${id}\n`)) continue;
			this.stryker.hitCount = 0;
			this.stryker.hitLimit = LEAST_HITS + TIMES_LONGER * hits;
			this.stryker.activeMutant = id;
			const isKilled = await this.fails(test, fn, patienceMs);
			this.stryker.activeMutant = undefined;
			if (!isKilled) continue;
			if (await this.fails(test, fn, patienceMs)) return;
			appendFileSync(this.killedFile, `${id}\n`);
		}
	}

	handleTestEvent(event) {
		if (event.name !== 'test_start' || process.env.__STRYKER_ACTIVE_MUTANT__) return;
		const { test } = event;
		const { fn } = test;
		// A test that takes a callback is left to the second round.
		if (!fn || fn.length > 0) return;
		test.timeout = 600_000;
		test.fn = async () => {
			const coverage = (this.stryker.mutantCoverage ??= { static: {}, perTest: {} });
			this.stryker.currentTestId = 'one';
			coverage.perTest = {};
			const startedAtMs = performance.now();
			await fn.call(test.testContext);
			const tookMs = performance.now() - startedAtMs;
			const reached = Object.entries(coverage.perTest.one ?? {}).filter(([id]) => this.mutants.has(id));
			await this.judge(test, fn, reached, tookMs);
			this.note(reached.map(([id]) => id));
		};
	}

	/** Notes which test file reaches which mutants, those of module level among them. */
	note(ids) {
		this.ids = new Set([...(this.ids ?? []), ...ids]);
	}

	async teardown() {
		const atLoad = Object.keys(this.stryker.mutantCoverage?.static ?? {});
		this.note(atLoad.filter((id) => this.mutants.has(id)));
		const line = { test: this.testPath, ids: [...(this.ids ?? [])] };
		if (!process.env.__STRYKER_ACTIVE_MUTANT__) appendFileSync(this.reachedFile, `${JSON.stringify(line)}\n`);
		await super.teardown();
	}

	constructor(config, context) {
		super(config, context);
		this.testPath = context.testPath;
	}
}

module.exports = MutantEnvironment;
