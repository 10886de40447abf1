import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { joinAs } from '../../../../src/adapters/store/database/label-joins.ts';
import { addLabels } from '../../../../src/adapters/store/database/labels.ts';
import { settleDisputes } from '../../../../src/adapters/store/database/review-disputes.ts';
import { settleFollowUp } from '../../../../src/adapters/store/database/review-follow-ups.ts';
import { together } from '../../../../src/adapters/store/database/together.ts';
import type { CountersignClient } from '../../../../src/sdk/index.ts';
import { createManualClock } from '../../../support/clock.ts';
import { whyNoPostgres } from '../../../support/postgres.ts';
import {
  arrive,
  dispute,
  emptyReviews,
  MINUTE_MS,
  NOW_MS,
  report,
  reviewed,
  transaction,
} from '../../../workflows/review/records.ts';
import { openStage, type Stage } from './stage.ts';

const hasPostgres = (await whyNoPostgres()) === null;

describe.each([...(hasPostgres ? [false] : []), true])('the review queue, embedded: %s', (isEmbedded) => {
  const clock = createManualClock(NOW_MS);
  let stage: Stage;
  let ann: { id: string; client: CountersignClient; key: string };
  let bob: typeof ann;
  beforeAll(async () => {
    stage = await openStage({ isEmbedded, clock });
    ann = await stage.keyed(['review']);
    bob = await stage.keyed(['review']);
  });
  afterAll(() => stage.close());
  beforeEach(() => emptyReviews(stage.database));

  const come = (...texts: string[]) => arrive(stage.database, texts);
  /** Opens a review of an authorization by a rule and gives its id. */
  async function opened(of: string, fields: Readonly<Record<string, unknown>> = {}): Promise<string> {
    await come(reviewed(`dec_${of}`, of, 0, fields));
    const { data } = await ann.client.reviews.list(
      { authorization: `iauth_${of}` },
      { livemode: fields.livemode === true },
    );
    return data[0]?.id ?? '';
  }
  const labels = async (ref: string) => {
    const select = 'select authorization_id, verdict, source, author, card from labels where ref = $1';
    return (await stage.database.pool.query(select, [ref])).rows;
  };
  const outbox = async () => (await stage.database.pool.query<{ name: string }>('select name from outbox')).rows;
  const acts = async (subject: string) =>
    (await stage.client.audit.list({ subject })).data.map(({ act }) => act).reverse();

  it('shows what is open with its cause, how much that is, and what is overdue', async () => {
    await come(reviewed('d1', '1', 0), reviewed('d2', '2', -24 * 60, { amount_minor: 9_000_000 }));
    const page = await ann.client.reviews.list();
    expect(page).toMatchObject({ open: 2, overdue: 1, next: null });
    expect(page.data).toMatchObject([
      { kind: 'rule', status: 'open', rules: ['look'], authorization: 'iauth_2', overdue: true, assigned_to: null },
      { authorization: 'iauth_1', decision: 'd1', overdue: false },
    ]);
    const { purchase } = page.data[0] ?? {};
    const bought = { amount_minor: 9_000_000, currency: 'usd', merchant_name: 'Sample Rides' };
    expect(purchase).toMatchObject({ ...bought, outcome: expect.any(String) });
    const pages: (string | null)[] = [];
    for await (const { decision } of ann.client.reviews.each({ limit: 1, sort: 'latest' })) pages.push(decision);
    expect(pages).toEqual(['d1', 'd2']);
    expect((await ann.client.reviews.list({ status: 'closed' })).data).toEqual([]);
    await expect(ann.client.reviews.list({ cursor: 'x' })).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('tells all that helps to judge one', async () => {
    const id = await opened('1');
    await come(reviewed('other', '2', 5, {}, []), reviewed('again', '1', 7, {}, ['large']));
    const review = await ann.client.reviews.get(id);
    expect(review).toMatchObject({
      decision: 'again',
      decisions: ['dec_1', 'again'],
      latest_decision: { id: 'again', merchant_name: 'Sample Rides' },
      related: { card: { count: 3 }, cardholder: { count: 3 }, merchant: { count: 3 } },
      incident: null,
    });
    expect(review.support).toMatch(/^We approved the purchase of 10\.00 USD at Sample Rides: /);
    expect(review.related.card?.latest.map(({ decision }) => decision)).toEqual(['again', 'other', 'dec_1']);
    expect(review.history.map(({ what, detail }) => [what, detail.decision])).toEqual([
      ['asked', 'dec_1'],
      ['asked', 'again'],
    ]);
  });

  it('gives a review to a user whose role may review, and says what keeps another from it', async () => {
    const id = await opened('1');
    const { users } = stage.client;
    const userOf = async (login: string, role: 'analyst' | 'viewer' | 'admin') =>
      (await users.create({ name: `Sample ${login}`, login, role })).id;
    const [analyst, viewer] = [await userOf('analyst', 'analyst'), await userOf('viewer', 'viewer')];
    const [disabled, erased] = [await userOf('disabled', 'admin'), await userOf('erased', 'admin')];
    await users.update(disabled, { disabled: true });
    await users.erase(erased);
    expect(await ann.client.reviews.assign(id, { to: analyst })).toMatchObject({
      assigned_to: { id: analyst, name: 'Sample analyst' },
    });
    expect((await bob.client.reviews.list({ assigned_to: analyst })).data).toMatchObject([{ id }]);
    const faults = {
      [viewer]: `the user ${viewer} is a viewer, who may not review`,
      [disabled]: `the user ${disabled} is disabled`,
      [erased]: `the user ${erased} was erased`,
      usr_nobody: 'there is no user and no key usr_nobody',
    };
    for (const [to, message] of Object.entries(faults)) {
      await expect(ann.client.reviews.assign(id, { to })).rejects.toMatchObject({
        code: 'invalid_request',
        problem: { errors: [{ path: 'body.to', message }] },
      });
    }
  });

  it('gives a review to somebody who may have it, once', async () => {
    const id = await opened('1');
    await ann.client.reviews.assign(id, { to: 'me' });
    await ann.client.reviews.assign(id, { to: 'me' });
    expect((await ann.client.reviews.list({ assigned_to: 'me' })).data).toMatchObject([
      { assigned_to: { id: ann.id } },
    ]);
    expect((await bob.client.reviews.list({ assigned_to: 'me' })).data).toEqual([]);
    expect((await bob.client.reviews.list({ assigned_to: ann.id })).data).toHaveLength(1);
    const { history } = await bob.client.reviews.assign(id, { to: bob.id });
    expect(history.filter(({ what }) => what === 'assigned')).toHaveLength(2);
    expect(await bob.client.reviews.assign(id, { to: 'nobody' })).toMatchObject({ assigned_to: null });
    expect((await ann.client.reviews.list({ assigned_to: 'nobody' })).data).toHaveLength(1);
    const reader = await stage.keyed(['read']);
    const theirs = await stage.keyed(['review'], { livemode: true });
    for (const to of ['key_nobody', reader.id, theirs.id]) {
      await expect(ann.client.reviews.assign(id, { to }), to).rejects.toMatchObject({ code: 'invalid_request' });
    }
    expect(await acts(id)).toEqual(['review.assign', 'review.assign', 'review.assign']);
  });

  it('counts the open ones by whose they are, their cause, rule and portfolio', async () => {
    const id = await opened('1');
    await opened('2', { livemode: true });
    await come(reviewed('dec_3', '3', -25 * 60, { portfolio: 'travel' }, ['look', 'large']));
    const { data } = await ann.client.reviews.list({ portfolio: 'travel' });
    const theirs = data[0]?.id ?? '';
    await ann.client.reviews.assign(id, { to: 'me' });
    expect(await ann.client.reviews.counts()).toMatchObject({
      ...{ open: 2, mine: 1, unassigned: 1, overdue: 1, oldest_opened_at: data[0]?.opened_at },
      kinds: [{ value: 'rule', count: 2 }],
      causes: [],
      rules: [
        { value: 'look', count: 2 },
        { value: 'large', count: 1 },
      ],
    });
    expect((await ann.client.reviews.counts()).portfolios).toContainEqual({ value: 'travel', count: 1 });
    expect(await bob.client.reviews.counts()).toMatchObject({ open: 2, mine: 0 });
    await ann.client.reviews.decide(theirs, { verdict: 'legitimate' });
    expect(await ann.client.reviews.counts()).toMatchObject({ open: 1, overdue: 0, unassigned: 0 });
    const alarmed = 'capture_forced';
    await stage.database.pool.query('update reviews set cause = $1 where id = $2', [alarmed, id]);
    expect((await ann.client.reviews.counts()).causes).toEqual([{ value: alarmed, count: 1 }]);
    expect((await ann.client.reviews.list({ cause: alarmed })).data.map((review) => review.id)).toEqual([id]);
    expect((await ann.client.reviews.list({ cause: 'other' })).data).toEqual([]);
  });

  it('takes notes, once each, and none with personal data in it', async () => {
    const id = await opened('1');
    const note = 'Third purchase since 2026-06-30 18:00 on ic_1Abcdef12345678, 1,250.00 in all';
    await ann.client.reviews.note(id, { note });
    const { history } = await ann.client.reviews.note(id, { note });
    expect(history.filter(({ what }) => what === 'noted')).toMatchObject([{ note, by: { id: ann.id } }]);
    for (const personal of ['ask erika@example.com', 'call +1 555 555 0123', 'card 4242 4242 4242 4242']) {
      const refused = await ann.client.reviews.note(id, { note: personal }).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'invalid_request', message: expect.stringContaining('personal data') });
    }
    await expect(ann.client.reviews.decide(id, { verdict: 'fraud', note: 'a@b.example' })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    expect(await ann.client.reviews.get(id)).toMatchObject({ status: 'open' });
    await expect(ann.client.reviews.note(id, { note: 'x'.repeat(1_001) })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  it('makes a verdict a label, with who and when', async () => {
    const id = await opened('1');
    const review = await ann.client.reviews.decide(id, { verdict: 'fraud', note: 'never been there' });
    expect(review).toMatchObject({ status: 'closed', verdict: 'fraud', closed_by: { id: ann.id } });
    expect(review.closed_at).toBe(new Date(NOW_MS).toISOString());
    expect(review.history.at(-1)).toMatchObject({
      what: 'decided',
      note: 'never been there',
      detail: { verdict: 'fraud' },
    });
    expect(await labels(id)).toEqual([
      { authorization_id: 'iauth_1', verdict: 'fraud', source: 'review', author: ann.id, card: 'ic_1' },
    ]);
    expect(await acts(id)).toEqual(['review.decide']);
  });

  it('does a verdict once, however often it comes, and refuses another one by name', async () => {
    const id = await opened('1');
    const follow_ups = [{ kind: 'freeze_card' as const }];
    const idempotencyKey = `key-${id}`;
    const first = await ann.client.reviews.decide(id, { verdict: 'fraud', follow_ups }, { idempotencyKey });
    const replayed = await ann.client.reviews.decide(id, { verdict: 'fraud', follow_ups }, { idempotencyKey });
    const again = await ann.client.reviews.decide(id, { verdict: 'fraud', follow_ups });
    const bobs = await bob.client.reviews.decide(id, { verdict: 'fraud', follow_ups });
    expect([replayed, again, bobs]).toEqual([first, first, first]);
    expect([await labels(id), await outbox()]).toMatchObject([[{ author: ann.id }], [{ name: 'freeze_card' }]]);
    await expect(bob.client.reviews.decide(id, { verdict: 'legitimate' })).rejects.toMatchObject({
      code: 'conflict',
      message: 'it was closed by someone with review as fraud',
    });
    await expect(bob.client.reviews.assign(id, { to: 'me' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await acts(id)).toEqual(['review.decide', 'review.freeze_card']);
  });

  it('has one winner where two reviewers decide at the same time', async () => {
    for (let turn = 0; turn < 8; turn += 1) {
      const id = await opened(`race_${turn}`);
      const results = await Promise.allSettled([
        ann.client.reviews.decide(id, { verdict: 'fraud', follow_ups: [{ kind: 'freeze_card' }] }),
        bob.client.reviews.decide(id, { verdict: 'legitimate' }),
        ann.client.reviews.decide(id, { verdict: 'fraud', follow_ups: [{ kind: 'freeze_card' }] }),
        bob.client.reviews.decide(id, { verdict: 'legitimate' }),
      ]);
      const { verdict, follow_ups, history } = await ann.client.reviews.get(id);
      const isFraud = verdict === 'fraud';
      const expected = isFraud ? ['fulfilled', 'rejected'] : ['rejected', 'fulfilled'];
      expect(results.map(({ status }) => status)).toEqual([...expected, ...expected]);
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'conflict', status: 409 });
      }
      expect(follow_ups).toHaveLength(isFraud ? 1 : 0);
      expect(history.filter(({ what }) => what === 'decided')).toHaveLength(1);
      expect(await labels(id)).toMatchObject([{ verdict }]);
    }
  });

  it('stands a dispute that closes the review while somebody decides', async () => {
    const scope = { livemode: false, account: null };
    for (let turn = 0; turn < 4; turn += 1) {
      const id = await opened(`both_${turn}`);
      const [ref, transactionId, authorizationId] = [`idp_${turn}`, `ipi_${turn}`, `iauth_both_${turn}`];
      const said = { verdict: 'fraud', source: 'dispute', ref, knownAtMs: NOW_MS, author: null, detail: {} } as const;
      await addLabels(
        stage.database.pool,
        [{ scope, authorizationId: null, transactionId, card: null, ...said }],
        NOW_MS,
      );
      await joinAs(stage.database.pool, scope, new Map([[transactionId, authorizationId]]), NOW_MS);
      const about = [{ scope, authorizationId: `iauth_both_${turn}` }];
      const [decided] = await Promise.allSettled([
        ann.client.reviews.decide(id, { verdict: 'legitimate' }),
        together(stage.database.pool, (joined) => settleDisputes(joined, about)),
      ]);
      const review = await ann.client.reviews.get(id);
      expect(review.history.map(({ what }) => what)).toContain('disputed');
      if (decided.status === 'fulfilled')
        expect(review).toMatchObject({ verdict: 'legitimate', closed_by: { id: ann.id } });
      else
        expect([review.closed_by?.id, String(decided.reason)]).toEqual([
          'dispute',
          expect.stringContaining('by a dispute'),
        ]);
      expect(await labels(id)).toHaveLength(decided.status === 'fulfilled' ? 1 : 0);
    }
  });

  it('still takes what shall follow where a dispute closed it, and makes no second label', async () => {
    const id = await opened('1');
    await come(dispute('1', 20), transaction('1'));
    const review = await ann.client.reviews.decide(id, { verdict: 'fraud', follow_ups: [{ kind: 'freeze_card' }] });
    expect(review).toMatchObject({
      closed_by: { id: 'dispute' },
      follow_ups: [{ kind: 'freeze_card', state: 'pending' }],
    });
    expect(await labels(id)).toEqual([]);
    await expect(ann.client.reviews.open({ authorization: 'iauth_1' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('idp_1'),
    });
  });

  it('puts what was bought where on a list, at once', async () => {
    const id = await opened('1');
    const until = new Date(NOW_MS + 60 * MINUTE_MS).toISOString();
    const entry = { kind: 'list_entry' as const, list: 'blocked', value_of: 'merchant' as const, until };
    const { follow_ups } = await ann.client.reviews.decide(id, { verdict: 'fraud', follow_ups: [entry, entry] });
    expect(follow_ups).toMatchObject([
      { kind: 'list_entry', list: 'blocked', value_of: 'merchant', until, state: 'done' },
    ]);
    const { data } = await stage.client.lists.entries('blocked');
    expect(data).toMatchObject([{ value: '1234567890', by: { id: ann.id }, known_until: until }]);
    expect(stage.live.entries({ livemode: false, account: null }).get('blocked')?.has('1234567890')).toBe(true);
    expect(await acts('blocked')).toContain('list.add');
  });

  it('refuses what can not follow, whole and with each fault, and stays open', async () => {
    const id = await opened('1', { livemode: true, account: null });
    const refused = await ann.client.reviews
      .decide(
        id,
        {
          verdict: 'fraud',
          follow_ups: [
            { kind: 'list_entry', list: 'blocked', value_of: 'merchant' },
            { kind: 'freeze_card' },
            { kind: 'list_entry', list: 'none', value_of: 'card' },
            { kind: 'list_entry', list: 'blocked', value_of: 'card' },
            { kind: 'list_entry', list: 'blocked', value_of: 'merchant', until: '2020-01-01T00:00:00Z' },
          ],
        },
        { livemode: true },
      )
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'invalid_request',
      problem: {
        errors: [
          { path: 'body.follow_ups[1].kind', message: expect.stringContaining('STRIPE_SECRET_KEY is of test mode') },
          { path: 'body.follow_ups[2].list', message: 'the policy declares no list none' },
          { path: 'body.follow_ups[3].value_of', message: expect.stringContaining('a list of type merchant') },
          { path: 'body.follow_ups[4].until', message: 'is over before it begins' },
        ],
      },
    });
    expect(await ann.client.reviews.get(id)).toMatchObject({ status: 'open', follow_ups: [] });
    expect([await labels(id), await outbox()]).toEqual([[], []]);
  });

  it('shows what became of a follow-up', async () => {
    const id = await opened('1');
    const { follow_ups } = await ann.client.reviews.decide(id, {
      verdict: 'fraud',
      follow_ups: [{ kind: 'freeze_card' }],
    });
    const failed = { state: 'failed' as const, reason: 'Stripe refused it', atMs: NOW_MS + 5 };
    await settleFollowUp(stage.database.pool, follow_ups[0]?.id ?? '', failed);
    const review = await ann.client.reviews.get(id);
    expect(review.follow_ups).toMatchObject([{ card: 'ic_1', state: 'failed', reason: 'Stripe refused it' }]);
    expect(review.history.at(-1)).toMatchObject({ what: 'followed_up', detail: { state: 'failed' } });
  });

  it('is opened by hand for what is known, also again after a closing, and once while it is open', async () => {
    await come(reviewed('quiet', '1', 0, {}, []), report('9', 0));
    const first = await ann.client.reviews.open({ authorization: 'iauth_1', note: 'looks odd' });
    expect(first).toMatchObject({ kind: 'manual', decisions: ['quiet'], rules: [], card: 'ic_1', priority: 4 });
    const [same, also] = await Promise.all([
      bob.client.reviews.open({ authorization: 'iauth_1' }),
      bob.client.reviews.open({ authorization: 'iauth_1', note: 'I think so, too' }),
    ]);
    expect([same.id, also.id]).toEqual([first.id, first.id]);
    await come(reviewed('later', '1', 5));
    expect(await ann.client.reviews.get(first.id)).toMatchObject({ decisions: ['quiet', 'later'], rules: ['look'] });
    await ann.client.reviews.decide(first.id, { verdict: 'legitimate' });
    const second = await ann.client.reviews.open({ authorization: 'iauth_1' });
    expect(second.id).not.toBe(first.id);
    const reported = await ann.client.reviews.open({ authorization: 'iauth_9' });
    expect(reported).toMatchObject({ decision: null, card: 'ic_1', cardholder: 'ich_1', latest_decision: null });
    await expect(ann.client.reviews.open({ authorization: 'iauth_none' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('has one review where a rule and a person open it at the same time', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const of = `same_${turn}`;
      await come(reviewed(`quiet_${turn}`, of, 0, {}, []));
      const [byHand] = await Promise.all([
        ann.client.reviews.open({ authorization: `iauth_${of}` }),
        come(reviewed(`loud_${turn}`, of, 1)),
      ]);
      const { data } = await ann.client.reviews.list({ authorization: `iauth_${of}` });
      expect(data).toMatchObject([{ id: byHand.id }]);
      expect((await ann.client.reviews.get(byHand.id)).decisions).toContain(`loud_${turn}`);
    }
  });

  it('shows an outage as one incident, whose sample is opened one by one and whose verdict is no label', async () => {
    await come(
      ...Array.from({ length: 30 }, (_, n) => report(`t${n}`, n / 3, { amount: 1_000 + n, approved: n !== 29 })),
    );
    const [incident] = (await ann.client.reviews.list({ kind: 'incident' })).data;
    const id = incident?.id ?? '';
    const found = await ann.client.reviews.get(id);
    expect(found.incident).toMatchObject({ cause: 'webhook_timeout', asks: 30, approved: 29 });
    expect(found.incident?.sample).toHaveLength(20);
    expect(found.incident?.sample[0]).toMatchObject({ authorization: 'iauth_t28', amount_minor: 1_028, review: null });
    const sampled = await ann.client.reviews.open({ authorization: 'iauth_t28' });
    expect((await ann.client.reviews.get(id)).incident?.sample[0]).toMatchObject({ review: sampled.id });
    await expect(
      ann.client.reviews.decide(id, { verdict: 'fraud', follow_ups: [{ kind: 'freeze_card' }] }),
    ).rejects.toMatchObject({ code: 'invalid_request', message: expect.stringContaining('no card') });
    expect(await ann.client.reviews.decide(id, { verdict: 'legitimate' })).toMatchObject({ status: 'closed' });
    expect(await labels(id)).toEqual([]);
  });

  it('shows nobody what is of another mode or account', async () => {
    const id = await opened('1');
    const { client } = await stage.keyed(['review'], { livemode: true });
    await expect(client.reviews.get(id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(client.reviews.decide(id, { verdict: 'fraud' })).rejects.toMatchObject({ code: 'not_found' });
    expect((await client.reviews.list()).data).toEqual([]);
    await expect(client.reviews.open({ authorization: 'iauth_1' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('knows reviewers by their keys, and forgets whose an erased one was', async () => {
    const carl = await stage.keyed(['review']);
    const id = await opened('1');
    await carl.client.reviews.decide(id, { verdict: 'fraud' });
    await stage.client.keys.erase(carl.id);
    expect(await ann.client.reviews.get(id)).toMatchObject({ closed_by: { id: carl.id, name: null } });
  });
});

describe('without a key of Stripe', () => {
  it('no card is promised to be frozen', async () => {
    const stage = await openStage({ stripeMode: null, clock: createManualClock(NOW_MS) });
    await arrive(stage.database, [reviewed('d1', '1', 0)]);
    const [review] = (await stage.client.reviews.list()).data;
    await expect(
      stage.client.reviews.decide(review?.id ?? '', { verdict: 'fraud', follow_ups: [{ kind: 'freeze_card' }] }),
    ).rejects.toMatchObject({ message: expect.stringContaining('STRIPE_SECRET_KEY is not set') });
    expect(await stage.client.reviews.get(review?.id ?? '')).toMatchObject({ status: 'open' });
    await stage.close();
  });
});
