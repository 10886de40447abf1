import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReplayEvent } from '../../../src/workflows/history/replay-event.ts';
import { createReplayer } from '../../../src/workflows/history/replayer.ts';
import { asked, loggedIn, MINUTE, NOON, policyWith, RISKY, replayed, replayerOf, reported, valuesOf } from './past.ts';

const COUNTS = `event authorization
  asks := Count(by card last 1 hour exclusive)
  approved := Count(by card where is_approved last 1 hour exclusive)
  declined := Count(by card where is_declined last 1 hour exclusive)
  refused := Count(by card where is_declined_by_stripe last 1 hour exclusive)
  spent := Sum(amount by card where is_approved last 1 hour exclusive)
`;

describe('an ask of a replay', () => {
  test('is decided by what came before it', async () => {
    const policy = policyWith(COUNTS, { spree: 'Block if :asks: >= 2' });
    const decisions = await replayed(policy, [asked('a', 0), asked('b', 1), asked('c', 2), asked('d', 90)]);
    expect(decisions.map(({ outcome, reasons }) => [outcome, ...reasons])).toEqual([
      ['approve', 'nothing_matched'],
      ['approve', 'nothing_matched'],
      ['decline', 'spree'],
      ['approve', 'nothing_matched'],
    ]);
    expect(decisions[2]?.verdict?.attributes).toMatchObject({ asks: 2 });
  });

  test('is seen by later ones with what the policy answered, and with amounts in major units', async () => {
    const decisions = await replayed(policyWith(COUNTS), [asked('a', 0), asked('b', 1, RISKY), asked('c', 2)]);
    const [, , last] = decisions;
    expect(last?.features).toEqual({ asks: 2, approved: 1, declined: 1, refused: 0, spent: 12.34 });
  });

  test.each([
    ['of its event, whatever it asks', asked('b', 1, {}, { eventId: 'evt_a' })],
    ['of its authorization, history length and amount', asked('a', 1, {}, { eventId: 'evt_other' })],
    ['of its authorization, that came without an event', asked('a', 1, {}, { eventId: null })],
  ])('that is a duplicate %s changes nothing', async (_why, duplicate) => {
    const replayer = replayerOf(policyWith(COUNTS));
    await replayer.take(asked('a', 0));
    expect(await replayer.take(duplicate)).toBeNull();
    expect(replayer.duplicates()).toBe(1);
    expect((await replayer.take(asked('c', 2)))?.features.asks).toBe(1);
  });

  test('about more, after an answer, is another one', async () => {
    const entry = { approved: true, reason: 'webhook_approved', amount: 1234, created: NOON / 1000 };
    const increment = asked('a', 1, { request_history: [entry] }, { eventId: 'evt_more' });
    expect(valuesOf(await replayed(policyWith(COUNTS), [asked('a', 0), increment]), 'asks')).toEqual([0, 1]);
  });

  test('of another mode or account sees nothing of these', async () => {
    const live = asked('b', 1, {}, { scope: { livemode: true, account: null } });
    const connected = asked('c', 1, {}, { scope: { livemode: false, account: 'acct_1' } });
    const decisions = await replayed(policyWith(COUNTS), [asked('a', 0), live, connected, asked('d', 2)]);
    expect(valuesOf(decisions, 'asks')).toEqual([0, 0, 0, 1]);
  });

  test('tells what is missing as null, structs as objects, and nothing personal', async () => {
    const policy = policyWith(`event authorization
      latest := Latest(merchant_country by card last 1 day exclusive)
      both := {n: Count(by card last 1 day), latest}
      email := NormalizeEmail(cardholder_email)
    `);
    const [first] = await replayed(policy, [asked('a', 0)]);
    expect(first?.features).toEqual({ latest: null, both: { n: 1, latest: null }, email: 'hmac_17' });
  });
});

