import { describe, expect, test } from 'vitest';
import type { Lists } from '../../../src/core/domain/lists.ts';
import type { DeclaredLists } from '../../../src/core/rules/check-list.ts';
import { compiled, faultsOf, inputsWith } from './sample.ts';

const lists: DeclaredLists = new Map([
  ['cards', 'card'],
  ['holders', 'cardholder'],
  ['risky', 'merchant'],
  ['categories', 'merchant_category'],
  ['countries', 'country'],
  ['emails', 'email'],
  ['phones', 'phone'],
  ['names', 'string'],
  ['exact', 'case_sensitive_string'],
]);

/** What is on each list, normalised. */
function holding(entries: Readonly<Record<string, readonly string[]>>): Lists {
  return { has: (list, value) => (entries[list] ?? []).includes(value) };
}

function truthOf(text: string, entries: Readonly<Record<string, readonly string[]>>) {
  return compiled(text, { lists }).evaluate(inputsWith({}, { lists: holding(entries) })).truth;
}

describe('a value is looked up as the type of the list has it', () => {
  test.each([
    [':merchant: in @risky', { risky: ['Merch_1'] }, true],
    [':merchant: in @risky', { risky: ['merch_1'] }, false],
    [':merchant: in @risky', {}, false],
    [':merchant: not in @risky', { risky: ['Merch_1'] }, false],
    [':merchant: not in @risky', {}, true],
    [':card: in @cards', { cards: ['ic_1'] }, true],
    [':cardholder: in @exact', { exact: ['ich_1'] }, true],
    [':merchant_category: in @categories', { categories: ['grocery_stores_supermarkets'] }, true],
    [':merchant_country: in @countries', { countries: ['us'] }, true],
    [':merchant_country: in @names', { names: ['us'] }, true],
    [':cardholder_email: in @emails', { emails: ['ada@example.com'] }, true],
    [':merchant_name: in @names', { names: ['corner shop'] }, true],
    [':merchant_name: in @exact', { exact: ['corner shop'] }, false],
    [':merchant_name: in @exact', { exact: ['Corner Shop'] }, true],
    [':merchant_category_code: in @names', { names: ['5411'] }, true],
    ['::card:program:: in @names', { names: ['travel'] }, true],
    ['::card:program:: in @exact', { exact: ['Travel'] }, true],
    ['::card:program:: in @phones', { phones: ['travel'] }, true],
    ['::card:unknown:: in @names', { names: ['x'] }, 'missing'],
    ['not (::card:unknown:: in @names)', { names: ['x'] }, 'missing'],
  ] as const)('%s', (text, entries, truth) => {
    expect(truthOf(text, entries)).toBe(truth);
  });

  test('and where no lists are given, none has an entry', () => {
    expect(compiled(':merchant: in @risky', { lists }).evaluate(inputsWith()).truth).toBe(false);
  });
});

test('the lists that a condition reads are each named once, with their hits, whatever the condition comes to', () => {
  const text =
    ':merchant: in @risky and :is_zero_amount: or :cardholder_email: in @emails or not (:merchant: in @risky)';
  const { listsRead = [], evaluate } = compiled(text, { lists });
  const inputs = inputsWith({}, { lists: holding({ risky: ['Merch_1'] }) });
  expect(evaluate(inputs).truth).toBe(false);
  expect(listsRead.map(({ list, attribute, isHit }) => [list, attribute, isHit(inputs)])).toEqual([
    ['risky', ':merchant:', true],
    ['emails', ':cardholder_email:', false],
  ]);
});

test('a condition without lists reads none', () => {
  expect(compiled(':livemode:').listsRead).toEqual([]);
});

// What each trouble with a list says, whole.
const TROUBLES: readonly (readonly [string, string, string])[] = [
  [
    'a misspelt list',
    ':merchant: in @risk',
    `
rule:1:15: there is no list @risk
  1 | :merchant: in @risk
                    ^^^^^
  hint: did you mean @risky?
`,
  ],
  [
    'a list like none',
    ':merchant: in @zzz',
    `
rule:1:15: there is no list @zzz
  1 | :merchant: in @zzz
                    ^^^^
  hint: there are @cards, @holders, @risky, @categories, @countries, @emails, @phones, @names, @exact
`,
  ],
  [
    'a list of something else',
    ':merchant: in @countries',
    `
rule:1:15: @countries is a list of type country, which is not what :merchant: holds
  1 | :merchant: in @countries
                    ^^^^^^^^^^
  hint: :merchant: is read with a list of type merchant or case_sensitive_string, as @risky, @exact
`,
  ],
  [
    'a list that ignores case, with an id',
    ':connected_account: in @names',
    `
rule:1:24: @names is a list of type string, which is not what :connected_account: holds
  1 | :connected_account: in @names
                             ^^^^^^
  hint: :connected_account: is read with a list of type case_sensitive_string, as @exact
`,
  ],
  [
    'a number in a list',
    ':amount: in @names',
    `
rule:1:1: a list holds text, :amount: is a number
  1 | :amount: in @names
      ^^^^^^^^^^^^^^^^^^
  hint: write :amount: in (1, 2)
`,
  ],
  [
    'a boolean in a list',
    ':livemode: in @names',
    `
rule:1:1: a list holds text, :livemode: is true or false
  1 | :livemode: in @names
      ^^^^^^^^^^^^^^^^^^^^
  hint: write :livemode: or not :livemode:
`,
  ],
];

test.each(TROUBLES)('%s is named, located and mended', (_trouble, text, said) => {
  expect(faultsOf(text, { lists })).toBe(said.trim());
});
