import { expect, test } from 'vitest';
import { formatDiagnostic } from '../../../src/core/language/diagnostic.ts';
import { bundleOf, policyOf } from '../../support/policy.ts';

const SOUND = {
  'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]\n',
  'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: 50 } }\n',
};

function faults(list: string, files: Readonly<Record<string, string>> = {}): string[] {
  return bundleOf({ ...SOUND, 'lists/l.yaml': list, ...files }).diagnostics.map(formatDiagnostic);
}

test('a list is what its file says, its entries normalised', () => {
  const text = `type: country
note: Why.
entries:
  - US
  - { value: " pt ", note: friends, known_from: 2026-01-31, known_until: 2026-02-01T12:00:00+01:00 }
`;
  expect(policyOf({ ...SOUND, 'lists/l.yaml': text }).lists.get('l')).toEqual({
    name: 'l',
    type: 'country',
    note: 'Why.',
    entries: [
      { value: 'us', note: null, fromMs: null, untilMs: null },
      { value: 'pt', note: 'friends', fromMs: Date.UTC(2026, 0, 31), untilMs: Date.UTC(2026, 1, 1, 11) },
    ],
  });
});

test('a list needs no entries', () => {
  expect(policyOf({ ...SOUND, 'lists/l.yaml': 'type: email\n' }).lists.get('l')?.entries).toEqual([]);
});

test.each([
  ['no type', 'entries: []', 'p/lists/l.yaml:1:1: type must be one of: card, cardholder, '],
  ['a type that there is not', 'type: merchants', 'hint: did you mean merchant?'],
  ['a card that is none', 'type: card\nentries: [card_1]', 'p/lists/l.yaml:2:11: "card_1" is no card'],
  ['a cardholder that is none', 'type: cardholder\nentries: [ic_1]', 'is no cardholder'],
  ['a country by its name', 'type: country\nentries: [Portugal]', 'write ISO 3166-1 alpha-2, e.g. US'],
  ['an e-mail without an @', 'type: email\nentries: [example.com]', 'is no e-mail address'],
  ['an empty entry', 'type: string\nentries: [" "]', '" " is empty'],
  ['an entry twice', 'type: string\nentries: [a, " A"]', 'warning: " A" is on this list already'],
  ['a number for text', 'type: string\nentries: [5]', 'p/lists/l.yaml:2:11: '],
  ['a time that is none', 'type: string\nentries: [{ value: a, known_until: never }]', 'p/lists/l.yaml:2:11: '],
  ['a setting that there is not', 'type: string\nitems: []', 'there is no setting "items" here'],
])('a file with %s says so at its place', (_trouble, text, expected) => {
  expect(faults(text).join('\n')).toContain(expected);
});

test('a list is named by one file, well', () => {
  expect(faults('type: string', { 'lists/l.yml': 'type: string' }).join('\n')).toContain(
    'there is another file for the list "l"',
  );
  expect(faults('type: string', { 'lists/Big List.yaml': 'type: string' }).join('\n')).toContain(
    '"Big List" can\'t name a list',
  );
});

test('a rule that reads a list with a fault of its own is no second fault', () => {
  const rules = { 'rules/r.yaml': 'rules: [{ id: r, rule: "Block if :merchant_country: in @l" }]' };
  expect(faults('type: country\nentries: [Portugal]', rules)).toHaveLength(1);
  expect(faults('type: nations\nentries: []', rules)).toHaveLength(1);
});
