import { describe, expect, test } from 'vitest';
import { BUILT_IN_TEXTS } from '../../../src/core/challenge/built-in-texts.ts';
import { formatDiagnostic } from '../../../src/core/language/diagnostic.ts';
import { diffPolicies } from '../../../src/core/policy/diff.ts';
import { printDiff } from '../../../src/core/policy/print-diff.ts';
import { bundleOf, policyOf, shippedFiles } from '../../support/policy.ts';

const SOUND = {
  'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]',
  'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: 50 } }\n',
};

const ENGLISH = {
  question: 'Did you pay {amount} at {merchant}? YES or NO',
  stop: 'STOP to end this.',
  verified: 'Please try again.',
  rejected: 'Thank you.',
  unclear: 'YES or NO, please.',
  expired: 'Too late.',
  merchant: 'a shop',
  yes: ['YES'],
  no: ['NO'],
};

/** A file of texts, one setting a line. */
function textsOf(changes: Partial<Record<keyof typeof ENGLISH, unknown>> = {}): string {
  return Object.entries({ ...ENGLISH, ...changes })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('');
}

function faults(text: string, name = 'texts/en.yaml'): string[] {
  return bundleOf({ ...SOUND, [name]: text }).diagnostics.map(formatDiagnostic);
}

describe('the texts of a policy', () => {
  test('are the built-in ones where it has none', () => {
    expect([...policyOf(SOUND).texts.values()]).toEqual(BUILT_IN_TEXTS);
  });

  test('that is shipped are the built-in ones', () => {
    expect([...policyOf(shippedFiles()).texts.values()]).toEqual(BUILT_IN_TEXTS);
  });

  test('take the place of the built-in ones, a language at a time', () => {
    expect(faults(textsOf())).toEqual([]);
    const { texts } = policyOf({ ...SOUND, 'texts/en.yaml': textsOf() });
    expect(texts.get('en')).toEqual({ language: 'en', ...ENGLISH });
    expect(texts.get('de')).toEqual(BUILT_IN_TEXTS.find(({ language }) => language === 'de'));
  });

  test('are part of the version, and their layout is not', () => {
    const version = (text: string) => policyOf({ ...SOUND, 'texts/en.yaml': text }).version;
    expect(version(`# words\n${textsOf()}`)).toBe(version(textsOf()));
    expect(version(textsOf({ verified: 'Try again.' }))).not.toBe(version(textsOf()));
    expect(policyOf(SOUND).version).not.toBe(version(textsOf()));
  });

  test('are told by a diff, by what is said otherwise', () => {
    const after = { ...SOUND, 'texts/en.yaml': textsOf({ yes: ['YES', 'Y'], verified: 'Try again.' }) };
    const diff = diffPolicies(policyOf({ ...SOUND, 'texts/en.yaml': textsOf() }), policyOf(after));
    expect(diff.parts).toEqual([
      {
        kind: 'text',
        name: 'en',
        change: 'changed',
        fields: [
          { field: 'verified', before: 'Please try again.', after: 'Try again.' },
          { field: 'yes', before: 'YES', after: 'YES, Y' },
        ],
      },
    ]);
    expect(printDiff(diff)).toContain(
      '\n\nTexts\n  ~ en\n      verified: Please try again. → Try again.\n      yes: YES → YES, Y',
    );
  });

  test('that say what the built-in ones say are no difference', () => {
    const { 'texts/en.yaml': english = '' } = shippedFiles();
    expect(diffPolicies(policyOf(SOUND), policyOf({ ...SOUND, 'texts/en.yaml': english })).parts).toEqual([]);
  });
});