describe("Stripe's report", () => {
  test('of our own answer is not taken: the policy of the replay answers', async () => {
    const events = [
      asked('a', 0, RISKY),
      reported('a', 0, { approved: true, reason: 'webhook_approved' }),
      asked('b', 1),
      asked('c', 2),
      reported('c', 2, { approved: false, reason: 'webhook_declined' }),
      asked('d', 3),
    ];
    const decisions = await replayed(policyWith(COUNTS), events);
    expect(decisions[2]?.features).toMatchObject({ asks: 2, approved: 1, declined: 1 });
    expect(decisions[3]?.features).toMatchObject({ asks: 3, approved: 2, declined: 1 });
  });

  test('of its own decline after ours counts', async () => {
    const events = [asked('a', 0), reported('a', 0, { approved: false, reason: 'insufficient_funds' }), asked('b', 1)];
    const [, next] = await replayed(policyWith(COUNTS), events);
    expect(next?.features).toMatchObject({ asks: 1, approved: 0, refused: 1 });
  });

  test('of a time-out that it declined makes it no attempt: the next try is', async () => {
    const events = [asked('a', 0), reported('a', 0, { approved: false, reason: 'webhook_timeout' }), asked('b', 1)];
    const [, next] = await replayed(policyWith(COUNTS), events);
    expect(next?.features).toMatchObject({ asks: 0, approved: 0, declined: 0, refused: 0 });
  });

  test('of a time-out that it approved outweighs our decline', async () => {
    const timeout = { approved: true, reason: 'webhook_timeout' };
    const events = [asked('a', 0, RISKY), reported('a', 0, timeout), asked('b', 1)];
    expect((await replayed(policyWith(COUNTS), events))[1]?.features).toMatchObject({ approved: 1, declined: 0 });
  });

  test('of a purchase that it never asked about is an attempt, with its amount', async () => {
    const policy = policyWith(`event authorization
      attempted := Sum(amount by card last 1 hour exclusive)
    `);
    const events = [reported('x', 0, { approved: false, reason: 'card_inactive' }), asked('b', 1)];
    expect(valuesOf(await replayed(policy, events), 'attempted')).toEqual([12.34]);
  });
});

describe('tracked events', () => {
  // The recipe of account takeover, on the card program's own id of the user.
  const RECIPE = `event login
    failed_users_by_ip_15m := CountUnique(user_id by ip where not successful last 15 minutes)
    event authorization
    failed_logins_by_user_5d := Count<login>(
      by cardholder_metadata["user_id"] as user_id
      where not successful
      last 5 days)
    failed_users_by_login_ip_5d := Max<login>(
      failed_users_by_ip_15m
      by cardholder_metadata["user_id"] as user_id
      where successful
      last 5 days)
    to_stripe = {failed_logins_by_user_5d, failed_users_by_login_ip_5d}
  `;
  const ofUser = (user_id: string) => ({ card: { cardholder: { metadata: { user_id } } } });

  test('feed the features of purchases', async () => {
    const from = (user_id: string, successful: boolean) => ({ user_id, ip: '203.0.113.7', successful });
    const events = [
      loggedIn('l1', 0, from('u1', false)),
      loggedIn('l2', 1, from('u2', false)),
      loggedIn('l3', 2, from('u3', false)),
      loggedIn('l4', 3, from('u1', true)),
      asked('a', 5, ofUser('u1')),
      asked('b', 6, ofUser('u2')),
      asked('c', 7, ofUser('u9')),
    ];
    const policy = policyWith(RECIPE, { takeover: 'Block if :failed_users_by_login_ip_5d: >= 3' });
    const decisions = await replayed(policy, events);
    expect(decisions.map(({ outcome }) => outcome)).toEqual(['decline', 'approve', 'approve']);
    expect(valuesOf(decisions, 'to_stripe')).toEqual([
      { failed_logins_by_user_5d: 1, failed_users_by_login_ip_5d: 3 },
      { failed_logins_by_user_5d: 1, failed_users_by_login_ip_5d: null },
      { failed_logins_by_user_5d: 0, failed_users_by_login_ip_5d: null },
    ]);
  });

  test('that come twice count once', async () => {
    const replayer = replayerOf(policyWith(RECIPE));
    const failed = loggedIn('l1', 0, { user_id: 'u1', ip: '203.0.113.7', successful: false });
    for (const event of [failed, failed]) expect(await replayer.take(event)).toBeNull();
    expect((await replayer.take(asked('a', 1, ofUser('u1'))))?.features.failed_logins_by_user_5d).toBe(1);
    expect(replayer.duplicates()).toBe(1);
  });

  test('that no feature is about are passed over', async () => {
    expect(await replayed(policyWith(COUNTS), [loggedIn('l1', 0, { user_id: 'u1' }), asked('a', 1)])).toHaveLength(1);
  });
});

