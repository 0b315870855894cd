import { drawMessage, el } from './cards.js';
import { drawDay, span } from './day.js';
import { locale, t, translatePage } from './words.js';

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

/** A played day goes by the time of Beijing, where its calls end at midnight. */
let zone;
const clock = (atMs) =>
	new Date(atMs).toLocaleTimeString(locale, { timeZone: zone, hour12: false });
const day = (atMs) =>
	new Date(atMs).toLocaleString(locale, {
		timeZone: zone,
		hour12: false,
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
	const button = step ? el('button', 'step', t(step)) : undefined;
	const status = pill(t(order.status), TONES[order.status]);
	status.title = order.status;
	const delayMs = delays.get(order.id);
	const told =
		delayMs === undefined
			? undefined
			: el('span', 'muted', t('toldAfter', { delay: span(delayMs) }));
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
		el('div', 'line', status, el('span', 'grow'), told, button),
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
		review.followUp ? el('p', 'quote muted', t('later', { text: review.followUp })) : undefined,
	);
}

function drawChatMessage(message) {
	return el(
		'li',
		'',
		el('div', 'avatar', 'B'),
		el('div', 'from', t('bot', { at: clock(message.atMs) })),
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
			pill(t(label), tone),
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
	return el('li', '', el('time', '', clock(atMs)), name, pill(t(outcome), tone));
}

function drawQuota({ quota, bans, calls }, nowMs) {
	byId('quota-sum').textContent = t('quotaSum', { total: quota.total, peak: quota.peakSecond });
	byId('today').textContent = quota.today;
	byId('today-of').textContent = t('ofToday', { count: quota.perDay });
	const bar = byId('today-bar');
	bar.value = Math.min(1, quota.today / quota.perDay);
	bar.classList.toggle('high', quota.today > quota.perDay * 0.9);
	byId('second').textContent = quota.lastSecond;
	byId('second-of').textContent = t('ofSecond', { count: quota.perSecond });
	const dots = Array.from({ length: Math.min(20, quota.perSecond) }, (_, index) =>
		el('i', quota.lastSecond > quota.perSecond ? 'over' : index < quota.lastSecond ? 'on' : ''),
	);
	byId('second-dots').replaceChildren(...dots);
	const ban = bans.findLast(({ untilMs }) => untilMs > nowMs);
	byId('ban').hidden = !ban;
	if (ban) byId('ban').textContent = t('banned', { until: clock(ban.untilMs), ...ban });
	drawList('calls', calls, (call) => `${call.atMs} ${call.method}`, drawCall, t('noCalls'));
}

function drawPush({ address, deliveries }) {
	const field = byId('push-address');
	if (document.activeElement !== field) field.value = address ?? '';
	const last = deliveries.at(-1);
	if (!address) byId('push-log').textContent = t('nothingPushed');
	else if (!last) byId('push-log').textContent = t('noPush');
	else {
		const outcome = last.status ?? last.fault ?? t('noAnswer');
		byId('push-log').textContent =
			`${clock(last.atMs)}  ${outcome}${last.tookMs === undefined ? '' : t('inMs', { ms: last.tookMs })}`;
	}
}

function draw(state) {
	zone = state.day && 'Asia/Shanghai';
	delays = new Map((state.day?.told ?? []).map(({ id, delayMs }) => [id, delayMs]));
	shown = { nowMs: state.nowMs, atMs: performance.now(), speed: state.day?.speed ?? 0 };
	byId('clock').textContent = `· ${day(state.nowMs)}`;
	drawDay(state.day, state.nowMs);
	byId('shop-sum').textContent = t('shopSum', {
		orders: state.orderCount,
		reviews: state.reviewCount,
	});
	drawList(
		'orders',
		state.orders.map((order) => ({ ...order, delayMs: delays.get(order.id) })),
		({ id }) => id,
		drawOrder,
		t('noOrders'),
	);
	drawList('reviews', state.reviews, ({ childId }) => childId, drawReview, t('noReviews'));
	byId('chat-sum').textContent = t('chatSum', { count: state.messageCount });
	const grew = drawList(
		'messages',
		state.messages,
		({ atMs }) => atMs,
		drawChatMessage,
		t('noMessages'),
	);
	if (grew) byId('messages').scrollTop = byId('messages').scrollHeight;
	const refusal = state.refusals.at(-1);
	byId('refusal').hidden = !refusal;
	if (refusal) byId('refusal').textContent = t('refused', { ...refusal, at: clock(refusal.atMs) });
	byId('desk-sum').textContent = t('deskSum', { count: state.ticketCount });
	drawList('tickets', state.tickets, ({ id }) => id, drawTicket, t('noTickets'));
	byId('fault-count').hidden = state.faults.length === 0;
	byId('fault-count').textContent = state.faults.length;
	drawPush(state.push);
	drawQuota(state, state.nowMs);
	// "In the last second" goes back to zero although nothing happens.
	clearTimeout(refreshTimer);
	if (state.quota.lastSecond > 0) refreshTimer = setTimeout(refresh, 1100);
}

/** How long each order of the day has waited until it was told, by its id. */
let delays = new Map();
/** The time of the last picture, and how it goes on from there. */
let shown;

/** A played day moves on although nothing happens. */
function goOn() {
	if (!shown?.speed) return;
	const nowMs = shown.nowMs + (performance.now() - shown.atMs) * shown.speed;
	byId('clock').textContent = `· ${day(nowMs)}`;
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

for (const button of document.querySelectorAll('[data-speed]')) {
	button.addEventListener('click', async () => {
		await post('/control/speed', { speed: Number(button.dataset.speed) });
		await refresh();
	});
}

translatePage();
await refresh();
setInterval(goOn, 100);
setInterval(() => {
	if (shown?.speed) void refresh();
}, 1_000);
const events = new EventSource('/control/events');
const live = byId('live');
events.addEventListener('open', () => {
	live.textContent = t('live');
	live.classList.add('on');
});
events.addEventListener('error', () => {
	live.textContent = t('lost');
	live.classList.remove('on');
});
events.addEventListener('message', ({ data }) => draw(JSON.parse(data)));
