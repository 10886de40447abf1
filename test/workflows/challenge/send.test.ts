import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { createSmsClient } from '../../../src/adapters/sms/client.ts';
import { BUILT_IN_TEXTS } from '../../../src/core/challenge/built-in-texts.ts';
import { allDelivered } from '../../../src/simulator/twilio/reception.ts';
import { pauseChannel, resumeChannel } from '../../../src/workflows/challenge/channels.ts';
import { takeSightings } from '../../../src/workflows/ingest/cards.ts';
import { TEST_KEY } from '../../support/served-stripe.ts';
import { twilioSettings } from '../../support/twilio.ts';
import { hash, OTHER_PHONE, PHONE, TERMS, texting } from './texting.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const KEEPS_PHONES = { ...TERMS, phone_unchanged_ms: 72 * HOUR_MS };

describe('asking a cardholder by Twilio', () => {
  const { open } = texting();

  it('sends the question in our words, once, and follows what becomes of it', async () => {
    const { ask, send, twilio, phones, find, home, seen } = await open();
    const id = await ask();
    await send(id);
    expect(await find(id)).toMatchObject({ claimedAtMs: expect.any(Number), messageId: expect.any(String) });
    await twilio.account.drained();
    expect(phones).toMatchObject([
      {
        to: PHONE,
        from: twilio.number,
        body: expect.stringMatching(/^Card alert: .*12\.34 USD at Sample Rides\?.*YES.*NO/),
      },
    ]);
    expect(await find(id)).toMatchObject({
      ...{ state: 'delivered', language: 'en', messageId: phones[0]?.sid },
      ...{ sentAtMs: expect.any(Number), deliveredAtMs: expect.any(Number), answerByMs: expect.any(Number) },
    });
    expect(seen).toEqual(expect.arrayContaining(['twilio_status status.sent', 'twilio_status status.delivered']));
    expect(home.url).not.toContain('countersign.example.com');
  });

  it('keeps neither the number nor the text anywhere', async () => {
    const { asked, stored, log } = await open();
    await asked();
    const kept = (await stored()) + log.join('');
    expect(kept).toContain('chl_1');
    expect(kept).not.toContain(PHONE.slice(2));
    expect(kept).not.toContain('Card alert');
  });

  it('says how to get no more in the first text that a phone gets, and not in the next', async () => {
    const { asked, says, texts } = await open();
    await asked();
    await says('no');
    await asked();
    expect(texts().map((text) => text.includes('STOP'))).toEqual([true, false, false]);
  });

  it('asks in the language that the cardholder prefers', async () => {
    const { asked, setLocale, texts, find } = await open();
    setLocale('de');
    const id = await asked();
    expect(texts()[0]).toContain('12,34 USD');
    expect((await find(id)).language).toBe('de');
  });

  it('asks once, though the job is done twice, or by two at the same time', async () => {
    const { ask, send, twilio, phones } = await open();
    const id = await ask();
    await Promise.all([send(id), send(id), send(id)]);
    await send(id);
    await twilio.account.drained();
    await send(id);
    expect(phones).toHaveLength(1);
  });

  it.each([
    ['is another one', OTHER_PHONE, 'phone_changed'],
    ['is no number', '123', 'phone_changed'],
    ['is gone', null, 'no_phone'],
  ])('asks nobody whose phone, meanwhile, %s', async (_case, phone, because) => {
    const { ask, send, setPhone, phones, find } = await open();
    const id = await ask();
    setPhone(phone);
    await send(id);
    expect(await find(id)).toMatchObject({ state: 'void', because, claimedAtMs: null });
    expect(phones).toEqual([]);
  });

  it('asks nobody whom Stripe does not know, or knows in the other mode', async () => {
    const { ask, send, phones, find } = await open();
    const unknown = await ask({ cardholder: 'ich_none' });
    await send(unknown);
    expect(await find(unknown)).toMatchObject({ state: 'void', because: 'no_cardholder' });
    const live = await ask({ scope: { livemode: true, account: null } });
    await send(live);
    expect(await find(live)).toMatchObject({ state: 'void', because: 'channel_not_set_up' });
    expect(phones).toEqual([]);
  });

  it('is given up where Stripe refuses to tell the number, and the phone is free for another question', async () => {
    const { ask, send, find, phones } = await open();
    const id = await ask({ scope: { livemode: false, account: 'acct_1' } });
    await expect(send(id)).rejects.toMatchObject({ name: 'JobGivenUp' });
    expect(await find(id)).toMatchObject({ state: 'void', because: 'number_not_told', claimedAtMs: null });
    expect(phones).toEqual([]);
  });

  it('texts in test mode those alone whom the owner named', async () => {
    const { ask, send, twilio, ports, phones, find } = await open();
    const id = await ask();
    await send(id, { settings: { ...ports.settings, testNumbers: [OTHER_PHONE] } });
    expect(await find(id)).toMatchObject({ state: 'void', because: 'test_mode' });
    await send(await ask(), { settings: { ...ports.settings, testNumbers: [OTHER_PHONE, PHONE] } });
    await twilio.account.drained();
    expect(phones).toHaveLength(1);
  });

  it('asks nobody who wants no texts', async () => {
    const { says, ask, send, state, phones } = await open();
    await says('STOP');
    phones.length = 0;
    const id = await ask();
    await send(id);
    expect([await state(id), phones]).toEqual(['opted_out', []]);
  });

  it('asks nobody whose phone was changed by an event that came after the ask, or was known by another question', async () => {
    const { ask, send, find, phones, pool, clock } = await open();
    const id = await ask({ terms: KEEPS_PHONES });
    const scope = { livemode: false, account: null };
    const seen = (atMs: number, isPhoneNew: boolean) => {
      const sighting = { scope, id: 'ich_1', atMs, from: 'event', told: { phone: true }, isPhoneNew } as const;
      return takeSightings(pool, { cards: [], cardholders: [sighting] }, clock.nowMs());
    };
    await seen(clock.nowMs() - 1_000 * HOUR_MS, false);
    await seen(clock.nowMs(), true);
    await send(id);
    expect(await find(id)).toMatchObject({ state: 'void', because: 'phone_changed', claimedAtMs: null });
    await ask({ cardholder: 'ich_2', phone: 'hmac_of_before', state: 'expired' });
    const other = await ask({ cardholder: 'ich_2', phone: hash(OTHER_PHONE), terms: KEEPS_PHONES });
    await send(other);
    expect(await find(other)).toMatchObject({ state: 'void', because: 'phone_changed', claimedAtMs: null });
    expect(phones).toEqual([]);
  });

  it('asks who has their phone for long, or whose profile takes a new one', async () => {
    const { ask, send, state, says, twilio, pool, clock } = await open();
    const scope = { livemode: false, account: null };
    const since = clock.nowMs() - 73 * HOUR_MS;
    for (const [told, atMs] of [
      [false, since - 1],
      [true, since],
    ] as const) {
      const sighting = { scope, id: 'ich_1', atMs, from: 'event', told: { phone: told }, isPhoneNew: false } as const;
      await takeSightings(pool, { cards: [], cardholders: [sighting] }, clock.nowMs());
    }
    const first = await ask({ terms: KEEPS_PHONES });
    await send(first);
    await twilio.account.drained();
    expect(await state(first)).toBe('delivered');
    await says('no');
    const new_ = {
      scope,
      id: 'ich_1',
      atMs: clock.nowMs(),
      from: 'event',
      told: { phone: true },
      isPhoneNew: true,
    } as const;
    await takeSightings(pool, { cards: [], cardholders: [new_] }, clock.nowMs());
    const second = await ask();
    await send(second);
    await twilio.account.drained();
    expect(await state(second)).toBe('delivered');
  });

  it('asks nobody when five minutes are over, or the question is void', async () => {
    const { ask, send, passes, pool, find, phones } = await open();
    const late = await ask();
    passes(5 * MINUTE_MS);
    await send(late);
    expect(await find(late)).toMatchObject({ state: 'void', because: 'not_sent_in_time' });
    const taken = await ask();
    await pool.query("update challenges set state = 'void' where id = $1", [taken]);
    await send(taken);
    expect(phones).toEqual([]);
  });

  it('is tried again while Stripe can not be reached, with nothing claimed', async () => {
    const { ask, send, twilio, phones, find } = await open();
    const nowhere = new Stripe(TEST_KEY, { host: '127.0.0.1', port: 9, protocol: 'http', maxNetworkRetries: 0 });
    const id = await ask();
    await expect(send(id, { stripe: nowhere })).rejects.not.toMatchObject({ name: 'JobGivenUp' });
    expect(await find(id)).toMatchObject({ state: 'pending', claimedAtMs: null });
    await send(id);
    await twilio.account.drained();
    expect(phones).toHaveLength(1);
  });
});

