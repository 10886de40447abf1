import Stripe from 'stripe';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findCard, findCardholder } from '../../../src/adapters/store/database/cards.ts';
import { takeArrivals } from '../../../src/adapters/store/database/inbox.ts';
import { labelsOfAuthorizations } from '../../../src/adapters/store/database/label-search.ts';
import { type Database, openDatabase } from '../../../src/adapters/store/database/open.ts';
import { listSweeps } from '../../../src/adapters/store/database/sweeps.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { createHasher } from '../../../src/adapters/store/hasher.ts';
import { createStripeClient } from '../../../src/adapters/stripe/client.ts';
import { readEvent } from '../../../src/adapters/stripe/event.ts';
import { eventRecord, type StorableEvent } from '../../../src/adapters/stripe/event-record.ts';
import type { JobData, JobName } from '../../../src/core/domain/job.ts';
import { verdictOf } from '../../../src/core/domain/label-verdict.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import type { SimulatedEvent } from '../../../src/simulator/stripe/transport.ts';
import { cardsStep } from '../../../src/workflows/ingest/cards.ts';
import { labelsStep } from '../../../src/workflows/ingest/labels.ts';
import { createStandingAlarms } from '../../../src/workflows/ingest/standing.ts';
import { sweepHandlers } from '../../../src/workflows/ingest/sweep.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { createManualClock, realClock } from '../../support/clock.ts';
import { createTemporaryDir } from '../../support/folder.ts';
import { createPostgresDatabase, whyNoPostgres } from '../../support/postgres.ts';
import { cardDetails, holderDetails, purchaseWith } from '../../support/purchases.ts';
import { replying, type ServedStripe, serveStripe, TEST_KEY } from '../../support/served-stripe.ts';

const SCOPE = { livemode: false, account: null };
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
beforeEach(async () => {
  await database.pool.query(
    'truncate events, inbox, outbox, cards, cardholders, sweeps, sweep_repairs, label_joins restart identity',
  );
});

/** A simulated Stripe with a cardholder and so many cards, and a service of which a test says what it hears. */
async function openWorld(cards = 1) {
  let offsetMs = 0;
  const nowMs = () => Date.now() + offsetMs;
  const served = await serveStripe(replying({ approved: true }), { nowMs });
  await served.account.issuer.addCardholder(holderDetails({ createdAtMs: Date.now() }));
  for (let number = 1; number <= cards; number += 1) {
    await served.account.issuer.addCard(cardDetails({ id: `ic_${number}`, createdAtMs: Date.now() - 10_000 }));
  }
  const alarms = createTestAlarms();
  // Rests take no time.
  const clock = { nowMs, after: soon };
  const standing = createStandingAlarms({ alarms, clock: createManualClock() });
  const ports = { pool: database.pool, standing, hash, clock };

  return {
    served,
    alarms,
    /** Time goes by: what was late is missed afterwards. */
    pass(ms: number) {
      offsetMs += ms;
    },
    sweep: (name: JobName, stripe: Stripe = served.stripe, data: JobData = {}) =>
      sweepHandlers({ ...ports, stripe })[name]?.(data),
    /** What Stripe sent and the service did not hear yet reaches it, or never will. */
    hear: async () => hear(served, served.events.length),
    lose: () => void heard.set(served, served.events.length),
  };
}

function soon(_ms: number, run: () => void): () => void {
  const timer = setImmediate(run);
  return () => clearImmediate(timer);
}

/** A client of a simulated Stripe that has each request looked at, and changed, before it leaves. */
function stripeThrough({ apiHost }: ServedStripe, look: (url: URL, init?: RequestInit) => void): Stripe {
  return new Stripe(TEST_KEY, {
    host: '127.0.0.1',
    port: new URL(apiHost).port,
    protocol: 'http',
    maxNetworkRetries: 0,
    httpClient: Stripe.createFetchHttpClient((input: string | URL | Request, init?: RequestInit) => {
      const url = new URL(String(input));
      look(url, init);
      return fetch(url, init);
    }),
  });
}

