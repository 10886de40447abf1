import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeArrivals } from '../../../../src/adapters/store/database/inbox.ts';
import { writeRecords } from '../../../../src/adapters/store/database/write.ts';
import { createAuthorizationsStep } from '../../../../src/workflows/ingest/authorizations.ts';
import { transactionsStep } from '../../../../src/workflows/ingest/transactions.ts';
import { eventText } from '../../../adapters/store/database/fixtures.ts';
import { createTestAlarms } from '../../../support/alarms.ts';
import { countersignAt } from '../../cli/remote/terminal.ts';
import { openStage, type Stage } from './stage.ts';

const NOW = 1_763_000_000;
const at = (seconds: number) => new Date((NOW + seconds) * 1000).toISOString();
const told = (id: string, authorization: string | null, amount: number, currency: string, more = {}) =>
  eventText(`evt_${id}`, {
    ...{ type: 'issuing_transaction.created', object_id: id, ...more },
    fields: {
      ...{ type: amount < 0 ? 'capture' : 'refund', amount, currency, authorization, card: 'ic_1' },
      ...{ cardholder: 'ich_1', created: NOW + Math.abs(amount) },
    },
  });

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await writeRecords(stage.database.pool, [
    eventText('evt_a', {
      object_id: 'iauth_1',
      previous: {},
      fields: {
        ...{ status: 'closed', approved: true, amount: 0, currency: 'kwd', card: { id: 'ic_1' }, created: NOW },
        request_history: [{ approved: true, amount: 12_345, currency: 'kwd', created: NOW }],
      },
    }),
    told('ipi_1', 'iauth_1', -12_500, 'kwd'),
    told('ipi_2', 'iauth_1', 5, 'kwd'),
    told('ipi_3', null, -700, 'jpy'),
    told('ipi_theirs', null, -1, 'usd', { account: 'acct_theirs' }),
  ]);
  const alarms = createTestAlarms();
  const steps = [createAuthorizationsStep(alarms, () => {}), transactionsStep(alarms)];
  const taken = await takeArrivals(stage.database.pool, { limit: 100, nowMs: NOW * 1000, steps });
  expect(taken.kind).toBe('taken');
});
afterAll(() => stage.close());

const countersign = (words: readonly string[]) => countersignAt({ url: stage.url, apiKey: stage.admin.key }, words);

describe('the money of an authorization', () => {
  it('is told in minor units with its currency', async () => {
    expect(await stage.client.authorizations.get('iauth_1')).toMatchObject({
      id: 'iauth_1',
      status: 'closed',
      money: {
        ...{ currency: 'kwd', asked_minor: 12_345, approved_minor: 12_345 },
        ...{ held_minor: 0, captured_minor: 12_500, over_captured_minor: 155, refunded_minor: 5, transactions: 2 },
      },
    });
  });

  it('is not found where nothing is known of it, nor in another world', async () => {
    await expect(stage.client.authorizations.get('iauth_none')).rejects.toMatchObject({ code: 'not_found' });
    const elsewhere = stage.client.authorizations.get('iauth_1', { livemode: true });
    await expect(elsewhere).rejects.toMatchObject({ code: 'not_found' });
  });

  it('adds up, by what one likes, page by page', async () => {
    const all = [];
    for await (const row of stage.client.money.eachTotals({ by: 'card', limit: 1, from: at(-10), to: at(86_400) }))
      all.push(row);
    expect(all).toMatchObject([
      { key: 'ic_1', currency: 'jpy', authorizations: 0, captured_minor: 700, forced_minor: 700 },
      { key: 'ic_1', currency: 'kwd', authorizations: 1, captured_minor: 12_500, forced_minor: 0 },
    ]);
    const { data } = await stage.client.money.totals({ from: at(1000), to: at(86_400) });
    expect(data).toMatchObject([{ key: null, currency: 'kwd', captured_minor: 12_500, refunded_minor: 0 }]);
  });

  it('adds up a week where nothing is said, and no more than 400 days', async () => {
    expect((await stage.client.money.totals({ to: at(86_400) })).data).not.toEqual([]);
    expect((await stage.client.money.totals({ to: at(9 * 86_400) })).data).toEqual([]);
    await expect(stage.client.money.totals({ from: at(-401 * 86_400), to: at(0) })).rejects.toMatchObject({
      status: 400,
    });
  });
});

describe('transactions', () => {
  it('are listed newest first, in pages, and found by kind', async () => {
    const all = [];
    for await (const { id, kind } of stage.client.transactions.each({ limit: 1 })) all.push(`${id} ${kind}`);
    expect(all).toEqual(['ipi_1 over', 'ipi_3 forced_without_authorization', 'ipi_2 refund']);
    const { data } = await stage.client.transactions.list({ kind: 'forced' });
    expect(data).toEqual([
      {
        ...{ id: 'ipi_3', livemode: false, account: null, type: 'capture', kind: 'forced_without_authorization' },
        ...{ amount_minor: -700, currency: 'jpy', authorization: null, card: 'ic_1', cardholder: 'ich_1' },
        ...{ dispute: null, created: new Date((NOW + 700) * 1000).toISOString() },
      },
    ]);
    expect((await stage.client.transactions.list({}, { account: 'acct_theirs' })).data).toHaveLength(1);
  });

  it('are shown in a terminal as money is written in its currency', async () => {
    const { code, out } = await countersign(['transactions', '--kind', 'forced']);
    expect(code).toBe(0);
    expect(out).toMatch(/^MADE \(UTC\) +TRANSACTION +KIND +AMOUNT +CARD +AUTHORIZATION\n.* ipi_3 .* -700 JPY +ic_1\n$/);
    expect((await countersign(['transactions', '--authorization', 'iauth_1', '--limit', '1'])).out).toContain(
      '-12.500 KWD',
    );
    const { out: lines } = await countersign(['transactions', '--json', '--card', 'ic_1', '--from', '2025-01-01']);
    expect(lines.trim().split('\n')).toHaveLength(3);
    expect((await countersign(['transactions', '--live'])).out).toBe('No such transaction.\n');
    expect((await countersign(['transactions', '--kind', 'forceed'])).err).toContain('did you mean "forced"?');
  });
});
