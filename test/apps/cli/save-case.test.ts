import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { withCase } from '../../../src/core/policy/case-text.ts';
import { temporaryFolder, writeFiles } from '../../support/folder.ts';
import { shippedFiles } from '../../support/policy.ts';
import { askEvent, authorizationObject, merge, PERSON } from '../../support/stripe.ts';
import { countersign } from '../../support/terminal.ts';

const FILES = {
  'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]\n',
  'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: 50 } }\n',
  'profiles/b.yaml': 'thresholds: { fraud_risk_score: { decline: 90 } }\n',
  'cases/c.yaml': '# kept as it is\ncases:\n  - {name: first,   expect: {outcome: approve}}  # and this\n',
};

function folderWith(files: Readonly<Record<string, string>> = {}): string {
  return writeFiles(temporaryFolder(), { ...FILES, ...files });
}

function askFile(changes: Record<string, unknown> = {}): string {
  const path = join(temporaryFolder(), 'ask.json');
  writeFileSync(path, JSON.stringify(askEvent(authorizationObject(changes))));
  return path;
}

/** The case that is printed for an ask. */
async function printed(changes: Record<string, unknown>, files: Readonly<Record<string, string>> = {}) {
  const words = ['decide', askFile(changes), '--policies', folderWith(files), '--save-case', 'it'];
  const { code, out, err } = await countersign(words);
  expect(code).toBe(0);
  return { entry: parse(out)[0], err, out };
}

const score = (value: number) => ({ risk_assessment: { fraud_risk: { score: value } } });

describe('a case of an ask', () => {
  test('holds what its rules read, and the decision', async () => {
    const { entry, err } = await printed(score(60));
    expect(err).toBe('');
    expect(entry).toEqual({
      name: 'it',
      authorization: score(60),
      expect: {
        outcome: 'decline',
        review: false,
        reasons: ['fraud_risk_score.decline'],
        matched: ['fraud_risk_score.decline'],
      },
    });
  });

  test('holds the time, the account and the mode where a rule reads them', async () => {
    const rules = 'rules: [{ id: r, rule: "Review if :hour_of_day: > 13" }, { id: s, rule: "Review if :livemode:" }]';
    const { entry } = await printed({ livemode: true }, { 'rules/r.yaml': rules });
    expect(entry).toMatchObject({ at: '2026-09-21T14:13:20Z', expect: { outcome: 'approve', matched: ['r'] } });
    const live = join(temporaryFolder(), 'live.json');
    writeFileSync(live, JSON.stringify(askEvent(authorizationObject(), { livemode: true, account: 'acct_1' })));
    const folder = folderWith({
      'rules/r.yaml': rules.replace(':hour_of_day: > 13', ":connected_account: = 'acct_1'"),
    });
    const { out } = await countersign(['decide', live, '--policies', folder, '--save-case', 'it']);
    expect(parse(out)[0]).toMatchObject({ account: 'acct_1', livemode: true, expect: { matched: ['r', 's'] } });
  });

  test('says null where Stripe sent nothing, however much of it', async () => {
    const { entry } = await printed({ risk_assessment: null });
    expect(entry.authorization).toEqual({ risk_assessment: null });
    const rules = 'rules: [{ id: r, rule: "Review if is_missing(:is_3d_secure:)" }]';
    const { entry: other } = await printed({ verification_data: null, ...score(5) }, { 'rules/r.yaml': rules });
    expect(other).toMatchObject({ authorization: { verification_data: null }, expect: { matched: ['r'] } });
  });

  test('has the signals of an older API by their names of today', async () => {
    const older = {
      card_testing_risk: { level: undefined, risk_level: 'high' },
      fraud_risk: { score: undefined, fraud_score: 60 },
    };
    const profile =
      'thresholds: { fraud_risk_score: { decline: 50 }, card_testing_risk_level: { review: elevated } }\n';
    const { entry } = await printed({ risk_assessment: older }, { 'profiles/a.yaml': profile });
    expect(entry.authorization.risk_assessment).toMatchObject({
      card_testing_risk: { level: 'high' },
      fraud_risk: { score: 60 },
    });
  });

  test('holds nobody’s name, phone, e-mail or address, even where rules read all they can', async () => {
    const rules = `rules:
  - { id: a, rule: "Review if :cardholder_email: like '%@example.com' and :cardholder_country: = 'US'" }
  - { id: b, rule: "Review if ::cardholder:mobile:: != 'x' or ::cardholder:full_name:: != 'x'" }
  - { id: c, rule: "Review if ::cardholder:tier:: = 'gold'" }
`;
    const metadata = { mobile: PERSON.phone, full_name: PERSON.name, tier: 'gold', note: PERSON.email };
    const { out, entry } = await printed({ card: { cardholder: { metadata } } }, { 'rules/r.yaml': rules });
    for (const personal of Object.values(PERSON)) expect(out).not.toContain(personal);
    expect(entry.authorization.card.cardholder.metadata).toEqual({
      full_name: 'invented',
      mobile: 'invented',
      tier: 'gold',
    });
    expect(entry.expect.matched).toEqual(['a', 'b', 'c']);
  });

  test('warns where the decision hangs on something personal, and expects what is decided without it', async () => {
    const rules = `rules: [{ id: a, rule: "Block if :cardholder_email: = '${PERSON.email}'" }]\n`;
    const { entry, err } = await printed({}, { 'rules/r.yaml': rules });
    expect(entry.expect.outcome).toBe('approve');
    expect(err).toContain('a rule reads something personal of this ask');
  });

  test('is decided under the profile that was asked for', async () => {
    const words = ['decide', askFile(score(60)), '--policies', folderWith(), '--profile', 'b', '--save-case', 'it'];
    const { out } = await countersign(words);
    expect(parse(out)[0]).toMatchObject({ profile: 'b', expect: { outcome: 'approve' } });
  });
});

