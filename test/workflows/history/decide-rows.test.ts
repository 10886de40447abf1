import { describe, expect, test } from 'vitest';
import { openTimelines } from '../../../src/adapters/counters/memory-timelines.ts';
import type { HistoryRow } from '../../../src/core/history/row.ts';
import { decideRows } from '../../../src/workflows/history/decide-rows.ts';
import { createReplayer } from '../../../src/workflows/history/replayer.ts';
import type { HistoryItem, HistorySource } from '../../../src/workflows/history/source.ts';
import { policyOf, shippedFiles } from '../../support/policy.ts';
import { asked, MINUTE, NOON, policyWith } from './past.ts';

const COUNTS = `event authorization
  asks := Count(by card last 1 hour exclusive)
  approved := Count(by card where is_approved last 1 hour exclusive)
`;

function row(id: string, minute: number, changes: Partial<HistoryRow> = {}): HistoryItem {
  const event = asked(id, minute);
  if (event.kind !== 'ask') throw new Error('no ask');
  const { authorization, eventId } = event;
  const nothing = { given: null, facts: null, wasApproved: null, disputedAtMs: null, isFraud: null, isRefunded: false };
  return { kind: 'row', row: { authorization, eventId, ...nothing, ...changes } };
}

function sourceOf(items: readonly HistoryItem[]): HistorySource {
  return {
    about: {
      rows: items.length,
      firstMs: null,
      newestMs: null,
      given: new Set(),
      labels: { hasDisputes: false, hasFinal: false },
    },
    async *read() {
      yield items;
    },
    unreadable: () => 0,
    close: async () => {},
  };
}

const SPREE = policyWith(COUNTS, { spree: 'Block if :asks: >= 1', many: 'Review if :approved: >= 1' });

async function decided(
  items: readonly HistoryItem[],
  velocity: 'replay' | 'counterfactual',
  isRecounted = false,
  policy = SPREE,
) {
  const found: [string, ...string[]][] = [];
  const options = { policy, velocity, isRecounted, store: openTimelines(), conceal: (text: string) => text };
  const window = { fromMs: NOON + MINUTE, toMs: NOON + 60 * MINUTE };
  await decideRows(sourceOf(items), { ...options, window }, ({ authorization: { id } }, { outcome, considered }) => {
    found.push([id, outcome, ...considered.filter(({ result }) => result === 'matched').map((each) => each.id)]);
  });
  return found;
}

describe('rows of a history', () => {
  test('are decided with what came before the window, and told of within it', async () => {
    expect(await decided([row('a', 0), row('b', 1), row('c', 60)], 'replay')).toEqual([
      ['b', 'decline', 'many', 'spree'],
    ]);
  });

  test('are seen by later ones as they were answered then, or as the policy answers', async () => {
    const items = [row('a', 1, { wasApproved: false }), row('b', 2)];
    expect(await decided(items, 'replay')).toEqual([
      ['a', 'approve'],
      ['b', 'decline', 'spree'],
    ]);
    expect((await decided(items, 'counterfactual'))[1]).toEqual(['b', 'decline', 'many', 'spree']);
  });

  test('that were challenged then are counted as such, though they were declined', async () => {
    const items = [row('a', 1, { wasApproved: false, wasChallenged: true }), row('b', 2)];
    const policy = policyWith(
      `event authorization
        declined := Count(by card where is_declined last 1 hour exclusive)
        challenged := Count(by card where is_challenged last 1 hour exclusive)
      `,
      { asked: 'Review if :challenged: >= 1', refused: 'Review if :declined: >= 1' },
    );
    expect((await decided(items, 'replay', false, policy))[1]).toEqual(['b', 'approve', 'asked']);
  });

  test('may hold a feature themselves, unless it shall be counted', async () => {
    const items = [row('a', 1, { given: new Map([['asks', 5]]) })];
    expect(await decided(items, 'replay')).toEqual([['a', 'decline', 'spree']]);
    expect(await decided(items, 'replay', true)).toEqual([['a', 'approve']]);
  });
});

test('what the shipped policy says is the same whether all of its features are counted or those that rules read', async () => {
  const policy = policyOf(shippedFiles());
  const methods = ['online', 'contactless'];
  const items = Array.from({ length: 240 }, (_, at) => {
    const ask = asked(`a${at}`, at, {
      ...{ card: { id: `ic_${at % 3}` }, authorization_method: methods[at % 2] },
      merchant_data: { network_id: `m${at % 5}`, country: at % 7 === 0 ? 'FR' : 'US' },
      pending_request: { amount: at % 4 === 0 ? 9_000 : 100 },
      risk_assessment: { fraud_risk: { score: 30 } },
    });
    if (ask.kind !== 'ask') throw new Error('no ask');
    const nothing = { given: null, facts: null, disputedAtMs: null, isFraud: null, isRefunded: false };
    const { authorization, eventId } = ask;
    return { kind: 'row', row: { authorization, eventId, ...nothing, wasApproved: at % 5 !== 0 } } as const;
  });
  const conceal = (text: string) => text;
  const found: unknown[] = [];
  const window = { fromMs: NOON, toMs: NOON + 300 * MINUTE };
  const options = { policy, velocity: 'replay', store: openTimelines(), conceal, window } as const;
  await decideRows(sourceOf(items), options, (_, { considered }) => void found.push(considered));

  const whole = createReplayer({ policy, store: openTimelines(), conceal });
  const expected = [];
  for (const { row } of items) {
    const { authorization, eventId, wasApproved } = row;
    const became = wasApproved ? 'approved' : 'declined';
    expected.push((await whole.judge({ kind: 'ask', authorization, eventId, became }))?.verdict?.considered);
  }
  expect(found).toEqual(expected);
  const matched = found.flatMap((all) =>
    (all as { id: string; result: string }[]).filter((each) => each.result === 'matched'),
  );
  expect(new Set(matched.map(({ id }) => id)).size).toBeGreaterThan(1);
});
