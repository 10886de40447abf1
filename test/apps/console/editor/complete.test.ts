import { describe, expect, test } from 'vitest';
import { completeRule } from '../../../../src/apps/console/editor/complete-rule.ts';
import { completeScowl } from '../../../../src/apps/console/editor/complete-scowl.ts';
import { completeYaml } from '../../../../src/apps/console/editor/complete-yaml.ts';
import type { Offers } from '../../../../src/apps/console/editor/offer.ts';
import { shippedWords } from './words.ts';

const words = await shippedWords();

function labels(found: Offers | null): string[] {
  return found?.offers.map(({ label }) => label) ?? [];
}

/** What is offered at the mark `|` of a file, and what stands there before. */
function inYaml(file: string, marked: string) {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const found = completeYaml(file, text, offset, words);
  return { labels: labels(found), written: found ? text.slice(found.from, offset) : null };
}

function inScowl(marked: string): string[] {
  const [before = '', after = ''] = marked.split('|');
  return labels(completeScowl(before, after, words));
}

test('in a file of texts its settings are offered, and those that are there are not', () => {
  expect(inYaml('texts/en.yaml', 'stop: STOP\nver|').labels).toEqual(
    expect.arrayContaining(['question', 'verified', 'yes']),
  );
  expect(inYaml('texts/en.yaml', 'stop: STOP\nver|').labels).not.toContain('stop');
});

describe('in a rule is offered', () => {
  const at = (before: string) => completeRule(before, words, 'rule');

  test('an action where it begins', () => {
    expect(labels(at('Bl'))).toEqual(['Allow if', 'Block if', 'Challenge if', 'Review if']);
  });

  test('every attribute after a colon, with its type and meaning', () => {
    const found = at('Block if :fra');
    expect(found?.from).toBe(9);
    expect(found?.offers.find(({ label }) => label === ':fraud_risk_score:')).toMatchObject({
      detail: 'number',
      info: expect.stringContaining('score for fraud'),
    });
    expect(labels(found)).toContain(':declined_authorizations_per_card_hourly:');
    expect(found?.offers.find(({ label }) => label === ':fraud_risk_level:')?.info).toContain(':risk_level:');
  });

  test('the operators that an attribute may have, once it is closed', () => {
    expect(labels(at('Block if :amount: '))).toEqual(['=', '!=', '<', '<=', '>', '>=', 'in']);
    expect(labels(at('Block if :is_card_present: '))).toEqual(['and', 'or']);
    expect(labels(at('Block if :merchant_name: li'))).toContain('like');
    expect(labels(at('Block if :merchant: i'))).toContain('in @blocked_merchants');
  });

  test('the values of an attribute after its operator, and after a bracket or a comma', () => {
    expect(labels(at('Block if :fraud_risk_level: = '))).toEqual(["'low'", "'normal'", "'elevated'", "'highest'"]);
    expect(at("Block if :fraud_risk_level: = 'el")).toMatchObject({ from: 'Block if :fraud_risk_level: = '.length });
    expect(labels(at("Block if :fraud_risk_level: in ('low', '"))).toHaveLength(4);
    expect(labels(at('Block if :amount: > '))).not.toContain("'low'");
  });

  test('the lists after an @', () => {
    expect(labels(at('Block if :merchant: in @'))).toContain('@blocked_merchants');
  });

  test('nothing within a string', () => {
    expect(at("Block if :merchant_name: like 'gift ca")).toBeNull();
  });

  test('only what a portfolio or a stand-in can read, to those', () => {
    expect(labels(completeRule(':', words, 'portfolio'))).toContain(':card_type:');
    expect(labels(completeRule(':', words, 'portfolio'))).not.toContain(':amount:');
    expect(labels(completeRule(':', words, 'stand_in'))).not.toContain(':declined_authorizations_per_card_hourly:');
  });
});

