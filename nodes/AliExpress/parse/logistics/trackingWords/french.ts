import { phrases, type Vocabulary } from './vocabulary';

/** French. */
export const french: Vocabulary = {
	conditions: phrases('si | en cas | dès que | lorsque | quand'),
	plans: phrases(
		'sera | seront | va être | vont être | prévu | prévue | prévus | prévues | estimé* | planifié* | programmé* | demain | bientôt | prochain* | prochainement | attendu*',
	),
	denials: phrases('pas | non | ne | n | sans | jamais | aucun*'),
	notYet: phrases('pas encore | toujours pas | non encore'),
	delivered: {
		words: phrases(
			'livré | livrée | livrés | distribué | distribuée | remis au destinataire | remise au destinataire | livraison effectuée | livraison réussie | livraison terminée',
		),
		unless: phrases(
			'échec* | impossible | tentative* | refus* | absen* | en attente | à livrer | être livré* | être distribué* | doit | peut | pouvez | pourra | veuillez | prêt à | prêt pour | en cours | avant | jusqu | retour* | renvoy* | annulé* | retardé* | partiel*',
		),
		to: phrases(
			'livré à | livrée à | livré au | livrée au | livré aux | distribué à | distribué au',
		),
		buyer: phrases(
			'destinataire* | client | cliente | acheteur | domicile | adresse du destinataire | adresse de livraison | voisin* | boîte aux lettres | boite aux lettres | gardien* | concierge | accueil | vous',
		),
		elsewhere: phrases(
			'transporteur* | compagnie | aérien* | partenaire* | prestataire* | poste | bureau | centre* | entrepôt | dépôt | plateforme | agence* | douane* | aéroport | hub | expéditeur | vendeur | livreur | terminal | relais | logistique',
		),
	},
	collected: phrases(
		'retiré* par … destinataire | retiré* par … client | récupéré* par … destinataire',
	),
	failed: phrases(
		'non livré* | pas pu être livré* | pas été livré* | pas été distribué* | pas pu être distribué* | non distribué* | pas livré* | échec … livraison | livraison … échou* | livraison … échec | échec … distribution | livraison impossible | distribution impossible | impossible de livrer | destinataire absent | était absent | refusé par | refusée par | avis de passage | livraison non effectuée | livraison manquée | livraison … pas … effectu* | pas pu livrer | pas … être remis',
	),
	attempted: phrases('tentative … livraison | tentative … distribution'),
	success: phrases('réussi* | avec succès'),
	outForDelivery: phrases(
		'en cours de livraison | en livraison | en cours de distribution | en tournée | parti en livraison | partie en livraison | remis au livreur | chargé dans le véhicule de livraison',
	),
	pickup: {
		points: phrases(
			'point relais | point retrait | point de retrait | relais | consigne | casier | locker | bureau de poste | point pickup | pickup',
		),
		at: phrases('en | au | à | livré* | disponible | déposé* | arriv* | attend | prêt'),
		waiting: phrases(
			'disponible … retrait | disponible en point | prêt à être retiré | prêt pour … retrait | à retirer | vous attend | mis à disposition | mise à disposition',
		),
		unless: phrases('vers | route | transit | acheminement | retiré par | retirée par | quitté'),
	},
	returns: {
		returned: phrases(
			'retourné* à l expéditeur | retourné* au vendeur | renvoyé* à l expéditeur | remis à l expéditeur | livré à l expéditeur',
		),
		underWay: phrases('en cours'),
		returning: phrases(
			'retour à l expéditeur | retour au vendeur | retour en cours | retour expéditeur | en retour | renvoi | renvoyé* | retourné* | colis retour',
		),
		sender: phrases('expéditeur | vendeur | origine'),
		to: phrases('retourné* à | retourné* au | renvoyé* à | renvoyé* au'),
	},
	customs: {
		names: phrases('douan* | dédouan*'),
		ends: phrases(
			'libéré* | terminé* | achevé* | effectué* | dédouané | dédouanée | dédouanés | sorti | sortie | autorisé* | validé* | réussi* | complété* | fini*',
		),
		endsUnless: phrases(
			'remis* | présent* | document* | déclar* | début | commenc* | en cours | en attente | transit',
		),
		stops: phrases(
			'retenu* | bloqué* | saisi* | refus* | échec | suspendu* | rejeté* | anomalie | incident | retardé* | en attente de paiement | document* requis | document* manquant*',
		),
		stopsUnless: phrases('plus retenu* | plus bloqué*'),
		asks: phrases(
			'inspection | inspecté* | contrôle* | taxe* | droits | tva | vérification | paiement',
		),
		asksUnless: phrases('payé* | acquitté* | réglé* | exonér*'),
		exports: phrases('export* | origine | départ'),
	},
	others: [
		[
			'inTransit',
			phrases(
				'en transit | en cours d acheminement | en route | remis au transporteur | livré au transporteur',
			),
		],
	],
};