/** A card of a connected account, as an event tells of it. */
function cardElsewhere(account: string): string {
  const about = { type: 'issuing_card.created', id: 'evt_other', livemode: false, account, createdAtMs: Date.now() };
  const object = { object: 'issuing.card', id: 'ic_1', status: 'inactive' };
  const event: StorableEvent = { ...about, apiVersion: null, object, previousAttributes: null };
  return JSON.stringify(eventRecord(event, { livemode: false, account }, Date.now(), hash));
}

const heard = new WeakMap<ServedStripe, number>();

async function hear(served: ServedStripe, until: number) {
  const events = served.events.slice(heard.get(served) ?? 0, until);
  heard.set(served, until);
  await writeRecords(database.pool, events.map(textOf));
  const taken = await takeArrivals(database.pool, { limit: 1_000, nowMs: Date.now(), steps: [cardsStep, labelsStep] });
  if (taken.kind === 'failed') throw taken.error;
}

function textOf(event: SimulatedEvent): string {
  const reading = readEvent(event);
  if (!reading.isEvent) throw new Error('no event');
  return JSON.stringify(eventRecord(reading.event as StorableEvent, SCOPE, Date.now(), hash));
}

async function figures(kind: string) {
  const sweep = (await listSweeps(database.pool, { livemode: false })).find((one) => one.kind === kind);
  const { seen, added, repaired, missed } = sweep ?? {};
  return { seen, added, repaired, missed };
}

const statusOf = async (id: string) => (await findCard(database.pool, SCOPE, id))?.known.status;