describe('a text', () => {
  const link = (found: string) => `"${found}" looks like a link`;
  test.each([
    ['question', 'Did you pay {amount}? YES or NO', 'the question does not name the merchant'],
    ['question', 'Did you pay at {merchant}? YES or NO', 'the question does not name the amount'],
    ['question', 'Did you pay {amount} at {merchant}? NO if not', 'this does not say how to answer YES'],
    ['question', 'Did you pay {amount} at {merchant}? YESNO', 'this does not say how to answer NO'],
    ['unclear', 'What do you mean?', 'this does not say how to answer YES'],
    ['unclear', 'Only YES, please', 'this does not say how to answer NO'],
    ['stop', 'Text END to end.', 'this does not name STOP'],
    ['verified', 'Pay {amout} again.', 'nothing is filled in for {amout} here'],
    ['verified', 'Pay {} again.', 'nothing is filled in for {} here'],
    ['rejected', 'Hello { there', 'a single { is no placeholder'],
    ['expired', 'Hello } there', 'a single } is no placeholder'],
    ['stop', 'STOP {amount}', 'nothing is filled in for {amount} here'],
    ['merchant', '{merchant}', 'nothing is filled in for {merchant} here'],
    ['verified', 'Go to https://bank.example/x now', link('https://bank.example/x')],
    ['rejected', 'See www.bank', link('www.bank')],
    ['expired', 'See bank.example.', link('bank.example.')],
    ['stop', 'STOP, or bank.co/stop', link('bank.co/stop')],
    ['merchant', 'shop.example', link('shop.example')],
    ['yes', ['OK YES'], '"OK YES" is not one word'],
    ['yes', ['1'], '"1" is not one word'],
    ['no', ['👎'], '"👎" is not one word'],
    ['no', ['NO', 'Stop'], '"Stop" means STOP to Twilio'],
    ['yes', ['YES', 'start'], '"start" means START to Twilio'],
    ['yes', ['YES', 'nó'], '"nó" is a NO as well'],
    ['verified', '', 'verified must be at least 1'],
    ['verified', '   ', 'verified must be at least 1'],
    ['verified', 'x'.repeat(321), 'verified must be at most 320'],
    ['merchant', 'x'.repeat(23), 'merchant must be at most 22'],
    ['yes', [], 'yes must be a list of at least 1'],
    ['yes', 'YES', 'yes must be a list'],
    ['no', [false], 'no must be a string'],
    ['expired', undefined, 'expired is required'],
  ])('for %s that is %j is refused: %s', (key, value, message) => {
    const found = bundleOf({ ...SOUND, 'texts/en.yaml': textsOf({ [key]: value }) });
    expect(found.policy).toBeNull();
    expect(found.diagnostics.map(formatDiagnostic).join('\n')).toContain(`: ${message}`);
  });

  test('is underlined where it is wrong, with what to write', () => {
    expect(faults(textsOf({ verified: 'Pay {amout} again.' }))).toEqual([
      [
        'p/texts/en.yaml:3:16: nothing is filled in for {amout} here',
        '  3 | verified: "Pay {amout} again."',
        '                     ^^^^^^^',
        '  hint: did you mean {amount}?',
      ].join('\n'),
    ]);
  });

  test.each(['z.B. heute', 'Now. Later', 'e.g. this', '3.50', 'at 10.30', 'No...yes'])(
    'may say %j: no link',
    (text) => {
      expect(faults(textsOf({ verified: text }))).toEqual([]);
    },
  );

  test('of no known setting is told what there is', () => {
    expect(faults(`${textsOf()}quesiton: x\n`).join()).toContain('did you mean "question"?');
  });

  test('in a file that is empty, or no YAML, is told', () => {
    expect(faults('').join()).toContain('the file is empty');
    expect(faults('question: "').join()).toContain('this is not valid YAML');
  });
});

describe('a warning', () => {
  const long = `Did you pay {amount} at {merchant}? YES or NO ${'x'.repeat(110)}`;
  test.each([
    ['of a long question', { question: long }, "with a long merchant's name and amount this takes 2 text messages"],
    ['of a long first one', { stop: `STOP ${'x'.repeat(110)}` }, 'the question with this takes 2 text messages'],
    ['of a letter beyond the alphabet', { question: `${ENGLISH.question} …` }, '"…" is not of the alphabet of SMS'],
    ['of a word that is there twice', { yes: ['YES', 'yés'] }, '"yés" is here already'],
  ])('%s is given at its place, and the policy holds', (_, changes, message) => {
    const found = bundleOf({ ...SOUND, 'texts/en.yaml': textsOf(changes) });
    expect(found.policy).not.toBeNull();
    expect(found.diagnostics).toHaveLength(1);
    expect(found.diagnostics.map(formatDiagnostic).join()).toContain(message);
  });

  test('is not given of a short text in another alphabet', () => {
    expect(faults(textsOf({ verified: 'Спасибо' }))).toEqual([]);
  });
});

describe('a file of texts', () => {
  test.each([
    ['texts/english.yaml', '"english" is no language'],
    ['texts/EN.yaml', '"EN" is no language'],
    ['texts/pt-br.yaml', '"pt-br" is no language'],
    ['texts/more/en.yaml', '"more/en" is no language'],
  ])('called %s is refused', (name, message) => {
    expect(bundleOf({ ...SOUND, [name]: textsOf() }).policy).toBeNull();
    expect(faults(textsOf({ verified: '{amout}' }), name).join()).toContain(message);
    expect(faults(textsOf({ verified: '{amout}' }), name).join()).toContain('did you mean {amount}?');
  });

  test('in a language that nobody prefers at Stripe is warned of, and read', () => {
    expect(faults(textsOf(), 'texts/pt.yaml').join()).toContain('warning: nobody is asked in "pt"');
    expect(policyOf({ ...SOUND, 'texts/pt.yaml': textsOf() }).texts.get('pt')).toMatchObject(ENGLISH);
  });

  test('beside another of the same language is refused', () => {
    const found = bundleOf({ ...SOUND, 'texts/en.yaml': textsOf(), 'texts/en.yml': textsOf() });
    expect(found.diagnostics.map(({ message }) => message)).toEqual(['there is another file for texts in "en"']);
  });
});
