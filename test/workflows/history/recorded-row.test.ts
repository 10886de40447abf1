import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../../src/core/decision/decide.ts';
import { NO_FACTS } from '../../../src/core/domain/facts.ts';
import { NO_FEATURES } from '../../../src/core/domain/features.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { listsOfHits, readHits, writeHits } from '../../../src/workflows/history/list-hits.ts';
import { type RecordedDecision, recordedRow } from '../../../src/workflows/history/recorded-row.ts';
import { askOf, deciding, recorded } from './recorded.ts';

const NOTHING = { features: NO_FEATURES, decidedBy: null, isSameVersion: false };

function again(record: RecordedDecision, policy: Policy, isSameVersion = false) {
  const { authorization, given, facts } = recordedRow(askOf(record), record, { ...NOTHING, isSameVersion });
  return decide(authorization, given ?? NO_FEATURES, facts ?? NO_FACTS, policy);
}

describe('what nobody recorded', () => {
  test('is missing, and never what an empty field would say', () => {
    const rule = 'Block if not :is_card_compromised:';
    const { outcome, considered, attributes } = again(recorded([]), deciding([rule]));
    expect(outcome).toBe('approve');
    expect(considered.find(({ id }) => id === 'rule_0')?.result).toBe('missing');
    expect(attributes.is_card_compromised).toEqual({ missing: 'not_recorded' });
    expect(again(recorded([rule]), deciding([rule])).outcome).toBe('decline');
  });

  test('is known all the same where it follows from the ask', () => {
    const rules = ["Block if :amount: > 12 and :currency: = 'usd' and :hour_of_day: >= 0 and not :is_zero_amount:"];
    expect(again(recorded([]), deciding(rules)).outcome).toBe('decline');
  });
});

describe('what a record was decided on', () => {
  test('is what it is decided on again: an allowance, a NO, who can not be asked', () => {
    const rules = ['Challenge if :amount: > 1'];
    const given = { ...NO_FACTS, allowance: 'alw_1' };
    expect(again(recorded(rules, {}, { facts: given }), deciding(rules)).reasons).toEqual(['allowance']);
    const rejected = { ...NO_FACTS, hasRejectedChallenge: true };
    expect(again(recorded(rules, {}, { facts: rejected }), deciding(rules)).reasons).toEqual(['challenge_rejected']);
    const optedOut = recorded(rules, {}, { facts: { ...NO_FACTS, unaskable: 'opted_out' } });
    expect(again(optedOut, deciding(rules)).outcome).toBe('decline');
    const noChannel = recorded(rules, {}, { facts: { ...NO_FACTS, unaskable: 'channel_off' } });
    expect(again(noChannel, deciding(rules), true).outcome).toBe('decline');
    expect(again(noChannel, deciding(rules), false).outcome).toBe('challenge');
  });

  test('is what stood on a list then', () => {
    const rules = ['Block if :merchant: in @risky'];
    const facts = { ...NO_FACTS, lists: { has: (list: string) => list === 'risky' } };
    const record = recorded(rules, {}, { facts });
    expect(record.facts.list_hits).toEqual([{ list: 'risky', attribute: ':merchant:' }]);
    expect(again(record, deciding(rules)).outcome).toBe('decline');
  });

  test('is the metadata that rules read', () => {
    const rules = ["Block if ::card:program:: = 'travel'"];
    const fields = { card: { id: 'ic_1', metadata: { program: 'travel', other: 'x' } } };
    const record = recorded(rules, fields);
    expect(recordedRow(askOf(record), record, NOTHING).authorization.card.metadata).toEqual({ program: 'travel' });
    expect(again(record, deciding(rules)).outcome).toBe('decline');
  });
});

describe('what became of an ask', () => {
  test('is what Stripe says, else what we answered', () => {
    const record = recorded(['Block if :amount: > 1']);
    const confirmation = {
      approved: true,
      reason: 'webhook_timeout',
      reasonMessage: null,
      decidedBy: 'time_out',
      atMs: 1,
    };
    expect(recordedRow(askOf(record), record, NOTHING).wasApproved).toBe(false);
    const ask = askOf(record, { confirmation: { ...confirmation, decidedBy: 'time_out' } });
    expect(recordedRow(ask, record, NOTHING).wasApproved).toBe(true);
  });
});

const word = fc.stringMatching(/^[a-z_]{1,8}$/);
const hit = fc.record({ list: word, attribute: word.map((name) => `:${name}:`) });

describe('hits on lists', () => {
  test('come back from their text as they were', () => {
    fc.assert(
      fc.property(fc.array(hit), (hits) => {
        expect(readHits(writeHits(hits))).toEqual(hits);
      }),
    );
  });

  test('are those of the value that was on the list; of any, where nobody knows it any more', () => {
    const lists = listsOfHits([{ list: 'risky', attribute: ':merchant:' }], () => 'M1');
    expect([lists.has('risky', 'm1'), lists.has('risky', 'm2'), lists.has('other', 'm1')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(listsOfHits([{ list: 'risky', attribute: ':merchant:' }], () => null).has('risky', 'm2')).toBe(true);
  });
});