describe('decide --save-case --into', () => {
  test('adds the case to the file, all else to the letter, and it passes', async () => {
    const folder = folderWith();
    const into = join(folder, 'cases/c.yaml');
    const save = (name: string, value: number) =>
      countersign(['decide', askFile(score(value)), '--policies', folder, '--save-case', name, '--into', into]);
    expect(await save('it', 60)).toEqual({ code: 0, out: `${into}: added the case "it"\n`, err: '' });
    expect((await save('that', 61)).code).toBe(0);
    const text = readFileSync(into, 'utf8');
    expect(text.startsWith(FILES['cases/c.yaml'].trimEnd().replace(/ {2}# and this$/, ''))).toBe(true);
    for (const comment of ['# kept as it is', '# and this']) expect(text).toContain(comment);
    const { code, out } = await countersign(['test', folder]);
    expect([code, out]).toEqual([0, expect.stringContaining('3 passed, 0 failed')]);
  });

  test('begins a file that is not there', async () => {
    const folder = folderWith();
    const into = join(folder, 'cases/new.yaml');
    await countersign(['decide', askFile(), '--policies', folder, '--save-case', 'it', '--into', into]);
    expect((await countersign(['test', folder, '--only', 'new.yaml'])).out).toContain('1 passed');
  });

  test.each([
    ['a name that is taken', ['--save-case', 'first'], 'there is a case "first" already, at '],
    ['--into alone', ['--into', 'x.yaml'], '--into says where --save-case NAME goes'],
    ['--json beside it', ['--save-case', 'it', '--json'], 'take one of them'],
    ['a folder for a file', ['--save-case', 'it', '--into', '.'], ". can't be read (EISDIR)"],
    ['what is no file of cases', ['--save-case', 'it', '--into', 'package.json'], 'is no file of cases'],
  ])('refuses %s', async (_case, words, expected) => {
    const { code, out, err } = await countersign(['decide', askFile(), '--policies', folderWith(), ...words]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(expected);
  });

  test('takes one ask, that can be read', async () => {
    const save = (text: string) => countersign(['decide', '-', '--policies', folderWith(), '--save-case', 'it'], text);
    const ask = JSON.stringify(askEvent());
    expect((await save(`${ask}\n${ask}\n`)).err).toContain('makes a case of one ask, and there are more of them here');
    expect(await save('{"object": "charge"}')).toMatchObject({
      code: 1,
      err: '<stdin>:1: neither an event nor an authorization\n',
    });
    expect((await save('')).err).toContain('there is nothing in it to make a case of');
  });
});

test('a case can be added to any list with dashes, and to nothing else', () => {
  const entry = { name: 'x', expect: { outcome: 'approve' } };
  const added = (text: string) => parse(withCase(text, entry) ?? 'null');
  expect(added('')).toEqual({ cases: [entry] });
  expect(added('cases:\n- name: a\n')).toEqual({ cases: [{ name: 'a' }, entry] });
  expect(added('cases:\n      - name: a\n        note: |\n          b\n\n\n# end\n')).toEqual({
    cases: [{ name: 'a', note: 'b\n' }, entry],
  });
  expect(added('cases:\n  - name: a # last, and no break')).toEqual({ cases: [{ name: 'a' }, entry] });
  for (const text of ['cases: [{ name: a }]', 'cases: []', 'cases:', '- a', 'cases: {', 'rules: []']) {
    expect(added(text)).toBeNull();
  }
});

test('whatever is asked, its case passes under the shipped policy', async () => {
  const ask = fc.record({
    risk_assessment: fc.option(
      fc.record({
        fraud_risk: fc.option(fc.record({ score: fc.option(fc.double({ min: 0, max: 100, noNaN: true })) })),
        card_testing_risk: fc.record({ level: fc.constantFrom('low', 'elevated', 'highest', 'not_assessed', 'new') }),
      }),
    ),
    authorization_method: fc.constantFrom('chip', 'online', 'swipe', null),
    card_presence: fc.constantFrom('present', 'not_present', null),
    merchant_data: fc.record({
      country: fc.constantFrom('US', 'PT', null),
      category: fc.constantFrom('book_stores', null),
    }),
    verification_data: fc.constantFrom(null, { cvc_check: 'mismatch' }, { address_line1_check: 'mismatch' }),
    pending_request: fc.constantFrom(null, { amount: 0 }, { amount: 70_000 }, { currency: 'eur' }),
    card: fc.constantFrom(null, 'ic_9', { latest_fraud_warning: null }, { latest_fraud_warning: { type: 'x' } }),
    verified_by_fraud_challenge: fc.constantFrom(true, null),
  });
  const folder = temporaryFolder();
  const kept = ['portfolios.yaml', 'profiles/balanced.yaml', 'rules/starter.yaml', 'lists/risky_categories.yaml'];
  const files = Object.fromEntries(
    Object.entries(shippedFiles()).filter(([name]) => kept.includes(name) || name.startsWith('features/')),
  );
  const empty = ['blocked_merchants', 'trusted_merchants'].map((name) => [`lists/${name}.yaml`, 'type: merchant\n']);
  writeFiles(folder, { ...files, ...Object.fromEntries(empty), 'lists/blocked_countries.yaml': 'type: country\n' });
  const into = join(folder, 'cases/all.yaml');
  for (const [index, changes] of fc.sample(ask, { numRuns: 40, seed: 7 }).entries()) {
    const object = merge(authorizationObject(), changes);
    const words = ['decide', '-', '--policies', folder, '--save-case', `ask ${index}`, '--into', into];
    const { err } = await countersign(words, JSON.stringify(askEvent(object)));
    expect(err).toBe('');
  }
  const { code, out } = await countersign(['test', folder]);
  expect(out).toContain('40 passed, 0 failed');
  expect(code).toBe(0);
});
