import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../../src/adapters/store/database/open.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import type { FeatureEvent } from '../../../src/core/features/feature-event.ts';
import { storedHistory } from '../../../src/workflows/velocity/history.ts';
import { decisionText, eventText, trackedText } from '../../adapters/store/database/fixtures.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { realClock } from '../../support/clock.ts';
import { createTemporaryDir } from '../../support/folder.ts';
import { createPostgresDatabase, whyNoPostgres } from '../../support/postgres.ts';

const AT = 1_763_000_000_000;
const asked = (id: string, receivedAtMs: number, fields: Readonly<Record<string, unknown>> = {}) =>
  decisionText(id, {
    received_at: receivedAtMs,
    attributes: {},
    counted: { features: [], approximate: [], inputs: { card: `ic_${id}` }, derived: {} },
    amount_minor: 1250,
    currency: 'usd',
    card: `ic_${id}`,
    merchant: 'm_1',
    ...fields,
  });

let database: Database;
let end: () => Promise<void>;

beforeAll(async () => {
  const { dir, remove } = createTemporaryDir();
  const postgres = (await whyNoPostgres()) === null ? await createPostgresDatabase() : null;
  database = openDatabase({ url: postgres?.url ?? null, dataDir: dir, alarms: createTestAlarms(), clock: realClock });
  await database.ready();
  end = async () => {
    await database.close();
    await postgres?.drop();
    remove();
  };
  await writeRecords(database.pool, [
    asked('a', AT),
    // Of one moment: a batch of logins, in its order, and two asks.
    trackedText('l1', { received_at: AT + 10 }),
    trackedText('l0', { received_at: AT + 10.001 }),
    trackedText('l2', { received_at: AT + 10.002, derived: { mailbox: 'hmac_x' } }),
    asked('b', AT + 10),
    asked('c', AT + 10, { ask: 'iauth_c:2:500', outcome: 'challenge' }),
    decisionText('unread', { received_at: AT + 11, authorization: null, ask: null, event: 'evt_u' }),
    eventText('evt_r', {
      type: 'issuing_authorization.created',
      object_id: 'iauth_d',
      received_at: AT + 20,
      fields: {
        card: { id: 'ic_d' },
        cardholder: 'ich_1',
        merchant_data: { network_id: 'm_2', country: 'FR' },
        request_history: [
          { approved: false, reason: 'insufficient_funds', created: AT / 1000, amount: 999, currency: 'eur' },
        ],
      },
    }),
    eventText('evt_card', { type: 'issuing_card.updated', received_at: AT + 21 }),
  ]);
});
afterAll(() => end());

async function past(sinceMs: number, pageRows: number): Promise<FeatureEvent[]> {
  const events: FeatureEvent[] = [];
  for await (const page of storedHistory(database.pool, sinceMs, new Map(), pageRows)) events.push(...page.events);
  return events;
}

test.each([1, 2, 3, 100])('the past comes whole and in the order of receiving, %d rows at a time', async (pageRows) => {
  const events = await past(AT, pageRows);
  expect(events.map(({ id }) => id)).toEqual(['iauth_a:0', 'iauth_b:0', 'iauth_c:2', 'l1', 'l0', 'l2', 'iauth_d:0']);
  expect(events.map(({ arrival }) => arrival).slice(3, 6)).toEqual([AT + 10, AT + 10.001, AT + 10.002]);
});

test('what came before a moment is left out', async () => {
  expect((await past(AT + 15, 100)).map(({ id }) => id)).toEqual(['iauth_d:0']);
});

test('a decision is the ask that was counted, with what was answered', async () => {
  const events = await past(AT, 100);
  const [first, , third] = events;
  const read = (name: string) => first?.read({ name, path: [name] } as unknown as Parameters<FeatureEvent['read']>[0]);
  expect([read('card'), read('amount'), read('amount_in_usd'), read('merchant')]).toEqual(['ic_a', 12.5, 12.5, 'm_1']);
  expect([first?.outcome, third?.outcome]).toEqual(['approved', 'challenged']);
});

test('an authorization that Stripe declined by itself is an attempt, and a tracked event what its features made of it', async () => {
  const events = await past(AT, 100);
  const report = events.at(-1);
  const read = (name: string) => report?.read({ name, path: [name] } as unknown as Parameters<FeatureEvent['read']>[0]);
  expect(report).toMatchObject({ type: 'authorization', outcome: 'declined_by_stripe', isReported: true, atMs: AT });
  expect([read('card'), read('merchant_country'), read('amount'), read('currency')]).toEqual([
    'ic_d',
    'FR',
    9.99,
    'eur',
  ]);
  const login = events.find(({ id }) => id === 'l2');
  expect([login?.type, login?.derived?.get('mailbox'), login?.atMs]).toEqual(['login', 'hmac_x', AT]);
});
