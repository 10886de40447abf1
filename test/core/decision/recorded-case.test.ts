import { beforeAll, describe, expect, test } from 'vitest';
import { openTimelines } from '../../../src/adapters/counters/memory-timelines.ts';
import { readAuthorization } from '../../../src/adapters/stripe/authorization.ts';
import { decideOffline } from '../../../src/core/decision/offline.ts';
import { caseOfRecord } from '../../../src/core/decision/recorded-case.ts';
import { runCases } from '../../../src/core/decision/run-cases.ts';
import { NO_FACTS } from '../../../src/core/domain/facts.ts';
import { withCase } from '../../../src/core/policy/case-text.ts';
import { type ListEntries, listsAt, NO_ENTRIES } from '../../../src/core/policy/listed.ts';
import { type LivedPast, livedPast } from '../../support/lived.ts';
import { policyOf, shippedFiles } from '../../support/policy.ts';
import { authorizationObject } from '../../support/stripe.ts';

const RULES = `rules:
  - { id: far, rule: "Block if :merchant_country: != :cardholder_country: and :amount_in_usd: > 150" }
  - { id: hidden, rule: "Challenge if not :is_card_present: and not :is_3d_secure: and :cvc_check: != 'match'" }
  - { id: young, rule: "Review if :hours_since_card_was_created: < 900 or :is_card_compromised:" }
  - { id: mine, rule: "Allow if :cardholder_email: in @friends" }
  - { id: night, rule: "Review if :hour_of_day: < 5 and :day_of_week: != 'sunday'" }
  - { id: busy, rule: "Block if :declined_authorizations_per_card_hourly: > 2 or :merchant_count_for_card_daily: > 6" }
  - { id: foreign, rule: "Review if :merchant_currency: != :currency: and :merchant_amount: > 100" }
  - { id: some, sample_percent: 40, rule: "Block if :authorization_method: = 'keyed_in'" }
  - { id: token, rule: "Review if :is_fuel_dispenser: and :amount: > 50 or :digital_wallet: = 'apple_pay'" }
  - { id: look, mode: shadow, rule: "Block if :network_risk_score: > 50 or :fraud_disputability: = 'very_unlikely'" }
`;
const POLICIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  shipped: shippedFiles(),
  'many rules': {
    ...shippedFiles(),
    'rules/many.yaml': RULES,
    'lists/friends.yaml': 'type: email\nentries: []\n',
    'portfolios.yaml': `portfolios:
  - { name: virtual, when: ":card_type: = 'virtual'", profile: minimize-fraud }
  - { name: everything, profile: balanced }
`,
  },
};

describe.each(Object.keys(POLICIES))('a case of a decision by the policy: %s', (name) => {
  const files = POLICIES[name] ?? {};
  const policy = policyOf(files);
  let past: LivedPast;
  beforeAll(async () => {
    past = await livedPast(policy, { seed: name, days: 4, cardholders: 60 });
  });

  test('expects what was decided, and passes', async () => {
    const some = past.decisions.filter((_, index) => index % 4 === 0);
    const made = some.map((record) => ({ record, made: caseOfRecord(record, policy, readAuthorization) }));
    expect(made.length).toBeGreaterThan(50);
    expect(new Set(some.map(({ outcome }) => outcome)).size).toBeGreaterThan(1);
    let text = '';
    for (const { record, made: one } of made) {
      expect(one?.differences, record.id).toEqual([]);
      expect(one?.entry.expect).toMatchObject({
        outcome: record.outcome,
        review: record.review,
        reasons: record.reasons,
      });
      if (one && Number(record.id.slice(-2)) < 25) text = withCase(text, one.entry) ?? text;
    }
    const withCases = policyOf({ ...files, 'cases/made.yaml': text });
    const results = await runCases(withCases, { readAuthorization, openTimelines }, { only: 'cases/made.yaml' });
    expect(results.length).toBeGreaterThan(8);
    expect(results.filter(({ isPassed }) => !isPassed)).toEqual([]);
  });
});