describe('a sweep', () => {
  it('fills in what was there before us, and takes none of it for a missed event', async () => {
    const world = await openWorld(3);
    await world.sweep('sweep_cards');
    await world.sweep('sweep_cardholders');
    expect(await figures('cards')).toEqual({ seen: 3, added: 3, repaired: 0, missed: 0 });
    expect(await statusOf('ic_2')).toEqual(['active', expect.any(Number), 'sweep']);
    const holder = await findCardholder(database.pool, SCOPE, 'ich_world');
    expect(holder?.known).toMatchObject({
      phone: [true, expect.any(Number), 'sweep'],
      country: ['US', expect.any(Number), 'sweep'],
    });
    const { rows } = await database.pool.query('select state::text as state from cardholders');
    expect(JSON.stringify(rows)).not.toMatch(/erika|555|Mustermann|Sample Lane/i);
    const written = async () => (await database.pool.query('select id, xmin::text as by from cards order by id')).rows;
    const before = await written();
    world.pass(limits.sweepEveryMs);
    await world.sweep('sweep_cards');
    expect(await figures('cards')).toEqual({ seen: 3, added: 0, repaired: 0, missed: 0 });
    expect(await written()).toEqual(before);
    expect(world.alarms.raised).toEqual([]);
  });

  it('repairs what no event told of, and says so when it is too late for one', async () => {
    const world = await openWorld(2);
    await world.hear();
    await world.sweep('sweep_cards');
    world.pass(60_000);
    world.served.account.updateCard('ic_1', { status: 'canceled', cancellationReason: 'stolen' });
    world.served.account.warn('ic_2', 'third_party_reported');
    await world.served.account.issuer.addCard(cardDetails({ id: 'ic_new', createdAtMs: Date.now() + 60_000 }));
    world.lose();
    await world.sweep('sweep_cards');
    expect((await statusOf('ic_1'))?.[0]).toBe('canceled');
    expect((await statusOf('ic_new'))?.[0]).toBe('active');
    expect(await figures('cards')).toEqual({ seen: 3, added: 1, repaired: 3, missed: 0 });
    expect(world.alarms.raised).toEqual([]);

    world.pass(limits.sweepLateMs + 1);
    await world.sweep('sweep_cards');
    expect(world.alarms.standing.get('webhooks_missed')).toEqual({ missed: 3, of: 'cards', livemode: false });
    // A whole pass without any ends it.
    await world.sweep('sweep_cards');
    await world.sweep('sweep_cards');
    expect(world.alarms.standing.has('webhooks_missed')).toBe(false);
  });

  it('takes an event that only came late for what it is', async () => {
    const world = await openWorld(1);
    await world.hear();
    await world.sweep('sweep_cards');
    world.pass(1_100);
    world.served.account.updateCard('ic_1', { status: 'inactive' });
    world.pass(2_000);
    await world.sweep('sweep_cards');
    expect((await figures('cards')).repaired).toBe(1);
    await world.hear();
    world.pass(limits.sweepLateMs + 1);
    await world.sweep('sweep_cards');
    expect([await figures('cards'), world.alarms.raised]).toEqual([{ seen: 1, added: 0, repaired: 0, missed: 0 }, []]);
    expect((await statusOf('ic_1'))?.[0]).toBe('inactive');
  });

  it('goes on after an interruption where it was, in another process', async () => {
    const world = await openWorld(250);
    const asked: string[] = [];
    let isBroken = true;
    const stripe = stripeThrough(world.served, (url) => {
      asked.push(url.searchParams.get('starting_after') ?? 'the head');
      if (isBroken && asked.length === 2) throw new TypeError('the line is cut');
    });
    await expect(world.sweep('sweep_cards', stripe)).rejects.toThrow();
    expect(await figures('cards')).toMatchObject({ seen: 100, added: 100 });
    isBroken = false;
    await world.sweep('sweep_cards', stripe);
    expect(asked).toEqual(['the head', 'ic_151', 'ic_151', 'ic_51']);
    expect(await figures('cards')).toMatchObject({ seen: 250, added: 250 });
    const { rows } = await database.pool.query<{ count: number }>('select count(*)::int as count from cards');
    expect(rows).toEqual([{ count: 250 }]);
  });

  it('longer than one job goes on in its own world alone', async () => {
    const world = await openWorld(limits.sweepPages + 2);
    await writeRecords(database.pool, [cardElsewhere('acct_other')]);
    await takeArrivals(database.pool, { limit: 10, nowMs: Date.now(), steps: [cardsStep] });
    const asked: (string | null)[] = [];
    const stripe = stripeThrough(world.served, (url, init) => {
      asked.push(new Headers(init?.headers).get('stripe-account'));
      url.searchParams.set('limit', '1');
    });
    await expect(world.sweep('sweep_cards', stripe)).rejects.toThrow(/acct_other/);
    expect(await figures('cards')).toMatchObject({ seen: limits.sweepPages });
    const { rows } = await database.pool.query<{ data: JobData }>('select data from outbox');
    expect(rows.map(({ data }) => data)).toEqual([{ livemode: false, account: null }]);

    asked.length = 0;
    await world.sweep('sweep_cards', stripe, { livemode: true, account: null });
    expect(asked).toEqual([]);
    await world.sweep('sweep_cards', stripe, rows[0]?.data);
    expect(asked).toEqual([null, null]);
    expect(await figures('cards')).toMatchObject({ seen: limits.sweepPages + 2 });
  });

  it('done by two processes at once counts each page once', async () => {
    const world = await openWorld(250);
    await Promise.all([world.sweep('sweep_cards'), world.sweep('sweep_cards')]);
    const { rows } = await database.pool.query<{ count: number }>('select count(*)::int as count from cards');
    expect(rows).toEqual([{ count: 250 }]);
    const { added } = await figures('cards');
    expect([0, 250]).toContain(added);
  });

  it('begins again where its place is gone', async () => {
    const world = await openWorld(3);
    await world.sweep('sweep_cards');
    await database.pool.query("update sweeps set place = 'ic_gone', completed_at = null, seen = 0");
    await world.sweep('sweep_cards');
    expect(await figures('cards')).toMatchObject({ seen: 3 });
  });

  it('does not bring back what was erased after it was seen', async () => {
    const world = await openWorld(2);
    await world.sweep('sweep_cards');
    await database.pool.query("delete from cards where id = 'ic_1'");
    world.pass(1_000);
    await world.sweep('sweep_cards');
    expect(await statusOf('ic_1')).toBeUndefined();
    expect(await figures('cards')).toEqual({ seen: 2, added: 0, repaired: 0, missed: 0 });
  });

  it('asks for the account that is known, and passes over one that it may not read', async () => {
    const world = await openWorld(1);
    await writeRecords(database.pool, [cardElsewhere('acct_other')]);
    await takeArrivals(database.pool, { limit: 10, nowMs: Date.now(), steps: [cardsStep] });
    await expect(world.sweep('sweep_cards')).rejects.toThrow(/acct_other: Stripe refused it: StripePermissionError/);
    expect((await statusOf('ic_1'))?.[0]).toBe('active');
    const other = await findCard(database.pool, { livemode: false, account: 'acct_other' }, 'ic_1');
    expect(other?.known.status?.[0]).toBe('inactive');
  });

  it('takes nothing over from the other mode', async () => {
    const world = await openWorld(1);
    // The simulated one answers in test mode, whoever asks.
    const live = await serveStripe(replying({ approved: true }), { key: 'sk_live_served' });
    await live.account.issuer.addCardholder(holderDetails());
    await live.account.issuer.addCard(cardDetails());
    const options = { secretKey: 'sk_live_served', apiHost: live.apiHost, apiVersion: Stripe.API_VERSION };
    const stripe = createStripeClient(options);
    await expect(world.sweep('sweep_cards', stripe)).rejects.toThrow(/answered in test mode/);
    const { rows } = await database.pool.query('select id from cards');
    expect(rows).toEqual([]);
  });
});

