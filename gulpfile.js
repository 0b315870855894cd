const { dest, parallel, src } = require('gulp');

/** Pictures as they are: gulp reads text by default, which would damage a PNG. */
const copyIcons = () =>
	src(['nodes/**/*.{png,svg}', 'credentials/**/*.{png,svg}'], { base: '.', encoding: false }).pipe(
		dest('dist'),
	);

const copyCodex = () =>
	src('nodes/**/*.node.json', { base: '.', allowEmpty: true, encoding: false }).pipe(dest('dist'));

const copySchemas = () =>
	src('nodes/**/__schema__/**/*.json', { base: '.', encoding: false }).pipe(dest('dist'));

exports['build:icons'] = parallel(copyIcons, copyCodex, copySchemas);
