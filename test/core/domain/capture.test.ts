import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CapturedAuthorization, captureKinds, type HoldCause } from '../../../src/core/domain/capture.ts';

const approved = (...amounts: readonly [amountMinor: number, atMs: number][]) =>
  amounts.map(([amountMinor, atMs]) => ({ amountMinor, atMs }));
const changed = (cause: HoldCause, amountMinor: number, atMs: number) => [{ cause, amountMinor, atMs }];

function authorization(more: Partial<CapturedAuthorization> = {}): CapturedAuthorization {
  return { status: 'pending', isApproved: true, approvals: approved([1000, 10]), changes: [], ...more };
}

const capture = (amountMinor: number, atMs: number, id = `ipi_${atMs}`) => ({ id, amountMinor, atMs });
const kindsOf = (...[of, captures]: Parameters<typeof captureKinds>) => [...captureKinds(of, captures).values()];

test.each([
  ['what was held', authorization(), [capture(1000, 20)], ['normal']],
  ['less', authorization(), [capture(999, 20)], ['partial']],
  ['more', authorization(), [capture(1001, 20)], ['over']],
  [
    'in parts, of which the last is the rest',
    authorization(),
    [capture(400, 20), capture(600, 30)],
    ['partial', 'normal'],
  ],
  ['in parts that are more in all', authorization(), [capture(400, 20), capture(700, 30)], ['partial', 'over']],
  [
    'what increments added',
    authorization({ approvals: approved([1000, 10], [500, 15]) }),
    [capture(1500, 20)],
    ['normal'],
  ],
  [
    'before an increment was approved',
    authorization({ approvals: approved([1000, 10], [500, 30]) }),
    [capture(1500, 20)],
    ['over'],
  ],
  [
    'what an increment added after more than all was taken',
    authorization({ approvals: approved([1000, 10], [500, 30]) }),
    [capture(1200, 20), capture(500, 40)],
    ['over', 'normal'],
  ],
  [
    'what is left after a part was given back',
    authorization({ changes: changed('reversed_in_part', 300, 15) }),
    [capture(700, 20)],
    ['normal'],
  ],
  [
    'all of it, though a part was given back',
    authorization({ changes: changed('reversed_in_part', 300, 15) }),
    [capture(1000, 20)],
    ['over'],
  ],
  [
    'what an estimate came to',
    authorization({ changes: changed('raised', 4000, 15) }),
    [capture(5000, 20)],
    ['normal'],
  ],
  ['after it had expired', authorization({ changes: changed('expired', 1000, 15) }), [capture(1000, 20)], ['late']],
  ['before it expired', authorization({ changes: changed('closed', 600, 25) }), [capture(400, 20)], ['partial']],
  ['after it was given back', authorization({ changes: changed('reversed', 1000, 20) }), [capture(1000, 20)], ['late']],
  ['when it is said to have expired, untold', authorization({ status: 'expired' }), [capture(1000, 20)], ['late']],
  [
    'though it was declined',
    authorization({ status: 'closed', isApproved: false, approvals: [] }),
    [capture(1000, 20)],
    ['forced_after_decline'],
  ],
  ['of an authorization that nothing is known of', null, [capture(1000, 20)], ['unmatched']],
  ['where its asks are not told', authorization({ approvals: [] }), [capture(1000, 20)], ['normal']],
] as const)('a capture of %s', (_what, of, captures, kinds) => {
  expect(kindsOf(of, captures)).toEqual(kinds);
});

test('kinds do not depend on the order in which captures are told of', () => {
  const captures = fc.uniqueArray(
    fc.record({ id: fc.string({ minLength: 1 }), amountMinor: fc.nat(2000), atMs: fc.nat(30) }),
    { selector: ({ id }) => id, maxLength: 6 },
  );
  fc.assert(
    fc.property(captures, fc.integer(), (told, turn) => {
      const of = authorization({ changes: changed('reversed_in_part', 100, 12) });
      const other = told.toSorted((a, b) => ((a.amountMinor * turn) % 7) - ((b.amountMinor * turn) % 7));
      const sorted = (kinds: ReadonlyMap<string, string>) => [...kinds].sort(([a], [b]) => (a < b ? -1 : 1));
      expect(sorted(captureKinds(of, other))).toEqual(sorted(captureKinds(of, told)));
    }),
  );
});
