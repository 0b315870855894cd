const { availableParallelism } = require('node:os');

/** Imports and exports become CommonJS, as everything else here is. */
const toCommonJs = [
	'@swc/jest',
	{
		jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
		module: { type: 'commonjs' },
		sourceMaps: 'inline',
	},
];

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	// Engine tests keep the second window on the real clock; a slow machine must not fail them.
	testTimeout: 30_000,
	// Half of their time the engine tests wait for the second of a platform: others run meanwhile.
	maxWorkers: 2 * availableParallelism(),
	testSequencer: '<rootDir>/test/longestFirst.cjs',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.mts'],
	moduleFileExtensions: ['ts', 'mts', 'js', 'mjs', 'json'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/'],
	transform: {
		'\\.m?ts$': toCommonJs,
		// An ES module that n8n's Odoo node requires, which Node can do and jest cannot.
		'/change-case/.*\\.js$': toCommonJs,
	},
	transformIgnorePatterns: ['/node_modules/(?!change-case/)'],
};
