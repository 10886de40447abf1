import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileCondition } from '../../../src/core/rules/compile.ts';
import type { Condition } from '../../../src/core/rules/condition.ts';
import { type Way, waysNotToBeTrue, waysToBeFalse, waysToBeTrue } from '../../../src/core/rules/lint/ways.ts';
import { lintRules } from '../../../src/core/rules/lint.ts';
import { printRule } from '../../../src/core/rules/parse-rule.ts';
import { catalogue, lists, soundCondition, type World, world } from './generated-sound.ts';
import { lintedRule } from './linted.ts';

const SEED = 20261121;
const span = { start: 0, end: 0 };
const worlds = fc.array(world, { minLength: 5, maxLength: 10 });

function linted(id: string, condition: Condition) {
  return lintedRule(id, printRule({ action: 'block', condition, span }), catalogue, lists);
}

function truthIn(condition: Condition) {
  const compiled = compileCondition(condition, catalogue, lists);
  return ({ inputs }: World) => compiled.evaluate(inputs).truth;
}

/** What is claimed of a condition: that no way leads to this. */
const isImpossible = (ways: readonly Way[] | null) => ways?.length === 0;

test('what is said never to be true, to be false or to be anything else, never is', () => {
  const claims = { neverTrue: 0, neverFalse: 0, alwaysTrue: 0 };
  fc.assert(
    fc.property(soundCondition, worlds, (generated, several) => {
      const { condition } = linted('r', generated).rule;
      const truths = several.map(truthIn(condition));
      if (isImpossible(waysToBeTrue(condition, catalogue))) {
        claims.neverTrue++;
        expect(truths).not.toContain(true);
      }
      if (isImpossible(waysToBeFalse(condition, catalogue))) {
        claims.neverFalse++;
        expect(truths).not.toContain(false);
      }
      if (isImpossible(waysNotToBeTrue(condition, catalogue))) {
        claims.alwaysTrue++;
        expect(new Set(truths)).toEqual(new Set([true]));
      }
    }),
    { seed: SEED, numRuns: 4_000 },
  );
  expect(Math.min(...Object.values(claims))).toBeGreaterThan(40);
});

test('that a condition and its opposite exclude each other is always seen, where the ways can be told', () => {
  let told = 0;
  fc.assert(
    fc.property(soundCondition, (generated) => {
      const { condition } = linted('r', generated).rule;
      const opposite: Condition = { kind: 'not', operand: condition, span };
      const ways = waysToBeTrue({ kind: 'and', operands: [condition, opposite], span }, catalogue);
      if (ways === null) return;
      told++;
      expect(ways).toEqual([]);
    }),
    { seed: SEED, numRuns: 2_000 },
  );
  expect(told).toBeGreaterThan(1_800);
});

test('a rule that is said to be covered never matches where the other does not', () => {
  let claimed = 0;
  // Pairs at random rarely cover each other: the second is made of the first and more.
  const pairs = fc
    .tuple(soundCondition, soundCondition, fc.constantFrom('and', 'or', 'none'))
    .map(([first, second, kind]): readonly [Condition, Condition] => {
      if (kind === 'none') return [first, second];
      return [
        first,
        { kind, operands: [first, second].flatMap((part) => (part.kind === kind ? part.operands : [part])), span },
      ];
    });
  fc.assert(
    fc.property(pairs, worlds, ([first, second], several) => {
      const rules = [linted('first', first), linted('second', second)];
      for (const { source } of lintRules(rules, catalogue)) {
        claimed++;
        const covered = rules.find(({ id }) => id === source.path);
        const cover = rules.find(({ id }) => id !== source.path);
        if (!covered || !cover) throw new Error('a rule that was not given');
        const [narrow, wide] = [truthIn(covered.rule.condition), truthIn(cover.rule.condition)];
        expect(several.filter((one) => narrow(one) === true && wide(one) !== true)).toEqual([]);
      }
    }),
    { seed: SEED, numRuns: 3_000 },
  );
  expect(claimed).toBeGreaterThan(300);
});
