import express from 'express';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, onTestFinished } from 'vitest';
import { listen } from '../../../src/adapters/http/listen.ts';
import { createSmsClient } from '../../../src/adapters/sms/client.ts';
import {
  findChallenge,
  insertChallenge,
  type StoredChallenge,
} from '../../../src/adapters/store/database/challenges.ts';
import { createHasher } from '../../../src/adapters/store/hasher.ts';
import { type TwilioDoor, twilioDoors } from '../../../src/apps/server/twilio.ts';
import { BUILT_IN_TEXTS } from '../../../src/core/challenge/built-in-texts.ts';
import type { Clock } from '../../../src/core/decision/ports.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import type { Text } from '../../../src/simulator/twilio/account.ts';
import { startTwilio, type TwilioWish } from '../../../src/simulator/twilio/start.ts';
import { createSender, type SendPorts } from '../../../src/workflows/challenge/send.ts';
import { createSettler } from '../../../src/workflows/challenge/settle.ts';
import { takeReply } from '../../../src/workflows/challenge/take-reply.ts';
import { takeStatus } from '../../../src/workflows/challenge/take-status.ts';
import { HOLDER } from '../../simulator/stripe/stage.ts';
import { realClock } from '../../support/clock.ts';
import { gatedPool, openTestDatabase } from '../../support/database.ts';
import { replying, serveStripe } from '../../support/served-stripe.ts';
import { PUBLIC_URL, twilioSettings } from '../../support/twilio.ts';

/** Of the cardholders `ich_1` to `ich_8`. */
export const PHONES = [123, 124, 125, 126, 127, 128, 129, 130].map((number) => `+12025550${number}`);
export const PHONE = '+12025550123';
export const OTHER_PHONE = '+12025550124';
export const hash = createHasher('the key of the test');
const TABLES = 'challenges, allowances, sms_replies, sms_opt_outs, outbox, cardholders';
const TEXTS = new Map(BUILT_IN_TEXTS.map((each) => [each.language, each]));

export const TERMS = {
  from: null,
  reply_ms: 3_600_000,
  phone_unchanged_ms: 0,
  max_per_cardholder_daily: 3,
  allowance: { keep_ms: 604_800_000, times_amount: 2, uses_daily: 5 },
  decline_ms: 86_400_000,
  freezes_card: false,
} satisfies StoredChallenge['terms'];

const NOTHING_YET = {
  because: null,
  place: null,
  language: null,
  bodyHmac: null,
  claimedAtMs: null,
  messageId: null,
  sentAtMs: null,
  deliveredAtMs: null,
  answerByMs: null,
  answeredAtMs: null,
  endedAtMs: null,
  askedAgainAtMs: null,
  declinesUntilMs: null,
  liftedBy: null,
} as const;

/** One database for all tests of a file, emptied before each. */
export function texting() {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    await database.pool.query(`truncate ${TABLES} cascade`);
  });
  return { pool: () => database.pool, open: (wish: Partial<TwilioWish> = {}) => openTexting(database.pool, wish) };
}

/**
 * A Twilio that reaches the doors behind a public name, a Stripe that knows the cardholder, and the jobs between them.
 * Time is the machine's, and as much later as `passes` says.
 */
