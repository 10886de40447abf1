import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../support/folder.ts';
import { readHistory, readHistoryFile } from '../../../support/history-file.ts';
import { countersign } from '../../../support/terminal.ts';

const example = JSON.parse(readFileSync('examples/ask.json', 'utf8'));
const authorization = example.data?.object ?? example;

function event(type: string, created: number, object: object) {
  return { id: `evt_${type}_${created}`, object: 'event', created, livemode: true, type, data: { object } };
}

const ask = (id: string, created: number) =>
  event('issuing_authorization.request', created, { ...authorization, id, created, request_history: [] });

const report = (id: string, created: number, approved: boolean) =>
  event('issuing_authorization.created', created + 1, {
    ...{ ...authorization, id, created, approved },
    request_history: [{ created, approved, amount: 100, currency: 'usd', reason: 'webhook_approved' }],
  });

function dispute(id: string, created: number, about: object, changes: object = {}) {
  const evidence = { reason: 'fraudulent', fraudulent: {} };
  return event('issuing_dispute.created', created, { ...{ id, evidence, status: 'submitted' }, ...about, ...changes });
}

const transaction = (id: string, created: number, about: string, type = 'capture') =>
  event('issuing_transaction.created', created, { id, object: 'issuing.transaction', authorization: about, type });

const lines = (...events: readonly object[]) => events.map((each) => JSON.stringify(each)).join('\n');

describe("Stripe's events", () => {
  test('are a row an ask, with what the rest of the file tells of it, whatever comes first', async () => {
    const { rows, about, items, said } = await readHistory(
      'history.ndjson',
      lines(
        dispute('idp_1', 900, { transaction: { id: 'ipi_x', authorization: 'iauth_1' } }),
        dispute('idp_2', 950, { transaction: 'ipi_2' }),
        ask('iauth_3', 300),
        ask('iauth_1', 100),
        report('iauth_1', 100, true),
        ask('iauth_2', 200),
        report('iauth_2', 200, false),
        transaction('ipi_2', 400, 'iauth_2'),
        transaction('ipi_3', 500, 'iauth_3', 'refund'),
      ),
    );
    const became = rows.map(({ authorization: { id }, wasApproved, disputedAtMs, isFraud, isRefunded }) => [
      ...[id, wasApproved, disputedAtMs],
      ...[isFraud, isRefunded],
    ]);
    expect(became).toEqual([
      ['iauth_1', true, 900_000, null, false],
      ['iauth_2', false, 950_000, null, false],
      ['iauth_3', true, null, null, true],
    ]);
    expect(about).toMatchObject({ rows: 3, firstMs: 100_000, newestMs: 300_000 });
    expect(about.labels).toEqual({ hasDisputes: true, hasFinal: false });
    expect(items.filter(({ kind }) => kind === 'report')).toHaveLength(2);
    expect(said).toEqual([]);
  });

  test('tell of fraud as long as a dispute says so, and since when it does', async () => {
    const about = { transaction: { id: 'ipi_1', authorization: 'iauth_1' } };
    const other = { evidence: { reason: 'not_received' } };
    const disputed = async (...events: readonly object[]) =>
      (await readHistory('h.ndjson', lines(ask('iauth_1', 100), ...events))).rows[0]?.disputedAtMs;
    expect(await disputed(dispute('a', 200, about), dispute('a', 300, about, { status: 'won' }))).toBe(200_000);
    expect(await disputed(dispute('a', 200, about), dispute('a', 300, { ...about, ...other }))).toBeNull();
    expect(await disputed(dispute('a', 200, { ...about, ...other }))).toBeNull();
    expect(await disputed(dispute('a', 400, about), dispute('b', 300, about))).toBe(300_000);
  });

  test('of which disputes are about nothing in the file say so', async () => {
    const stray = dispute('a', 200, { transaction: 'ipi_9' });
    const { said } = await readHistory('h.ndjson', lines(ask('iauth_1', 100), stray));
    expect(said).toEqual([
      'FILE: the dispute is about no authorization in it: neither the dispute nor an issuing_transaction event names one',
    ]);
    const known = dispute('b', 200, { transaction: { id: 'x', authorization: 'iauth_1' } });
    expect((await readHistory('h.ndjson', lines(ask('iauth_1', 100), stray, known))).said[0]).toMatch(
      /1 of 2 disputes/,
    );
  });

  test('that can not be read are told by their lines', async () => {
    const { said, unreadable, rows } = await readHistory(
      'h.ndjson',
      `${lines(ask('iauth_1', 100))}\n{"object": "x"}\n{`,
    );
    expect([rows.length, unreadable]).toEqual([1, 2]);
    expect(said).toEqual([
      'FILE: line 2: neither an event nor an authorization',
      expect.stringMatching(/^FILE: line 3: not JSON/),
    ]);
  });

  test('are read for a window', async () => {
    const text = lines(ask('a', 1), ask('b', 2), ask('c', 3));
    const { rows } = await readHistory('h.ndjson', text, { window: { fromMs: 2_000, toMs: 3_000 } });
    expect(rows.map(({ authorization: { id } }) => id)).toEqual(['b']);
  });

  test('as the simulator writes them have reports, labels and tracked events', async () => {
    const file = join(temporaryFolder(), 'history.ndjson');
    await countersign(['simulate', '--out', file, '--days', '3', '--cardholders', '40', '--seed', 'history']);
    const { rows, about, items, unreadable } = await readHistoryFile(file);
    expect(unreadable).toBe(0);
    expect(rows).toHaveLength(about.rows);
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.every(({ isFraud, wasApproved }) => isFraud !== null && wasApproved !== null)).toBe(true);
    expect(about.labels.hasFinal).toBe(true);
    expect(new Set(items.map(({ kind }) => kind))).toEqual(new Set(['row', 'report', 'tracked']));
    const times = rows.map(({ authorization: { askedAtMs } }) => askedAtMs);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
  });
});
