import { phrases, type Vocabulary } from './vocabulary';

/** Spanish. `nao` keeps it away from Portuguese sentences with the same words. */
export const spanish: Vocabulary = {
	conditions: phrases('si | en caso | cuando'),
	plans: phrases(
		'será | serán | se entregará | se realizará | se intentará | intentará | intentaremos | entregaremos | llegará | saldrá | va a | vamos a | van a | previst* | previsión | estimad* | programad* | planificad* | esperad* | se espera | mañana | pronto | próximamente | en breve | próxim*',
	),
	denials: phrases('no | não | ni | sin | nunca | jamás'),
	notYet: phrases(
		'aún no | todavía no | no … aún | no … todavía | por entregar | pendiente de entrega',
	),
	delivered: {
		words: phrases(
			'entregad* | entrega realizada | entrega efectuada | entrega completada | entrega finalizada | entrega exitosa',
		),
		unless: phrases(
			'fallid* | imposible | rechazad* | rehusad* | intento* | intentad* | ausente | pendiente | listo para | lista para | a la espera | en espera | esperando | puede* | podrá | por favor | antes de | hasta | para ser | devuel* | devol* | cancelad* | retrasad* | parcial*',
		),
		to: phrases('entregad* a | entregad* al'),
		buyer: phrases(
			'destinatari* | cliente | comprador* | domicilio | dirección de entrega | dirección del destinatario | buzón | vecin* | familiar | conserje | porter* | casa | usted | persona autorizada',
		),
		elsewhere: phrases(
			'transportista* | aerolínea* | aérea | compañía | empresa | operador* | correos | oficina* | centro* | almacén | depósito | aduana* | aeropuerto | plataforma | delegación | agencia | agente | logístic* | hub | terminal | socio | mensajería | remitente | vendedor | unidad',
		),
	},
	collected: phrases(
		'recogid* por … destinatari* | recogid* por … cliente | retirad* por … destinatari* | retirad* por … cliente | recogid* en … punto',
	),
	failed: phrases(
		'no entregad* | no … entregad* | no … entregar | no pudo … entreg* | no ha podido … entreg* | no fue posible … entreg* | no se … entreg* | entrega fallida | entrega … fallid* | entrega … fallado | intento … fallid* | fallid* … entrega | fallo … entrega | falló … entrega | entrega no realizada | entrega no efectuada | entrega … no … realiz* | imposible … entreg* | entrega imposible | destinatari* ausente | ausente | rechazad* por | rehusad* por | entrega rechazada | entrega rehusada',
	),
	attempted: phrases('intento de entrega | intento de reparto | se intentó … entreg*'),
	success: phrases('exitos* | con éxito'),
	outForDelivery: phrases(
		'en reparto | salió a reparto | salido a reparto | sale a reparto | salió para entrega | en ruta de entrega | en ruta para entrega | en proceso de reparto | con el repartidor | siendo entregad*',
	),
	pickup: {
		points: phrases(
			'punto de recogida | punto de retiro | punto de recolección | punto de entrega | punto pack | punto de conveniencia | taquilla | consigna | locker | citypaq | tienda | pudo',
		),
		at: phrases('en | entregad* | disponible | depositad* | lleg* | esper* | list*'),
		waiting: phrases(
			'disponible para … recog* | disponible para … retir* | disponible para … recolec* | listo para … recog* | lista para … recog* | listo para … retir* | lista para … retir* | pendiente de recogida | puede recoger* | puede retirar*',
		),
		unless: phrases('camino | tránsito | hacia | salió | recogid* por | retirad* por'),
	},
	returns: {
		returned: phrases(
			'devuelt* al remitente | devuelt* al vendedor | devuelt* a origen | entregad* al remitente | entregad* al vendedor',
		),
		underWay: phrases('siendo | proceso de | en curso'),
		returning: phrases(
			'devolución | devolviendo | en retorno | devuelt* | retorno al remitente | retorno a origen',
		),
		sender: phrases('remitente | vendedor | origen'),
		to: phrases('devuelt* a | devuelt* al'),
	},
	customs: {
		names: phrases('aduan* | despacho aduanero'),
		ends: phrases(
			'despachad* | liberad* | completad* | finalizad* | superad* | terminad* | concluid* | con éxito | exitos* | aprobad* | autorizad* | levante',
		),
		endsUnless: phrases(
			'entregad* | present* | document* | declar* | inici* | pendiente | en espera | tránsito',
		),
		stops: phrases(
			'retenid* | detenid* | bloquead* | incautad* | decomisad* | rechazad* | fallid* | incidencia | demorad* | parad* | suspendid* | paralizad* | pendiente de pago | documentación requerida | falta* document*',
		),
		stopsUnless: phrases('ya no | no … retenid* | no … detenid*'),
		asks: phrases(
			'inspección | inspeccion* | impuesto* | arancel* | tasas | iva | revisión | pago',
		),
		asksUnless: phrases('pagad* | abonad* | exent*'),
		exports: phrases('export* | origen | salida'),
	},
	others: [
		[
			'inTransit',
			phrases(
				'en tránsito | en camino | entregad* a … aerolínea | entregad* a … transportista | entregad* al transportista',
			),
		],
	],
};
