import { describe, expect, it } from 'vitest';
import { findAsks } from '../../../src/adapters/store/database/asks.ts';
import { findAuthorization } from '../../../src/adapters/store/database/authorizations.ts';
import { becameOf } from '../../../src/adapters/store/database/decision-states.ts';
import { listDecisions } from '../../../src/adapters/store/database/decisions.ts';
import { readFunnel } from '../../../src/adapters/store/database/funnel.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { createRandom } from '../../../src/core/domain/random.ts';
import { decisionText, eventText } from '../../adapters/store/database/fixtures.ts';
import { createStage, reply, scored } from '../../simulator/stripe/stage.ts';
import { takeToAsks } from '../../support/ingest.ts';
import { busyAuthorization, reportOf } from '../../support/reports.ts';

const SCOPE = { livemode: false, account: null };
const AT_SECONDS = 1_763_000_000;
const KEY = { livemode: false, account: '', id: 'iauth_1' };

export function historyEntry(reason: string, changes: Readonly<Record<string, unknown>> = {}) {
  const approved = reason === 'webhook_approved';
  return { approved, reason, created: AT_SECONDS, amount: 1000, currency: 'usd', ...changes };
}

/** A report of iauth_1 with this history. */
export function reportText(id: string, history: readonly object[], changes: Readonly<Record<string, unknown>> = {}) {
  const { fields, ...others } = changes;
  return eventText(id, {
    type: 'issuing_authorization.created',
    fields: {
      ...{ id: 'iauth_1', created: AT_SECONDS, card: 'ic_1', cardholder: 'ich_1', status: 'closed', currency: 'usd' },
      ...{ amount: 1000, merchant_data: { network_id: 'm_1' }, request_history: history, ...(fields as object) },
    },
    ...others,
  });
}

const ours = (id: string, fields: Readonly<Record<string, unknown>> = {}) =>
  decisionText(id, {
    ...{ authorization: 'iauth_1', ask: `iauth_1:0:1000`, reasons: ['because'], card: 'ic_1', merchant: 'm_1' },
    ...{ amount_minor: 1000, currency: 'usd', ...fields },
  });

