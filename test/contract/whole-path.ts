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
import { hurriedClock } from '../support/clock.ts';
import { EVENTS_SECRET, SECRET, type Serving, until } from '../support/serve.ts';

const DAY_MS = 86_400_000;

/** Some time of a card program: what the world did, what Stripe asked and told, as their own books say. */
export interface Day {
  readonly asked: readonly Asked[];
  readonly emitted: readonly SimulatedEvent[];
  readonly purchased: readonly PurchaseEntry[];
  readonly program: ReturnType<typeof createProgram>;
}

export interface DayOptions {
  readonly seed: string;
  readonly settings: StripeSettings;
  readonly cardholders: number;
  readonly days: number;
  /** Where Stripe finds the service. */
  readonly port: number;
}

/** Lets a world live for some of its days, as fast as it goes, before a service, until all is delivered. */
export async function liveADay({ seed, settings, cardholders, days, port }: DayOptions): Promise<Day> {
  const [asked, emitted, purchased]: [Asked[], SimulatedEvent[], PurchaseEntry[]] = [[], [], []];
  const startMs = Date.now();
  const program = createProgram({
    url: `http://127.0.0.1:${port}`,
    // A secret that is being rolled: Stripe signs with both, or with the one that we know alone.
    askSecrets: ['whsec_rolled_out', SECRET],
    eventSecrets: [EVENTS_SECRET],
    disorder: { duplicates: 0.05, overtaken: 0.1 },
    world: { seed, startMs, cardholders, scenario: 'all', fraudShare: 0.05, firstAttackAtMs: startMs + DAY_MS / 4 },
    idSeed: seed,
    settings,
    books: {
      purchased: (entry) => void purchased.push(entry),
      attackBegan: () => undefined,
      loggedIn: () => undefined,
      disputed: () => undefined,
      texted: () => undefined,
      phoneChanged: () => undefined,
    },
    worldClock: createLeapingClock(startMs),
    // Stripe tries again after seconds and minutes: here after tenths.
    machineClock: hurriedClock(20),
    onAsked: (ask) => void asked.push(ask),
    onEmitted: (event) => void emitted.push(event),
  });
  await program.run({ untilMs: startMs + days * DAY_MS, atOnce: 8, signal: new AbortController().signal });
  await program.delivery.drained();
  return { asked, emitted, purchased, program };
}

/** Waits until everything is in the database, and ends the service. */
export async function endService(serving: Serving): Promise<void> {
  await until(async () => {
    const { database, journal } = await serving.ready();
    return database.state === 'open' && journal.unshipped_bytes === 0;
  }, 60_000);
  expect(await serving.stop()).toBe(0);
}

/** Checks days against all that the service kept in its data folder, and nothing but that. */
export async function checkDays(days: readonly Day[], dataDir: string): Promise<void> {
  const { decisions, events } = await stored(dataDir);
  // Each decision once, and none about what nobody asked.
  const said = new Map(decisions.map((decision) => [decision.event, decision]));
  expect(decisions.length).toBe(said.size);
  const asks = new Set(days.flatMap(({ asked }) => asked.map(({ event }) => event.id)));
  expect([...said.keys()].filter((event) => !asks.has(event))).toEqual([]);
  // Every event was kept once, however often and in whatever order it came.
  expect(events.length).toBe(new Set(events).size);
  expect(events.sort()).toEqual(days.flatMap(({ emitted }) => emitted.map(({ id }) => id)).sort());
  for (const day of days) checkDay(day, said);
}

function checkDay({ asked, purchased, program }: Day, said: ReadonlyMap<string, KeptDecision>): void {
  // The world, Stripe and the line between were all alive.
  expect(asked.length).toBeGreaterThan(50);
  expect(purchased.filter(({ isFraud }) => isFraud).length).toBeGreaterThan(0);
  expect(program.delivery.counts()).toMatchObject({ lost: 0, waiting: 0 });
  expect(new Set(asked.map(({ event }) => event.id)).size).toBe(asked.length);

  for (const ask of asked) {
    const decision = said.get(ask.event.id);
    if (decision) expect(decision).toMatchObject({ authorization: ask.authorizationId, answered_by: 'policy' });
    if (ask.result.kind !== 'replied') checkDefault(ask, program.account.settings);
    else checkAnswer(ask, decision);
  }
  checkAuthorizations(asked, said, program);
  checkWorld(asked, purchased);
}

/** In time, accepted, and what we decided. */
function checkAnswer(ask: Asked, decision: KeptDecision | undefined): void {
  expect(ask.problem).toBeNull();
  expect(ask.tookMs).toBeLessThan(limits.stripeTimeoutMs);
  expect(ask.metadata.countersign_decision).toBe(decision?.id);
  expect(decision?.outcome === 'approve').toBe(ask.isApproved);
  expect(ask.reason).toBe(ask.isApproved ? 'webhook_approved' : 'webhook_declined');
}

/** No answer found its way: Stripe goes by its own setting, and says so. */
function checkDefault({ result, isApproved, reason, metadata }: Asked, { timeoutDefault }: StripeSettings): void {
  expect(result.kind).toBe('unreachable');
  expect(isApproved).toBe(timeoutDefault === 'approve');
  expect(reason).toBe('webhook_timeout');
  expect(metadata).toEqual({});
}

/** Stripe's own record of each authorization tells of the same asks in the same order, and names our last decision. */
function checkAuthorizations(
  asked: readonly Asked[],
  said: ReadonlyMap<string, KeptDecision>,
  { account }: Day['program'],
): void {
  for (const [id, asks] of Map.groupBy(asked, ({ authorizationId }) => authorizationId)) {
    const authorization = account.objects.authorizations.get(id);
    const history = (authorization?.request_history ?? []).filter(({ reason }) => reason.startsWith('webhook_'));
    expect(history.map(({ approved, reason }) => ({ approved, reason }))).toEqual(
      asks.map(({ isApproved: approved, reason }) => ({ approved, reason })),
    );
    const decided = asks.flatMap(({ event }) => said.get(event.id) ?? []);
    expect(decided.toSorted((a, b) => a.received_at - b.received_at)).toEqual(decided);
    const last = asks.findLast(({ metadata }) => metadata.countersign_decision !== undefined);
    expect(authorization?.metadata.countersign_decision).toBe(last?.metadata.countersign_decision);
  }
}

/** What the world was told of a purchase is what came of its first ask; what we were not asked was not ours to say. */
function checkWorld(asked: readonly Asked[], purchased: readonly PurchaseEntry[]): void {
  const firstOf = new Map(asked.toReversed().map((ask) => [ask.authorizationId, ask]));
  for (const { answer } of purchased) {
    const first = firstOf.get(answer.authorizationId);
    expect(first !== undefined).toBe(answer.reason.startsWith('webhook_'));
    if (first) expect(answer).toMatchObject({ isApproved: first.isApproved, reason: first.reason });
  }
  expect(firstOf.size).toBe(purchased.filter(({ answer: { reason } }) => reason.startsWith('webhook_')).length);
}

interface KeptDecision {
  readonly id: string;
  readonly event: string;
  readonly authorization: string;
  readonly received_at: number;
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

/** The default settings, with these changes, and these switches in these positions. */
export function settingsWith(
  changes: Partial<StripeSettings>,
  switches: Partial<StripeSettings['switches']> = {},
): StripeSettings {
  return { ...DEFAULT_SETTINGS, ...changes, switches: { ...DEFAULT_SETTINGS.switches, ...switches } };
}
