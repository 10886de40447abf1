import { describe, expect, test } from 'vitest';
import { saySpan } from '../../../src/apps/console/parts/say-span.ts';
import { offersOf } from '../../../src/apps/console/reviews/offers.ts';
import { aboutOf, filterOf, readReviewSearch } from '../../../src/apps/console/reviews/search.ts';
import { sayDecided, sayLeft } from '../../../src/apps/console/reviews/words.ts';
import type { List, WholeReview } from '../../../src/sdk/index.ts';

const REVIEW = {
  ...{ kind: 'rule', card: 'ic_1', cardholder: 'ich_1', merchant: 'm_1', verdict: 'fraud', follow_ups: [] },
  ...{ latest_decision: null, closed_by: { id: 'key_1', name: 'Ann' } },
} as unknown as WholeReview;

describe('the address of the queue', () => {
  test('is read without what is not understood, and ids of digits as text', () => {
    expect(readReviewSearch({ show: 'all', kind: 'rule', merchant: 1234567890, rule: '', foo: 'x' })).toEqual({
      kind: 'rule',
      merchant: '1234567890',
    });
  });

  test('asks for the open ones by what presses, and for the closed ones by time', () => {
    expect(filterOf({})).toEqual({ status: 'open', sort: 'priority' });
    expect(filterOf({ show: 'mine', assigned: 'nobody' })).toMatchObject({ status: 'open', assigned_to: 'me' });
    expect(filterOf({ show: 'closed', card: 'ic_1' })).toEqual({ status: 'closed', sort: 'latest', card: 'ic_1' });
  });

  test.each([
    [' ic_1 ', { card: 'ic_1' }],
    ['ich_1', { cardholder: 'ich_1' }],
    ['1234', { merchant: '1234' }],
    [' ', {}],
  ])('takes %j for what it is', (typed, about) => {
    expect(aboutOf(typed)).toEqual(about);
  });
});

describe('what may follow', () => {
  const list = (name: string, type: List['type']): List => ({ name, type, note: null, policy_entries: 0, entries: 0 });

  test('is what the lists take of what is known, and a freeze for fraud', () => {
    const lists = [list('merchants', 'merchant'), list('countries', 'country'), list('words', 'string')];
    const kinds = (verdict: 'fraud' | 'legitimate') =>
      offersOf(REVIEW, verdict, lists).map((offer) =>
        offer.kind === 'freeze_card' ? offer.kind : [offer.list.name, ...offer.parts.map(({ part }) => part)],
      );
    const entries = [
      ['merchants', 'merchant'],
      ['words', 'card', 'cardholder', 'merchant'],
    ];
    expect(kinds('fraud')).toEqual(['freeze_card', ...entries]);
    expect(kinds('legitimate')).toEqual(entries);
    expect(offersOf({ ...REVIEW, kind: 'incident' }, 'fraud', lists)).toEqual([]);
  });

  test('is told with the verdict, and who was first with it', () => {
    expect(sayDecided(REVIEW, { id: 'key_1' })).toBe('Closed as fraud.');
    expect(sayDecided(REVIEW, { id: 'key_2' })).toBe('Ann had closed it as fraud already. Your note was not kept.');
    expect([0, 1, 1_200].map(sayLeft)).toEqual(['Nothing is left.', 'One is left.', '1,200 are left.']);
  });
});

describe('a span', () => {
  test.each([
    [3 * 3_600_000, 'in 3 hours'],
    [-90 * 60_000, '90 minutes ago'],
    [47 * 3_600_000, 'in 47 hours'],
    [1_500, 'in 1 second'],
    [300, 'now'],
  ])('of %i milliseconds is %s', (spanMs, said) => {
    expect(saySpan(1_000_000_000 + spanMs, 1_000_000_000)).toBe(said);
  });
});