describe('between two events', () => {
  test('another policy takes over, with its past if it was kept', async () => {
    const next = policyWith('event authorization\n asks := Count(by merchant last 1 hour exclusive)\n', {
      busy: 'Block if :asks: >= 2',
    });
    const decideAll = async (isKept: boolean) => {
      const replayer = replayerOf(policyWith(COUNTS));
      if (isKept) replayer.keep(next);
      const before = [await replayer.take(asked('a', 0)), await replayer.take(asked('b', 1))];
      replayer.use(next);
      return [...before, await replayer.take(asked('c', 2))].map((decision) => decision?.outcome);
    };
    expect(await decideAll(true)).toEqual(['approve', 'approve', 'decline']);
    expect(await decideAll(false)).toEqual(['approve', 'approve', 'approve']);
  });

  test('the policy before keeps its past while another one decides', async () => {
    const first = policyWith(COUNTS);
    const replayer = replayerOf(first);
    await replayer.take(asked('a', 0));
    replayer.use(policyWith('event authorization\n other := Count(by merchant last 1 hour)\n'));
    await replayer.take(asked('b', 1, RISKY));
    replayer.use(first);
    expect((await replayer.take(asked('c', 2)))?.features).toMatchObject({ asks: 2, approved: 1, declined: 1 });
  });

  test('a list can be edited, for one account and from a time on', async () => {
    const policy = policyWith(COUNTS, { enemy: 'Block if :merchant: in @friends' });
    const replayer = replayerOf(policy);
    const outcomes = [(await replayer.take(asked('a', 0)))?.outcome];
    const listed = new Map([['1234567890', [{ fromMs: NOON + 2 * MINUTE, untilMs: null }]]]);
    replayer.setEntries(({ account }) => new Map(account === null ? [['friends', listed]] : []));
    const connected = { scope: { livemode: false, account: 'acct_1' } };
    for (const event of [asked('b', 1), asked('c', 2), asked('d', 3, {}, connected)]) {
      outcomes.push((await replayer.take(event))?.outcome);
    }
    expect(outcomes).toEqual(['approve', 'approve', 'decline', 'approve']);
  });
});

describe('features alone', () => {
  const features = (({ features, rates }) => ({ features, rates }))(policyWith(COUNTS));

  test('decide nothing; asks count as approved unless Stripe reported otherwise', async () => {
    const events = [
      asked('a', 0, RISKY),
      asked('b', 1),
      reported('b', 1, { approved: false, reason: 'webhook_declined' }),
      asked('c', 2),
      reported('c', 2, { approved: false, reason: 'insufficient_funds' }),
      asked('d', 3),
    ];
    const decisions = await replayed(features, events);
    expect(decisions[3]).toMatchObject({
      authorization: 'd',
      outcome: null,
      reasons: [],
      features: { asks: 3, approved: 1, declined: 1, refused: 1, spent: 12.34 },
      verdict: null,
    });
  });
});

test('a store that fails ends the replay', async () => {
  const store = { apply: () => Promise.reject(new Error('the disk is gone')) };
  const policy = policyWith('event login\n tries := Count(by ip last 1 hour)\n');
  const replayer = createReplayer({ policy, store, conceal: (text) => text });
  await expect(replayer.take(loggedIn('l1', 0, { ip: '203.0.113.7' }))).rejects.toThrow('the disk is gone');
});

test('whatever comes twice, and wherever, changes no decision', async () => {
  const policy = policyWith(COUNTS, { spree: 'Block if :asks: >= 3', many: 'Block if :spent: > 30' });
  const history = fc.array(
    fc.record({ card: fc.integer({ min: 1, max: 3 }), gap: fc.integer({ min: 0, max: 20 }), isRisky: fc.boolean() }),
    { minLength: 1, maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(history, fc.array(fc.nat(), { maxLength: 6 }), async (steps, repeats) => {
      let minute = 0;
      const events = steps.map(({ card, gap, isRisky }, index): ReplayEvent => {
        minute += gap;
        return asked(`a${index}`, minute, { card: { id: `ic_${card}` }, ...(isRisky && RISKY) });
      });
      const withRepeats = [...events];
      for (const repeat of repeats) {
        const at = repeat % events.length;
        const event = events[at];
        // Anywhere behind the first one.
        if (event) withRepeats.splice(withRepeats.indexOf(event) + 1 + (repeat % (events.length - at)), 0, event);
      }
      expect(await replayed(policy, withRepeats)).toEqual(await replayed(policy, events));
    }),
    { numRuns: 60 },
  );
});
