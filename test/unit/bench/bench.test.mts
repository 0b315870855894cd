import { goalTable, isMet } from '../../../bench/frame/goal.mts';
import { median } from '../../../bench/frame/numbers.mts';
import { replaceSection } from '../../../bench/frame/section.mts';
import { greatestInOneSecond, idealTotalMs } from '../../../bench/quota/schedule.mts';
import { fairOrders } from '../../../bench/read/turns.mts';

describe('the greatest number in one second', () => {
	it('is none without arrivals', () => {
		expect(greatestInOneSecond([])).toBe(0);
	});

	it('counts arrivals of a burst and of its refill that fall into one second', () => {
		expect(greatestInOneSecond([0, 950, 950, 950, 950, 1949, 1949, 1950])).toBe(6);
	});

	it('does not count an arrival exactly a second later', () => {
		expect(greatestInOneSecond([0, 200, 400, 600, 800, 1000])).toBe(5);
		expect(greatestInOneSecond([0, 200, 400, 600, 800, 999.999])).toBe(6);
	});

	it('finds a crowded second that is not the first one', () => {
		expect(greatestInOneSecond([0, 5000, 5100, 5200, 9000])).toBe(3);
	});
});

describe('the ideal schedule', () => {
	it('starts the burst when it is asked for and then keeps 275 ms between calls', () => {
		expect(idealTotalMs()).toBe(950 + 39 * 275);
	});
});

describe('the orders in which readers take turns', () => {
	it.each([2, 4, 5, 7])('are fair to each of %d', (count) => {
		const all = Array.from({ length: count }, (_, number) => number);
		const orders = fairOrders(all);
		const times = new Map<string, number>();
		const note = (what: string) => times.set(what, (times.get(what) ?? 0) + 1);
		for (const order of orders) {
			expect(order.toSorted((a, b) => a - b)).toEqual(all);
			for (const [place, reader] of order.entries()) {
				note(`${reader} at ${place}`);
				if (place > 0) note(`${order[place - 1]} before ${reader}`);
			}
		}
		const share = orders.length / count;
		expect([times.size, new Set(times.values())]).toEqual([
			count * count + count * (count - 1),
			new Set([share]),
		]);
	});
});

describe('the section of a bench', () => {
	const document =
		'# A\n<!-- bench:one -->\nold\n<!-- /bench:one -->\ntext\n<!-- bench:two -->x<!-- /bench:two -->\n';

	it('is replaced between its marks and nowhere else', () => {
		expect(replaceSection(document, 'one', ' new \n')).toBe(
			'# A\n<!-- bench:one -->\n\nnew\n\n<!-- /bench:one -->\ntext\n<!-- bench:two -->x<!-- /bench:two -->\n',
		);
	});

	it('stays as it is when it is replaced by the same again', () => {
		const once = replaceSection(document, 'two', 'new $1');
		expect(replaceSection(once, 'two', 'new $1')).toBe(once);
	});

	it.each([
		['missing', '# A'],
		['not closed', '<!-- bench:one -->'],
		['closed before it opens', '<!-- /bench:one --><!-- bench:one -->'],
		['there twice', document + document],
	])('is refused when it is %s', (_, broken) => {
		expect(() => replaceSection(broken, 'one', 'new')).toThrow('each once');
	});
});

describe('a goal', () => {
	it('is met at its bound and missed beyond it', () => {
		expect(isMet({ what: 'a', measured: 5, atMost: 5 })).toBe(true);
		expect(isMet({ what: 'a', measured: 6, atMost: 5 })).toBe(false);
		expect(isMet({ what: 'a', measured: 0.7, atLeast: 0.8 })).toBe(false);
	});

	it('is missed by a figure that is no number', () => {
		expect(isMet({ what: 'a', measured: NaN, atMost: 5 })).toBe(false);
		expect(isMet({ what: 'a', measured: NaN, atLeast: 5 })).toBe(false);
	});

	it('tells the reader when it is missed', () => {
		const table = goalTable([{ what: 'calls', measured: 6, atMost: 5 }]).join('\n');
		expect(table).toContain('| calls | at most 5 | 6 | **missed** |');
	});
});

describe('the median', () => {
	it.each([
		[[3, 1, 2], 2],
		[[4, 1, 3, 2], 2.5],
		[[7], 7],
	])('of %p is %p', (values, middle) => {
		expect(median(values)).toBe(middle);
	});

	it('of nothing is no number', () => {
		expect(median([])).toBeNaN();
	});
});
