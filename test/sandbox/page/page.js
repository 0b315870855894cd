import { drawMessage, el } from './cards.js';

const TONES = {
	PLACE_ORDER_SUCCESS: 'warn',
	RISK_CONTROL: 'warn',
	WAIT_SELLER_SEND_GOODS: 'info',
	WAIT_BUYER_ACCEPT_GOODS: 'violet',
	FUND_PROCESSING: 'good',
	FINISH: 'good',
	IN_CANCEL: 'bad',
	IN_ISSUE: 'bad',
};
const NEXT_STEPS = {
	PLACE_ORDER_SUCCESS: 'pay',
	RISK_CONTROL: 'release',
	WAIT_SELLER_SEND_GOODS: 'ship',
	WAIT_BUYER_ACCEPT_GOODS: 'finish',
	IN_CANCEL: 'cancel',
};
const PRIORITIES = { 1: ['low', ''], 2: ['normal', 'info'], 3: ['high', 'bad'] };

const byId = (id) => document.getElementById(id);
const seen = new Map();
const drawn = new Map();

/** Draws a list anew when its data changed; entries not seen before light up for a moment. */
function drawList(id, entries, keyOf, draw, emptyText) {
	const text = JSON.stringify(entries);
	if (drawn.get(id) === text) return false;
	const first = !drawn.has(id);
	drawn.set(id, text);
	const known = seen.get(id) ?? new Set();
	const items = entries.map((entry) => {
		const item = draw(entry);
		if (!first && !known.has(keyOf(entry))) item.classList.add('new');
		return item;
	});
	seen.set(id, new Set(entries.map(keyOf)));
	byId(id).replaceChildren(...(items.length ? items : [el('li', 'empty', emptyText)]));
	return true;
}

const clock = (atMs) => new Date(atMs).toLocaleTimeString('en-GB');
const day = (atMs) =>
	new Date(atMs).toLocaleString('en-GB', {
		day: 'numeric',
		month: 'short',
		hour: '2-digit',
		minute: '2-digit',
	});

function pill(text, tone) {
	return el('span', `pill ${tone ? `tone-${tone}` : ''}`, text);
}

function stars(count) {
	return el('span', count <= 3 ? 'stars bad' : 'stars', '★'.repeat(count) + '☆'.repeat(5 - count));
}

function drawOrder(order) {
	const goods = order.lines.map(({ name, count }) => `${count} × ${name}`).join(', ');
	const step = NEXT_STEPS[order.status];
	const button = step ? el('button', 'step', step) : undefined;
	button?.addEventListener('click', () =>
		step === 'release'
			? post(`/control/orders/${order.id}/status`, { status: 'WAIT_SELLER_SEND_GOODS' })
			: post(`/control/orders/${order.id}/${step}`, {}),
	);
	return el(
		'li',
		'',
		el(
			'div',
			'line',
			el('span', 'grow goods', goods),
			el('span', 'total', `${order.total} ${order.currency}`),
		),
		el(
			'div',
			'line muted',
			el('span', 'mono', order.id),
			el('span', 'grow', `${order.buyer}, ${order.country}`),
			day(order.createdAtMs),
		),
		el('div', 'line', pill(order.status, TONES[order.status]), el('span', 'grow'), button),
	);
}

function drawReview(review) {
	return el(
		'li',
		'',
		el(
			'div',
			'line',
			stars(review.stars),
			el('span', 'grow muted', review.productName),
			el('span', 'muted', day(review.writtenAtMs)),
		),
		el('p', 'quote', review.text),
		review.followUp ? el('p', 'quote muted', `Later: ${review.followUp}`) : undefined,
	);
}

function drawChatMessage(message) {
	return el(
		'li',
		'',
		el('div', 'avatar', 'B'),
		el('div', 'from', `Shop bot · ${clock(message.atMs)}`),
		drawMessage(message),
	);
}

function drawTicket(ticket) {
	const [label, tone] = PRIORITIES[ticket.priority_id] ?? ['?', ''];
	const bodies = ticket.articles.map((article) => el('div', 'ticket-body', article.body));
	return el(
		'li',
		'',
		el(
			'div',
			'line',
			el('span', 'mono muted', `#${ticket.number}`),
			pill(label, tone),
			el('span', 'grow'),
			el('span', 'muted', day(Date.parse(ticket.created_at))),
		),
		el('div', 'ticket-title', ticket.title),
		el('div', 'muted', ticket.customer ?? ''),
		...bodies,
	);
}

function drawCall({ atMs, method, outcome }) {
	const tone = outcome === 'ok' ? 'good' : outcome.startsWith('fault:') ? 'warn' : 'bad';
	const name = el('span', 'grow mono', method.replace(/^aliexpress\./, ''));
	name.title = method;
	return el('li', '', el('time', '', clock(atMs)), name, pill(outcome, tone));
}

