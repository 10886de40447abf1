import { pino } from 'pino';
import Stripe from 'stripe';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { allowanceOf } from '../../../src/adapters/store/database/allowances.ts';
import { listAudit } from '../../../src/adapters/store/database/audit.ts';
import { changeChallenge, findChallenge } from '../../../src/adapters/store/database/challenges.ts';
import { type Database, openDatabase } from '../../../src/adapters/store/database/open.ts';
import type { Clock } from '../../../src/core/decision/ports.ts';
import type { JobData } from '../../../src/core/domain/job.ts';
import { DEFAULT_SWITCHES } from '../../../src/simulator/stripe/settings.ts';
import { pauseChannel, resumeChannel } from '../../../src/workflows/challenge/channels.ts';
import { freezeChallengedCard } from '../../../src/workflows/challenge/freeze.ts';
import { happen } from '../../../src/workflows/challenge/happen.ts';
import { pollChallenge } from '../../../src/workflows/challenge/poll.ts';
import { sweepAllowances, sweepChallenges } from '../../../src/workflows/challenge/sweep.ts';
import { takeSightings } from '../../../src/workflows/ingest/cards.ts';
import { createRetriever } from '../../../src/workflows/ingest/retrieve.ts';
import { createStandingAlarms } from '../../../src/workflows/ingest/standing.ts';
import { CARD, HOLDER } from '../../simulator/stripe/stage.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { createManualClock, realClock } from '../../support/clock.ts';
import { createTemporaryDir } from '../../support/folder.ts';
import { purchaseWith } from '../../support/purchases.ts';
import { testHash } from '../../support/redis.ts';
import { reportOf } from '../../support/reports.ts';
import { replying, serveStripe, TEST_KEY } from '../../support/served-stripe.ts';
import { arrive, asking, at, emptyChallenges, MINUTE_MS, NOW_MS, report, SCOPE } from './records.ts';

