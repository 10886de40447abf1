import { expect, test } from 'vitest';
import { createSentReplies } from '../../../src/adapters/store/sent-replies.ts';
import type { RecordSink } from '../../../src/core/decision/ports.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { createManualClock } from '../../support/clock.ts';

function opened() {
  const clock = createManualClock();
  const records: { kind: string; id: string; replies: [string, number][] }[] = [];
  const state = { isFailing: false };
  const sink: RecordSink = {
    async record(text) {
      if (state.isFailing) throw new Error('no place to write');
      records.push(JSON.parse(text));
      return { kind: 'durable' };
    },
  };
  return { clock, records, state, replies: createSentReplies({ records: sink, clock }) };
}

test('what went out within a second is one record', async () => {
  const { clock, records, replies } = opened();
  replies.sent('dec_1', 1);
  await clock.advance(limits.sentRepliesMs - 1);
  replies.sent('dec_2', 2);
  expect(records).toEqual([]);
  await clock.advance(1);
  expect(records).toMatchObject([
    {
      kind: 'sent',
      id: expect.stringMatching(/^sent_/),
      replies: [
        ['dec_1', 1],
        ['dec_2', 2],
      ],
    },
  ]);
  await clock.advance(10 * limits.sentRepliesMs);
  expect(records).toHaveLength(1);
});

test('what waits is written when it closes', async () => {
  const { records, replies } = opened();
  replies.sent('dec_1', 1);
  await replies.close();
  expect(records).toHaveLength(1);
  await replies.close();
  expect(records).toHaveLength(1);
});

test('what could not be written goes with the next', async () => {
  const { clock, records, state, replies } = opened();
  state.isFailing = true;
  replies.sent('dec_1', 1);
  await clock.advance(limits.sentRepliesMs);
  state.isFailing = false;
  replies.sent('dec_2', 2);
  await clock.advance(limits.sentRepliesMs);
  expect(records).toMatchObject([
    {
      replies: [
        ['dec_1', 1],
        ['dec_2', 2],
      ],
    },
  ]);
});

test('so many wait, and no more', async () => {
  const { clock, records, state, replies } = opened();
  state.isFailing = true;
  for (let number = 0; number < limits.maxSentReplies + 7; number += 1) replies.sent(`dec_${number}`, number);
  await clock.advance(limits.sentRepliesMs);
  state.isFailing = false;
  await replies.close();
  expect(records[0]?.replies).toHaveLength(limits.maxSentReplies);
  expect(records[0]?.replies[0]).toEqual(['dec_7', 7]);
});