describe('a case of a decision on something personal', () => {
  const files = {
    'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]\n',
    'profiles/a.yaml': '{}\n',
    'lists/friends.yaml': 'type: email\nentries: []\n',
    'rules/r.yaml': `rules:
  - { id: listed, rule: "Block if :cardholder_email: in @friends" }
  - { id: like, rule: "Block if :cardholder_email: like '%@example.com'" }
`,
  };
  const policy = policyOf(files);
  const scope = { livemode: false, account: null };
  const reading = readAuthorization(authorizationObject(), scope, null);
  const authorization = reading.isReadable ? reading.authorization : null;
  const decided = (email: string, entries: ListEntries = NO_ENTRIES) => {
    if (!authorization) throw new Error('unreadable');
    const asked = { ...authorization, cardholder: { ...authorization.cardholder, email } };
    const facts = { ...NO_FACTS, lists: listsAt(policy, entries, asked.askedAtMs) };
    return decideOffline(asked, { facts }, policy, () => 'hmac_x');
  };

  test('invents a person on the same list', () => {
    const entries = new Map([['friends', new Map([['a@b.org', [{ fromMs: null, untilMs: null }]]])]]);
    const made = caseOfRecord(decided('a@b.org', entries), policy, readAuthorization);
    expect(made?.entry).toMatchObject({ lists: { friends: ['cardholder@example.com'] } });
    expect(JSON.stringify(made?.entry)).not.toContain('a@b.org');
  });

  test('says what comes of the invented person otherwise than was recorded', () => {
    const made = caseOfRecord(decided('somebody@else.org'), policy, readAuthorization);
    expect(made?.differences).toContain('like: was not_matched, is matched of the case');
    expect(made?.entry.expect).toMatchObject({ outcome: 'decline', reasons: ['like'] });
  });
});

describe('a case of a decision about somebody who was asked before, or could not be', () => {
  const files = {
    'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]\n',
    'profiles/a.yaml': 'challenge: { channel: twilio }\n',
    'rules/r.yaml': `rules:
  - { id: ask, rule: "Challenge if :amount: > 5" }
  - { id: no, rule: "Block if :hours_since_challenge_rejected: < 24" }
  - { id: often, rule: "Review if :challenges_per_cardholder_daily: > 2" }
`,
  };
  const policy = policyOf(files);
  const reading = readAuthorization(authorizationObject(), { livemode: false, account: null }, null);
  const authorization = reading.isReadable ? reading.authorization : null;
  const HOUR = 3_600_000;

  async function caseOf(facts: Partial<typeof NO_FACTS>) {
    if (!authorization) throw new Error('unreadable');
    const record = decideOffline(authorization, { facts: { ...NO_FACTS, ...facts } }, policy, (text) => text);
    const made = caseOfRecord(record, policy, readAuthorization);
    if (!made) throw new Error('no case');
    const withCases = policyOf({ ...files, 'cases/made.yaml': withCase('', made.entry) ?? '' });
    const results = await runCases(withCases, { readAuthorization, openTimelines }, { only: 'cases/made.yaml' });
    expect(results.map(({ isPassed }) => isPassed)).toEqual([true]);
    expect(made.differences).toEqual([]);
    return { record, facts: made.entry.facts };
  }

  test('says why they could not be asked, where that mattered', async () => {
    const { record, facts } = await caseOf({ unaskable: 'opted_out' });
    expect(record.outcome).toBe('decline');
    expect(facts).toEqual({ unaskable: 'opted_out' });
    const asked = authorization?.askedAtMs ?? 0;
    const challenges = { rejectedAtMs: asked - HOUR, verifiedAtMs: null, askedDaily: 1 };
    // Blocked whoever could be asked.
    expect((await caseOf({ unaskable: 'opted_out', challenges })).facts).not.toHaveProperty('unaskable');
  });

  test('says what rules read of their answers, and leaves out what they did not', async () => {
    const asked = authorization?.askedAtMs ?? 0;
    const answered = { rejectedAtMs: asked - 30 * HOUR - 1_234, verifiedAtMs: asked - HOUR, askedDaily: 3 };
    expect((await caseOf({ challenges: answered })).facts).toEqual({
      hours_since_challenge_rejected: (30 * HOUR + 1_234) / HOUR,
      challenges_per_cardholder_daily: 3,
    });
    const never = { rejectedAtMs: null, verifiedAtMs: null, askedDaily: 0 };
    expect((await caseOf({ challenges: never })).facts).toEqual({ challenges_per_cardholder_daily: 0 });
    expect((await caseOf({})).facts).toBeUndefined();
  });

  test('of a record from before there was such a fact is made all the same', () => {
    if (!authorization) throw new Error('unreadable');
    const record = decideOffline(authorization, {}, policy, (text) => text);
    const { unaskable: _, ...facts } = record.facts;
    const older = { ...record, facts } as unknown as typeof record;
    expect(caseOfRecord(older, policy, readAuthorization)?.differences).toEqual([]);
  });
});
