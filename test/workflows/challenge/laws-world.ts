import express from 'express';
import { pino } from 'pino';
import Stripe from 'stripe';
import { type Listening, listen } from '../../../src/adapters/http/listen.ts';
import { createSmsClient } from '../../../src/adapters/sms/client.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import type { SqlPool, SqlQuery } from '../../../src/adapters/store/database/pool.ts';
import { createHasher } from '../../../src/adapters/store/hasher.ts';
import { twilioDoors } from '../../../src/apps/server/twilio.ts';
import { BUILT_IN_TEXTS } from '../../../src/core/challenge/built-in-texts.ts';
import { createStripeApi } from '../../../src/simulator/api/create-api.ts';
import { createStripeAccount } from '../../../src/simulator/stripe/create-account.ts';
import { DEFAULT_SETTINGS } from '../../../src/simulator/stripe/settings.ts';
import type { SimulatedEvent } from '../../../src/simulator/stripe/transport.ts';
import type { RequestFault, Webhook } from '../../../src/simulator/twilio/faults.ts';
import type { Reception } from '../../../src/simulator/twilio/reception.ts';
import { twilioSignature } from '../../../src/simulator/twilio/signature.ts';
import { startTwilio } from '../../../src/simulator/twilio/start.ts';
import { createRandom, type Random } from '../../../src/simulator/world/random.ts';
import { createSender } from '../../../src/workflows/challenge/send.ts';
import { createSettler } from '../../../src/workflows/challenge/settle.ts';
import { sweepAllowances, sweepChallenges } from '../../../src/workflows/challenge/sweep.ts';
import { takeReply } from '../../../src/workflows/challenge/take-reply.ts';
import { takeStatus } from '../../../src/workflows/challenge/take-status.ts';
import { HOLDER } from '../../simulator/stripe/stage.ts';
import { createManualClock, realClock } from '../../support/clock.ts';
import { NO_LIMITS, replying, TEST_KEY } from '../../support/served-stripe.ts';
import { PUBLIC_URL, twilioSettings } from '../../support/twilio.ts';
import { createBooks, isKnownOptedOut, type Meaning } from './laws-books.ts';
import { NOW_MS } from './records.ts';

export const hash = createHasher('the key of the laws');
const NUMBERS = ['+12025550120', '+12025550121', '+12025550122', '+12025550123'] as const;
/** Whom the owner of the service did not name: in test mode nobody texts them. */
export const UNLISTED = '+12025550129';
export const SPARE = ['+12025550125', '+12025550126', NUMBERS[3]] as const;
/** Two of them have one phone, and two have two cards. */
export const CARDS: readonly (readonly [card: string, cardholder: string, number: string])[] = [
  ['ic_1', 'ich_1', NUMBERS[0]],
  ['ic_2', 'ich_1', NUMBERS[0]],
  ['ic_3', 'ich_2', NUMBERS[0]],
  ['ic_4', 'ich_3', NUMBERS[1]],
  ['ic_5', 'ich_3', NUMBERS[1]],
  ['ic_6', 'ich_4', NUMBERS[2]],
  ['ic_7', 'ich_5', UNLISTED],
];
const TEXTS = new Map(BUILT_IN_TEXTS.map((each) => [each.language, each]));
const TOKEN = 'the_token_of_the_account';
/** A hanging Twilio costs each history so long. */
const SMS_TIMEOUT_MS = 100;

/** A job as the queue has it. */
export interface Job {
  readonly name: string;
  readonly data: Readonly<Record<string, string | number | boolean | null>>;
  readonly notBeforeMs: number;
}

/** How the worker of a job comes to its end before the job does. */
export type Death = 'before_sending' | 'after_sending';

export type World = Awaited<ReturnType<typeof openWorld>>;

/**
 * All the real parts around a database that is empty: the doors, the jobs, a Twilio and a Stripe at ports of their own;
 * but time passes when it is told to, our clock may be another one than theirs, and Twilio's webhooks lie in a bag from
 * which somebody brings them, or not.
 */
