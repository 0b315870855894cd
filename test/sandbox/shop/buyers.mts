import type { Random } from './random.mts';

/** An invented buyer. Phones use numbers reserved for fiction, mail the example domains. */
export interface Buyer {
	loginId: string;
	firstName: string;
	lastName: string;
	country: string;
	city: string;
	province: string;
	zip: string;
	street: string;
	phoneCountry: string;
	mobile: string;
	taxNumber?: string;
}

type Origin = readonly [country: string, city: string, province: string, zip: string, dial: string];

const PEOPLE: ReadonlyArray<readonly [first: string, last: string, origin: Origin]> = [
	['Анна', 'Смирнова', ['KZ', 'Алматы', 'Алматы', '050000', '+7']],
	['João', 'Conceição', ['BR', 'São Paulo', 'SP', '01310-100', '+55']],
	['María José', 'Núñez', ['ES', 'Sevilla', 'Andalucía', '41001', '+34']],
	['Zoë', "O'Brien", ['UK', 'Leeds', 'West Yorkshire', 'LS1 4AP', '+44']],
	['Jürgen', 'Groß', ['DE', 'Köln', 'Nordrhein-Westfalen', '50667', '+49']],
	['Łukasz', 'Wójcik', ['PL', 'Łódź', 'łódzkie', '90-001', '+48']],
	['さくら', '山田', ['JP', '京都市', '京都府', '600-8001', '+81']],
	['민준', '김', ['KR', '서울', '서울특별시', '04524', '+82']],
	['Ayşe', 'Çelik', ['TR', 'İzmir', 'İzmir', '35210', '+90']],
	['Renée', "D'Aubigné", ['FR', 'Lyon', 'Auvergne-Rhône-Alpes', '69002', '+33']],
	['Noah', 'Fitzgerald & Sons', ['US', 'Portland', 'Oregon', '97201', '+1']],
	['ليلى', 'حداد', ['MA', 'الرباط', 'الرباط', '10000', '+212']],
	['Giulia', 'De Luca', ['IT', 'Bologna', 'Emilia-Romagna', '40121', '+39']],
	['Miloš', 'Petrović', ['SRB', 'Niš', 'Nišava', '18000', '+381']],
];

const STREETS = ['Invented Street', 'Example Road', 'Sample Avenue', 'Nowhere Lane'];

/** The `serial`-th invented buyer. */
export function inventBuyer(random: Random, serial: number): Buyer {
	const [firstName, lastName, [country, city, province, zip, phoneCountry]] = random.pick(PEOPLE);
	const buyer: Buyer = {
		loginId: `${country.toLowerCase()}${1_000_000_000 + serial}`,
		firstName,
		lastName,
		country,
		city,
		province,
		zip,
		street: `${random.int(1, 199)} ${random.pick(STREETS)}`,
		phoneCountry,
		mobile: `55501${String(random.int(0, 99_999)).padStart(5, '0')}`,
	};
	return country === 'BR' ? { ...buyer, taxNumber: '000.000.001-91' } : buyer;
}
