let pollsInThisMemory = 0;

/**
 * Emits the number its static data has reached; its parameters make it silent, make it throw, or make it
 * start the execution itself and note how that ended.
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
				{ displayName: 'Starts Itself', name: 'startsItself', type: 'boolean', default: false },
				{ displayName: 'Silent At', name: 'silentAt', type: 'number', default: 0 },
				{ displayName: 'Starts Itself', name: 'startsItself', type: 'boolean', default: false },
			],
		};
	}

	async poll() {
		pollsInThisMemory += 1;
		const data = this.getWorkflowStaticData('global');
		data.polls = (data.polls ?? 0) + 1;
		if (data.polls === this.getNodeParameter('throwAt')) throw new Error('the poll threw');
		if (data.polls === this.getNodeParameter('silentAt')) return null;
		if (this.getNodeParameter('startsItself')) {
			const done = this.helpers.createDeferredPromise();
			this.__emit([[{ json: { polls: data.polls } }]], undefined, done);
			const wait = new Promise((resolve) => setTimeout(resolve, 500));
			const run = await Promise.race([done.promise, wait]);
			if (run) data.ended = run.status;
			return null;
		}
		const activation = this.getActivationMode();
		return [[{ json: { polls: data.polls, inMemory: pollsInThisMemory, activation } }]];
	}
}
module.exports = { FixtureTrigger };
