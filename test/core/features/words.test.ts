import { describe, expect, test } from 'vitest';
import { RESERVED } from '../../../src/core/features/parse/token.ts';
import { parseScowl } from '../../../src/core/features/parse.ts';
import { AGGREGATE_FUNCTIONS } from '../../../src/core/features/term.ts';
import {
  AGGREGATE_WORDS,
  CLAUSE_WORDS,
  SCOWL_WORDS,
  TYPE_WORDS,
  UNIT_WORDS,
} from '../../../src/core/features/words.ts';
import { AUTHORIZATION_EVENT } from '../../../src/core/policy/authorization-event.ts';
import { readFeatures } from '../../../src/core/policy/features.ts';

/** What is wrong with features of a tracked event. */
function faults(declarations: string): string[] {
  const text = `event login\n${declarations}`;
  const files = [{ name: 'features/a.scowl', source: { path: 'features/a.scowl', text } }];
  const { diagnostics } = readFeatures(files, () => 'hash'.repeat(16), new Map());
  return diagnostics.map(({ message }) => message);
}

describe('words of Scowl', () => {
  test('are all that are reserved, but for what is not built', () => {
    const words = [...CLAUSE_WORDS, ...SCOWL_WORDS].map(({ word }) => word.toLowerCase());
    expect([...RESERVED].filter((word) => !words.includes(word))).toEqual(['limit']);
    expect(AGGREGATE_WORDS.map(({ word }) => word)).toEqual([...AGGREGATE_FUNCTIONS]);
  });

  test.each(AGGREGATE_WORDS)('$word is written as $form', ({ word, form }) => {
    const written = form.replace('[value] ', '').replace(', …', ', other').replace('number', 'size');
    expect(faults(`${word}_of_it := ${written}`)).toEqual([]);
  });

  test.each(CLAUSE_WORDS)('$form is a clause', ({ word, form }) => {
    const window = word === 'last' ? '' : 'last 1 day';
    const [before, after] = word === 'exclusive' ? [window, form] : [form, window];
    const by = word === 'by' ? '' : 'by ip ';
    const { diagnostics } = parseScowl({ path: 'a', text: `event login\nx := Count(${by}${before} ${after})` });
    expect(diagnostics).toEqual([]);
  });

  test.each(TYPE_WORDS)('$word is the type of an input', ({ word }) => {
    expect(faults(`x := $.deep.x as ${word}\ny := x is null`)).toEqual([]);
  });

  test.each(UNIT_WORDS)('a window is written in %s', (unit) => {
    expect(faults(`x := Count(by ip last 2 ${unit})`)).toEqual([]);
  });

  test('what became of an authorization can be claimed', () => {
    expect([...AUTHORIZATION_EVENT.outcomes.keys()]).toContain('is_approved');
  });
});
