import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '../../../src/core/domain/limits.ts';
import { formatDiagnostic } from '../../../src/core/language/diagnostic.ts';
import { checkCondition } from '../../../src/core/rules/check.ts';
import { compileCondition } from '../../../src/core/rules/compile.ts';
import { lintRule } from '../../../src/core/rules/lint.ts';
import { parseRule, printRule } from '../../../src/core/rules/parse-rule.ts';
import { withoutSpans } from './generated.ts';
import { catalogue, lists } from './generated-sound.ts';
import { inputsWith } from './sample.ts';

const SEED = 20261121;

// 100,000 take some twenty seconds; MUTATED_RULES says how many.
const RULES = Number(process.env.MUTATED_RULES ?? 20_000);

const PROGRAMS = [
  ":fraud_risk_score: > 75 and not (:merchant_country: in ('US', 'CA')) or is_missing(::card:program::)",
  ":amount_in_usd: >= 100.50 and :merchant_category: = 'betting_casino_gambling' # comment",
  ":livemode: = 'true' && !(:card_type: = ‘virtual’) || :merchant_name: like '%shop%'",
  '::Customer Age:: < 30 and :merchant_country: != :cardholder_country: -- done',
  ":risk_score: > 80 and :cvc_check: = 'fail' and not (:merchant_name: in @texts or :card: in @ids)",
];
const ACTIONS = ['Block if ', 'allow IF ', 'Challenge if ', 'Review # x\n if ', 'Request 3D Secure if '];
const PIECES = [
  ...`: :: ( ) , ' " ‘ ’ “ ” @ @a # -- = != <= == <> ! & && | || % $ € - -1 1,000 1e9 .5 [ ] ; \\ \n \t \u0000 \ud800`.split(
    ' ',
  ),
  ...'and or not in like includes is_missing is null true between Block if virtual :amount: :livemode: ::k:: ::card: é 漢'.split(
    ' ',
  ),
  ' ',
];

const edit = fc.record({
  // Not a double: most of those that fast-check makes are next to 0.
  at: fc.integer({ min: 0, max: 1_000 }).map((thousandths) => thousandths / 1_000),
  cut: fc.nat(8),
  piece: fc.constantFrom(...PIECES),
});
const program = fc.tuple(fc.constantFrom(...ACTIONS), fc.constantFrom(...PROGRAMS)).map((parts) => parts.join(''));

test(`${RULES} mutated rules neither make anything throw nor are faults misplaced; sound ones compile`, () => {
  let sound = 0;
  fc.assert(
    fc.property(program, fc.array(edit, { minLength: 1, maxLength: 6 }), (original, edits) => {
      let text = original;
      for (const { at, cut, piece } of edits) {
        const start = Math.floor(at * text.length);
        text = text.slice(0, start) + piece + text.slice(start + cut);
      }
      const source = { path: 'rule', text };
      const { rule, diagnostics } = parseRule(source);
      const checked = rule && checkCondition(rule.condition, { source, catalogue, lists });
      const all = [...diagnostics, ...(checked?.diagnostics ?? [])];
      for (const found of all) {
        formatDiagnostic(found);
        if (found.span.start < 0 || found.span.end > text.length || found.span.start > found.span.end) {
          throw new Error(`misplaced: ${JSON.stringify(found.span)}`);
        }
      }
      if (all.some(({ severity }) => severity === 'error')) return;
      sound++;
      if (!rule || !checked) throw new Error('no fault and no rule');
      const canonical = { ...rule, condition: checked.condition };
      lintRule({ id: 'r', source, rule: canonical }, catalogue).forEach(formatDiagnostic);
      compileCondition(canonical.condition, catalogue, lists).evaluate(inputsWith());
      const again = parseRule({ path: 'rule', text: printRule(canonical) });
      expect(withoutSpans(again.rule)).toEqual(withoutSpans(canonical));
    }),
    { seed: SEED, numRuns: RULES },
  );
  expect(sound).toBeGreaterThan(RULES / 50);
}, 120_000);

test.each([
  ':amount: > 5 and ',
  ":merchant_category: = 'zz' or ",
  ":merchant_country: = 'Canadaland' or ",
  ':unknown_unknown: and ',
  '(:livemode: or :is_zero_amount:) and ',
  'not (:livemode: and ',
  ":merchant_name: like '%a%' and ",
  ':risk_score: > 1 and not is_missing(:risk_score:) and ',
  'between 1 and ',
  ':merchant: in @idz or ',
  'if ',
  'x_',
])('%j over and over is read, checked and linted in less than the time of one answer', (piece) => {
  const text = `Block if ${piece.repeat(Math.floor((limits.maxConditionLength - 20) / piece.length))} :livemode:`;
  const source = { path: 'rule', text };
  const startMs = performance.now();
  const { rule } = parseRule(source);
  const checked = rule && checkCondition(rule.condition, { source, catalogue, lists });
  if (rule && checked) lintRule({ id: 'r', source, rule: { ...rule, condition: checked.condition } }, catalogue);
  expect(performance.now() - startMs).toBeLessThan(limits.stripeTimeoutMs);
});
