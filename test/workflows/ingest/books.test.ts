import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCardholders, readCards } from '../../../src/adapters/store/database/cards.ts';
import { takeArrivals } from '../../../src/adapters/store/database/inbox.ts';
import { unjoinedTransactions } from '../../../src/adapters/store/database/label-joins.ts';
import { labelsOfAuthorizations } from '../../../src/adapters/store/database/label-search.ts';
import { type Database, openDatabase } from '../../../src/adapters/store/database/open.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { createHasher } from '../../../src/adapters/store/hasher.ts';
import { readEvent } from '../../../src/adapters/stripe/event.ts';
import { eventRecord, type StorableEvent } from '../../../src/adapters/stripe/event-record.ts';
import { verdictOf } from '../../../src/core/domain/label-verdict.ts';
import { createRandom } from '../../../src/core/domain/random.ts';
import type { StripeAccount } from '../../../src/simulator/stripe/account.ts';
import { createStripeAccount } from '../../../src/simulator/stripe/create-account.ts';
import { DEFAULT_SETTINGS } from '../../../src/simulator/stripe/settings.ts';
import type { SimulatedEvent } from '../../../src/simulator/stripe/transport.ts';
import { cardsStep } from '../../../src/workflows/ingest/cards.ts';
import { labelsStep } from '../../../src/workflows/ingest/labels.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { realClock } from '../../support/clock.ts';
import { createTemporaryDir } from '../../support/folder.ts';
import { createPostgresDatabase, whyNoPostgres } from '../../support/postgres.ts';
import { cardDetails, holderDetails, purchaseWith } from '../../support/purchases.ts';
import { replying } from '../../support/served-stripe.ts';

const SCOPE = { livemode: false, account: null };
const START_MS = 1_790_000_000_000;
const hash = createHasher('a key for tests only');

const { dir, remove } = createTemporaryDir();
let database: Database;
let drop = async () => {};
beforeAll(async () => {
  const postgres = (await whyNoPostgres()) === null ? await createPostgresDatabase() : null;
  if (postgres) drop = postgres.drop;
  database = openDatabase({ url: postgres?.url ?? null, dataDir: dir, alarms: createTestAlarms(), clock: realClock });
  await database.ready();
}, 300_000);
afterAll(async () => {
  await database.close();
  await drop();
  remove();
});

/** A time at a simulated Stripe, an act every second or few: people, cards, warnings, purchases, disputes. */
async function live(seed: number): Promise<{ account: StripeAccount; events: SimulatedEvent[] }> {
  const random = createRandom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const events: SimulatedEvent[] = [];
  let nowMs = START_MS + seed * 1_000_000_000;
  const account = createStripeAccount({
    seed: `books ${seed}`,
    nowMs: () => nowMs,
    settings: DEFAULT_SETTINGS,
    transport: { ask: replying({ approved: true }), emit: (event) => void events.push(event) },
  });
  const { issuer } = account;
  const holders = [1, 2, 3].map((number) => `ich_${seed}_${number}`);
  const cards = [1, 2, 3, 4, 5].map((number) => `ic_${seed}_${number}`);
  for (const id of holders)
    await issuer.addCardholder(holderDetails({ id, phone: random() < 0.5 ? null : '+15555550123' }));
  for (const id of cards) await issuer.addCard(cardDetails({ id, cardholderId: pick(holders) }));
  const captured: string[] = [];
  const disputes: string[] = [];
  const acts: (() => unknown)[] = [
    () =>
      account.updateCardholder(pick(holders), {
        phone_number: random() < 0.4 ? null : `+1555555${1000 + Math.floor(random() * 8999)}`,
      }),
    () => account.updateCardholder(pick(holders), { status: pick(['active', 'inactive'] as const) }),
    () => account.updateCard(pick(cards), { status: pick(['active', 'inactive'] as const) }),
    () => account.warn(pick(cards), pick(['third_party_reported', 'card_testing_exposure'] as const)),
    async () => {
      const { authorizationId, isApproved } = await issuer.authorize(purchaseWith({ cardId: pick(cards) }));
      if (isApproved) captured.push(await issuer.capture(authorizationId, 1234, true));
    },
    async () => {
      const transaction = captured.pop();
      if (transaction) disputes.push(await issuer.dispute(transaction, pick(['fraudulent', 'not_received'] as const)));
    },
    async () => {
      const dispute = disputes.pop();
      if (dispute) await issuer.closeDispute(dispute, pick(['won', 'lost'] as const));
    },
  ];
  for (let act = 0; act < 120; act += 1) {
    nowMs += 1_000 + Math.floor(random() * 3_000);
    await pick(acts)();
  }
  return { account, events };
}

