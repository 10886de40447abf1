import { describe, expect, it } from 'vitest';
import { takeReply } from '../../../src/workflows/challenge/take-reply.ts';
import { takeStatus } from '../../../src/workflows/challenge/take-status.ts';
import { OTHER_PHONE, PHONE, texting } from './texting.ts';

const HOUR_MS = 3_600_000;

describe('what a cardholder answers', () => {
  const { open } = texting();

  it('verifies the question by YES, and is told to try again', async () => {
    const { asked, says, find, texts, replies, seen } = await open();
    const id = await asked();
    await says(' yes ');
    expect(await find(id)).toMatchObject({ state: 'verified', answeredAtMs: expect.any(Number) });
    expect(texts()[1]).toContain('try the purchase again');
    expect(await replies()).toEqual(['yes: verified']);
    expect(seen).toContain('twilio_messages reply.yes');
  });

  it('rejects it by NO, however late, and whatever was said before', async () => {
    const { asked, says, state, texts, passes } = await open();
    const first = await asked();
    await says('NO');
    expect([await state(first), texts()[1]]).toEqual(['rejected', expect.stringContaining('stays declined')]);
    const second = await asked();
    await says('YES');
    passes(2 * HOUR_MS);
    await says('no!');
    expect(await state(second)).toBe('rejected');
    const third = await asked();
    passes(24 * HOUR_MS);
    await says('NO');
    expect(await state(third)).toBe('rejected');
  });

  it('counts no YES after the time, after a NO, or a day later', async () => {
    const { asked, says, state, texts, replies, passes } = await open();
    const rejected = await asked();
    await says('NO');
    await says('YES');
    expect([await state(rejected), texts()[2]]).toEqual(['rejected', expect.stringContaining('stays declined')]);
    const late = await asked();
    passes(HOUR_MS);
    await says('YES');
    expect(['verified', 'rejected']).not.toContain(await state(late));
    expect(texts().at(-1)).toContain('too late');
    passes(26 * HOUR_MS);
    await says('YES');
    expect(await replies()).toEqual(['no: rejected', 'yes: nothing', 'yes: too_late', 'yes: no_question']);
  });

  it('is the same said twice, and brought twice', async () => {
    const { asked, says, twilio, state, texts, replies } = await open();
    const id = await asked();
    twilio.faults.webhook = ({ kind }) => (kind === 'inbound' ? [0, 20, 40] : [0]);
    await says('YES');
    await says('YES');
    expect([await state(id), await replies()]).toEqual(['verified', ['yes: verified', 'yes: nothing']]);
    // Twilio takes what it hears first; of what comes again it may be that.
    expect(texts().length).toBeLessThanOrEqual(2);
  });

  it('is nothing from somebody who was not asked', async () => {
    const { asked, says, state, texts, replies } = await open();
    const id = await asked();
    await says('YES', OTHER_PHONE);
    await says('NO', OTHER_PHONE);
    await says('what is this?', OTHER_PHONE);
    expect([await state(id), texts().length]).toEqual(['delivered', 1]);
    expect(await replies()).toEqual(['yes: no_question', 'no: no_question', 'unclear: no_question']);
  });

  it('is about the question that was sent, not about one that waits to be', async () => {
    const { asked, ask, says, state } = await open();
    const first = await asked();
    await says('YES');
    const waiting = await ask();
    await says('NO');
    expect([await state(first), await state(waiting)]).toEqual(['rejected', 'pending']);
  });

  it('counts as of when it was said, once somebody heard that the question was sent', async () => {
    const { ask, send, says, settle, passes, twilio, find, replies } = await open();
    twilio.faults.webhook = ({ kind }) => (kind === 'inbound' ? [0] : []);
    const id = await ask();
    twilio.faults.request = ({ method }) => (method === 'POST' ? 'hang_after' : null);
    await send(id);
    await says('YES');
    expect([(await find(id)).state, await replies()]).toEqual(['pending', ['yes: kept']]);
    passes(1_000);
    // There is no waiting for the next look.
    await settle();
    const { state, answeredAtMs, messageId } = await find(id);
    expect({ state, messageId }).toEqual({ state: 'verified', messageId: expect.any(String) });
    expect(answeredAtMs).toBeLessThan(Date.now());
  });

  it('does not count where the question never left, since its worker was killed before', async () => {
    const { ask, send, says, settle, passes, find, pool } = await open();
    const id = await ask();
    await expect(send(id, { sms: { sendMessage: () => Promise.reject(new Error('SIGKILL')) } })).rejects.toThrow();
    await says('YES');
    for (let minute = 0; minute < 6; minute += 1) {
      passes(60_000);
      await settle();
    }
    expect(await find(id)).toMatchObject({ state: 'undeliverable', because: 'send_unknown' });
    await says('YES');
    expect((await pool.query('select from allowances')).rows).toEqual([]);
  });

  it('does not count where it was said before a try that failed, though a later one sends the text', async () => {
    const { ask, send, says, state, replies, pool } = await open();
    const id = await ask();
    const busy = async () => {
      await says('YES');
      return { kind: 'not_sent', because: 'twilio_busy' } as const;
    };
    await expect(send(id, { sms: { sendMessage: busy } })).rejects.toThrow('twilio_busy');
    await send(id);
    expect(['sent', 'delivered']).toContain(await state(id));
    expect(await replies()).toEqual(['yes: nothing']);
    expect((await pool.query('select from allowances')).rows).toEqual([]);
  });

  it('does not count where the first that is heard is that the text was lost', async () => {
    const { ask, send, says, find, clock, pool } = await open();
    const id = await ask();
    await send(id, { sms: { sendMessage: async () => ({ kind: 'unknown', because: 'ETIMEDOUT' }) } });
    await says('YES');
    await takeStatus(pool, id, { id: 'SM_lost', status: 'failed', errorCode: 30_003 }, clock.nowMs());
    expect((await find(id)).state).toBe('undeliverable');
    // The carrier was wrong.
    await takeStatus(pool, id, { id: 'SM_lost', status: 'delivered', errorCode: null }, clock.nowMs());
    expect((await find(id)).state).toBe('verified');
  });

  it('does not wait where it is too late, though the news that it was sent comes later still', async () => {
    const { ask, send, says, settle, passes, twilio, find, replies } = await open();
    twilio.faults.webhook = ({ kind }) => (kind === 'inbound' ? [0] : []);
    const id = await ask();
    twilio.faults.request = ({ method }) => (method === 'POST' ? 'hang_after' : null);
    await send(id);
    passes(HOUR_MS);
    await says('YES');
    await settle();
    expect([(await find(id)).state, await replies()]).toEqual(['delivered', ['yes: too_late']]);
  });

  it('does not count after a NO, though it waited', async () => {
    const { ask, send, says, settle, passes, twilio, state } = await open();
    twilio.faults.webhook = ({ kind }) => (kind === 'inbound' ? [0] : []);
    const id = await ask();
    twilio.faults.request = ({ method }) => (method === 'POST' ? 'hang_after' : null);
    await send(id);
    await says('YES');
    await says('NO');
    passes(1_000);
    await settle();
    expect(await state(id)).toBe('rejected');
  });

  it('that is unclear is asked about once more, and then left alone', async () => {
    const { asked, says, state, texts, replies } = await open();
    const id = await asked();
    await says('yes but not that one');
    await says('');
    await says('hm');
    expect([await state(id), texts().length, texts()[1]]).toEqual([
      'delivered',
      2,
      expect.stringContaining('Reply only YES'),
    ]);
    expect(await replies()).toEqual(['unclear: asked_again', 'unclear: nothing', 'unclear: nothing']);
    await says('yes');
    expect(await state(id)).toBe('verified');
  });

  it('that is unclear is asked about once, though two come at the same time', async () => {
    const { asked, pool, ports, replies } = await open();
    await asked();
    const unclear = (id: string) => ({ id, from: PHONE, body: 'who is this?', optOutType: null });
    const taken = await Promise.all(['SM1', 'SM2', 'SM3'].map((id) => takeReply(unclear(id), { ...ports, pool })));
    expect(taken.filter(({ answer }) => answer !== null)).toHaveLength(1);
    expect((await replies()).sort()).toEqual(['unclear: asked_again', 'unclear: nothing', 'unclear: nothing']);
  });

  it('comes from that very number: the same digits elsewhere are somebody else', async () => {
    const { asked, ports, state, replies } = await open();
    const id = await asked();
    const from = `whatsapp:${PHONE}`;
    await takeReply({ id: 'SM1', from, body: 'YES', optOutType: null }, ports);
    expect([await state(id), await replies()]).toEqual(['delivered', ['yes: no_question']]);
  });

  it('is sent again while it can not be stored, and counts once then', async () => {
    const { asked, pool, twilio, state, texts, log } = await open({ webhookRetries: 30, webhookRetryMs: 20 });
    const id = await asked();
    pool.state = 'away';
    twilio.account.receive({ from: PHONE, to: twilio.number, body: 'YES' });
    await expect.poll(() => log.join('')).toContain('not taken');
    pool.state = 'open';
    await twilio.account.drained();
    expect([await state(id), texts().length]).toEqual(['verified', 2]);
  });

  it('is read by the language of the question, and answered in it', async () => {
    const { asked, setLocale, says, state, texts } = await open();
    setLocale('de');
    const id = await asked();
    await says('Ja');
    expect(await state(id)).toBe('verified');
    expect(texts()[1]).not.toContain('Thank you');
  });

  it('is kept as how it was read, and never as what it said or who said it', async () => {
    const { asked, says, stored, log } = await open();
    await asked();
    await says('call me at my mothers, she knows');
    await says('secret words', OTHER_PHONE);
    const kept = (await stored()) + log.join('');
    expect(kept).toContain('asked_again');
    for (const personal of ['mothers', 'secret', PHONE.slice(2), OTHER_PHONE.slice(2)]) {
      expect(kept).not.toContain(personal);
    }
  });
});

