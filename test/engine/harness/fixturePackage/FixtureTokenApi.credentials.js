/** A credential without a button: n8n fetches its token through preAuthentication. */
class FixtureTokenApi {
	constructor() {
		this.name = 'fixtureTokenApi';
		this.displayName = 'Fixture Token API';
		this.properties = [
			{ displayName: 'Base URL', name: 'baseUrl', type: 'string', default: '' },
			{
				displayName: 'Token',
				name: 'token',
				type: 'hidden',
				typeOptions: { expirable: true },
				default: '',
			},
		];
		this.authenticate = {
			type: 'generic',
			properties: { headers: { 'x-token': '={{$credentials.token}}' } },
		};
		this.test = { request: { baseURL: '={{$credentials.baseUrl}}', url: '/me' } };
	}

	async preAuthentication(credentials) {
		const url = `${credentials.baseUrl}/token`;
		const { token } = await this.helpers.httpRequest({ method: 'POST', url });
		return { token };
	}
}
module.exports = { FixtureTokenApi };
