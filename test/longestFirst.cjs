const Sequencer = require('@jest/test-sequencer').default;

/**
 * Starts of paths below `test/`, the longest first: what begins last should be short, or one processor
 * waits for it. jest knows how long tests take only when it has run them before.
 */
const LONG = [
	'soak/feed/',
	'engine/scenes',
	'package/recipe',
	'unit/quota/properties',
	'engine/aliExpress',
	'engine/trigger',
	'engine/deadAuthorization',
	'soak/',
	'engine/',
	'unit/AliExpress/trigger/',
	'package/',
	'operations/',
	'client/credentialTests',
];

const placeOf = ({ path }) => {
	const name = path.replaceAll('\\', '/').split('/test/').at(-1);
	const place = LONG.findIndex((start) => name.startsWith(start));
	return place === -1 ? LONG.length : place;
};

/** Runs the longest test files first. */
module.exports = class LongestFirst extends Sequencer {
	sort(tests) {
		return [...super.sort(tests)].sort((a, b) => placeOf(a) - placeOf(b));
	}
};
