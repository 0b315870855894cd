import { phrases, type Vocabulary } from './vocabulary';

/** Polish. */
export const polish: Vocabulary = {
	conditions: phrases('jeśli | jeżeli | gdy | w przypadku'),
	plans: phrases(
		'zostanie | zostaną | będzie | będą | ma być | mają być | planowan* | przewidywan* | oczekiwan* | jutro | wkrótce | niebawem | następn*',
	),
	denials: phrases('nie | brak | bez | nigdy'),
	notYet: phrases('jeszcze nie | nie … jeszcze'),
	delivered: {
		words: phrases(
			'doręczon* | dostarczon* | doręczenie zakończone | wydan* odbiorcy | wydan* adresatowi | przekazan* odbiorcy',
		),
		unless: phrases(
			'nieudan* | niedoręczon* | niedostarczon* | odmow* | odmów* | próba | próby | próbie | prób | awizo* | do doręczenia | oczekuje | czeka | gotow* | można | może | prosimy | zwrot* | zwrac* | zwróc* | anulowan* | opóźnion* | częściow*',
		),
		to: phrases('do | doręczon* przewoźnik* | dostarczon* przewoźnik*'),
		buyer: phrases(
			'odbiorc* | adresat* | klient | klienta | klientowi | kupując* | sąsiad* | skrzynk* | domu | domownik* | drzwi',
		),
		elsewhere: phrases(
			'przewoźnik* | linii | liniom | lotnicz* | lotnisk* | partner* | firm* | kurierowi | sortowni* | centrum | magazyn* | oddział* | urzęd* | urząd | poczt* | terminal* | celn* | hub* | placówk* | nadawc* | sprzedawc* | agent* | operator*',
		),
	},
	collected: phrases(
		'odebran* przez odbiorc* | odebran* przez klient* | odebran* przez adresat* | odebran* przez kupując* | odebran* z paczkomatu | odebran* w punkcie',
	),
	failed: phrases(
		'nie doręczon* | nie … doręczon* | nie dostarczon* | nie … dostarczon* | niedoręczon* | niedostarczon* | nieudan* … doręcz* | nieudan* … dostarcz* | doręczenie nieudane | nie udało … doręcz* | nie udało … dostarcz* | nie można … doręcz* | odmowa przyjęcia | odmówi* przyjęcia | odbiorca nieobecny | nieobecn* | awizo | awizowan* | awizowano | niemożliw* … doręcz* | brak możliwości doręczenia',
	),
	attempted: phrases('próba doręczenia | próba dostarczenia | próby doręczenia'),
	success: phrases('udan* | pomyśln*'),
	outForDelivery: phrases(
		'wydan* do doręczenia | w doręczeniu | przekazan* do doręczenia | w trakcie doręczenia | wydan* kurierowi | kurier … w drodze do odbiorcy',
	),
	pickup: {
		points: phrases(
			'paczkomat* | punkcie odbioru | punkt odbioru | punktu odbioru | automacie paczkowym | automat paczkowy | automatu paczkowego | paczkopunk* | skrytce',
		),
		at: phrases(
			'w | na | doręczon* | dostarczon* | umieszczon* | czeka | oczekuje | gotow* | dotarł* | do punktu',
		),
		waiting: phrases(
			'gotow* do odbioru | czeka na odbiór | oczekuje na odbiór | do odbioru w | możliwość odbioru',
		),
		unless: phrases('drodze | w drodze | przekierowan* | odebran* | nadan* | nadana w | zmienion*'),
	},
	returns: {
		returned: phrases(
			'zwrócon* do nadawcy | zwrócon* nadawcy | doręczon* nadawcy | doręczon* do nadawcy | zwrócon* do sprzedawcy',
		),
		underWay: phrases('w trakcie | zwracan*'),
		returning: phrases('zwrot* | zwracan* | zwrócon*'),
		sender: phrases('nadawc* | sprzedawc*'),
		to: phrases('zwrócon* do | zwrot* do'),
	},
	customs: {
		names: phrases('celn* | cło | cła | odprawa | odprawy | odprawie | odprawion*'),
		ends: phrases(
			'zakończon* | zwolnion* | odprawion* | pomyśln* | ukończon* | dopuszczon* | zaakceptowan*',
		),
		endsUnless: phrases(
			'przekazan* | dostarczon* | zgłoszon* | zgłoszenie | dokument* | rozpoczęt* | oczekuje | tranzyt*',
		),
		stops: phrases(
			'zatrzyman* | wstrzyman* | odrzucon* | zajęt* | nieudan* | problem* | konfisk* | negatywn* | opóźnion* | oczekuje na opłat* | brak dokument*',
		),
		stopsUnless: phrases('już nie'),
		asks: phrases('kontrol* | rewizj* | opłat* | podat* | należnoś* | cło | cła | inspekcj*'),
		asksUnless: phrases('opłacon* | zapłacon* | uiszczon* | zwolnion* z'),
		exports: phrases('eksport* | wywoz* | kraj nadania | kraju nadania'),
	},
	others: [['inTransit', phrases('w drodze | w transporcie | w tranzycie | wysłan* | nadan*')]],
};
