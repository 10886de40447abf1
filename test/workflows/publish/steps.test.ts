import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Activation } from '../../../src/adapters/store/database/policy-activations.ts';
import { stepBack } from '../../../src/workflows/publish/steps.ts';

/** Activations, newest first, from e.g. `a b rollback:a`: a version applied, or gone back to; `c@9` ends at 9. */
function history(text: string): Activation[] {
  return text
    .split(' ')
    .map((word, index): Activation => {
      const [, kind = 'apply', version = '', until] = /^(?:(\w+):)?(\w+)(?:@(\d+))?$/.exec(word) ?? [];
      return {
        seq: index + 1,
        version,
        author: 'key_1',
        note: null,
        kind: kind as Activation['kind'],
        atMs: index,
        expiresAtMs: until === undefined ? null : Number(until),
      };
    })
    .toReversed();
}

function back(text: string, nowMs = 100): string | null {
  return stepBack(history(text), nowMs)?.version ?? null;
}

describe('a step back', () => {
  test.each([
    ['a', null],
    ['a b', 'a'],
    ['a b c', 'b'],
    ['a b c rollback:b', 'a'],
    ['a b c rollback:b rollback:a', null],
    ['a b c rollback:a', null],
    ['a b rollback:a c', 'a'],
    ['a b a', 'b'],
    ['a break_glass:b@50', 'a'],
    ['a break_glass:b@50 break_glass:c@90', 'a'],
    ['a break_glass:b@200 c', 'b'],
    ['a break_glass:b@50 expiry:a', null],
    ['a break_glass:b@200 b', 'a'],
    ['b rollback:a', 'b'],
  ])('from %s leads to %s', (text, expected) => {
    expect(back(text)).toBe(expected);
  });

  test('taken again and again never comes to a version twice, and ends', () => {
    const applied = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(applied, (versions) => {
        let text = versions.join(' ');
        for (let steps = 0; steps < versions.length; steps += 1) {
          const target = back(text);
          if (target === null) return;
          text += ` rollback:${target}`;
        }
        expect(back(text)).toBeNull();
      }),
    );
  });
});