async function store(events: readonly SimulatedEvent[]) {
  const records = events.map((event) => {
    const reading = readEvent(event);
    if (!reading.isEvent) throw new Error('no event');
    return JSON.stringify(eventRecord(reading.event as StorableEvent, SCOPE, Date.now(), hash));
  });
  await writeRecords(database.pool, records);
  const taken = await takeArrivals(database.pool, { limit: 500, nowMs: Date.now(), steps: [cardsStep, labelsStep] });
  if (taken.kind === 'failed') throw taken.error;
}

/** What Stripe sent, in any order, some of it twice, in batches of any size. */
async function tell(events: readonly SimulatedEvent[], seed: number) {
  const random = createRandom(seed + 1_000);
  const sent = events
    .flatMap((event) => (random() < 0.2 ? [event, event] : [event]))
    .map((event) => ({ event, at: random() }))
    .sort((one, other) => one.at - other.at);
  for (let from = 0; from < sent.length; ) {
    const to = from + 1 + Math.floor(random() * 40);
    await store(sent.slice(from, to).map(({ event }) => event));
    from = to;
  }
}

describe('after everything that Stripe told, in whatever order and number', () => {
  it.each([1, 2, 3, 4])('our books are those of the simulated Stripe (seed %i)', async (seed) => {
    const { account, events } = await live(seed);
    await tell(events, seed);
    const { pool } = database;
    const { cards, cardholders, disputes, transactions } = account.objects;

    const knownCards = await readCards(
      pool,
      [...cards.keys()].map((id) => ({ scope: SCOPE, id })),
    );
    const ours = [...knownCards.values()].map(({ known }) => [
      known.cardholder?.[0],
      known.status?.[0],
      known.warning_type?.[0],
    ]);
    const theirs = [...cards.values()].map(({ cardholder, status, latest_fraud_warning: warning }) => [
      cardholder.id,
      status,
      warning?.type ?? null,
    ]);
    expect(ours.sort()).toEqual(theirs.sort());

    const knownHolders = await readCardholders(
      pool,
      [...cardholders.keys()].map((id) => ({ scope: SCOPE, id })),
    );
    const holders = [...knownHolders.entries()].map(([name, { known }]) => [
      name.split(' ').at(-1),
      known.status?.[0],
      known.phone?.[0],
    ]);
    expect(holders.sort()).toEqual(
      [...cardholders.values()].map((holder) => [holder.id, holder.status, holder.phone_number !== null]).sort(),
    );

    expect(await unjoinedTransactions(pool, SCOPE, 10)).toEqual([]);
    for (const dispute of disputes.values()) {
      const transaction = transactions.get(String(dispute.transaction));
      const authorization = String(transaction?.authorization);
      const labels = (await labelsOfAuthorizations(pool, SCOPE, [authorization])).get(authorization) ?? [];
      const said = verdictOf(labels.filter(({ source }) => source === 'dispute'));
      const strength = dispute.status === 'won' ? 'decisive' : dispute.status === 'lost' ? 'moderate' : 'strong';
      const expected = dispute.evidence.reason === 'fraudulent' ? { verdict: 'fraud', strength } : null;
      if (expected === null) expect(said).toBeNull();
      else expect(said).toMatchObject(expected);
    }
    expect(disputes.size).toBeGreaterThan(2);
  });

  it('a card that is frozen again is frozen, where that overtakes its release', async () => {
    const update = (id: string, created: number, status: string, was: string): SimulatedEvent => ({
      ...{ id, object: 'event', api_version: '2026-10-28.endive', created, type: 'issuing_card.updated' },
      ...{ livemode: false, pending_webhooks: 1, request: { id: null, idempotency_key: null } },
      data: { object: { id: 'ic_frozen', object: 'issuing.card', status }, previous_attributes: { status: was } },
    });
    const frozen = update('evt_f1', 1_790_000_001, 'inactive', 'active');
    const released = update('evt_f2', 1_790_000_002, 'active', 'inactive');
    const again = update('evt_f3', 1_790_000_003, 'inactive', 'active');
    for (const event of [frozen, again, released]) await store([event]);
    const card = (await readCards(database.pool, [{ scope: SCOPE, id: 'ic_frozen' }])).values().next().value;
    expect(card?.known.status).toEqual(['inactive', 1_790_000_003_000, 'event']);
  });
});
