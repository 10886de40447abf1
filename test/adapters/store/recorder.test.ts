import { describe, expect, test } from 'vitest';
import { createRecorder } from '../../../src/adapters/store/recorder.ts';
import type { RecordOutcome, RecordSink } from '../../../src/core/decision/ports.ts';
import { createManualClock, settle } from '../../support/clock.ts';

const DURABLE: RecordOutcome = { kind: 'durable' };

/** A place of record whose answers the test gives. */
function sink() {
  const asked: { readonly text: string; resolve(outcome: RecordOutcome): void; reject(error: unknown): void }[] = [];
  const place: RecordSink = {
    record(text) {
      const { promise, resolve, reject } = Promise.withResolvers<RecordOutcome>();
      asked.push({ text, resolve, reject });
      return promise;
    },
  };
  return { asked, place };
}

function setUp() {
  const clock = createManualClock();
  const first = sink();
  const second = sink();
  const recorder = createRecorder({ first: first.place, second: second.place, firstMs: () => 700, clock });
  return { clock, first, second, recorder };
}

describe('two places of record', () => {
  test('ask the second only when the first is late', async () => {
    const { clock, first, second, recorder } = setUp();
    const recorded = recorder.record('a');
    await clock.advance(699);
    expect(second.asked).toHaveLength(0);
    await clock.advance(1);
    expect(second.asked.map(({ text }) => text)).toEqual(['a']);
    second.asked[0]?.resolve(DURABLE);
    expect(await recorded).toEqual(DURABLE);
    first.asked[0]?.resolve(DURABLE);
  });

  test('ask the second at once when the first fails', async () => {
    const { first, second, recorder } = setUp();
    const recorded = recorder.record('a');
    first.asked[0]?.reject(new Error('gone'));
    await settle();
    second.asked[0]?.resolve(DURABLE);
    expect(await recorded).toEqual(DURABLE);
  });

  test('fail only when both have failed', async () => {
    const { first, second, recorder } = setUp();
    const recorded = recorder.record('a');
    first.asked[0]?.reject(new Error('gone'));
    await settle();
    second.asked[0]?.reject(new Error('gone as well'));
    await expect(recorded).rejects.toThrow('gone as well');
  });

  test('let nobody wait for a first that is known to be stuck, until it comes back', async () => {
    const { clock, first, second, recorder } = setUp();
    void recorder.record('a');
    await clock.advance(700);
    void recorder.record('b');
    expect(second.asked.map(({ text }) => text)).toEqual(['a', 'b']);
    first.asked[0]?.resolve(DURABLE);
    await settle();
    void recorder.record('c');
    expect(second.asked.map(({ text }) => text)).toEqual(['a', 'b']);
  });

  test('pass on that the ask was answered before', async () => {
    const { first, recorder } = setUp();
    const recorded = recorder.record('a');
    const before: RecordOutcome = {
      kind: 'answered_before',
      answer: { decisionId: 'dec_0', reply: { approved: true } },
    };
    first.asked[0]?.resolve(before);
    expect(await recorded).toEqual(before);
  });
});
