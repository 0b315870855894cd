const credentials = [{ name: 'fixtureOAuth2Api' }, { name: 'fixtureTokenApi' }];

/** Shows what an execution sees: its credential, a refreshed token, or an authenticated request. */
class FixtureAction {
	constructor() {
		this.description = {
			displayName: 'Fixture',
			name: 'fixtureAction',
			group: ['transform'],
			version: 1,
			description: 'Shows what an execution sees',
			defaults: { name: 'Fixture' },
			inputs: ['main'],
			outputs: ['main'],
			credentials,
			properties: [
				{ displayName: 'Show', name: 'show', type: 'string', default: 'credential' },
				{ displayName: 'URL', name: 'url', type: 'string', default: '' },
			],
		};
		this.methods = {
			listSearch: {
				async searchThings(filter) {
					const { clientId } = await this.getCredentials('fixtureOAuth2Api');
					return { results: [{ name: `${filter} of ${clientId}`, value: filter }] };
				},
			},
		};
	}

	async execute() {
		const show = this.getNodeParameter('show', 0);
		const shown = {
			credential: async () => await this.getCredentials('fixtureOAuth2Api'),
			refreshed: async () => await this.helpers.refreshOAuth2Token.call(this, 'fixtureOAuth2Api'),
			request: async () =>
				await this.helpers.httpRequestWithAuthentication.call(this, 'fixtureTokenApi', {
					url: this.getNodeParameter('url', 0),
					json: true,
				}),
		}[show];
		return [[{ json: await shown(), pairedItem: { item: 0 } }]];
	}
}
module.exports = { FixtureAction };