describe('a sweep of disputes', () => {
  /** A purchase that was captured and is disputed as fraud. */
  async function disputed(world: Awaited<ReturnType<typeof openWorld>>) {
    const { issuer } = world.served.account;
    const { authorizationId } = await issuer.authorize(purchaseWith({ cardId: 'ic_1' }));
    const transactionId = await issuer.capture(authorizationId, 1234, true);
    const disputeId = await issuer.dispute(transactionId, 'fraudulent');
    return { authorizationId, transactionId, disputeId };
  }
  const verdict = async (authorization: string) =>
    verdictOf((await labelsOfAuthorizations(database.pool, SCOPE, [authorization])).get(authorization) ?? []);

  it('labels what no event told of, and finds the transaction that was missed with it', async () => {
    const world = await openWorld(1);
    const { authorizationId } = await disputed(world);
    world.lose();
    await database.pool.query(
      `insert into reviews (id, livemode, kind, authorization_id, opened_at)
      values ('rev_1', false, 'rule', $1, now() - interval '1 hour')`,
      [authorizationId],
    );
    await world.sweep('sweep_disputes');
    expect(await verdict(authorizationId)).toMatchObject({ verdict: 'fraud', source: 'dispute', strength: 'strong' });
    const { rows } = await database.pool.query("select closed_by, verdict from reviews where id = 'rev_1'");
    expect(rows).toEqual([{ closed_by: 'dispute', verdict: 'fraud' }]);
  });

  it('sees that one was won while nobody told us', async () => {
    const world = await openWorld(1);
    const { authorizationId, disputeId } = await disputed(world);
    await world.hear();
    await world.sweep('sweep_disputes');
    await world.served.account.issuer.closeDispute(disputeId, 'won');
    world.lose();
    world.pass(2_000);
    await world.sweep('sweep_disputes');
    expect(await verdict(authorizationId)).toMatchObject({ strength: 'decisive' });
    expect((await figures('disputes')).repaired).toBe(1);
    world.pass(limits.sweepLateMs + 1);
    await world.sweep('sweep_disputes');
    expect(world.alarms.standing.get('webhooks_missed')).toMatchObject({ missed: 1, of: 'disputes' });
  });

  it('takes a label of a transaction that Stripe does not know for one of no authorization', async () => {
    const world = await openWorld(1);
    await database.pool.query(
      `insert into labels (livemode, account, transaction_id, verdict, source, ref, known_at, noted_at)
      values (false, '', 'itr_nowhere', 'fraud', 'import', 'x', now(), now())`,
    );
    await world.sweep('sweep_disputes');
    const { rows } = await database.pool.query(
      "select authorization_id from label_joins where transaction_id = 'itr_nowhere'",
    );
    expect(rows).toEqual([{ authorization_id: null }]);
  });
});
