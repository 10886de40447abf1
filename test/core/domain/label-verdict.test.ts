import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LABEL_SOURCES, type Label } from '../../../src/core/domain/label.ts';
import { LABEL_STRENGTHS, labelsOfWords, strengthOf, verdictOf } from '../../../src/core/domain/label-verdict.ts';

type Said = Pick<Label, 'verdict' | 'source' | 'ref' | 'knownAtMs' | 'detail'>;

const said = (
  source: Label['source'],
  verdict: Label['verdict'],
  knownAtMs: number,
  more: Partial<Said> = {},
): Said => ({
  ...{ source, verdict, knownAtMs, ref: 'r1', detail: {} },
  ...more,
});
const dispute = (status: string, knownAtMs: number, more: Partial<Said> = {}) =>
  said('dispute', 'fraud', knownAtMs, { ref: 'idp_1', detail: { status }, ...more });

const anyLabel: fc.Arbitrary<Said> = fc.record({
  verdict: fc.constantFrom('fraud', 'legitimate', 'withdrawn'),
  source: fc.constantFrom(...LABEL_SOURCES),
  ref: fc.constantFrom('r1', 'r2', 'r3'),
  knownAtMs: fc.integer({ min: 0, max: 12 }),
  detail: fc.record({ status: fc.constantFrom('unsubmitted', 'submitted', 'won', 'lost', 'expired') }),
});
const anyLabels = fc.array(anyLabel, { maxLength: 12 });
const rank = (label: Pick<Label, 'source' | 'detail'>) => LABEL_STRENGTHS.indexOf(strengthOf(label));

describe('what labels come to', () => {
  test('nothing, where nobody says anything', () => {
    expect(verdictOf([])).toBeNull();
    expect(verdictOf([said('import', 'fraud', 1), said('import', 'withdrawn', 2)])).toBeNull();
  });

  test.each<[string, Said[], string, string]>([
    [
      'a reviewer over an open dispute',
      [dispute('submitted', 9), said('review', 'legitimate', 1)],
      'legitimate',
      'review',
    ],
    [
      'a dispute that is won after the review',
      [dispute('won', 9), said('review', 'legitimate', 1)],
      'fraud',
      'dispute',
    ],
    ['a reviewer who looked after that', [dispute('won', 2), said('review', 'legitimate', 9)], 'legitimate', 'review'],
    ['an open dispute after a YES', [said('challenge', 'legitimate', 1), dispute('submitted', 2)], 'fraud', 'dispute'],
    ['a YES over a lost dispute', [said('challenge', 'legitimate', 1), dispute('lost', 9)], 'legitimate', 'challenge'],
    ['an open dispute over a file', [said('import', 'legitimate', 9), dispute('unsubmitted', 1)], 'fraud', 'dispute'],
    [
      'a file over a warning',
      [said('fraud_warning', 'fraud', 9), said('import', 'legitimate', 1)],
      'legitimate',
      'import',
    ],
    [
      'the later of two reviews',
      [said('review', 'fraud', 1), said('review', 'legitimate', 2, { ref: 'r2' })],
      'legitimate',
      'review',
    ],
    [
      'one of two disputes, when the other is taken back',
      [
        dispute('submitted', 1, { ref: 'idp_2' }),
        said('dispute', 'withdrawn', 3, { ref: 'idp_1' }),
        dispute('submitted', 2),
      ],
      'fraud',
      'dispute',
    ],
  ])('%s', (_name, labels, verdict, source) => {
    expect(verdictOf(labels)).toMatchObject({ verdict, source });
  });

  test('a lost dispute stays fraud, and counts less', () => {
    expect(verdictOf([dispute('submitted', 1), dispute('lost', 2)])).toMatchObject({
      verdict: 'fraud',
      strength: 'moderate',
    });
  });

  test('what is said again was known when it was said first', () => {
    expect(verdictOf([dispute('submitted', 5), dispute('submitted', 9), dispute('unsubmitted', 3)])?.knownAtMs).toBe(3);
    expect(verdictOf([dispute('submitted', 5), dispute('won', 9)])?.knownAtMs).toBe(9);
  });

  test('is contested when somebody says the opposite, not when a warning only hints at it', () => {
    const legitimate = said('review', 'legitimate', 1);
    expect(verdictOf([legitimate, said('fraud_warning', 'fraud', 2)])?.isContested).toBe(false);
    expect(verdictOf([legitimate, dispute('submitted', 2)])?.isContested).toBe(true);
  });

  test('does not depend on the order of the rows, nor on a row that stands twice', () => {
    fc.assert(
      fc.property(anyLabels, fc.infiniteStream(fc.nat()), (labels, chance) => {
        const shuffled = labels
          .flatMap((label, index) => (index % 3 === 0 ? [label, label] : [label]))
          .map((label) => ({ label, at: chance.next().value ?? 0 }))
          .sort((one, other) => one.at - other.at)
          .map(({ label }) => label);
        expect(verdictOf(shuffled)).toEqual(verdictOf(labels));
      }),
    );
  });

  test('never sees what became known later', () => {
    fc.assert(
      fc.property(anyLabels, fc.integer({ min: 0, max: 12 }), (labels, atMs) => {
        const then = verdictOf(labels, atMs);
        expect(then).toEqual(verdictOf(labels.filter(({ knownAtMs }) => knownAtMs <= atMs)));
        if (then) expect(then.knownAtMs).toBeLessThanOrEqual(atMs);
      }),
    );
  });

  test('a weaker label, about something else, never changes what a stronger one says', () => {
    fc.assert(
      fc.property(anyLabels, anyLabel, (labels, added) => {
        const before = verdictOf(labels);
        fc.pre(before !== null && rank(added) < LABEL_STRENGTHS.indexOf(before.strength));
        const { isContested: _, ...same } = verdictOf([...labels, { ...added, ref: 'another' }]) ?? {};
        const { isContested: __, ...expected } = before ?? {};
        expect(same).toEqual(expected);
      }),
    );
  });

  test('taking everything back leaves nothing', () => {
    fc.assert(
      fc.property(anyLabels, (labels) => {
        const back = labels.map((label): Said => ({ ...label, verdict: 'withdrawn', knownAtMs: 99 }));
        expect(verdictOf([...labels, ...back])).toBeNull();
      }),
    );
  });
});

describe('words over time', () => {
  const about = {
    scope: { livemode: false, account: null },
    authorizationId: 'iauth_1',
    transactionId: null,
    card: null,
  };
  const of = (...words: [number, 'fraud' | null, string][]) =>
    labelsOfWords(
      words.map(([atMs, verdict, status]) => ({ atMs, verdict, detail: { status } })),
      { ...about, source: 'dispute', ref: 'idp_1', author: null },
    ).map(({ verdict, knownAtMs }) => [verdict, knownAtMs]);

  test('are a label where they change in verdict or strength', () => {
    expect(of([1, 'fraud', 'unsubmitted'], [2, 'fraud', 'submitted'], [3, 'fraud', 'won'])).toEqual([
      ['fraud', 1],
      ['fraud', 3],
    ]);
  });

  test('that say nothing take back what was said, and nothing where nothing was', () => {
    expect(of([1, null, 'submitted'], [2, 'fraud', 'submitted'], [3, null, 'submitted'], [4, null, 'won'])).toEqual([
      ['fraud', 2],
      ['withdrawn', 3],
    ]);
  });
});
