import { beforeEach, describe, expect, it } from 'vitest';
import { findCard, findCardholder } from '../../../src/adapters/store/database/cards.ts';
import { takeArrivals } from '../../../src/adapters/store/database/inbox.ts';
import { unjoinedTransactions } from '../../../src/adapters/store/database/label-joins.ts';
import {
  labelsOfAuthorizations,
  listLabels,
  summarizeLabels,
} from '../../../src/adapters/store/database/label-search.ts';
import { addLabels } from '../../../src/adapters/store/database/labels.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { phoneOf } from '../../../src/core/domain/cardholder-state.ts';
import type { Label } from '../../../src/core/domain/label.ts';
import { verdictOf } from '../../../src/core/domain/label-verdict.ts';
import { createRandom } from '../../../src/core/domain/random.ts';
import { cardsStep } from '../../../src/workflows/ingest/cards.ts';
import { labelsStep } from '../../../src/workflows/ingest/labels.ts';
import { decisionText, eventText } from '../../adapters/store/database/fixtures.ts';

const NOW_MS = Date.UTC(2026, 0, 1);
const SCOPE = { livemode: false, account: null };
const T = 1_763_000_000;
const ms = (seconds: number) => (T + seconds) * 1000;

type Fields = Readonly<Record<string, unknown>>;

/** A dispute over itr_1, so many seconds after T. */
function dispute(id: string, at: number, fields: Fields = {}, record: Fields = {}): string {
  const { reason = 'fraudulent', ...others } = fields;
  return eventText(id, {
    type: 'issuing_dispute.updated',
    object_id: 'idp_1',
    created: T + at,
    fields: { status: 'submitted', evidence: { reason }, transaction: 'itr_1', ...others },
    ...record,
  });
}

function transaction(id: string, at: number, authorization: string | null, record: Fields = {}): string {
  const fields = { type: 'capture', authorization, card: 'ic_1' };
  return eventText(id, { type: 'issuing_transaction.created', object_id: 'itr_1', created: T + at, fields, ...record });
}

function card(id: string, at: number, fields: Fields, record: Fields = {}): string {
  return eventText(id, { type: 'issuing_card.updated', object_id: 'ic_1', created: T + at, fields, ...record });
}

