import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { askingPolicies, askingWords } from '../../../../src/apps/cli/demo/asking-policies.ts';
import { countersLine, textedLine } from '../../../../src/apps/cli/demo/event-lines.ts';
import { countLines, moneyLines } from '../../../../src/apps/cli/demo/panel.ts';
import type { Line } from '../../../../src/apps/cli/demo/styled.ts';
import { summary } from '../../../../src/apps/cli/demo/summary.ts';
import { createTally } from '../../../../src/apps/cli/demo/tally.ts';
import { decide } from '../../../../src/core/decision/decide.ts';
import { NO_FACTS } from '../../../../src/core/domain/facts.ts';
import { NO_FEATURES } from '../../../../src/core/domain/features.ts';
import type { TextSent } from '../../../../src/simulator/world/books.ts';
import { authorizationOf } from '../../../support/asks.ts';
import { temporaryFolder } from '../../../support/folder.ts';
import { policyOf, shippedFiles } from '../../../support/policy.ts';
import { AT_MS, answerOf, decided, entryOf, TITLE } from './events.ts';

const SENT: TextSent = {
  atMs: AT_MS,
  phone: '+12025550123',
  body: 'YES',
  means: 'yes',
  by: 'holder',
  authorizationId: 'iauth_1',
  isFraud: false,
};

/** A purchase that was asked about, answered YES to, and approved at the second try; and another, answered NO to. */
function asked() {
  const tally = createTally();
  for (const isFraud of [false, true]) {
    tally.answered(decided({ record: { outcome: 'challenge' } }));
    tally.purchased(entryOf({ isFraud, answer: answerOf('webhook_declined') }));
    tally.texted({ ...SENT, means: isFraud ? 'no' : 'yes' });
  }
  tally.answered(decided());
  tally.purchased(entryOf({ isAfterYes: true }));
  return tally.totals();
}

const textOf = (lines: readonly Line[]) => lines.map((line) => line.map(({ text }) => text).join('')).join('\n');

describe('a demo that asks cardholders', () => {
  test('counts answers, and the good purchases that a YES saved', () => {
    const totals = asked();
    expect(totals).toMatchObject({ challenged: 2, approved: 1, saidYes: 1, saidNo: 1 });
    expect(totals.goodSaved).toEqual(totals.goodApproved);
    expect(totals.goodSaved.count).toBe(1);
    expect(totals.goodDeclined.count).toBe(1);
    expect(totals.fraudStopped.count).toBe(1);
  });

  test('counts no fraud as saved, and nothing that was declined again', () => {
    const tally = createTally();
    tally.purchased(entryOf({ isFraud: true, isAfterYes: true }));
    const declined = answerOf('webhook_declined');
    tally.purchased(entryOf({ isAfterYes: true, answer: declined }));
    expect(tally.totals().goodSaved.count).toBe(0);
    expect(tally.totals().fraudLetThrough.count).toBe(1);
  });

  test('shows them in the summary, in the picture and in lines, and nothing of them where nobody is asked', () => {
    const totals = asked();
    expect(summary(totals, { ...TITLE, challenge: 'stripe' }, 1_000, null)).toMatch(
      /challenged +2\n +answered YES +1\n +answered NO +1\n[\s\S]*saved by a YES +10\.00 USD +1 at the second try[\s\S]*--challenge stripe/,
    );
    expect(textOf(countLines(totals, 108))).toMatch(/challenged/);
    expect(textOf(moneyLines(totals, 108))).toMatch(/saved by a YES[\s\S]*10\.00 USD[\s\S]*1 of 1 YES/);
    expect(textOf(moneyLines(totals, 80))).not.toMatch(/saved/);
    expect(countersLine(totals)).toMatch(/challenges 2 \(1 YES, 1 NO, 1 saved\)/);
    const quiet = createTally().totals();
    for (const shown of [summary(quiet, TITLE, 1_000, null), textOf(moneyLines(quiet, 108)), countersLine(quiet)]) {
      expect(shown).not.toMatch(/YES|challenge/);
    }
  });

  test('says who answered, by the end of the number', () => {
    expect(textedLine(SENT)).toBe('14:03:22  replied     "YES" by a cardholder (…23)');
    expect(textedLine({ ...SENT, by: 'thief' })).toMatch(/by a thief with a telephone of the account/);
  });
});

describe('the policy of such a demo', () => {
  test.each(['stripe', 'twilio'] as const)(
    'asks by %s about the scores that the one that comes declines',
    (channel) => {
      const folder = askingPolicies('policies', join(temporaryFolder(), 'policies'), channel);
      const policy = policyOf(shippedFiles(folder));
      expect(policy.profiles.size).toBeGreaterThan(1);
      for (const { challenge } of policy.profiles.values()) expect(challenge.channel).toBe(channel);
      const scored = (score: number) =>
        authorizationOf({
          risk_assessment: { fraud_risk: { score } },
          card: { cardholder: { phone_number: '+12025550123' } },
        });
      expect(decide(scored(51), NO_FEATURES, NO_FACTS, policy).outcome).toBe('challenge');
      expect(decide(scored(49), NO_FEATURES, NO_FACTS, policy).outcome).toBe('approve');
      expect(readFileSync('policies/profiles/balanced.yaml', 'utf8')).toContain('decline: 50');
    },
  );

  test('is said to be different, and is the one that was named where nobody is asked or there is none', () => {
    expect(askingWords(null)).toBeNull();
    expect(askingWords('stripe')).toMatch(/Stripe's own texts.*declines/);
    const nowhere = join(temporaryFolder(), 'nowhere');
    expect(askingPolicies(nowhere, join(nowhere, 'copy'), 'stripe')).toBe(nowhere);
    expect(existsSync(join(nowhere, 'copy'))).toBe(false);
  });
});
