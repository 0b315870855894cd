let requestsInThisMemory = 0;

/** Answers in every way a webhook node can; the last part of its path says which. */
class FixtureBridgeTrigger {
	constructor() {
		const webhook = (ending) => ({
			name: 'default',
			httpMethod: 'POST',
			responseMode: 'onReceived',
			isFullPath: true,
			path: `={{$parameter["path"]}}/${ending}`,
		});
		this.description = {
			displayName: 'Fixture Bridge Trigger',
			name: 'fixtureBridgeTrigger',
			group: ['trigger'],
			version: 1,
			description: 'Answers in every way',
			defaults: { name: 'Bridge' },
			inputs: [],
			outputs: ['main'],
			webhooks: ['token', 'count', 'echo', 'start', 'throw', 'self', 'empty'].map(webhook),
			properties: [{ displayName: 'Path', name: 'path', type: 'string', default: 'fixture' }],
		};
	}

	async webhook() {
		const request = this.getRequestObject();
		const ending = request.path.split('/').at(-1);
		const data = this.getWorkflowStaticData('global');
		if (ending === 'count') {
			requestsInThisMemory += 1;
			data.count = (data.count ?? 0) + 1;
			return { webhookResponse: { saved: data.count, inMemory: requestsInThisMemory } };
		}
		if (ending === 'token') {
			const body = this.getBodyData();
			data.tokens = (data.tokens ?? 0) + 1;
			if (body.code === 'bad' || body.refresh_token === 'bad') {
				const response = this.getResponseObject();
				response.status(400).json({ error: 'invalid_grant', error_description: 'no such code' });
				return { noWebhookResponse: true };
			}
			return {
				webhookResponse: {
					access_token: `access-${data.tokens}`,
					refresh_token: `refresh-${data.tokens}`,
					expires_in: 3600,
					asked: body,
				},
			};
		}
		if (ending === 'echo') {
			return {
				webhookResponse: {
					body: this.getBodyData(),
					raw: request.rawBody?.toString('utf8'),
					query: this.getQueryData(),
					mode: this.getMode(),
				},
			};
		}
		if (ending === 'start') {
			data.started = (data.started ?? 0) + 1;
			return { workflowData: [[{ json: this.getBodyData() }]] };
		}
		if (ending === 'throw') {
			data.thrown = true;
			throw new Error('the node threw');
		}
		if (ending === 'self') {
			this.getResponseObject().status(202).send('answered by the node');
			return { noWebhookResponse: true };
		}
		return {};
	}
}
module.exports = { FixtureBridgeTrigger };