describe('what Twilio does not take', () => {
  const { open } = texting();

  it('is tried again where it certainly was not sent', async () => {
    const { ask, send, twilio, phones, find } = await open();
    const id = await ask();
    twilio.faults.request = () => 'too_many_requests';
    await expect(send(id)).rejects.toThrow('twilio_busy');
    const nowhere = createSmsClient(twilioSettings('http://127.0.0.1:9'), 500);
    await expect(send(id, { sms: nowhere })).rejects.toThrow('ECONNREFUSED');
    twilio.tokens = ['another_token'];
    twilio.faults.request = () => null;
    await expect(send(id)).rejects.toThrow('twilio_not_authorized');
    expect(await find(id)).toMatchObject({ state: 'pending', claimedAtMs: null });
    twilio.tokens = ['the_token_of_the_account'];
    await send(id);
    await twilio.account.drained();
    expect(phones).toHaveLength(1);
  });

  it('is not sent once its channel was paused, and is void', async () => {
    const { ask, send, find, phones, pool, clock } = await open();
    const id = await ask();
    const { scope } = await find(id);
    await pauseChannel(pool, 'twilio', scope, { author: 'system', nowMs: clock.nowMs() });
    await send(id);
    expect(await find(id)).toMatchObject({ state: 'void', because: 'channel_off', claimedAtMs: null });
    expect(phones).toEqual([]);
    await resumeChannel(pool, 'twilio', scope, { author: 'system', nowMs: clock.nowMs() });
  });

  it('is not tried again where it would be refused again; nobody can have answered it', async () => {
    const { ask, send, says, find, phones, replies } = await open({
      receptions: () => ({ kind: 'refused', code: 21_614 }),
    });
    const id = await ask();
    await send(id);
    await send(id);
    expect(await find(id)).toMatchObject({ state: 'undeliverable', because: 'not_sms_capable', claimedAtMs: null });
    await says('YES');
    expect([(await find(id)).state, await replies(), phones]).toEqual(['undeliverable', ['yes: no_question'], []]);
  });

  it('for the owner said STOP is remembered, and the next question is not even tried', async () => {
    const { ask, send, state, isOptedOut, twilio } = await open({
      receptions: () => ({ kind: 'refused', code: 21_610 }),
    });
    const calls: string[] = [];
    twilio.faults.request = ({ path }) => {
      calls.push(path);
      return null;
    };
    const first = await ask();
    await send(first);
    expect([await state(first), await isOptedOut()]).toEqual(['opted_out', true]);
    const second = await ask();
    await send(second);
    expect([await state(second), calls.length]).toEqual(['opted_out', 1]);
  });
});

