/**
 * As the package's own: everything about the token calls is hidden, one address is an expression.
 */
class FixtureOAuth2Api {
	constructor() {
		this.name = 'fixtureOAuth2Api';
		this.extends = ['oAuth2Api'];
		this.displayName = 'Fixture OAuth2 API';
		this.restrictToSupportedNodes = true;
		const hidden = (name, value) => ({
			displayName: name,
			name,
			type: 'hidden',
			default: value,
		});
		this.properties = [
			{ displayName: 'Bridge', name: 'bridge', type: 'string', default: '' },
			{ displayName: 'Shop', name: 'shop', type: 'string', default: 'default shop' },
			hidden('grantType', 'authorizationCode'),
			hidden('authUrl', 'https://shop.example/authorize?app=1'),
			hidden('accessTokenUrl', '={{$self["bridge"]}}/token'),
			hidden('authQueryParameters', 'force_auth=true'),
			hidden('scope', ''),
			hidden('authentication', 'body'),
		];
	}
}
module.exports = { FixtureOAuth2Api };