describe('whoever wants no texts', () => {
  const { open } = texting();

  it('gets none after STOP, and the question is over', async () => {
    // Otherwise Twilio takes the YES for an opt-in, and says so by itself.
    const { asked, ask, send, says, state, isOptedOut, phones, replies } = await open({
      switches: { yes: 'is_a_reply' },
    });
    const id = await asked();
    await says('stop');
    expect([await state(id), await isOptedOut()]).toEqual(['opted_out', true]);
    phones.length = 0;
    const other = await ask();
    await send(other);
    await says('YES');
    await says('what?');
    expect([await state(other), await state(id), phones]).toEqual(['opted_out', 'opted_out', []]);
    expect(await replies()).toEqual(['stop: opted_out', 'yes: nothing', 'unclear: nothing']);
  });

  it('is heard saying NO all the same, and not answered', async () => {
    const { asked, says, state, phones } = await open();
    const id = await asked();
    await says('STOP');
    phones.length = 0;
    await says('NO');
    expect([await state(id), phones]).toEqual(['rejected', []]);
  });

  it('keeps a question that waits from being sent', async () => {
    const { asked, ask, send, says, state, phones } = await open();
    await asked();
    await says('YES');
    const waiting = await ask();
    await says('STOP');
    const before = phones.length;
    await send(waiting);
    expect([await state(waiting), phones.length]).toEqual(['opted_out', before]);
  });

  it('is still asked what Stripe asks, from a number of its own', async () => {
    const { ask, says, state, isOptedOut } = await open();
    const id = await ask({ channel: 'stripe', state: 'sent' });
    await says('STOP');
    expect([await state(id), await isOptedOut()]).toEqual(['sent', true]);
  });

  it('gets texts again after START, but is not opted in by YES', async () => {
    const { asked, says, state, isOptedOut } = await open();
    await asked();
    await says('STOP');
    await says('YES');
    expect(await isOptedOut()).toBe(true);
    await says('START');
    expect(await isOptedOut()).toBe(false);
    expect(await state(await asked())).toBe('delivered');
    await says('STOP');
    expect(await isOptedOut()).toBe(true);
  });

  it('is not meant by a YES that Twilio takes for an opt-in: it is the answer that it is', async () => {
    const { asked, says, state, replies } = await open({ switches: { optOut: 'advanced', yes: 'opts_in' } });
    const id = await asked();
    await says('YES');
    expect([await state(id), await replies()]).toEqual(['verified', ['yes: verified']]);
  });

  it('asks for help of Twilio, which answers it', async () => {
    const { asked, says, replies, state } = await open();
    const id = await asked();
    await says('HELP');
    expect([await replies(), await state(id)]).toEqual([['help: nothing'], 'delivered']);
  });
});