/** What becomes of asks, by decisions and reports in whatever order they come. */
export function asksContract(database: () => Database): void {
  const write = (...texts: string[]) => writeRecords(database().pool, texts);
  const take = (options: Parameters<typeof takeToAsks>[1] = {}) => takeToAsks(database().pool, options);
  const asks = () => findAsks(database().pool, KEY);
  const became = async (id: string) => (await becameOf(database().pool, [id])).get(id);
  const sent = (...ids: string[]) =>
    JSON.stringify({ kind: 'sent', id: 'sent_1', replies: ids.map((id) => [id, AT_SECONDS * 1000]) });

  describe('an ask', () => {
    it('goes from intended to sent to confirmed', async () => {
      await write(ours('dec_1'));
      await take();
      expect(await became('dec_1')).toEqual({ state: 'intended', sentAtMs: null, confirmation: null });
      await write(sent('dec_1'));
      expect(await became('dec_1')).toMatchObject({ state: 'sent', sentAtMs: AT_SECONDS * 1000 });
      await write(reportText('evt_1', [historyEntry('webhook_approved')]));
      await take();
      expect(await became('dec_1')).toMatchObject({
        state: 'confirmed',
        confirmation: { approved: true, reason: 'webhook_approved', decidedBy: 'us', atMs: AT_SECONDS * 1000 },
      });
      expect((await becameOf(database().pool, ['dec_none'])).get('dec_none')?.state).toBe('intended');
    });

    it('is confirmed by a report that came before its decision was recorded', async () => {
      await write(reportText('evt_1', [historyEntry('webhook_declined')]));
      await take();
      expect(await asks()).toMatchObject([{ decisionId: null, confirmation: { decidedBy: 'us' } }]);
      await write(ours('dec_1', { outcome: 'decline', reply: { approved: false } }));
      await take();
      expect(await asks()).toMatchObject([{ decisionId: 'dec_1', firstReason: 'because' }]);
      expect(await became('dec_1')).toMatchObject({ state: 'confirmed', confirmation: { approved: false } });
    });

    it('is counted once by how it ended, however its reports come', async () => {
      const counted: string[] = [];
      const confirmed = (reason: string, livemode: boolean) => void counted.push(`${reason} ${livemode}`);
      const updated = { type: 'issuing_authorization.updated' };
      const one = [historyEntry('webhook_approved')];
      const two = [...one, historyEntry('webhook_timeout', { created: AT_SECONDS + 5 })];
      await write(reportText('retrieved_1', two, { ...updated, created: AT_SECONDS + 9 }));
      await take({ confirmed });
      expect(counted).toEqual(['webhook_approved false', 'webhook_timeout false']);
      await write(ours('dec_1'), reportText('evt_1', one), reportText('evt_2', two, { ...updated, content: 'again' }));
      await take({ confirmed });
      await write(
        reportText('evt_3', [{ ...historyEntry('x'), reason: null }], { object_id: 'iauth_2', livemode: true }),
      );
      await take({ confirmed });
      expect(counted.slice(2)).toEqual(['not_given true']);
    });

    it('is found by how far its answer got', async () => {
      await write(ours('dec_1'), decisionText('dec_2'), decisionText('dec_3'), sent('dec_1', 'dec_2'));
      await write(reportText('evt_1', [historyEntry('webhook_timeout')]));
      await take();
      const found = async (state: 'intended' | 'sent' | 'confirmed') =>
        (await listDecisions(database().pool, { scope: SCOPE, state }, { limit: 9 })).decisions.map(
          ({ record }) => record.id,
        );
      expect([await found('intended'), await found('sent'), await found('confirmed')]).toEqual([
        ['dec_3'],
        ['dec_2'],
        ['dec_1'],
      ]);
    });

    it('that never reached us belongs to the portfolio of its card', async () => {
      await write(decisionText('dec_0', { card: 'ic_1', portfolio: 'travel' }));
      await write(reportText('evt_1', [historyEntry('insufficient_funds')]));
      const elsewhere = reportText('evt_2', [historyEntry('card_inactive')], { object_id: 'iauth_2' });
      await write(elsewhere.replace('"ic_1"', '"ic_9"'));
      await take();
      expect(await asks()).toMatchObject([{ decisionId: null, portfolio: 'travel', amountMinor: 1000 }]);
      expect(await findAsks(database().pool, { ...KEY, id: 'iauth_2' })).toMatchObject([{ portfolio: null }]);
    });

    it('of another account or mode is another one', async () => {
      await write(ours('dec_1'));
      const history = [historyEntry('webhook_approved')];
      await write(
        reportText('evt_1', history, { account: 'acct_1' }),
        reportText('evt_2', history, { livemode: true }),
      );
      await take();
      expect(await became('dec_1')).toMatchObject({ state: 'intended' });
      expect(await findAuthorization(database().pool, SCOPE, 'iauth_1')).toBeNull();
      expect(await findAuthorization(database().pool, { livemode: true, account: null }, 'iauth_1')).not.toBeNull();
    });

    it('whose report has odd things in it is known as far as it can be read', async () => {
      await write(
        reportText('evt_1', [{ approved: true }, null as never, historyEntry('a_new_reason', { amount: '7' })]),
      );
      await write(eventText('evt_2', { object_id: '', fields: {} }), eventText('evt_3', { object_id: 'iauth_3' }));
      await take();
      expect(await asks()).toMatchObject([{ place: 0, confirmation: { reason: 'a_new_reason', decidedBy: 'stripe' } }]);
    });

    it('keeps what Stripe said about an answer that it refused', async () => {
      await write(ours('dec_1'), reportText('evt_1', [historyEntry('webhook_error', { reason_message: 'no JSON' })]));
      await take();
      expect(await became('dec_1')).toMatchObject({ confirmation: { decidedBy: 'error', reasonMessage: 'no JSON' } });
    });
  });

  describe('an authorization', () => {
    it('is never taken back to what it was by a report that comes late, or again', async () => {
      const closed = reportText('evt_2', [historyEntry('webhook_approved')], { created: AT_SECONDS + 60 });
      const open = reportText('evt_1', [], { fields: { status: 'pending' } });
      for (const text of [closed, open, closed]) {
        await write(text);
        await take();
      }
      expect(await findAuthorization(database().pool, SCOPE, 'iauth_1')).toMatchObject({
        status: 'closed',
        card: 'ic_1',
        knownAtMs: (AT_SECONDS + 60) * 1000,
        createdAtMs: AT_SECONDS * 1000,
      });
      await database().pool.query('delete from events');
      await write(reportText('evt_3', [], { fields: { status: 'pending' } }));
      await take();
      expect(await findAuthorization(database().pool, SCOPE, 'iauth_1')).toMatchObject({ status: 'closed' });
    });

    it('is the same in the end in whatever order, batches and numbers its reports and decisions came', async () => {
      const stage = await createStage();
      const texts: string[] = [];
      stage.answers.next = (event) => {
        const decision = `dec_${texts.length}`;
        const object = event.data.object as unknown as Asked;
        const key = `${object.id}:${object.request_history.length}:${object.pending_request.amount}`;
        const amount = { amount_minor: object.pending_request.amount, currency: 'usd' };
        texts.push(decisionText(decision, { authorization: object.id, ask: key, reasons: ['r'], ...amount }));
        const isLost = texts.length === 2;
        return isLost ? reply('no JSON') : reply({ approved: true, metadata: { countersign_decision: decision } });
      };
      const { id } = await busyAuthorization(stage, () => {});
      await stage.buy({ ...scored(99) });
      const events = stage.events.filter(({ type }) => type.startsWith('issuing_authorization.'));
      const random = createRandom(20261127);
      const rows = new Set<string>();
      for (let turn = 0; turn < 12; turn += 1) {
        await database().pool.query('truncate decisions, events, inbox, asks, authorizations');
        const records = [
          ...texts,
          ...events.map((event, index) => JSON.stringify(reportOf(event, Math.floor(random() * 1e6) + index))),
        ];
        const again = records.filter(() => random() < 0.3);
        const order = [...records, ...again].map((text) => ({ text, at: random() })).sort((a, b) => a.at - b.at);
        for (const { text } of order) {
          await write(text);
          if (random() < 0.4) await take({ limit: 1 + Math.floor(random() * 4), nowMs: stage.clock.nowMs });
        }
        await take({ nowMs: stage.clock.nowMs });
        rows.add(JSON.stringify(await tablesOf(database())));
      }
      expect(rows.size).toBe(1);
      expect(
        (await findAsks(database().pool, { ...KEY, id })).map(({ confirmation }) => confirmation?.decidedBy),
      ).toEqual(['us', 'error', 'us']);
    });
  });

  describe('the alarms', () => {
    const timely = { nowMs: (AT_SECONDS + 5) * 1000 };

    it.each([
      ['answer_too_late', historyEntry('webhook_timeout', { approved: true }), { reason: 'webhook_timeout' }],
      [
        'answer_refused',
        historyEntry('webhook_error', { reason_message: 'no' }),
        { reason_message: 'no', decision: 'dec_1' },
      ],
      ['answer_not_taken', historyEntry('webhook_declined'), { reason: 'webhook_declined' }],
      ['answer_not_taken', historyEntry('network_fallback', { approved: true }), { reason: 'network_fallback' }],
    ] as const)('%s is raised once, however often it is reported', async (name, entry, detail) => {
      await write(ours('dec_1'), reportText('evt_1', [entry]));
      const alarms = await take(timely);
      await write(reportText('evt_2', [entry], { type: 'issuing_authorization.updated', created: AT_SECONDS + 1 }));
      await take({ ...timely, alarms });
      expect(alarms.raised).toEqual([name]);
      expect(alarms.details(name)).toMatchObject([{ asks: 1, authorization: 'iauth_1', ...detail }]);
    });

    it.each([
      ['what we said and Stripe took', historyEntry('webhook_approved'), timely],
      ["Stripe's own decline", historyEntry('spending_controls'), timely],
      ['what happened long ago', historyEntry('webhook_timeout'), { nowMs: (AT_SECONDS + 2 * 86_400) * 1000 }],
    ])('are silent about %s', async (_what, entry, options) => {
      await write(ours('dec_1'), reportText('evt_1', [entry]));
      expect((await take(options)).raised).toEqual([]);
    });

    it('count a batch together', async () => {
      const texts = Array.from({ length: 5 }, (_, index) => {
        return reportText(`evt_${index}`, [historyEntry('webhook_timeout')], { object_id: `iauth_${index}` });
      });
      await write(...texts);
      const alarms = await take(timely);
      expect(alarms.details('answer_too_late')).toMatchObject([{ asks: 5 }]);
    });
  });

  describe('the funnel', () => {
    it('counts who had the last word, as it was confirmed, and what is not by itself', async () => {
      const entries = [
        historyEntry('webhook_approved'),
        historyEntry('webhook_declined'),
        historyEntry('webhook_declined'),
        historyEntry('webhook_timeout', { approved: true }),
        historyEntry('webhook_error'),
        historyEntry('network_fallback', { approved: true, currency: 'eur', amount: 7 }),
        historyEntry('suspected_fraud', { created: AT_SECONDS + 86_400 }),
      ];
      const outcomes = ['approve', 'decline', 'challenge', 'decline', 'approve'];
      await write(
        ...entries.map((entry, index) => reportText(`evt_${index}`, [entry], { object_id: `iauth_${index}` })),
        ...outcomes.map((outcome, index) =>
          ours(`dec_${index}`, { authorization: `iauth_${index}`, ask: `iauth_${index}:0:1000`, outcome }),
        ),
        ours('dec_9', { authorization: 'iauth_9', ask: 'iauth_9:0:50', amount_minor: 50, account: 'acct_1' }),
        ours('dec_8', { authorization: 'iauth_8', ask: 'iauth_8:0:50', amount_minor: 50 }),
      );
      await take();
      const span = { fromMs: (AT_SECONDS - 60) * 1000, toMs: (AT_SECONDS + 90_000) * 1000 };
      const lines = async (by: 'day' | 'portfolio' | 'reason', changes: Partial<typeof span> = {}) =>
        (await readFunnel(database().pool, SCOPE, { by: [by], ...span, ...changes })).map(
          ({ decidedBy, outcome, currency, count, amountMinor, ...groups }) =>
            `${groups[by]} ${decidedBy} ${outcome} ${count} x ${amountMinor} ${currency}`,
        );
      expect(await lines('day')).toEqual([
        '2025-11-13 error declined 1 x 1000 usd',
        '2025-11-13 network approved 1 x 7 eur',
        '2025-11-13 time_out approved 1 x 1000 usd',
        '2025-11-13 unconfirmed null 1 x 50 usd',
        '2025-11-13 us approved 1 x 1000 usd',
        '2025-11-13 us challenged 1 x 1000 usd',
        '2025-11-13 us declined 1 x 1000 usd',
        '2025-11-14 stripe declined 1 x 1000 usd',
      ]);
      expect(await lines('reason', { toMs: (AT_SECONDS + 60) * 1000 })).toEqual([
        'because unconfirmed null 1 x 50 usd',
        'because us approved 1 x 1000 usd',
        'because us challenged 1 x 1000 usd',
        'because us declined 1 x 1000 usd',
        'network_fallback network approved 1 x 7 eur',
        'webhook_error error declined 1 x 1000 usd',
        'webhook_timeout time_out approved 1 x 1000 usd',
      ]);
      expect((await lines('portfolio')).at(-1)).toMatch(/^everyone us declined/);

      const some = await readFunnel(database().pool, SCOPE, {
        ...{ by: ['day', 'portfolio', 'reason'], ...span, portfolio: 'everyone', reason: 'because' },
      });
      const same = { day: '2025-11-13', portfolio: 'everyone', reason: 'because', count: 1 };
      expect(some).toMatchObject(['unconfirmed', 'us', 'us', 'us'].map((decidedBy) => ({ ...same, decidedBy })));
      const none = { by: ['day'] as const, ...span, portfolio: 'nobody' };
      expect(await readFunnel(database().pool, SCOPE, none)).toEqual([]);
    });
  });
}

interface Asked {
  readonly id: string;
  readonly request_history: readonly unknown[];
  readonly pending_request: { readonly amount: number };
}

async function tablesOf({ pool }: Database) {
  const { rows: authorizations } = await pool.query('select * from authorizations order by id');
  const { rows: asks } = await pool.query('select * from asks order by authorization_id, place');
  return { authorizations, asks };
}
