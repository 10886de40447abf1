import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newestSnapshot, type Snapshot } from '../../../src/core/domain/snapshot-order.ts';
import { createStage, reply } from '../../simulator/stripe/stage.ts';
import { busyAuthorization, reportOf } from '../../support/reports.ts';

const entry = (reason: string) => ({ approved: true, reason, created: 1 });

function snapshot(id: string, changes: Partial<Snapshot> = {}): Snapshot {
  const fields = { status: 'pending', amount: 1000, request_history: [entry('webhook_approved')] };
  const plain = { id, type: 'issuing_authorization.updated', created: 10, received_at: 1, fields, previous: {} };
  return { ...plain, ...changes, fields: { ...fields, ...changes.fields } };
}

/** The newest, in whichever order they are given. */
function newest(...snapshots: Snapshot[]): string | undefined {
  const found = new Set(
    [snapshots, snapshots.toReversed(), [...snapshots, ...snapshots]].map((some) => newestSnapshot(some)?.id),
  );
  expect(found.size).toBe(1);
  return [...found][0];
}

describe('the newest of snapshots', () => {
  it('is the one that was made last, whatever came last', () => {
    expect(newest(snapshot('old', { created: 9, received_at: 5 }), snapshot('new', { created: 10 }))).toBe('new');
    expect(newestSnapshot([])).toBeNull();
  });

  it('is what was updated, of one second', () => {
    const created = snapshot('created', { type: 'issuing_authorization.created', received_at: 9 });
    expect(newest(created, snapshot('updated'))).toBe('updated');
  });

  it('has more asks, of one second', () => {
    const longer = { request_history: [entry('webhook_approved'), entry('webhook_declined')] };
    expect(newest(snapshot('longer', { fields: longer }), snapshot('shorter', { received_at: 9 }))).toBe('longer');
  });

  it.each(['closed', 'reversed', 'expired'])('is %s rather than pending, of one second', (status) => {
    expect(newest(snapshot('ended', { fields: { status } }), snapshot('pending', { received_at: 9 }))).toBe('ended');
  });

  it('names what the other one was, of one second', () => {
    const first = snapshot('first', { fields: { amount: 600 }, previous: { amount: 1000 }, received_at: 3 });
    const second = snapshot('second', { fields: { amount: 200 }, previous: { amount: 600 }, received_at: 2 });
    const third = snapshot('third', {
      fields: { amount: 200, metadata: { countersign_decision: 'dec_1' } },
      previous: { metadata: { countersign_decision: null } },
      received_at: 1,
    });
    expect(newest(first, second)).toBe('second');
    expect(newest(first, second, third)).toBe('third');
  });

  it('is what was received last where nothing tells, and then the greater id', () => {
    const one = snapshot('one', { fields: { amount: 1 }, received_at: 2 });
    expect(newest(one, snapshot('two', { fields: { amount: 2 } }))).toBe('one');
    expect(newest(one, snapshot('two', { fields: { amount: 2 }, received_at: 2 }))).toBe('two');
  });

  it('ends in a change to and fro as well', () => {
    const there = snapshot('there', { fields: { amount: 2 }, previous: { amount: 1 }, received_at: 1 });
    const back = snapshot('back', { fields: { amount: 1 }, previous: { amount: 2 }, received_at: 2 });
    expect(newest(there, back)).toBe('back');
  });

  it('is what Stripe has in the end, in any order, any number of times, at any pace', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(0, 0, 0, 400, 1_000), { minLength: 8, maxLength: 8 }),
        fc.nat({ max: 8 }),
        fc.infiniteStream(fc.nat()),
        async (ticks, happenings, chances) => {
          const stage = await createStage();
          stage.answers.next = ({ id }) =>
            reply({ approved: true, metadata: { countersign_decision: `dec of ${id}` } });
          const pace = [...ticks];
          const tick = () => {
            stage.clock.nowMs += pace.pop() ?? 0;
          };
          await busyAuthorization(stage, tick, happenings);
          const events = stage.events.filter(({ type }) => type.startsWith('issuing_authorization.'));
          const next = () => chances.next().value;
          const delivered = [...events, ...events.filter(() => next() % 3 === 0)]
            .map((event) => ({ event, chance: next() }))
            .sort((a, b) => a.chance - b.chance)
            .map(({ event }, index) => reportOf(event, index));
          const last = events.at(-1);
          expect(newestSnapshot(delivered)?.fields).toEqual(last && reportOf(last, 0).fields);
        },
      ),
      { seed: 20261127, numRuns: 100 },
    );
  });
});
