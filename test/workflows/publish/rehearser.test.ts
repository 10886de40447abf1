import { afterEach, describe, expect, test } from 'vitest';
import { loadPolicyFolder } from '../../../src/adapters/store/policies/load.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import type { Rehearsal } from '../../../src/workflows/publish/rehearsal.ts';
import { createRehearser, type Rehearser, RehearserUnavailable } from '../../../src/workflows/publish/rehearser.ts';
import { realClock } from '../../support/clock.ts';
import { filesOf } from './stage.ts';

const shipped = await loadPolicyFolder('policies');
const request = { folder: 'policies', seen: new Map(), wantsCases: true } as const;
const opened: Rehearser[] = [];

afterEach(async () => {
  for (const rehearser of opened.splice(0)) await rehearser.close();
});

function open(clock: Parameters<typeof createRehearser>[0] = realClock): Rehearser {
  const rehearser = createRehearser(clock);
  opened.push(rehearser);
  return rehearser;
}

/** How often something else got its turn until it was done. */
async function turnsDuring(done: Promise<unknown>): Promise<number> {
  let isDone = false;
  let turns = 0;
  void done.finally(() => {
    isDone = true;
  });
  for (; !isDone; turns += 1) await new Promise((resolve) => setTimeout(resolve, 2));
  return turns;
}

describe('a rehearsal', () => {
  test('finds what a check of the folder finds, and runs all cases', async () => {
    const rehearsed = await open().rehearse({ ...request, files: shipped.files });
    expect(rehearsed.policy?.version).toBe(shipped.policy?.version);
    expect(rehearsed.policy?.rules.map(({ id }) => id)).toEqual(shipped.policy?.rules.map(({ id }) => id));
    expect([...(rehearsed.policy?.lists.keys() ?? [])]).toEqual([...(shipped.policy?.lists.keys() ?? [])]);
    expect(rehearsed.diagnostics).toEqual(shipped.diagnostics);
    expect(rehearsed.cases).toHaveLength(shipped.policy?.cases.length ?? -1);
    expect(rehearsed.cases.filter(({ isPassed }) => !isPassed)).toEqual([]);
  });

  test('leaves everything else its turn', async () => {
    const { rehearse } = open();
    await rehearse({ ...request, files: filesOf() });
    // On the event loop itself nothing would come in between.
    expect(await turnsDuring(rehearse({ ...request, files: shipped.files }))).toBeGreaterThan(5);
  });

  test('leaves the cases out where they are not wanted', async () => {
    const rehearsed = await open().rehearse({ ...request, files: shipped.files, wantsCases: false });
    expect(rehearsed).toMatchObject({ cases: [], policy: { version: shipped.policy?.version } });
  });

  test('sees what changed in a file since the one before', async () => {
    const { rehearse } = open();
    const broken = { 'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: 500 } }' };
    const all = await Promise.all(
      [filesOf(), filesOf(broken), filesOf()].map((files) => rehearse({ ...request, files })),
    );
    expect(all.map(({ policy }) => policy !== null)).toEqual([true, false, true]);
    expect(all[1]?.diagnostics).toMatchObject([{ source: { path: 'policies/profiles/a.yaml' } }]);
  });

  test('that takes too long is given up and told as a fault, and the next one is none the worse', async () => {
    let isLate = true;
    const hasty = {
      after(ms: number, run: () => void) {
        if (!isLate) return realClock.after(ms, run);
        isLate = false;
        setImmediate(run);
        return () => {};
      },
    };
    const { rehearse } = open(hasty);
    const [first, second]: Rehearsal[] = [
      await rehearse({ ...request, files: filesOf() }),
      await rehearse({ ...request, files: filesOf() }),
    ];
    expect(first).toMatchObject({ policy: null, cases: [], diagnostics: [{ severity: 'error' }] });
    expect(first?.diagnostics[0]?.message).toMatch(/took longer than 50 s/);
    expect(second?.policy).not.toBeNull();
  });

  test('of what breaks it is rejected with the reason', async () => {
    const files = [{ name: 'rules/a.yaml', source: { path: 'rules/a.yaml', text: null as unknown as string } }];
    const { rehearse } = open();
    await expect(rehearse({ ...request, files })).rejects.toThrow(/null/);
    // The next one does not come to a thread that is ending.
    const next = await rehearse({ ...request, files }).catch(() => rehearse({ ...request, files: filesOf() }));
    expect(next.policy).not.toBeNull();
  });

  test('that comes while the thread ends since none came for long is done by another thread', async () => {
    let rest = () => {};
    const clock = {
      after(ms: number, run: () => void) {
        if (ms === limits.rehearsalIdleMs) rest = run;
        return realClock.after(ms, run);
      },
    };
    const { rehearse } = open(clock);
    await rehearse({ ...request, files: filesOf() });
    rest();
    expect((await rehearse({ ...request, files: filesOf() })).policy).not.toBeNull();
  });

  test('is rejected when the service ends, whether it runs, waits or comes then', async () => {
    const { rehearse, close } = open();
    const before = [1, 2, 3].map(() => rehearse({ ...request, files: shipped.files }));
    const settled = Promise.allSettled(before);
    await close();
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await expect(rehearse({ ...request, files: shipped.files })).rejects.toThrow(RehearserUnavailable);
  });

  test('waits behind a few at most, and behind none where it is to put a policy in force', async () => {
    const { rehearse } = open();
    const done: string[] = [];
    const run = async (name: string, aim: 'act' | 'check') => {
      const { policy } = await rehearse({ ...request, files: filesOf() }, aim);
      if (policy) done.push(name);
    };
    const checks = Array.from({ length: limits.maxRehearsalsWaiting + 1 }, (_, at) => run(`check ${at}`, 'check'));
    await expect(run('one too many', 'check')).rejects.toThrow(RehearserUnavailable);
    await Promise.all([run('act', 'act'), ...checks]);
    expect(done.slice(0, 3)).toEqual(['check 0', 'act', 'check 1']);
    expect(done).toHaveLength(limits.maxRehearsalsWaiting + 2);
  });
});