function drawQuota({ quota, bans, calls }, nowMs) {
	byId('quota-sum').textContent =
		`${quota.total} calls in all, peak ${quota.peakSecond} in a second`;
	byId('today').textContent = quota.today;
	byId('today-of').textContent = `of ${quota.perDay} today`;
	const bar = byId('today-bar');
	bar.value = Math.min(1, quota.today / quota.perDay);
	bar.classList.toggle('high', quota.today > quota.perDay * 0.9);
	byId('second').textContent = quota.lastSecond;
	byId('second-of').textContent = `of ${quota.perSecond} in the last second`;
	const dots = Array.from({ length: Math.min(20, quota.perSecond) }, (_, index) =>
		el('i', quota.lastSecond > quota.perSecond ? 'over' : index < quota.lastSecond ? 'on' : ''),
	);
	byId('second-dots').replaceChildren(...dots);
	const ban = bans.findLast(({ untilMs }) => untilMs > nowMs);
	byId('ban').hidden = !ban;
	if (ban) byId('ban').textContent = `Banned until ${clock(ban.untilMs)} (${ban.kind}, ${ban.key})`;
	drawList('calls', calls, (call) => `${call.atMs} ${call.method}`, drawCall, 'No call yet.');
}

function drawPush({ address, deliveries }) {
	const field = byId('push-address');
	if (document.activeElement !== field) field.value = address ?? '';
	const last = deliveries.at(-1);
	if (!address) byId('push-log').textContent = 'Nothing is pushed yet.';
	else if (!last) byId('push-log').textContent = 'No message yet.';
	else {
		const outcome = last.status ?? last.fault ?? 'no answer';
		byId('push-log').textContent =
			`${clock(last.atMs)}  ${outcome}${last.tookMs === undefined ? '' : ` in ${last.tookMs} ms`}`;
	}
}

function draw(state) {
	byId('clock').textContent = `· ${day(state.nowMs)}`;
	byId('shop-sum').textContent = `${state.orderCount} orders, ${state.reviewCount} reviews`;
	drawList('orders', state.orders, ({ id }) => id, drawOrder, 'No orders yet. Place one above.');
	drawList('reviews', state.reviews, ({ childId }) => childId, drawReview, 'No reviews yet.');
	byId('chat-sum').textContent = `${state.messages.length} messages`;
	const grew = drawList(
		'messages',
		state.messages,
		({ atMs }) => atMs,
		drawChatMessage,
		'The bot has not said anything yet.',
	);
	if (grew) byId('messages').scrollTop = byId('messages').scrollHeight;
	const refusal = state.refusals.at(-1);
	byId('refusal').hidden = !refusal;
	if (refusal)
		byId('refusal').textContent =
			`${clock(refusal.atMs)}  refused ${refusal.code}: ${refusal.reason}`;
	byId('desk-sum').textContent = `${state.tickets.length} tickets`;
	drawList('tickets', state.tickets, ({ id }) => id, drawTicket, 'No tickets.');
	byId('fault-count').hidden = state.faults.length === 0;
	byId('fault-count').textContent = state.faults.length;
	drawPush(state.push);
	drawQuota(state, state.nowMs);
	// "In the last second" goes back to zero although nothing happens.
	clearTimeout(refreshTimer);
	if (state.quota.lastSecond > 0) refreshTimer = setTimeout(refresh, 1100);
}

let refreshTimer;
async function refresh() {
	draw(await (await fetch('/control/state')).json());
}

let toastTimer;
function toast(text) {
	byId('toast').textContent = text;
	byId('toast').hidden = false;
	clearTimeout(toastTimer);
	toastTimer = setTimeout(() => (byId('toast').hidden = true), 3500);
}

async function post(path, body) {
	const answer = await fetch(path, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	if (!answer.ok) toast((await answer.json()).error ?? `HTTP ${answer.status}`);
}

const menus = [...document.querySelectorAll('.menu')];
for (const button of document.querySelectorAll('[data-post]')) {
	button.addEventListener('click', () => {
		for (const menu of menus) menu.open = false;
		void post(button.dataset.post, JSON.parse(button.dataset.body ?? '{}'));
	});
}
document.addEventListener('click', (event) => {
	for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});
byId('push-form').addEventListener('submit', (event) => {
	event.preventDefault();
	void post('/control/push/register', { address: byId('push-address').value.trim() });
});

await refresh();
const events = new EventSource('/control/events');
const live = byId('live');
events.addEventListener('open', () => {
	live.textContent = 'live';
	live.classList.add('on');
});
events.addEventListener('error', () => {
	live.textContent = 'connection lost';
	live.classList.remove('on');
});
events.addEventListener('message', ({ data }) => draw(JSON.parse(data)));
