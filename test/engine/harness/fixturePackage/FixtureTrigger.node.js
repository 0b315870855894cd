let pollsInThisMemory = 0;

/**
 * Emits the number its static data has reached; its parameter makes it silent or makes it throw.
 */
class FixtureTrigger {
	constructor() {
		this.description = {
			displayName: 'Fixture Trigger',
			name: 'fixtureTrigger',
			group: ['trigger'],
			version: 1,
			description: 'Counts its polls',
			defaults: { name: 'Trigger' },
			polling: true,
			inputs: [],
			outputs: ['main'],
			properties: [
				{ displayName: 'Throw At', name: 'throwAt', type: 'number', default: 0 },
				{ displayName: 'Silent At', name: 'silentAt', type: 'number', default: 0 },
			],
		};
	}

	async poll() {
		pollsInThisMemory += 1;
		const data = this.getWorkflowStaticData('global');
		data.polls = (data.polls ?? 0) + 1;
		if (data.polls === this.getNodeParameter('throwAt')) throw new Error('the poll threw');
		if (data.polls === this.getNodeParameter('silentAt')) return null;
		const activation = this.getActivationMode();
		return [[{ json: { polls: data.polls, inMemory: pollsInThisMemory, activation } }]];
	}
}
module.exports = { FixtureTrigger };