export async function openWorld(database: Database, seed: number) {
  const books = createBooks();
  const time = createManualClock(NOW_MS);
  const skew = { ms: 0 };
  const clock = { nowMs: () => time.nowMs() + skew.ms, after: realClock.after };
  const random = createRandom('laws', seed);
  const pool = breakablePool(database.pool);
  const bag: Webhook[] = [];
  const jobs: Job[] = [];
  const meanings = new Map<string, Meaning>();
  const twilioFaults = new Map<string, RequestFault>();
  const sending = new Map<string, Set<number>>();
  const ends: (() => Promise<void>)[] = [];

  const stripe = await serveStripe(() => time.nowMs(), ends);
  for (const [, cardholder, number] of CARDS) {
    if (books.numbers.has(cardholder)) continue;
    await stripe.account.issuer.addCardholder({ ...HOLDER, id: cardholder, phone: number });
    books.numbers.set(cardholder, number);
  }
  const twilio = await startTwilio({ clock: time, seed: String(seed), sentMs: 1_000, endedMs: 3_000, receptions });
  ends.push(twilio.close);
  twilio.tokens = [TOKEN];
  twilio.account.setInboundUrl(`${PUBLIC_URL}/webhooks/twilio/messages`);
  twilio.faults.webhook = (webhook) => {
    bag.push(webhook);
    return [];
  };
  const looks = createRandom('laws', seed, 'looks');
  twilio.faults.request = ({ method, params }) => {
    if (method === 'GET') return looks.weighted<RequestFault | null>(LOOK_FAULTS);
    const challenge = new URL(params.StatusCallback ?? '').searchParams.get('challenge') ?? '';
    const fault = twilioFaults.get(challenge) ?? null;
    const since = Math.min(...(sending.get(challenge) ?? []));
    const { To: to = '', Body: body = '' } = params;
    books.attempts.push({ challenge, to, body, atMs: clock.nowMs(), tick: books.tick(), since, fault });
    return fault;
  };
  const settings = twilioSettings(twilio.url, {
    ...{ accountSid: twilio.sid, authTokens: ['the_next_token_of_it', TOKEN].reverse(), from: twilio.number },
    testNumbers: [...NUMBERS, ...SPARE],
  });
  const texts = async () => TEXTS;
  const sms = createSmsClient(settings, SMS_TIMEOUT_MS);
  const ports = { pool, clock, stripe: stripe.client, settings, texts, hash, sms };

  const door = await listen(
    express().use(
      twilioDoors({
        ...{ settings, clock, logger: pino({ level: 'silent' }) },
        signatures: () => ({ see: () => {} }),
        takeStatus: (challenge, news) => takeStatus(pool, challenge, news, clock.nowMs()),
        async takeReply(message) {
          const { id: sid, from: number } = message;
          const beganTick = books.tick();
          const meaning = meanings.get(sid) ?? 'unclear';
          const brought = { sid, number, meaning, atMs: clock.nowMs(), beganTick, takenTick: null as number | null };
          books.replies.push(brought);
          const taken = await takeReply(message, { pool, clock, texts, hash });
          brought.takenTick = books.tick();
          if (taken.answer !== null && isKnownOptedOut(books, number, beganTick, books.tick())) {
            books.violations.add(`${number} was answered after STOP`);
          }
          return taken;
        },
      }),
    ),
    0,
    '127.0.0.1',
  );
  ends.push(door.close);

  async function post({ url, params }: Webhook, signature: string | null): Promise<number> {
    const headers = {
      'Content-Type': 'application/x-www-form-urlencoded',
      ...(signature !== null && { 'X-Twilio-Signature': signature }),
    };
    const body = new URLSearchParams(params).toString();
    const home = `http://127.0.0.1:${door.port}`;
    const response = await fetch(url.replace(PUBLIC_URL, home), { method: 'POST', headers, body });
    await response.arrayBuffer();
    return response.status;
  }

  async function send(job: Job, death: Death | null): Promise<void> {
    const challenge = String(job.data.challenge);
    const began = books.tick();
    const under = sending.get(challenge) ?? new Set();
    sending.set(challenge, under.add(began));
    const died = Promise.withResolvers<void>();
    const dying: typeof sms.sendMessage = async (message) => {
      if (death === 'after_sending') await sms.sendMessage(message);
      died.resolve();
      return new Promise(() => {});
    };
    try {
      const worker = createSender(death === null ? ports : { ...ports, sms: { sendMessage: dying } });
      await Promise.race([worker(job.data), died.promise]);
    } finally {
      under.delete(began);
    }
  }

  const sweeps = [sweepChallenges({ pool, clock, standing: { judge: async () => {} } }), sweepAllowances(ports)];

  return {
    ...{ books, time, skew, clock, random, pool, database, bag, jobs, twilio, twilioFaults, stripe },
    /** Does a job; rejects where it is to be tried again. */
    async work(job: Job, death: Death | null = null): Promise<void> {
      if (job.name === 'send_challenge') await send(job, death);
      else await createSettler(ports)(job.data);
    },
    async sweep(): Promise<void> {
      for (const sweep of sweeps) await sweep({});
    },
    /** Takes what waits in the outbox into the queue. */
    async collect(): Promise<void> {
      interface Row extends Pick<Job, 'name' | 'data'> {
        readonly not_before: Date | null;
      }
      const { rows } = await database.pool.query<Row>('delete from outbox returning name, data, not_before');
      for (const { name, data, not_before: notBefore } of rows) {
        if (WORKED.includes(name)) jobs.push({ name, data, notBeforeMs: notBefore?.getTime() ?? 0 });
      }
    },
    /** Brings a webhook as Twilio does; gives the status of the answer. */
    bring: (webhook: Webhook) => post(webhook, twilioSignature(TOKEN, webhook.url, webhook.params)),
    /** Brings what Twilio did not sign. */
    forge: (webhook: Webhook, signature: string | null) => post(webhook, signature),
    /** Somebody writes to us. */
    write(number: string, meaning: Meaning, body: string): void {
      const { sid } = twilio.account.receive({ from: number, to: twilio.number, body });
      meanings.set(sid, meaning);
    },
    async close(): Promise<void> {
      for (const end of ends) await end();
    },
  };
}

