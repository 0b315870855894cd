import type { IDataObject } from 'n8n-workflow';

import { findOperation } from '../../nodes/AlibabaCom/actions/catalog.ts';
import { AlibabaCom } from '../../nodes/AlibabaCom/AlibabaCom.node.ts';
import { alibabaFor } from '../client/alibabaAround.mts';
import { drivenClock } from '../client/around.mts';
import { startSandbox } from '../sandbox/sandbox.mts';
import { ALIBABA_COM, type World } from './alibabaCom.mts';
import { inputsOf, nameOf, operationsOf, type Example } from './example.mts';
import { compared } from './schemas.mts';

// Many hundred calls over real HTTP, which a busy machine draws out.
jest.setTimeout(120_000);

const profilesOf = ({ resource, operation }: Example<World>) =>
	findOperation(resource, operation)?.profiles ?? [];

/** What every example puts out in each of its profiles. */
async function outputs(more: IDataObject = {}) {
	const clock = drivenClock();
	const sandbox = await startSandbox({ now: () => clock.atMs });
	// What is read is looked at here; the plan has tests of its own.
	sandbox.settings.alibaba.limits.freePerMinute = 100_000;
	try {
		const found: Record<string, IDataObject[]> = {};
		for (const example of ALIBABA_COM) {
			for (const profile of profilesOf(example)) {
				const items: IDataObject[] = [];
				for (const parameters of inputsOf(example, { sandbox, profile })) {
					const { run } = alibabaFor(sandbox, clock, profile);
					const before = sandbox.alibaba.log.calls.length;
					const { output } = await run({ ...parameters, ...more });
					const { description } = findOperation(example.resource, example.operation) ?? {};
					if (/^Costs one call\. /.test(description ?? '')) {
						const calls = sandbox.alibaba.log.calls.length - before;
						expect([nameOf(example), profile, calls]).toEqual([nameOf(example), profile, 1]);
					}
					items.push(...output.map(({ json }) => json));
				}
				if (items.length === 0) throw new Error(`${nameOf(example)} in ${profile} brings nothing`);
				found[nameOf(example)] = [...(found[nameOf(example)] ?? []), ...items];
			}
		}
		return found;
	} finally {
		await sandbox.close();
	}
}

test('every operation has an example, and every example an operation', () => {
	expect(ALIBABA_COM.map(nameOf).sort()).toEqual(operationsOf(new AlibabaCom()));
});

test('each brings the fields of its output schema, over all profiles that have it', async () => {
	const found = await outputs();
	expect(
		ALIBABA_COM.map((example) => [
			nameOf(example),
			compared('AlibabaCom', example, found[nameOf(example)] ?? []),
		]),
	).toEqual(
		ALIBABA_COM.map((example) => [
			nameOf(example),
			{ notInSchema: [], unseen: example.unseen ?? [] },
		]),
	);
});
