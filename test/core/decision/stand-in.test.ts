import { describe, expect, test } from 'vitest';
import { standIn } from '../../../src/core/decision/stand-in.ts';
import { authorizationOf } from '../../support/asks.ts';
import { policyOf, profilePolicy, shippedFiles } from '../../support/policy.ts';

const shipped = policyOf(shippedFiles());
const small = { card_presence: 'present', pending_request: { amount: 2500 } };

describe('the stand-in', () => {
  test.each([
    ['a small purchase with the card present', small, 'approve'],
    ['one cent more', { ...small, pending_request: { amount: 2501 } }, 'decline'],
    ['a small purchase online', { ...small, card_presence: 'not_present' }, 'decline'],
    ['a currency without a rate', { ...small, pending_request: { amount: 100, currency: 'eur' } }, 'decline'],
    [
      'a fuel pump that asks for 1.00',
      { ...small, pending_request: { amount: 100 }, merchant_data: { category_code: '5542' } },
      'decline',
    ],
  ])('as shipped answers %s', (_case, changes, outcome) => {
    expect(standIn(authorizationOf(changes), shipped, 'decide_failed').outcome).toBe(outcome);
  });

  test('has its last word for an authorization that can not be read', () => {
    expect(standIn(null, shipped, 'authorization_unreadable')).toMatchObject({
      outcome: 'decline',
      portfolio: 'everything',
      reasons: ['authorization_unreadable', 'stand_in.otherwise'],
    });
    const generous = profilePolicy('stand_in: { otherwise: approve }');
    expect(standIn(null, generous, 'authorization_unreadable').outcome).toBe('approve');
  });

  test('passes over a case that fails, and over a portfolio that fails', () => {
    const broken = profilePolicy(`stand_in: { cases: [{ if: ":livemode:", answer: approve }], otherwise: decline }`);
    const failing = {
      attributes: [],
      evaluate(): never {
        throw new Error('boom');
      },
    };
    const policy = {
      ...broken,
      portfolios: broken.portfolios.flatMap((portfolio) => [
        { ...portfolio, name: 'fails', when: failing },
        {
          ...portfolio,
          profile: {
            ...portfolio.profile,
            standIn: { cases: [{ condition: failing, answer: 'approve' as const }], otherwise: 'decline' as const },
          },
        },
      ]),
    };
    expect(standIn(authorizationOf(), policy, 'decide_failed')).toMatchObject({ outcome: 'decline', portfolio: 'all' });
  });
});
