import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CardSighting, isTakenBack, UNKNOWN_CARD, withCardSighting } from '../../../src/core/domain/card-state.ts';
import type { Label } from '../../../src/core/domain/label.ts';
import { verdictOf } from '../../../src/core/domain/label-verdict.ts';
import { isAbout, warningLabels } from '../../../src/core/domain/warning-labels.ts';

const SCOPE = { livemode: false, account: null };
const seen = (atMs: number, told: CardSighting['told'], from: CardSighting['from'] = 'event'): CardSighting => {
  return { scope: SCOPE, id: 'ic_1', atMs, from, told };
};
const clean = { warning_type: null, warning_started_at: null };
const warned = (type: string, startedAt: number) => ({ warning_type: type, warning_started_at: startedAt });

// Two sightings of one second can't be told apart: each has its own.
const anySightings = fc.uniqueArray(
  fc.record({
    atMs: fc.integer({ min: 1, max: 40 }),
    status: fc.option(fc.constantFrom('active', 'inactive', 'canceled'), { nil: undefined }),
    warning: fc.option(fc.constantFrom(clean, warned('fraud_dispute_filed', 3), warned('third_party_reported', 9)), {
      nil: undefined,
    }),
  }),
  { selector: ({ atMs }) => atMs, maxLength: 10 },
);
const sightingOf = ({
  atMs,
  status,
  warning,
}: {
  atMs: number;
  status?: string | undefined;
  warning?: object | undefined;
}) => seen(atMs, { ...(status !== undefined && { status }), ...warning });

/** Sightings taken one batch after another, with the labels that come of it. */
function take(batches: readonly (readonly CardSighting[])[]) {
  let state = UNKNOWN_CARD;
  const labels: Label[] = [];
  for (const batch of batches) {
    const after = batch.reduce(withCardSighting, state);
    labels.push(...warningLabels(SCOPE, 'ic_1', state, after));
    state = after;
  }
  return { state, labels };
}

describe('what is known of a card', () => {
  test('is field by field what was told last, whatever came last', () => {
    const { state } = take([[seen(5, { status: 'canceled' }), seen(3, { status: 'active', brand: 'Visa' }, 'ask')]]);
    expect(state.known).toEqual({ status: ['canceled', 5, 'event'], brand: ['Visa', 3, 'ask'] });
  });

  test('does not depend on the order, nor on what comes twice', () => {
    fc.assert(
      fc.property(anySightings, fc.nat(), (rows, cut) => {
        const sightings = rows.map(sightingOf);
        const sorted = sightings.toSorted((one, other) => one.atMs - other.atMs);
        const at = cut % (sightings.length + 1);
        const other = take([sightings.slice(at), sightings.slice(0, at), sightings.slice(at)]);
        expect(other.state).toEqual(take([sorted]).state);
      }),
    );
  });
});

describe('fraud warnings', () => {
  const verdict = (labels: readonly Label[], atMs?: number) => verdictOf(labels, atMs)?.verdict ?? null;

  test('warn from when they were seen, and say from when on they are meant', () => {
    const { labels } = take([[seen(7, warned('fraud_dispute_filed', 3))]]);
    expect(labels).toMatchObject([
      { verdict: 'fraud', source: 'fraud_warning', card: 'ic_1', authorizationId: null, knownAtMs: 7 },
    ]);
    const [label] = labels;
    const bought = (createdMs: number, card = 'ic_1') => label && isAbout(label, { id: 'iauth_1', card, createdMs });
    expect([bought(2_999), bought(3_000), bought(4_000, 'ic_2')]).toEqual([false, true, false]);
  });

  test('stand when another one takes their place, and are taken back when the card is clean', () => {
    const first = warned('fraud_dispute_filed', 3);
    const { labels, state } = take([[seen(7, first)], [seen(9, warned('third_party_reported', 8))]]);
    expect(labels.map(({ verdict: said }) => said)).toEqual(['fraud', 'fraud']);
    const after = withCardSighting(state, seen(20, clean));
    const back = warningLabels(SCOPE, 'ic_1', state, after);
    expect(back.map(({ verdict: said, knownAtMs }) => [said, knownAtMs])).toEqual([
      ['withdrawn', 20],
      ['withdrawn', 20],
    ]);
    expect([verdict([...labels, ...back]), verdict([...labels, ...back], 19)]).toEqual([null, 'fraud']);
  });

  test('that come after a later clean look, late, are taken back as well', () => {
    const { labels } = take([[seen(20, clean)], [seen(9, warned('fraud_dispute_filed', 3))]]);
    expect([verdict(labels), verdict(labels, 15)]).toEqual([null, 'fraud']);
  });

  test('come to the same in any order and any batches', () => {
    fc.assert(
      fc.property(anySightings, fc.array(fc.nat(), { maxLength: 3 }), (rows, cuts) => {
        const sightings = rows.map(sightingOf);
        const inOrder = take([sightings.toSorted((one, other) => one.atMs - other.atMs)]);
        const places = cuts.map((cut) => cut % (sightings.length + 1)).sort((one, other) => one - other);
        const batches = [0, ...places].map((from, index) => sightings.slice(from, places[index]));
        const { labels, state } = take(batches);
        expect(verdict(labels)).toBe(verdict(inOrder.labels));
        expect(verdict(labels)).toBe(state.warnings.some((warning) => !isTakenBack(state, warning)) ? 'fraud' : null);
      }),
    );
  });
});

test('of two sightings of one second the one counts that changed what the other one says', () => {
  const created = seen(5, { status: 'inactive' });
  const activated = { ...seen(5, { status: 'active' }), previous: { status: 'inactive' } };
  const asked = seen(5, { status: 'inactive' }, 'ask');
  for (const order of [
    [created, activated, asked],
    [activated, created, asked],
    [asked, created, activated],
  ]) {
    expect(take([order]).state.known.status?.[0]).toBe('active');
  }
});
