import { expect } from 'vitest';
import { systemClock } from '../../src/adapters/clock/system.ts';
import { openDatabase } from '../../src/adapters/store/database/open.ts';
import { limits } from '../../src/core/domain/limits.ts';
import { createLeapingClock } from '../../src/simulator/clock.ts';
import { createProgram } from '../../src/simulator/program.ts';
import type { Asked } from '../../src/simulator/stripe/account.ts';
import { DEFAULT_SETTINGS, type StripeSettings } from '../../src/simulator/stripe/settings.ts';
import type { SimulatedEvent } from '../../src/simulator/stripe/transport.ts';
import type { PurchaseEntry } from '../../src/simulator/world/books.ts';
import { createTestAlarms } from '../support/alarms.ts';
import { EVENTS_SECRET, SECRET, type Serving, until } from '../support/serve.ts';

const DAY_MS = 86_400_000;

/** A day of a card program: what the world did, what Stripe asked and told, as their own books say. */
interface Day {
  readonly asked: readonly Asked[];
  readonly emitted: readonly SimulatedEvent[];
  readonly purchased: readonly PurchaseEntry[];
  readonly program: ReturnType<typeof createProgram>;
}

/** Lets a world live for one of its days, as fast as it goes, before this service, and ends the service. */
export async function liveADay(serving: Serving, settings: StripeSettings, seed: string): Promise<Day> {
  const [asked, emitted, purchased]: [Asked[], SimulatedEvent[], PurchaseEntry[]] = [[], [], []];
  const startMs = Date.now();
  const program = createProgram({
    url: `http://127.0.0.1:${serving.port}`,
    // A secret that is being rolled: Stripe signs with both, or with the one that we know alone.
    askSecrets: ['whsec_rolled_out', SECRET],
    eventSecrets: [EVENTS_SECRET],
    disorder: { duplicates: 0.05, overtaken: 0.1 },
    world: {
      seed,
      startMs,
      cardholders: 200,
      scenario: 'all',
      fraudShare: 0.05,
      firstAttackAtMs: startMs + DAY_MS / 4,
    },
    idSeed: seed,
    settings,
    books: {
      purchased: (entry) => void purchased.push(entry),
      attackBegan: () => undefined,
      loggedIn: () => undefined,
      disputed: () => undefined,
    },
    worldClock: createLeapingClock(startMs),
    machineClock: systemClock,
    onAsked: (ask) => void asked.push(ask),
    onEmitted: (event) => void emitted.push(event),
  });
  await program.run({ untilMs: startMs + DAY_MS, atOnce: 8, signal: new AbortController().signal });
  await program.delivery.drained();
  await until(async () => {
    const { database, journal } = await serving.ready();
    return database.state === 'open' && journal.unshipped_bytes === 0;
  }, 60_000);
  expect(await serving.stop()).toBe(0);
  return { asked, emitted, purchased, program };
}

/** Checks a day against what the service kept of it in its data folder. */
export async function checkDay({ asked, emitted, purchased, program }: Day, dataDir: string): Promise<void> {
  // The world, Stripe and the line between were all alive.
  expect(asked.length).toBeGreaterThan(200);
  expect(purchased.filter(({ isFraud }) => isFraud).length).toBeGreaterThan(0);
  expect(program.delivery.counts()).toMatchObject({ lost: 0, retried: 0, waiting: 0 });

  // Each ask was answered, in time, with a reply that Stripe took.
  expect(asked.filter(({ problem, result }) => problem !== null || result.kind !== 'replied')).toEqual([]);
  expect(asked.filter(({ tookMs }) => tookMs > limits.stripeTimeoutMs)).toEqual([]);
  expect(new Set(asked.map(({ event }) => event.id)).size).toBe(asked.length);

  const { decisions, events } = await stored(dataDir);
  // Each once, and both books say the same of it.
  const said = new Map(decisions.map((decision) => [decision.event, decision]));
  expect(decisions.length).toBe(said.size);
  expect([...said.keys()].sort()).toEqual(asked.map(({ event }) => event.id).sort());
  for (const ask of asked) {
    const decision = said.get(ask.event.id);
    expect(decision?.authorization).toBe(ask.authorizationId);
    expect(decision?.outcome === 'approve').toBe(ask.isApproved);
    expect(ask.reason).toBe(ask.isApproved ? 'webhook_approved' : 'webhook_declined');
    expect(ask.metadata.countersign_decision).toBe(decision?.id);
    expect(decision?.answered_by).toBe('policy');
  }
  // Stripe's own record of each authorization names its last decision.
  for (const ask of new Map(asked.map((each) => [each.authorizationId, each])).values()) {
    const authorization = program.account.objects.authorizations.get(ask.authorizationId);
    expect(authorization?.metadata.countersign_decision).toBe(ask.metadata.countersign_decision);
  }
  // Whoever the world thinks was approved was approved by us, or never came to us.
  const lastOf = new Map(asked.map((ask) => [ask.authorizationId, ask]));
  for (const { answer } of purchased.filter(({ answer: { reason } }) => reason.startsWith('webhook'))) {
    expect(lastOf.has(answer.authorizationId)).toBe(true);
  }
  // Every event was kept once, however often and in whatever order it came.
  expect(events.length).toBe(new Set(events).size);
  expect(events.sort()).toEqual(emitted.map(({ id }) => id).sort());
}

interface KeptDecision {
  readonly id: string;
  readonly event: string;
  readonly authorization: string;
  readonly outcome: string;
  readonly answered_by: string;
}

async function stored(dataDir: string): Promise<{ decisions: readonly KeptDecision[]; events: string[] }> {
  const database = openDatabase({ url: null, dataDir, alarms: createTestAlarms(), clock: systemClock });
  try {
    await database.ready();
    const decisions = await database.pool.query<{ record: KeptDecision }>('select record from decisions');
    const events = await database.pool.query<{ id: string }>('select id from events');
    return { decisions: decisions.rows.map(({ record }) => record), events: events.rows.map(({ id }) => id) };
  } finally {
    await database.close();
  }
}

/** A Stripe whose undocumented points are in these positions, for a service with this environment. */
export function settingsWith(switches: StripeSettings['switches'], account: string | null): StripeSettings {
  return { ...DEFAULT_SETTINGS, account, switches };
}
