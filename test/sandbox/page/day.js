import { el } from './cards.js';
import { t } from './words.js';

/**
 * Draws the day that a demonstration plays: each order at its hour, as high as it took until somebody was
 * told, and the calls that were used.
 */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Units of the drawing; the page stretches it to the width there is. */
const [HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [168, 34, 34, 12, 22];
/** Shares of the day that are kept for what has to work when the others are used up. */
const RESERVE = ['recovery', 'connect', 'browse'];

const svgElement = (tag, attributes, ...children) => {
	const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
	for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
	element.append(...children);
	return element;
};

/** A span in words: minutes, and hours where it is long. */
export function span(ms) {
	const minutes = Math.round(ms / MINUTE_MS);
	if (minutes < 120) return t('minutes', { count: minutes });
	return t('hours', { count: Math.round(minutes / 6) / 10 });
}

/** The scale of the delays: whole quarters of an hour, and never less than one. */
function highestMs({ told }) {
	const longestMs = Math.max(0, ...told.map(({ delayMs }) => delayMs ?? 0));
	return Math.max(1, Math.ceil(longestMs / (15 * MINUTE_MS))) * 15 * MINUTE_MS;
}

function axes(width, { x, delayY }, topMs, perDay) {
	const hours = width < 560 ? [0, 6, 12, 18, 24] : [0, 3, 6, 9, 12, 15, 18, 21, 24];
	const base = HEIGHT - BOTTOM;
	const label = (place, text, anchor) =>
		svgElement('text', { ...place, 'text-anchor': anchor, class: 'axis' }, text);
	return [
		...[0, topMs / 3, (topMs * 2) / 3, topMs].flatMap((ms) => [
			svgElement('line', {
				x1: LEFT,
				x2: width - RIGHT,
				y1: delayY(ms),
				y2: delayY(ms),
				class: 'grid',
			}),
			label({ x: LEFT - 6, y: delayY(ms) + 4 }, Math.round(ms / MINUTE_MS), 'end'),
		]),
		...hours.map((hour) =>
			label(
				{ x: x(hour * HOUR_MS), y: base + 16 },
				`${String(hour).padStart(2, '0')}:00`,
				'middle',
			),
		),
		label({ x: width - RIGHT + 6, y: TOP + 4 }, perDay, 'start'),
		label({ x: width - RIGHT + 6, y: base + 4 }, '0', 'start'),
	];
}

function callLine({ callsAtMs, startMs }, nowMs, { x, callY }) {
	const steps = callsAtMs
		.toSorted((a, b) => a - b)
		.flatMap((atMs, index) => [
			[x(atMs - startMs), callY(index)],
			[x(atMs - startMs), callY(index + 1)],
		]);
	const end = [x(Math.min(nowMs - startMs, DAY_MS)), callY(callsAtMs.length)];
	const points = [[x(0), callY(0)], ...steps, end].map((point) => point.join(',')).join(' ');
	return svgElement('polyline', { points, class: 'calls-line' });
}

function drawChart(day, nowMs) {
	const chart = document.getElementById('day-chart');
	const width = Math.max(300, chart.clientWidth);
	const perDay = day.counted?.callsPerDay ?? 200;
	const topMs = highestMs(day);
	const base = HEIGHT - BOTTOM;
	const across = width - LEFT - RIGHT;
	const scale = {
		x: (ms) => LEFT + (ms / DAY_MS) * across,
		delayY: (ms) => base - (Math.min(ms, topMs) / topMs) * (base - TOP),
		callY: (count) => base - (Math.min(count, perDay) / perDay) * (base - TOP),
	};
	const dots = day.told.map(({ kind, id, atMs, delayMs }) => {
		const cx = scale.x(atMs - day.startMs);
		const state = delayMs === undefined ? 'open' : '';
		const dot = svgElement('circle', {
			cx,
			cy: scale.delayY(delayMs ?? nowMs - atMs),
			r: 4,
			class: `dot ${kind} ${state}`,
		});
		const words = delayMs === undefined ? t('waiting') : t('toldAfter', { delay: span(delayMs) });
		dot.append(svgElement('title', {}, `${id}: ${words}`));
		return dot;
	});
	const now = scale.x(Math.min(nowMs - day.startMs, DAY_MS));
	chart.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
	chart.replaceChildren(
		...axes(width, scale, topMs, perDay),
		svgElement('line', { x1: now, x2: now, y1: TOP, y2: base, class: 'now' }),
		callLine(day, nowMs, scale),
		...dots,
	);
}

function figure(value, text) {
	return el('div', 'figure', el('b', '', value), el('span', '', text));
}

/** One part of the bar: what a purpose has used of its share. */
function part(name, className, { share, used }, perDay) {
	const bar = el('i', className);
	bar.append(el('u', ''));
	bar.style.width = `${(share / perDay) * 100}%`;
	bar.firstChild.style.width = `${share ? Math.min(100, (used / share) * 100) : 0}%`;
	bar.title = `${t(name)}: ${used} / ${share}`;
	const left = t('free', { left: Math.max(0, share - used) });
	return { bar, label: el('span', className, `${t(name)} ${left}`) };
}

function drawShares({ callsPerDay, byPurpose }) {
	const none = { share: 0, used: 0 };
	const reserve = RESERVE.map((name) => byPurpose[name] ?? none).reduce((sum, one) => ({
		share: sum.share + one.share,
		used: sum.used + one.used,
	}));
	const parts = [
		part('triggers', 'of-triggers', byPurpose.trigger ?? none, callsPerDay),
		part('actions', 'of-actions', byPurpose.action ?? none, callsPerDay),
		part('reserve', 'of-reserve', reserve, callsPerDay),
	];
	return [
		el('div', 'shares', ...parts.map(({ bar }) => bar)),
		el('div', 'share-words', ...parts.map(({ label }) => label)),
	];
}

/** Draws the day, or hides it where there is none. */
export function drawDay(day, nowMs) {
	document.getElementById('day').hidden = !day;
	document.body.classList.toggle('has-day', Boolean(day));
	if (!day) return;
	const all = day.told.length;
	document.getElementById('day-sum').textContent = t('daySum', { told: all - day.waiting, all });
	for (const button of document.querySelectorAll('[data-speed]')) {
		button.setAttribute('aria-pressed', String(Number(button.dataset.speed) === day.speed));
	}
	const { counted } = day;
	const figures = [
		figure(day.middleMs === undefined ? '–' : span(day.middleMs), t('middle')),
		figure(day.longestMs === undefined ? '–' : span(day.longestMs), t('longest')),
		figure(day.waiting, t('waiting')),
		...(counted ? [figure(counted.used, t('callsUsed', { count: counted.callsPerDay }))] : []),
	];
	document
		.getElementById('day-figures')
		.replaceChildren(el('div', 'figures', ...figures), ...(counted ? drawShares(counted) : []));
	drawChart(day, nowMs);
}