/** What follows for labels, cards and cardholders from what is stored, on every database. */
export function peopleContract(database: () => Database): void {
  beforeEach(async () => {
    const { pool } = database();
    await pool.query('truncate cards, cardholders, label_joins, authorizations restart identity');
    await clearLabels();
  });

  /** As an erasure does it. */
  async function clearLabels() {
    const client = await database().pool.connect();
    await client.query('begin');
    await client.query("set local countersign.erasing = 'on'");
    await client.query('delete from labels');
    await client.query('commit');
    client.release();
  }

  const take = async (...texts: string[]) => {
    await writeRecords(database().pool, texts);
    const taken = await takeArrivals(database().pool, { limit: 500, nowMs: NOW_MS, steps: [cardsStep, labelsStep] });
    if (taken.kind !== 'taken') throw taken.kind === 'failed' ? taken.error : new Error(taken.kind);
  };
  const verdict = async (authorization: string, atMs?: number) => {
    const labels = await labelsOfAuthorizations(database().pool, SCOPE, [authorization]);
    return verdictOf(labels.get(authorization) ?? [], atMs);
  };
  const rows = async () => (await listLabels(database().pool, { scope: SCOPE }, { limit: 100 })).rows;

  describe('labels of disputes', () => {
    it('wait for the transaction, are counted meanwhile, and are joined when it comes', async () => {
      await take(dispute('evt_1', 10));
      expect(await rows()).toMatchObject([{ verdict: 'fraud', authorizationId: null, isUnjoined: true }]);
      expect(await unjoinedTransactions(database().pool, SCOPE, 10)).toEqual(['itr_1']);
      expect((await summarizeLabels(database().pool, SCOPE)).unjoined).toBe(1);
      await take(transaction('evt_2', 5, 'iauth_1'));
      expect(await rows()).toMatchObject([{ verdict: 'fraud', authorizationId: 'iauth_1', isUnjoined: false }]);
      expect(await verdict('iauth_1')).toMatchObject({ verdict: 'fraud', source: 'dispute', knownAtMs: ms(10) });
      expect(await verdict('iauth_1', ms(9))).toBeNull();
      expect((await summarizeLabels(database().pool, SCOPE)).unjoined).toBe(0);
    });

    it('know the authorization at once where the transaction came before, or stands in the dispute', async () => {
      await take(transaction('evt_1', 1, 'iauth_1'));
      await take(dispute('evt_2', 2));
      const expanded = { transaction: { id: 'itr_2', authorization: 'iauth_2' } };
      await take(dispute('evt_3', 3, expanded, { object_id: 'idp_2' }));
      const told = (await rows()).map(({ ref, authorizationId, isUnjoined }) => [ref, authorizationId, isUnjoined]);
      expect(told).toEqual([
        ['idp_2', 'iauth_2', false],
        ['idp_1', 'iauth_1', false],
      ]);
    });

    it('of a forced capture are about no authorization, and wait for none', async () => {
      await take(dispute('evt_1', 2), transaction('evt_2', 1, null));
      expect(await rows()).toMatchObject([{ authorizationId: null, transactionId: 'itr_1', isUnjoined: false }]);
    });

    it('say nothing for another reason, and take back what was said before the reason changed', async () => {
      await take(transaction('evt_0', 1, 'iauth_1'), dispute('evt_1', 2, { reason: 'not_received' }));
      expect(await rows()).toEqual([]);
      await take(dispute('evt_2', 3), dispute('evt_3', 4, { reason: 'canceled' }));
      expect(await verdict('iauth_1')).toBeNull();
      expect(await verdict('iauth_1', ms(3))).toMatchObject({ verdict: 'fraud' });
    });

    it('grow stronger when it is won, weaker when it is lost', async () => {
      await take(
        transaction('evt_0', 1, 'iauth_1'),
        dispute('evt_1', 2, { status: 'unsubmitted' }),
        dispute('evt_2', 3),
      );
      expect(await rows()).toHaveLength(1);
      await take(dispute('evt_3', 4, { status: 'lost', loss_reason: 'transaction_authorized' }));
      expect(await verdict('iauth_1')).toMatchObject({ verdict: 'fraud', strength: 'moderate' });
      await take(dispute('evt_4', 5, { status: 'won' }));
      expect(await verdict('iauth_1')).toMatchObject({ verdict: 'fraud', strength: 'decisive', knownAtMs: ms(5) });
    });

    it('come to the same whatever came first, twice, or one at a time', async () => {
      const texts = [
        transaction('evt_0', 1, 'iauth_1'),
        dispute('evt_1', 2, { status: 'unsubmitted' }),
        dispute('evt_2', 3, { reason: 'other' }),
        dispute('evt_3', 4),
        dispute('evt_4', 5, { reason: 'other' }),
        dispute('evt_5', 6, { status: 'won' }),
      ];
      const at = [2, 3, 4, 5, 6].map(ms);
      const seen = new Set<string>();
      for (let seed = 1; seed <= 6; seed += 1) {
        const random = createRandom(seed);
        const shuffled = texts.map((text) => ({ text, at: random() })).sort((one, other) => one.at - other.at);
        for (const { text } of shuffled) await take(text);
        await take(...texts);
        const verdicts = await Promise.all(at.map(async (atMs) => (await verdict('iauth_1', atMs))?.verdict ?? null));
        seen.add(JSON.stringify(verdicts));
        await database().pool.query('truncate events, inbox, label_joins');
        await clearLabels();
      }
      expect([...seen]).toEqual([JSON.stringify(['fraud', null, 'fraud', null, 'fraud'])]);
    });

    it('of another account or mode stay apart', async () => {
      await take(dispute('evt_1', 2), transaction('evt_2', 3, 'iauth_1', { account: 'acct_1' }));
      await take(transaction('evt_3', 3, 'iauth_1', { livemode: true }));
      expect(await rows()).toMatchObject([{ authorizationId: null, isUnjoined: true }]);
      const other = await listLabels(database().pool, { scope: { livemode: false, account: 'acct_1' } }, { limit: 9 });
      expect(other.rows).toEqual([]);
    });
  });

  describe('labels of answered challenges', () => {
    const challenged = (id: string, at: number, ...statuses: string[]) =>
      eventText(id, {
        created: T + at,
        fields: { fraud_challenges: statuses.map((status) => ({ channel: 'sms', status })) },
      });

    it('are the NO and the YES, from when they came; who does not answer says nothing', async () => {
      await take(challenged('evt_1', 1, 'pending'), challenged('evt_2', 2, 'expired'));
      expect(await rows()).toEqual([]);
      await take(challenged('evt_4', 4, 'expired', 'rejected'), challenged('evt_3', 3, 'expired', 'pending'));
      expect(await rows()).toMatchObject([
        { verdict: 'fraud', source: 'challenge', ref: 'iauth_1:1', knownAtMs: ms(4) },
      ]);
      await take(
        eventText('evt_5', {
          created: T,
          object_id: 'iauth_2',
          fields: { fraud_challenges: [{ status: 'verified' }] },
        }),
      );
      expect(await verdict('iauth_2')).toMatchObject({ verdict: 'legitimate', strength: 'strong' });
    });
  });

  describe('cards and cardholders', () => {
    const warning = { type: 'fraud_dispute_filed', started_at: T + 2 };
    const ask = (id: string, at: number, seen: unknown, fields: Fields = {}) =>
      decisionText(id, { asked_at: ms(at), card: 'ic_1', cardholder: 'ich_1', portfolio: 'travel', seen, ...fields });

    it('are known from asks and from events, the newer of each field counting', async () => {
      const seen = {
        card: { status: 'active', type: 'virtual' },
        cardholder: { status: 'active', country: 'US', phone: true },
      };
      await take(card('evt_1', 9, { status: 'canceled', cancellation_reason: 'stolen', replaced_by: 'ic_2' }));
      await take(ask('a', 5, seen));
      const found = await findCard(database().pool, SCOPE, 'ic_1');
      expect(found?.known).toMatchObject({
        status: ['canceled', ms(9), 'event'],
        type: ['virtual', ms(5), 'ask'],
        replaced_by: ['ic_2', ms(9), 'event'],
        cardholder: ['ich_1', ms(5), 'ask'],
        portfolio: ['travel', ms(5), 'ask'],
      });
      const holder = await findCardholder(database().pool, SCOPE, 'ich_1');
      expect(holder?.known).toMatchObject({ status: ['active', ms(5), 'ask'], phone: [true, ms(5), 'ask'] });
    });

    it('are known from records of before all this was kept', async () => {
      await take(decisionText('old', { asked_at: ms(1), card: 'ic_1', cardholder: 'ich_1' }));
      await take(
        eventText('evt_1', { created: T + 2, fields: { card: 'ic_1', cardholder: 'ich_1', status: 'closed' } }),
      );
      const fields = {
        status: 'blocked',
        requirements: { disabled_reason: 'listed' },
        billing: { address: { country: 'GB' } },
      };
      await take(
        eventText('evt_2', { type: 'issuing_cardholder.updated', object_id: 'ich_1', created: T + 3, fields }),
      );
      expect((await findCard(database().pool, SCOPE, 'ic_1'))?.known).toMatchObject({
        cardholder: ['ich_1', ms(2), 'event'],
      });
      const holder = await findCardholder(database().pool, SCOPE, 'ich_1');
      expect(holder?.known).toMatchObject({ status: ['blocked', ms(3), 'event'], country: ['GB', ms(3), 'event'] });
      expect(holder?.known.disabled_reason?.[0]).toBe('listed');
    });

    it('label what is bought with a card from the start of its warning on, weakly', async () => {
      await take(ask('a', 1, {}), ask('b', 3, { card: { status: 'active', warning } }));
      expect(await verdict('iauth_a')).toBeNull();
      expect(await verdict('iauth_b')).toMatchObject({ verdict: 'fraud', source: 'fraud_warning', strength: 'weak' });
      // The same in an event says nothing new.
      await take(card('evt_1', 4, { status: 'active', latest_fraud_warning: warning }));
      expect(await rows()).toHaveLength(1);
      await take(card('evt_2', 6, { status: 'active', latest_fraud_warning: { type: null, started_at: null } }));
      expect(await verdict('iauth_b')).toBeNull();
      expect(await verdict('iauth_b', ms(5))).toMatchObject({ verdict: 'fraud' });
    });

    it('take a phone for new that came after there was none, and forget nothing by an older event', async () => {
      const holder = (id: string, at: number, phone: boolean, more: Fields = {}) =>
        eventText(id, {
          type: 'issuing_cardholder.updated',
          object_id: 'ich_1',
          created: T + at,
          fields: { status: 'active' },
          seen: { cardholder: { id: 'ich_1', phone, email: 'hmac_1', ...more } },
        });
      await take(holder('evt_2', 5, true));
      await take(holder('evt_1', 3, false));
      const found = await findCardholder(database().pool, SCOPE, 'ich_1');
      expect(found && phoneOf(found)).toEqual({ hasPhone: true, sinceMs: ms(5) });
      await take(holder('evt_3', 8, true, { is_phone_new: true }));
      const later = await findCardholder(database().pool, SCOPE, 'ich_1');
      expect(later && phoneOf(later)).toEqual({ hasPhone: true, sinceMs: ms(8) });
    });

    it('of another account or mode stay apart', async () => {
      await take(
        card('evt_1', 1, { status: 'active' }, { account: 'acct_1' }),
        card('evt_2', 2, { status: 'inactive' }, { livemode: true }),
      );
      expect(await findCard(database().pool, SCOPE, 'ic_1')).toBeNull();
      expect((await findCard(database().pool, { livemode: false, account: 'acct_1' }, 'ic_1'))?.known.status?.[0]).toBe(
        'active',
      );
    });
  });

  describe('the table of labels', () => {
    const label = (fields: Partial<Label> = {}): Label => ({
      ...{
        scope: SCOPE,
        authorizationId: 'iauth_1',
        transactionId: null,
        card: null,
        verdict: 'fraud',
        source: 'import',
      },
      ...{ ref: 'r1', knownAtMs: ms(1), author: null, detail: {}, ...fields },
    });

    it('takes each label once, and counts by source and verdict', async () => {
      const { pool } = database();
      const two = [label(), label({ verdict: 'withdrawn', knownAtMs: ms(2) })];
      expect(await addLabels(pool, [...two, label({ source: 'review' })], NOW_MS)).toBe(3);
      expect(await addLabels(pool, two, NOW_MS)).toBe(0);
      expect((await summarizeLabels(pool, SCOPE)).counts).toEqual([
        { source: 'import', verdict: 'fraud', count: 1 },
        { source: 'import', verdict: 'withdrawn', count: 1 },
        { source: 'review', verdict: 'fraud', count: 1 },
      ]);
    });

    it('loses none of several purchases that have one reference', async () => {
      const { pool } = database();
      const all = [
        label({ authorizationId: 'iauth_1' }),
        label({ authorizationId: 'iauth_2' }),
        label({ authorizationId: null, transactionId: 'itr_1' }),
        label({ authorizationId: null, transactionId: 'itr_2' }),
      ];
      expect(await addLabels(pool, all, NOW_MS)).toBe(4);
      expect(await addLabels(pool, all, NOW_MS)).toBe(0);
    });

    it('is never changed, and loses rows to an erasure alone', async () => {
      const { pool } = database();
      await addLabels(pool, [label()], NOW_MS);
      await expect(pool.query("update labels set verdict = 'legitimate'")).rejects.toThrow('append-only');
      await expect(pool.query('delete from labels')).rejects.toThrow('append-only');
      await expect(pool.query('truncate labels')).rejects.toThrow('append-only');
      await clearLabels();
      expect(await rows()).toEqual([]);
    });

    it('is searched by all that it says, page by page', async () => {
      const { pool } = database();
      const many = Array.from({ length: 5 }, (_, number) => label({ ref: `r${number}`, knownAtMs: ms(number) }));
      await addLabels(pool, [...many, label({ authorizationId: 'iauth_2', verdict: 'legitimate' })], NOW_MS);
      await addLabels(pool, [label({ authorizationId: null, card: 'ic_1', source: 'fraud_warning' })], NOW_MS);
      await take(decisionText('x', { authorization: 'iauth_2', card: 'ic_1' }));
      const refs = async (filter: object) =>
        (await listLabels(pool, { scope: SCOPE, ...filter }, { limit: 9 })).rows.length;
      expect(await refs({ authorization: 'iauth_1' })).toBe(5);
      expect(await refs({ verdict: 'legitimate' })).toBe(1);
      expect(await refs({ source: 'fraud_warning' })).toBe(1);
      expect(await refs({ card: 'ic_1' })).toBe(2);
      expect(await refs({ fromMs: ms(1), toMs: ms(3), source: 'import', verdict: 'fraud' })).toBe(2);
      const first = await listLabels(pool, { scope: SCOPE }, { limit: 4 });
      const second = await listLabels(pool, { scope: SCOPE }, { limit: 4, ...(first.next && { after: first.next }) });
      expect([first.rows.length, second.rows.length, second.next]).toEqual([4, 3, null]);
    });
  });
}