const WORKED = ['send_challenge', 'settle_message'];

const LOOK_FAULTS: readonly (readonly [number, RequestFault | null])[] = [
  [90, null],
  [5, 'too_many_requests'],
  [5, 'error_before'],
];

function receptions(_to: string, random: Random): Reception {
  return random.weighted<Reception>([
    [70, { kind: 'delivered' }],
    [10, { kind: 'unconfirmed' }],
    [8, { kind: 'undelivered', code: 30_003 }],
    [6, { kind: 'failed', code: 30_008 }],
    [6, { kind: 'refused', code: 21_614 }],
  ]);
}

async function serveStripe(nowMs: () => number, ends: (() => Promise<void>)[]) {
  const events: SimulatedEvent[] = [];
  const account = createStripeAccount({
    ...{ seed: 'laws', nowMs, settings: DEFAULT_SETTINGS },
    transport: { ask: replying({ approved: true }), emit: (event) => void events.push(event) },
  });
  const api = createStripeApi({ account, keys: { secret: TEST_KEY }, nowMs, limits: NO_LIMITS });
  const { port, close }: Listening = await listen(api, 0, '127.0.0.1');
  ends.push(close);
  const client = new Stripe(TEST_KEY, { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 0 });
  return { account, client, events };
}

/** When a statement breaks, counted down from `left`; null: none does. `isDone`: it is done all the same. */
export interface Break {
  left: number;
  readonly isDone: boolean;
}

/** A pool whose connection breaks once, at a statement that is drawn before: within a transaction, or at its commit. */
function breakablePool(pool: SqlPool): SqlPool & { next: Break | null } {
  const breaking = (query: SqlQuery): SqlQuery => {
    return async <Row>(text: string, values?: readonly unknown[], name?: string) => {
      const due = breakable.next;
      if (due) due.left -= 1;
      if (!due || due.left >= 0 || text === 'rollback') return query<Row>(text, values, name);
      breakable.next = null;
      if (due.isDone) await query<Row>(text, values, name);
      throw new Error('the connection broke');
    };
  };
  const breakable = {
    next: null as Break | null,
    options: pool.options,
    query: breaking(pool.query),
    async connect() {
      const client = await pool.connect();
      return { query: breaking(client.query), release: client.release };
    },
    end: async () => {},
  };
  return breakable;
}