describe('jobs about questions to cardholders', () => {
  const { dir, remove } = createTemporaryDir();
  let database: Database;
  beforeAll(async () => {
    database = openDatabase({ url: null, dataDir: dir, alarms: createTestAlarms(), clock: realClock });
    await database.ready();
  });
  afterAll(async () => {
    await database.close();
    remove();
  });
  beforeEach(() => emptyChallenges(database));

  const find = (of: string) => findChallenge(database.pool, `chl_${of}`);
  const momentOf = (minute: number) => ({ ...realClock, nowMs: () => at(minute) });

  /** The jobs that wait, which wait no more then. */
  async function jobs() {
    const { rows } = await database.pool.query<{ name: string; key: string; data: JobData; not_before: Date | null }>(
      'select name, key, data, not_before from outbox order by seq',
    );
    await database.pool.query('truncate outbox');
    return rows;
  }

  describe('looking after what Stripe asks', () => {
    const said: string[] = [];
    const poller = (clock: Clock = realClock, stripe = new Stripe(TEST_KEY)) => {
      const logger = pino({ level: 'warn' }, { write: (line: string) => void said.push(line) });
      return pollChallenge({ pool: database.pool, clock, stripe, logger });
    };

    /** A purchase that we declined with a question, at a Stripe that tells of no answer. */
    async function asked() {
      const body = { approved: false, send_fraud_challenges: ['sms'] };
      const switches = { ...DEFAULT_SWITCHES, challengeUpdates: 'silent' } as const;
      const stage = await serveStripe(replying(body), { settings: { switches } });
      await stage.account.issuer.addCardholder(HOLDER);
      await stage.account.issuer.addCard(CARD);
      const { authorizationId } = await stage.account.issuer.authorize(purchaseWith({ cardId: 'ic_1' }));
      const nowMs = Date.now();
      const about = { authorization: authorizationId, ask: `${authorizationId}:0:1234` };
      const record = asking('1', 0, 'stripe', {}, { ...about, asked_at: nowMs, received_at: nowMs });
      const created = stage.events.find(({ type }) => type === 'issuing_authorization.created');
      const told = created ? [JSON.stringify(reportOf(created, nowMs))] : [];
      await arrive(database, [record, ...told], nowMs);
      return { ...stage, authorizationId };
    }

    /** Does what waits of polling and retrieving, once. */
    async function look(stripe: Awaited<ReturnType<typeof asked>>['stripe']) {
      const { pool } = database;
      for (const { name, data } of await jobs()) {
        if (name === 'poll_challenge') await poller()(data);
      }
      const waiting = await jobs();
      for (const { name, data } of waiting) {
        if (name !== 'retrieve_authorization') continue;
        await createRetriever({ pool, stripe, clock: realClock, hash: testHash })(data);
      }
      await arrive(database, [], Date.now());
      return waiting.filter(({ name }) => name === 'poll_challenge');
    }

    it.each([
      [true, 'verified'],
      [false, 'rejected'],
    ])('finds an answer (%s) of which no event tells', async (isYes, state) => {
      const { account, stripe, authorizationId } = await asked();
      expect(await find('1')).toMatchObject({ state: 'sent', place: 0 });
      account.respondToChallenge(authorizationId, isYes);
      expect((await find('1'))?.state).toBe('sent');
      const next = await look(stripe);
      expect(next).toMatchObject([{ key: 'poll_challenge/chl_1/1' }]);
      expect(await find('1')).toMatchObject({ state });
      // What is settled is asked for no more.
      await poller()({ challenge: 'chl_1', round: 1 });
      expect((await jobs()).map(({ name }) => name)).not.toContain('poll_challenge');
    });

    it('comes back for as long as it is open, after twice as long each time, up to ten minutes', async () => {
      await arrive(database, [asking('1', 0, 'stripe'), report('1', 0, { statuses: ['pending'] })]);
      const [first] = await jobs();
      expect(first).toMatchObject({ key: 'poll_challenge/chl_1/0', not_before: new Date(NOW_MS + 30_000) });
      const minutes: number[] = [];
      let nowMs = NOW_MS + 30_000;
      for (let data = first?.data; data !== undefined; ) {
        const clock = { ...realClock, nowMs: () => nowMs };
        await poller(clock)(data);
        const next = (await jobs()).find(({ name }) => name === 'poll_challenge');
        data = next?.data;
        minutes.push(nowMs / MINUTE_MS - NOW_MS / MINUTE_MS);
        nowMs = next?.not_before?.getTime() ?? nowMs;
      }
      expect(minutes.slice(0, 6).map((minute) => Math.round(minute * 2) / 2)).toEqual([0.5, 1.5, 3.5, 7.5, 15.5, 25.5]);
      // The last look is after the time to answer and what we give it besides.
      expect(minutes.at(-1)).toBeGreaterThanOrEqual(75);
      expect(minutes.at(-2)).toBeLessThan(75);
    });

    it('is nothing with a key of the other mode, which is said once', async () => {
      await arrive(database, [asking('1', 0, 'stripe', {}, { livemode: true })]);
      const [first] = await jobs();
      expect(first).toMatchObject({ name: 'poll_challenge' });
      said.length = 0;
      const poll = poller(momentOf(1));
      await poll(first?.data ?? {});
      await poll(first?.data ?? {});
      expect(await jobs()).toEqual([]);
      expect(said).toEqual([expect.stringContaining('STRIPE_SECRET_KEY is of the other mode')]);
    });

    it('does nothing about a question that was erased', async () => {
      await poller()({ challenge: 'chl_none', round: 0 });
      expect(await jobs()).toEqual([]);
    });
  });

  describe('the freeze after a NO', () => {
    async function refused(fields = {}) {
      const stage = await serveStripe(replying({ approved: true }));
      await stage.account.issuer.addCardholder(HOLDER);
      await stage.account.issuer.addCard(CARD);
      await arrive(database, [asking('1', 0, 'twilio', { freezes_card: true }, fields)]);
      await changeChallenge(database.pool, 'chl_1', { claimedAtMs: at(0) });
      await happen(database.pool, 'chl_1', { kind: 'no', atMs: at(1) });
      const freeze = freezeChallengedCard({ pool: database.pool, clock: momentOf(2), stripe: stage.stripe });
      const [{ data } = { data: {} }] = (await jobs()).filter(({ name }) => name === 'freeze_challenged_card');
      const status = () => stage.account.objects.cards.get('ic_1')?.status;
      return { ...stage, data, freeze, status };
    }
    const audit = async () =>
      (await listAudit(database.pool, { act: 'challenge.freeze_card', limit: 9 })).filter(({ atMs }) => atMs === at(2));

    it('sets the card inactive at Stripe, once, and writes it down as an act of its own', async () => {
      const { data, freeze, status, stripe } = await refused();
      const before = (await audit()).length;
      await freeze(data);
      expect(status()).toBe('inactive');
      expect((await audit()).slice(before)).toMatchObject([{ actor: 'system', subject: 'chl_1' }]);
      await stripe.issuing.cards.update('ic_1', { status: 'active' });
      await freeze(data);
      expect([status(), (await audit()).length]).toEqual(['active', before + 1]);
    });

    it('is not where somebody took the NO back, or it is erased', async () => {
      const { freeze, status } = await refused({ authorization: 'iauth_other' });
      await changeChallenge(database.pool, 'chl_1', { liftedBy: 'key_1', declinesUntilMs: at(1) });
      await freeze({ challenge: 'chl_1' });
      await freeze({ challenge: 'chl_none' });
      expect(status()).toBe('active');
    });
  });

  describe('the sweep', () => {
    function sweeping(minute: number, alarms = createTestAlarms()) {
      const standing = createStandingAlarms({ alarms, clock: createManualClock() });
      return { alarms, sweep: sweepChallenges({ pool: database.pool, clock: momentOf(minute), standing }) };
    }

    it('ends what did not leave in time, what nobody answered, and what nobody heard of', async () => {
      await arrive(database, [
        asking('unsent', 0, 'twilio', { phone: 'hmac_1' }),
        asking('claimed', 0, 'twilio', { phone: 'hmac_2' }),
        asking('sent', 0, 'twilio', { phone: 'hmac_3', reply_ms: 10 * MINUTE_MS }),
        asking('stripe', 0, 'stripe', { phone: 'hmac_4' }),
      ]);
      await changeChallenge(database.pool, 'chl_claimed', { claimedAtMs: at(1) });
      await happen(database.pool, 'chl_sent', { kind: 'sent', atMs: at(1) });
      const states = async () =>
        (await Promise.all(['unsent', 'claimed', 'sent', 'stripe'].map(find))).map((found) => found?.state);
      await sweeping(4.9).sweep({});
      expect(await states()).toEqual(['pending', 'pending', 'sent', 'pending']);
      await sweeping(5).sweep({});
      expect(await states()).toEqual(['void', 'pending', 'sent', 'pending']);
      await sweeping(11).sweep({});
      expect(await states()).toEqual(['void', 'pending', 'expired', 'pending']);
      await sweeping(61).sweep({});
      expect(await states()).toEqual(['void', 'expired', 'expired', 'pending']);
      await sweeping(75).sweep({});
      expect(await states()).toEqual(['void', 'expired', 'expired', 'expired']);
      expect(await find('unsent')).toMatchObject({ because: 'not_sent_in_time', endedAtMs: at(5) });
    });

    it('alarms while Stripe refuses answers that ask, and no more when somebody resumed the channel', async () => {
      const refusal = report('1', 0, { reason: 'webhook_error', approved: true });
      await arrive(database, [asking('1', 0, 'stripe'), refusal]);
      const { alarms, sweep } = sweeping(1);
      await sweep({});
      expect(alarms.details('challenge_channel_off')).toEqual([
        { channel: 'stripe', because: 'webhook_error', livemode: false },
      ]);
      await resumeChannel(database.pool, 'stripe', SCOPE, { author: 'system', nowMs: at(2) });
      await sweep({});
      expect(alarms.standing.size).toBe(0);
    });

    it('alarms nobody about a channel that people paused', async () => {
      const by = { author: 'system', nowMs: at(0) };
      expect(await pauseChannel(database.pool, 'twilio', SCOPE, by)).toMatchObject({ because: 'paused', onAtMs: null });
      expect(await pauseChannel(database.pool, 'twilio', SCOPE, by)).toBeNull();
      const { alarms, sweep } = sweeping(1);
      await sweep({});
      expect(alarms.raised).toEqual([]);
    });

    it('ends allowances by what was found without any record: one warning, one phone', async () => {
      const { pool } = database;
      for (const of of ['1', '2', '3']) {
        const whose = { card: `ic_${of}`, cardholder: `ich_${of}` };
        await arrive(database, [asking(of, 0, 'twilio', { phone: `hmac_${of}` }, whose)]);
        await changeChallenge(pool, `chl_${of}`, { claimedAtMs: at(0) });
        await happen(pool, `chl_${of}`, { kind: 'yes', atMs: at(5) });
      }
      const seen = { scope: SCOPE, atMs: at(20), from: 'sweep' } as const;
      const warning = { warning_type: 'card_testing_exposure', warning_started_at: at(19) / 1000 };
      const cards = [{ ...seen, id: 'ic_1', told: warning }];
      const cardholders = [{ ...seen, id: 'ich_2', told: { phone: true }, isPhoneNew: true }];
      await takeSightings(pool, { cards, cardholders }, at(20));
      await sweepAllowances({ pool, clock: momentOf(21) })({});
      const because = async (of: string) => (await allowanceOf(pool, `chl_${of}`))?.endedBecause;
      expect([await because('1'), await because('2'), await because('3')]).toEqual([
        ...['fraud_warning', 'phone_changed', null],
      ]);
    });
  });
});
