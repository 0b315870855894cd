import { phrases, type Vocabulary } from './vocabulary';

/** Portuguese, of Brazil and Portugal. `no` is "in the" here, so it denies nothing. */
export const portuguese: Vocabulary = {
	conditions: phrases('caso | se não | se o | se a | quando'),
	plans: phrases(
		'será | serão | vai ser | previst* | previsão | estimad* | agendad* | programad* | amanhã | em breve | próxim*',
	),
	denials: phrases('não | sem | nunca | jamais | nem'),
	notYet: phrases('ainda não | não … ainda'),
	delivered: {
		words: phrases(
			'entregue | entregues | entrega realizada | entrega efetuada | entrega efectuada | entrega concluída',
		),
		unless: phrases(
			'tentativa* | falh* | impossível | recusad* | insucesso | mal sucedid* | ausente | aguard* | pendente | pronto para | pronta para | pode | poderá | por favor | até | seja entregue | ser entregue | devol* | devolv* | cancelad* | atrasad* | parcial*',
		),
		to: phrases(
			'entregue a | entregue ao | entregue à | entregue aos | entregue às | entregue para',
		),
		buyer: phrases(
			'destinatári* | cliente | comprador* | endereço | domicílio | morada | vizinh* | caixa de correio | caixa postal | portaria | porteiro | recebedor | residência',
		),
		elsewhere: phrases(
			'transportador* | companhia | aérea | operador* | correios | agência | unidade | centro* | armazém | depósito | alfândega | aeroporto | parceir* | posto | remetente | vendedor | logístic* | terminal | hub | empresa',
		),
	},
	collected: phrases(
		'retirad* pelo destinatário | retirad* pelo cliente | levantad* pelo destinatário | levantad* pelo cliente | recolhid* pelo destinatário',
	),
	failed: phrases(
		'não entregue | não foi entregue | não pôde ser entregue | não pode ser entregue | não … entregue | não foi possível … entreg* | entrega não efetuada | entrega não foi | entrega não efectuada | entrega não realizada | entrega não pode ser efetuada | entrega … não … realizad* | falha na entrega | falha de entrega | entrega falhou | entrega falhada | tentativa … falh* | tentativa … não realizad* | tentativa … não efetuad* | entrega … sem sucesso | destinatário ausente | carteiro não atendido | recusad* pelo | entrega recusada | entrega impossível | insucesso',
	),
	attempted: phrases('tentativa de entrega'),
	success: phrases('sucesso'),
	outForDelivery: phrases(
		'saiu para entrega | em rota de entrega | em rota para entrega | saiu para distribuição | em processo de entrega | em distribuição | com o estafeta | com o entregador',
	),
	pickup: {
		points: phrases(
			'ponto de recolha | ponto de coleta | ponto de retirada | ponto de levantamento | ponto pickup | locker | cacifo | armário inteligente | pudo',
		),
		at: phrases('em | no | na | entregue | disponível | depositad* | cheg* | aguard* | pronto'),
		waiting: phrases(
			'aguardando retirada | aguarda retirada | aguarda levantamento | aguardando levantamento | disponível para retirada | disponível para levantamento | disponível para recolha | pronto para retirada | pronta para retirada | pronto para levantamento | pronta para levantamento',
		),
		unless: phrases('caminho | trânsito | retirad* pelo | levantad* pelo | saiu'),
	},
	returns: {
		returned: phrases(
			'devolvid* ao remetente | devolvid* ao vendedor | entregue ao remetente | entregue ao vendedor',
		),
		underWay: phrases('sendo | processo de | em curso'),
		returning: phrases(
			'devolução | devolvid* | em devolução | retorno ao remetente | saiu para entrega ao remetente',
		),
		sender: phrases('remetente | vendedor | origem'),
		to: phrases('devolvid* a | devolvid* ao | devolvid* à'),
	},
	customs: {
		names: phrases(
			'alfândeg* | alfandeg* | aduaneir* | fiscalização | desembaraç* | desalfandeg* | despacho postal | tributad*',
		),
		ends: phrases(
			'liberad* | concluíd* | finalizad* | desembaraçad* | desalfandegad* | aprovad* | completad* | completo | terminad* | sucesso | autorizad*',
		),
		endsUnless: phrases(
			'encaminhad* | entregue | apresentad* | document* | declara* | iniciad* | aguard* | pendente',
		),
		stops: phrases(
			'retid* | apreendid* | bloquead* | recusad* | falh* | detid* | parad* | suspens* | aguardando pagamento | pendente de pagamento | falta de document*',
		),
		stopsUnless: phrases('não … retid* | já não'),
		asks: phrases('inspeção | inspecção | taxa* | imposto* | tribut* | pagamento'),
		asksUnless: phrases('pago | paga | pagos | pagas | pagamento confirmado | isent*'),
		exports: phrases('export* | origem | saída'),
	},
	others: [
		[
			'inTransit',
			phrases(
				'em trânsito | a caminho | em transferência | encaminhado | entregue à transportadora | entregue à companhia',
			),
		],
	],
};
