import { describe, expect, test } from 'vitest';
import { compileText } from '../../../src/core/policy/conditions.ts';
import { createCatalogue } from '../../../src/core/rules/attributes.ts';
import { parseRule } from '../../../src/core/rules/parse-rule.ts';
import { KEYWORDS } from '../../../src/core/rules/token.ts';
import { RULE_ACTIONS, RULE_CONNECTIVES, RULE_OPERATORS } from '../../../src/core/rules/words.ts';

const catalogue = createCatalogue();

describe('words of the rule language', () => {
  test.each(RULE_ACTIONS)('$word begins a rule that does so', ({ word, action, example }) => {
    const { rule, diagnostics } = parseRule({ path: 'a', text: example });
    expect(diagnostics).toEqual([]);
    expect(rule?.action).toBe(action);
    expect(example.startsWith(word)).toBe(true);
  });

  test.each([...RULE_OPERATORS, ...RULE_CONNECTIVES])('$word stands in its example, which is sound', (each) => {
    expect(each.example).toContain(each.word);
    expect(compileText('a', each.example, { catalogue }).diagnostics).toEqual([]);
  });

  test('are all that the lexer knows', () => {
    const words = [...RULE_OPERATORS, ...RULE_CONNECTIVES].map(({ word }) => word);
    expect(words.filter((word) => /^\w+$/.test(word)).sort()).toEqual([...KEYWORDS].sort());
  });

  test('an operator that is not for a type of attribute is refused there', () => {
    const values = { number: '5', boolean: 'true', country: "'US'", string: "'x'" } as const;
    const attributes = { number: 'amount', country: 'merchant_country', string: 'merchant_name' } as const;
    for (const { word, types } of RULE_OPERATORS.filter((each) => each.word !== 'in')) {
      for (const [type, name] of Object.entries(attributes) as [keyof typeof attributes, string][]) {
        const value = word === 'like' ? "'%x%'" : values[type];
        const { condition } = compileText('a', `:${name}: ${word} ${value}`, { catalogue });
        expect(condition !== null, `:${name}: ${word}`).toBe(types.includes(type));
      }
    }
  });
});