describe('in YAML is offered', () => {
  test('what a rule can say, but for what it says already', () => {
    const { labels: found } = inYaml('rules/a.yaml', 'rules:\n  - id: a\n    |');
    expect(found).toContain('mode');
    expect(found).not.toContain('id');
  });

  test('the values of a setting', () => {
    expect(inYaml('rules/a.yaml', 'rules:\n  - id: a\n    mode: s|')).toEqual({
      labels: ['live', 'shadow', 'off'],
      written: 's',
    });
    expect(inYaml('profiles/a.yaml', 'thresholds: { fraud_risk_level: { decline: |').labels).toContain('highest');
    expect(inYaml('profiles/a.yaml', 'on_missing:\n  |').labels).toContain('fraud_risk_score');
  });

  test('the settings of questions to cardholders', () => {
    const keys = inYaml('profiles/a.yaml', 'challenge:\n  channel: twilio\n  |').labels;
    expect(keys).toEqual(expect.arrayContaining(['countries', 'reply_minutes', 'allowance', 'on_no']));
    expect(keys).not.toContain('channel');
    expect(inYaml('profiles/a.yaml', 'challenge: { channel: |').labels).toEqual(['none', 'stripe', 'twilio']);
    expect(inYaml('profiles/a.yaml', 'challenge:\n  on_no:\n    |').labels).toEqual(['decline_days', 'freeze_card']);
    expect(inYaml('rules/a.yaml', 'rules:\n  - id: a\n    rule: "Block if :hours_since_chal|').labels).toEqual(
      expect.arrayContaining([':hours_since_challenge_rejected:', ':hours_since_challenge_verified:']),
    );
  });

  test('names of the policy’s own', () => {
    expect(inYaml('portfolios.yaml', 'portfolios:\n  - { name: a, profile: |').labels).toContain('balanced');
    expect(inYaml('cases/a.yaml', 'cases:\n  - name: x\n    expect:\n      matched: [|').labels).toContain(
      'compromised_card',
    );
    expect(inYaml('cases/a.yaml', 'cases:\n  - name: x\n    expect:\n      features:\n        |').labels).toContain(
      'declined_authorizations_per_card_hourly',
    );
  });

  test('the rule language within a rule, at the place in the file, in quotes of any kind', () => {
    for (const rule of [
      '"Block if :fra|',
      "'Block if :fra|",
      '>-\n      Block if :fra|',
      '"Block if :x:\n      and :fra|',
    ]) {
      const { labels: found, written } = inYaml('rules/a.yaml', `rules:\n  - id: a\n    rule: ${rule}`);
      expect(found, rule).toContain(':fraud_risk_score:');
      expect(written, rule).toBe(':fra');
    }
    expect(inYaml('portfolios.yaml', 'portfolios:\n  - name: a\n    when: ":card_t|').written).toBe(':card_t');
  });

  test('nothing in a file that is no part of a policy', () => {
    expect(inYaml('notes.yaml', 'x|').labels).toEqual([]);
  });
});

describe('in Scowl is offered', () => {
  test('events, types and units where they belong', () => {
    expect(inScowl('event log|')).toContain('authorization');
    expect(inScowl('event login\nx := $.x as st|')).toContain('string');
    expect(inScowl('event authorization\nx := Count(by card last 5 d|')).toContain('days');
    expect(inScowl('event authorization\nx := Count<|')).toContain('authorization');
  });

  test('clauses and claims within an aggregate', () => {
    const found = inScowl('event authorization\nx := Count(by card wh|');
    expect(found).toEqual(expect.arrayContaining(['where', 'by', 'is_approved', 'merchant', 'Coalesce']));
    expect(inScowl('event authorization\nx := Rou|')).not.toContain('where');
  });

  test('what is declared in the file, of its own event', () => {
    const text = 'event login\nip := $.ip as string\ntries := Count(by |\n\nevent signup\nage := $.age as int\n';
    const found = inScowl(text);
    expect(found).toContain('ip');
    expect(found).not.toContain('age');
  });

  test('the inputs of the event that is counted over', () => {
    expect(inScowl('event authorization\nx := Count<login>(by |')).toContain('ip');
  });

  test('nothing within a comment or a string, or where a name is invented', () => {
    expect(inScowl('event login\n-- the co|')).toEqual([]);
    expect(inScowl('event login\nx := EmailDomain("a|')).toEqual([]);
    expect(inScowl('event login\n|')).toEqual([]);
  });
});