async function openTexting(pool: Awaited<ReturnType<typeof openTestDatabase>>['pool'], wish: Partial<TwilioWish>) {
  let laterMs = 0;
  let questions = 0;
  const clock: Clock = { nowMs: () => Date.now() + laterMs, after: realClock.after };
  const gated = gatedPool(pool);
  const log: string[] = [];
  const seen: string[] = [];
  const phones: Text[] = [];
  const { stripe, account } = await serveStripe(replying({ approved: true }));
  for (const [index, phone] of PHONES.entries()) {
    await account.issuer.addCardholder({ ...HOLDER, id: `ich_${index + 1}`, phone });
  }
  const home = { url: '' };
  const twilio = await startTwilio({
    ...{ clock, sentMs: 1, endedMs: 1, webhookRetryMs: 1 },
    route: (url) => url.replace(PUBLIC_URL, home.url),
    onText: (text) => void phones.push(text),
    ...wish,
  });
  twilio.tokens = ['the_token_of_the_account'];
  const settings = twilioSettings(twilio.url, {
    ...{ accountSid: twilio.sid, authTokens: [...twilio.tokens, 'the_next_token'], from: twilio.number },
  });
  const texts = async () => TEXTS;
  const logger = pino({ level: 'trace' }, { write: (line: string) => void log.push(line) });
  const door: TwilioDoor = {
    ...{ settings, clock, logger },
    signatures: (name) => ({ see: (check) => void (check.isSigned || seen.push(`${name} ${check.reason}`)) }),
    takeReply: (message) => takeReply(message, { pool: gated, clock, texts, hash }),
    takeStatus: (challenge, news) => takeStatus(gated, challenge, news, clock.nowMs()),
    onSigned: (name, type) => void seen.push(`${name} ${type}`),
  };
  const listening = await listen(express().use(twilioDoors(door)), 0, '127.0.0.1');
  home.url = `http://127.0.0.1:${listening.port}`;
  twilio.account.setInboundUrl(`${PUBLIC_URL}/webhooks/twilio/messages`);
  onTestFinished(async () => {
    await twilio.close();
    await listening.close();
  });
  const ports: SendPorts & { readonly sms: ReturnType<typeof createSmsClient> } = {
    ...{ pool: gated, clock, stripe, settings, texts, hash, sms: createSmsClient(settings, 500) },
  };

  /** A question that waits to be sent; gives its id. */
  async function ask(changes: Partial<StoredChallenge> = {}): Promise<string> {
    questions += 1;
    const id = `chl_${questions}`;
    const askedAtMs = clock.nowMs();
    const isIn = await insertChallenge(pool, {
      ...NOTHING_YET,
      ...{ id, decisionId: `dec_${questions}`, authorizationId: `iauth_${questions}`, rules: ['risky'], terms: TERMS },
      ...{ scope: { livemode: false, account: null }, origin: 'countersign', channel: 'twilio', state: 'pending' },
      ...{ card: 'ic_1', cardholder: 'ich_1', merchant: '1234567890', merchantName: 'Sample Rides' },
      ...{ amountMinor: 1_234, currency: 'usd', isCardPresent: false },
      ...{ phone: hash(PHONE), phoneCountry: 'US', phoneEnds: '23' },
      ...{ portfolio: 'all', profile: 'careful', policyVersion: 'v1' },
      ...{ askedAtMs, sendByMs: askedAtMs + limits.challengeSendByMs },
      ...changes,
    });
    if (!isIn) throw new Error('the question could not be put');
    return id;
  }

  const send = (id: string, changes: Partial<SendPorts> = {}) =>
    createSender({ ...ports, ...changes })({ challenge: id });

  /** Runs what waits to find out what became of messages, as often as there is something. */
  async function settle(): Promise<void> {
    for (let round = 0; round < 20; round += 1) {
      const due = new Date(clock.nowMs());
      const { rows } = await pool.query<{ data: Record<string, string | number> }>(
        "delete from outbox where name = 'settle_message' and not_before <= $1 returning data",
        [due],
      );
      if (rows.length === 0) return;
      for (const { data } of rows) await createSettler(ports)(data);
    }
    throw new Error('it never comes to an end');
  }

  return {
    ...{ pool: gated, twilio, phones, log, seen, ports, ask, send, settle, home, clock },
    texts: () => phones.map(({ body }) => body),
    passes: (ms: number) => {
      laterMs += ms;
    },
    /** It is sent, and Twilio has told what became of it. */
    async asked(changes: Partial<StoredChallenge> = {}): Promise<string> {
      const id = await ask(changes);
      await send(id);
      await twilio.account.drained();
      return id;
    },
    /** Somebody writes to us, and Twilio has brought it. */
    async says(body: string, from = PHONE): Promise<void> {
      twilio.account.receive({ from, to: twilio.number, body });
      await twilio.account.drained();
    },
    find: async (id: string) => {
      const found = await findChallenge(pool, id);
      if (!found) throw new Error(`there is no ${id}`);
      return found;
    },
    async state(id: string): Promise<string> {
      return (await findChallenge(pool, id))?.state ?? 'gone';
    },
    /** What came in, in its order: how it was read and what it did. */
    async replies() {
      const { rows } = await pool.query<{ reading: string; effect: string }>(
        'select reading, effect from sms_replies order by received_at',
      );
      return rows.map(({ reading, effect }) => `${reading}: ${effect}`);
    },
    async isOptedOut(phone = PHONE): Promise<boolean> {
      const { rows } = await pool.query('select from sms_opt_outs where phone = $1 and until is null', [hash(phone)]);
      return rows.length > 0;
    },
    setPhone: (phone: string | null) => account.updateCardholder('ich_1', { phone_number: phone }),
    setLocale: (locale: 'de' | 'fr') => account.updateCardholder('ich_1', { preferred_locales: [locale] }),
    /** Everything that is stored of it all, as text. */
    async stored(): Promise<string> {
      const all = await Promise.all(TABLES.split(', ').map((table) => pool.query(`select * from ${table}`)));
      return JSON.stringify(all.map(({ rows }) => rows));
    },
  };
}
