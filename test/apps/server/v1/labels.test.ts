import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { takeArrivals } from '../../../../src/adapters/store/database/inbox.ts';
import { writeRecords } from '../../../../src/adapters/store/database/write.ts';
import { createAuthorizationsStep } from '../../../../src/workflows/ingest/authorizations.ts';
import { cardsStep } from '../../../../src/workflows/ingest/cards.ts';
import { labelsStep } from '../../../../src/workflows/ingest/labels.ts';
import { decisionText, eventText } from '../../../adapters/store/database/fixtures.ts';
import { createTestAlarms } from '../../../support/alarms.ts';
import { openStage, type Stage } from './stage.ts';

const T = 1_763_000_000;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

async function store(...texts: string[]) {
  const { pool } = stage.database;
  await writeRecords(pool, texts);
  const steps = [createAuthorizationsStep(createTestAlarms(), () => {}), cardsStep, labelsStep];
  const taken = await takeArrivals(pool, { limit: 100, nowMs: Date.now(), steps });
  if (taken.kind === 'failed') throw taken.error;
}

describe('/v1/labels', () => {
  it('takes labels once, and says which it could make nothing of', async () => {
    await store(decisionText('known', { authorization: 'iauth_known' }));
    const labels = [
      { authorization: 'iauth_known', verdict: 'fraud', known_at: '2026-01-05T00:00:00Z', note: 'called us' },
      { authorization: 'iauth_typo', verdict: 'legitimate', known_at: '2026-01-05T00:00:00Z' },
      { transaction: 'itr_later', verdict: 'fraud', known_at: '2026-01-05T00:00:00Z', ref: 'case-17' },
    ] as const;
    expect(await stage.client.labels.add({ labels })).toEqual({ added: 3, known: 0, unjoined: 1, unheard_of: 1 });
    expect(await stage.client.labels.add({ labels })).toEqual({ added: 0, known: 3, unjoined: 1, unheard_of: 1 });
    const { data } = await stage.client.labels.list({ authorization: 'iauth_known' });
    expect(data).toMatchObject([
      {
        ...{ verdict: 'fraud', source: 'import', strength: 'moderate', ref: 'iauth_known', unjoined: false },
        ...{ known_at: '2026-01-05T00:00:00.000Z', detail: { note: 'called us' } },
        by: { name: 'someone with admin' },
      },
    ]);
    const audit = await stage.client.audit.list({ act: 'label.add' });
    expect(audit.data[0]).toMatchObject({ subject: 'labels', detail: { sent: 3, added: 0 } });
  });

  it('joins a label of a transaction when that comes', async () => {
    const waiting = await stage.client.labels.list({ unjoined: true });
    expect(waiting.data.map(({ ref }) => ref)).toEqual(['case-17']);
    const fields = { type: 'capture', authorization: 'iauth_later' };
    await store(eventText('evt_t', { type: 'issuing_transaction.created', object_id: 'itr_later', fields }));
    expect((await stage.client.labels.list({ unjoined: true })).data).toEqual([]);
    expect((await stage.client.labels.list({ authorization: 'iauth_later' })).data).toMatchObject([{ ref: 'case-17' }]);
    expect((await stage.client.labels.summary()).unjoined).toBe(0);
  });

  it('tell whether Stripe approved the purchase in the end, and are found by it', async () => {
    for (const [id, approved] of [
      ['iauth_bought', true],
      ['iauth_stopped', false],
    ] as const) {
      const fields = { approved, request_history: [], card: 'ic_9' };
      const report = { type: 'issuing_authorization.created', object_id: id, previous: {}, fields };
      await store(eventText(`evt_${id}`, report));
    }
    const known_at = '2026-03-01T00:00:00Z';
    await stage.client.labels.add({
      labels: ['iauth_bought', 'iauth_stopped', 'iauth_untold'].map((id) => {
        return { authorization: id, verdict: 'fraud' as const, known_at, ref: 'march' };
      }),
    });
    const told = async (query: { approved?: boolean }) =>
      (await stage.client.labels.list({ from: known_at, to: '2026-03-02T00:00:00Z', ...query })).data.map(
        ({ authorization, approved }) => [authorization, approved],
      );
    expect(await told({})).toEqual([
      ['iauth_untold', null],
      ['iauth_stopped', false],
      ['iauth_bought', true],
    ]);
    expect(await told({ approved: true })).toEqual([['iauth_bought', true]]);
    expect(await told({ approved: false })).toEqual([['iauth_stopped', false]]);
  });

  it('tells what they come to, now and at a moment, and what that rests on', async () => {
    const at = '2026-02-01T00:00:00Z';
    await stage.client.labels.add({ labels: [{ authorization: 'iauth_v', verdict: 'fraud', known_at: at, ref: 'a' }] });
    await stage.client.labels.add({
      labels: [{ authorization: 'iauth_v', verdict: 'legitimate', known_at: '2026-02-03T00:00:00Z', ref: 'b' }],
    });
    const now = await stage.client.labels.verdict({ authorization: 'iauth_v' });
    expect(now).toMatchObject({ verdict: 'legitimate', strength: 'moderate', contested: true });
    expect(now.labels).toHaveLength(2);
    const before = await stage.client.labels.verdict({ authorization: 'iauth_v', at: '2026-02-02T00:00:00Z' });
    expect(before).toMatchObject({ verdict: 'fraud', contested: false, known_at: '2026-02-01T00:00:00.000Z' });
    const nothing = await stage.client.labels.verdict({ authorization: 'iauth_nobody' });
    expect(nothing).toMatchObject({ verdict: null, source: null, labels: [] });
  });

  test.each<[string, object, string]>([
    ['neither authorization nor transaction', { verdict: 'fraud' }, 'body.labels[0]'],
    ['both', { authorization: 'iauth_1', transaction: 'itr_1', verdict: 'fraud' }, 'body.labels[0]'],
    ['no verdict', { authorization: 'iauth_1' }, 'body.labels[0].verdict'],
    ['another verdict', { authorization: 'iauth_1', verdict: 'maybe' }, 'body.labels[0].verdict'],
    [
      'a time to come',
      { authorization: 'iauth_1', verdict: 'fraud', known_at: '2099-01-01T00:00:00Z' },
      'body.labels[0].known_at',
    ],
    ['a time that is none', { authorization: 'iauth_1', verdict: 'fraud', known_at: 'May' }, 'body.labels[0].known_at'],
    [
      'a phone number in the note',
      { authorization: 'iauth_1', verdict: 'fraud', note: 'call +1 555 555 0123' },
      'body.labels[0].note',
    ],
    ['a source of its own', { authorization: 'iauth_1', verdict: 'fraud', source: 'review' }, 'body.labels[0].source'],
  ])('refuses %s, and takes nothing of the batch', async (_name, bad, path) => {
    const good = { authorization: 'iauth_good', verdict: 'fraud' };
    const { status, json } = await stage.send('POST', '/v1/labels', { labels: [bad, good] });
    expect([status, json.errors[0].path]).toEqual([400, path]);
    expect((await stage.client.labels.list({ authorization: 'iauth_good' })).data).toEqual([]);
  });

  it('keeps worlds apart, and wants the scope review to add', async () => {
    await stage.client.labels.add({ labels: [{ authorization: 'iauth_w', verdict: 'fraud' }] }, { account: 'acct_1' });
    expect((await stage.client.labels.list({ authorization: 'iauth_w' })).data).toEqual([]);
    const live = await stage.keyed(['read', 'review'], { livemode: true });
    expect((await live.client.labels.list({})).data).toEqual([]);
    const reader = await stage.keyed(['read']);
    const adding = reader.client.labels.add({ labels: [{ authorization: 'iauth_w', verdict: 'fraud' }] });
    await expect(adding).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('gives every label once, page by page', async () => {
    const many = Array.from({ length: 30 }, (_, number) => ({
      authorization: `iauth_p${number}`,
      verdict: 'fraud' as const,
    }));
    await stage.client.labels.add({ labels: many }, { account: 'acct_pages' });
    const seen: (string | null)[] = [];
    for await (const { authorization } of stage.client.labels.each({ limit: 7 }, { account: 'acct_pages' })) {
      seen.push(authorization);
    }
    expect([seen.length, new Set(seen).size]).toEqual([30, 30]);
  });
});

describe('/v1/cards and /v1/cardholders', () => {
  it('say what is known, since when and from whom', async () => {
    await store(
      decisionText('c', {
        ...{ asked_at: T * 1000, card: 'ic_1', cardholder: 'ich_1', portfolio: 'travel' },
        seen: {
          card: { status: 'active', type: 'virtual' },
          cardholder: { status: 'active', country: 'US', phone: true },
        },
      }),
      eventText('evt_c', {
        ...{ type: 'issuing_card.updated', object_id: 'ic_1', created: T + 5 },
        fields: {
          status: 'canceled',
          created: T - 9,
          latest_fraud_warning: { type: 'fraud_dispute_filed', started_at: T + 1 },
        },
        seen: { cardholder: { id: 'ich_1', email: 'hmac_1', disabled_reason: null, past_due: [] } },
      }),
    );
    const card = await stage.client.cards.get('ic_1');
    expect(card).toMatchObject({
      ...{ status: 'canceled', type: 'virtual', portfolio: 'travel', cardholder: 'ich_1', replaced_by: null },
      latest_fraud_warning: { type: 'fraud_dispute_filed', started_at: new Date((T + 1) * 1000).toISOString() },
      fraud_warnings: [{ type: 'fraud_dispute_filed', taken_back: false }],
      known: { type: { at: new Date(T * 1000).toISOString(), from: 'ask' }, status: { from: 'event' } },
    });
    expect(await stage.client.cardholders.get('ich_1')).toMatchObject({
      ...{ status: 'active', country: 'US', has_phone: true, phone_since: null, email: 'hmac_1', past_due: [] },
      cards: [{ id: 'ic_1', status: 'canceled' }],
    });
  });

  it('are unknown in another world, and where nobody spoke of them', async () => {
    await expect(stage.client.cards.get('ic_1', { livemode: true })).rejects.toMatchObject({ code: 'not_found' });
    await expect(stage.client.cardholders.get('ich_9')).rejects.toMatchObject({ code: 'not_found' });
  });
});
