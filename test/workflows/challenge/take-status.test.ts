import { describe, expect, it } from 'vitest';
import { takeStatus } from '../../../src/workflows/challenge/take-status.ts';
import { texting } from './texting.ts';

describe('what becomes of a text', () => {
  const { open } = texting();
  const news = (status: string, errorCode: number | null = null, id = 'SM1') => ({ id, status, errorCode });

  it('is the same in any order, and told twice', async () => {
    const { ask, pool, find } = await open();
    const id = await ask({ claimedAtMs: 1, messageId: 'SM1' });
    for (const status of ['delivered', 'sent', 'queued', 'delivered', 'receiving', 'nonsense']) {
      await takeStatus(pool, id, news(status), 5_000);
    }
    expect(await find(id)).toMatchObject({ state: 'delivered', sentAtMs: 5_000, deliveredAtMs: 5_000 });
    expect(await takeStatus(pool, id, news('undelivered', 30_003), 6_000)).toBe('undeliverable');
    expect((await find(id)).state).toBe('delivered');
  });

  it.each([
    ['undelivered', 30_003, 'phone_unreachable'],
    ['undelivered', 30_007, 'filtered'],
    ['failed', 30_034, 'sender_unregistered'],
    ['failed', 12_345, 'twilio_12345'],
    ['undelivered', null, 'not_delivered'],
    ['canceled', 0, 'not_delivered'],
  ])('%s with %s is undeliverable: %s', async (status, code, because) => {
    const { ask, pool, find } = await open();
    const id = await ask({ claimedAtMs: 1, messageId: 'SM1' });
    expect(await takeStatus(pool, id, news(status, code), 5_000)).toBe('undeliverable');
    expect(await find(id)).toMatchObject({ state: 'undeliverable', because });
  });

  it('failed for STOP is remembered for good', async () => {
    const { ask, pool, state, isOptedOut } = await open();
    const id = await ask({ claimedAtMs: 1, messageId: 'SM1' });
    expect(await takeStatus(pool, id, news('failed', 21_610), 5_000)).toBe('opted_out');
    expect([await state(id), await isOptedOut()]).toEqual(['opted_out', true]);
  });

  it('is believed of no other message, no other question, and none of Stripe', async () => {
    const { ask, pool, find } = await open();
    const id = await ask({ claimedAtMs: 1, messageId: 'SM1' });
    expect(await takeStatus(pool, id, news('delivered', null, 'SM2'), 5_000)).toBe('unknown');
    expect(await takeStatus(pool, 'chl_none', news('delivered'), 5_000)).toBe('unknown');
    const other = await ask({ phone: 'hmac_other', claimedAtMs: 1 });
    expect(await takeStatus(pool, other, news('delivered'), 5_000)).toBe('unknown');
    const stripes = await ask({ phone: 'hmac_third', claimedAtMs: 1, channel: 'stripe' });
    expect(await takeStatus(pool, stripes, news('delivered', null, 'SM3'), 5_000)).toBe('unknown');
    for (const each of [id, other, stripes]) expect((await find(each)).state).toBe('pending');
  });

  it('settles a question of which nobody knew whether it was sent, and keeps it from being sent again', async () => {
    const { ask, pool, send, find, phones } = await open();
    const id = await ask();
    expect(await takeStatus(pool, id, news('sent'), 5_000)).toBe('sent');
    await send(id);
    expect(await find(id)).toMatchObject({ state: 'sent', messageId: 'SM1', claimedAtMs: 5_000 });
    expect(phones).toEqual([]);
  });
});
