import { phrases, type Vocabulary } from './vocabulary';

/** German. */
export const german: Vocabulary = {
	conditions: phrases('wenn | falls | sofern | sobald'),
	plans: phrases(
		'wird | werden | voraussichtlich* | geplant* | soll | sollte | morgen | demnächst | bald | erwartet* | vorgesehen | avisiert | nächst*',
	),
	denials: phrases('nicht | nie | niemals | kein | keine | keinen | ohne | weder | konnte nicht'),
	notYet: phrases('noch nicht'),
	delivered: {
		words: phrases(
			'zugestellt | ausgeliefert | ausgehändigt | zustellung erfolgreich | zustellung erfolgt | zustellung abgeschlossen | erfolgreiche zustellung | erfolgreich zugestellt | dem empfänger übergeben | an den empfänger übergeben',
		),
		unless: phrases(
			'erfolglos* | fehlgeschlag* | gescheitert* | misslung* | unzustellbar* | verweiger* | versuch* | zustellversuch* | abgelehnt | bitte | kann | können | wartet | zur zustellung | bereit | vorbereit* | bis | zurück* | storniert | verspätet | verzöger* | teilweise',
		),
		to: phrases('an | zum | zur | ins'),
		buyer: phrases(
			'empfänger* | kunde | kunden | käufer* | nachbar* | briefkasten | hausbewohner* | mitbewohner* | lieferadresse | wunschort | ablageort | haustür | ihnen | sie',
		),
		elsewhere: phrases(
			'fluggesellschaft | airline | frachtführer | spedition* | partner* | zustellpartner* | transportpartner* | zusteller | post | postfiliale | filiale | depot | paketzentrum | zentrum | sortierzentrum | lager | hub | flughafen | zoll* | dienstleister* | station | absender* | verkäufer* | logistik* | unternehmen | terminal',
		),
	},
	collected: phrases('vom empfänger abgeholt | durch den empfänger abgeholt | vom kunden abgeholt'),
	failed: phrases(
		'nicht zugestellt | nicht … zugestellt | nicht ausgeliefert | zustellung … fehlgeschlagen | zustellung … gescheitert | zustellung nicht möglich | zustellung … nicht … möglich | zustellung nicht erfolg* | zustellung … erfolglos | erfolglos* … zustell* | nicht angetroffen | unzustellbar* | nicht zustellbar | annahme verweigert | annahme … verweigert | empfänger abwesend | fehlgeschlagen* … zustell*',
	),
	attempted: phrases('zustellversuch | versuch … zustell*'),
	success: phrases('erfolgreich*'),
	outForDelivery: phrases(
		'in zustellung | in der zustellung | in auslieferung | zustellfahrzeug | zur zustellung unterwegs | zustellung heute | auf dem weg zum empfänger',
	),
	pickup: {
		points: phrases(
			'packstation | paketshop | abholstation | abholpunkt | abholort | abholstelle | filiale | postfiliale | paketbox | paketautomat | paketkasten',
		),
		at: phrases(
			'in | im | an | am | zugestellt | eingeliefert | bereit | liegt | wartet | hinterlegt | eingetroffen',
		),
		waiting: phrases(
			'zur abholung bereit | abholbereit | bereit zur abholung | liegt … abholung | wartet … abholung | kann abgeholt werden | kann … abgeholt werden | zur abholung hinterlegt',
		),
		unless: phrases('unterwegs | weg | transport | abgeholt | umgeleitet | verlassen'),
	},
	returns: {
		returned: phrases(
			'an den absender zurückgesandt | an den absender zurückgeschickt | an den absender zurückgegeben | an den absender zugestellt | dem absender zugestellt | absender … zurückgegeben',
		),
		underWay: phrases('derzeit | gerade'),
		returning: phrases(
			'rücksendung | retoure* | zurück an den absender | zurück zum absender | zurückgesandt | zurückgeschickt | rücktransport',
		),
		sender: phrases('absender* | verkäufer*'),
		to: phrases('zurückgesandt an | zurückgeschickt an'),
	},
	customs: {
		names: phrases(
			'zoll* | verzoll* | verzollt | importabfertigung | exportabfertigung | einfuhrabfertigung',
		),
		ends: phrases(
			'abgeschlossen | beendet | freigegeben | freigabe | verzollt | erfolgreich* | erledigt | passiert | abgefertigt | erteilt',
		),
		endsUnless: phrases(
			'übergeben | gestellt | dokument* | unterlagen | angemeldet | anmeldung | begonnen | gestartet | eingeleitet | wartet | transit',
		),
		stops: phrases(
			'angehalten | festgehalten | zurückgehalten | beschlagnahmt | verweigert | fehlgeschlagen | gescheitert | gestoppt | abgelehnt | problem | probleme | verzöger* | einbehalten | zahlung erforderlich | unterlagen fehlen | fehlende unterlagen',
		),
		stopsUnless: phrases('nicht mehr'),
		asks: phrases(
			'prüfung | kontrolle | beschau | zollbeschau | zollprüfung | zollkontrolle | abgaben | zollabgaben | gebühr* | zollgebühr* | steuer* | einfuhrumsatzsteuer | inspektion | zahlung',
		),
		asksUnless: phrases('bezahlt | beglichen | entrichtet | befreit'),
		exports: phrases('ausfuhr* | export* | abgangsland | ursprungsland'),
	},
	others: [
		['inTransit', phrases('unterwegs | auf dem weg | an … fluggesellschaft | an … übergeben')],
	],
};