describe('a text of which nobody knows whether it was sent', () => {
  const { open } = texting();
  const lost = () => [];

  it.each(['hang_after', 'broken_after', 'error_after'] as const)('is settled by its status (%s)', async (fault) => {
    const { ask, send, twilio, phones, find } = await open();
    const id = await ask();
    twilio.faults.request = () => fault;
    await send(id);
    await twilio.account.drained();
    await send(id);
    expect(await find(id)).toMatchObject({ state: 'delivered', messageId: phones[0]?.sid });
    expect(phones).toHaveLength(1);
  });

  it.each(['hang_after', 'broken_after', 'error_after'] as const)(
    'is looked for where no status came (%s)',
    async (fault) => {
      const { ask, send, settle, twilio, phones, find, passes } = await open();
      twilio.faults.webhook = lost;
      const id = await ask();
      twilio.faults.request = () => fault;
      await send(id);
      await twilio.account.drained();
      twilio.faults.request = () => null;
      expect(await find(id)).toMatchObject({ state: 'pending', messageId: null });
      await settle();
      expect(await find(id)).toMatchObject({ messageId: null });
      passes(MINUTE_MS);
      await settle();
      expect(await find(id)).toMatchObject({ state: 'delivered', messageId: phones[0]?.sid });
      await send(id);
      expect(phones).toHaveLength(1);
    },
  );

  it.each(['hang_before', 'broken_before', 'error_before'] as const)(
    'and was not is never sent (%s)',
    async (fault) => {
      const { ask, send, settle, twilio, phones, find, passes } = await open();
      const id = await ask();
      twilio.faults.request = ({ method }) => (method === 'POST' ? fault : null);
      await send(id);
      for (const _minute of [1, 2, 3, 4]) {
        passes(MINUTE_MS);
        await settle();
        await send(id);
        expect(await find(id)).toMatchObject({ state: 'pending' });
      }
      passes(MINUTE_MS);
      await settle();
      expect(await find(id)).toMatchObject({ state: 'undeliverable', because: 'send_unknown' });
      expect(phones).toEqual([]);
    },
  );

  it('whose worker was killed between claim and send is never sent', async () => {
    const { ask, send, settle, phones, find, passes } = await open();
    const id = await ask();
    const killed = { sendMessage: () => Promise.reject(new Error('SIGKILL')) };
    await expect(send(id, { sms: killed })).rejects.toThrow('SIGKILL');
    expect(await find(id)).toMatchObject({ state: 'pending', claimedAtMs: expect.any(Number) });
    await send(id);
    passes(6 * MINUTE_MS);
    await settle();
    await send(id);
    expect(await find(id)).toMatchObject({ state: 'undeliverable', because: 'send_unknown' });
    expect(phones).toEqual([]);
  });

  it('whose worker was killed after it was sent, and before that was written down, is found', async () => {
    const { ask, send, settle, twilio, ports, phones, find, passes } = await open();
    twilio.faults.webhook = lost;
    const id = await ask();
    const killed: typeof ports.sms.sendMessage = async (message) => {
      await ports.sms.sendMessage(message);
      throw new Error('SIGKILL');
    };
    await expect(send(id, { sms: { sendMessage: killed } })).rejects.toThrow('SIGKILL');
    await twilio.account.drained();
    passes(MINUTE_MS);
    await settle();
    expect(await find(id)).toMatchObject({ state: 'delivered', messageId: phones[0]?.sid });
    expect(phones).toHaveLength(1);
  });

  it('is found though the texts were changed in the meantime', async () => {
    const { ask, send, settle, twilio, ports, phones, find, passes } = await open();
    twilio.faults.webhook = lost;
    const texts = await ports.texts();
    const [english] = BUILT_IN_TEXTS.filter(({ language }) => language === 'en');
    const before = english && { ...english, question: 'Was {amount} at {merchant} you? YES or NO' };
    const id = await ask();
    twilio.faults.request = ({ method }) => (method === 'POST' ? 'hang_after' : null);
    await send(id, { texts: async () => new Map([...texts, ...(before ? [['en', before] as const] : [])]) });
    await twilio.account.drained();
    expect(phones.map(({ body }) => body)).toEqual([expect.stringContaining('Was 12.34 USD at Sample Rides you?')]);
    passes(MINUTE_MS);
    await settle();
    expect(await find(id)).toMatchObject({ state: 'delivered', messageId: phones[0]?.sid });
  });

  it('is not taken for the same question of before', async () => {
    const { asked, ask, send, says, settle, twilio, phones, find, passes } = await open();
    await asked();
    await says('no');
    const id = await ask();
    twilio.faults.request = ({ method }) => (method === 'POST' ? 'error_before' : null);
    await send(id);
    passes(6 * MINUTE_MS);
    await settle();
    expect(await find(id)).toMatchObject({ state: 'undeliverable', because: 'send_unknown', messageId: null });
    // The first question, and what its answer was answered with.
    expect(phones).toHaveLength(2);
  });

  it('to a phone that was changed meanwhile is not looked for, and given up', async () => {
    const { ask, send, settle, setPhone, twilio, find, passes } = await open();
    twilio.faults.webhook = lost;
    const id = await ask();
    twilio.faults.request = ({ method }) => (method === 'POST' ? 'hang_after' : null);
    await send(id);
    setPhone(OTHER_PHONE);
    passes(6 * MINUTE_MS);
    await settle();
    expect(await find(id)).toMatchObject({ state: 'undeliverable', because: 'send_unknown' });
  });

  it('does not arrive, says its carrier', async () => {
    const { asked, find } = await open({
      receptions: (to) => (to === PHONE ? { kind: 'undelivered', code: 30_006 } : allDelivered(to)),
    });
    expect(await find(await asked())).toMatchObject({ state: 'undeliverable', because: 'landline_or_unreachable' });
  });
});
