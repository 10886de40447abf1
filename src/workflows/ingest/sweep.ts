import type Stripe from 'stripe';
import { knownAccounts } from '../../adapters/store/database/cards.ts';
import { erasedAmong } from '../../adapters/store/database/erasures.ts';
import { holdInbox } from '../../adapters/store/database/inbox.ts';
import { joinAs, unjoinedTransactions } from '../../adapters/store/database/label-joins.ts';
import { enqueue } from '../../adapters/store/database/outbox.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { settleDisputes } from '../../adapters/store/database/review-disputes.ts';
import {
  listSweeps,
  movePass,
  noteRepairs,
  passUnderWay,
  restartPass,
  type Sweep,
  type SweepKind,
  settleRepairs,
} from '../../adapters/store/database/sweeps.ts';
import { together } from '../../adapters/store/database/together.ts';
import { inWorldOf, isLive } from '../../adapters/stripe/client.ts';
import { callForJob } from '../../adapters/stripe/failure.ts';
import { idOf } from '../../adapters/stripe/fields.ts';
import { asEvents, listPage, SWEPT_TYPES } from '../../adapters/stripe/listed.ts';
import { idsIn } from '../../core/decision/arrival.ts';
import type { Clock } from '../../core/decision/ports.ts';
import { type JobData, JobGivenUp, type JobHandler, type JobName } from '../../core/domain/job.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Scope } from '../../core/domain/scope.ts';
import type { StandingAlarms } from './standing.ts';
import { TAKE_PAGE } from './swept.ts';

export interface SweepPorts {
  readonly pool: SqlPool;
  readonly stripe: Stripe;
  readonly clock: Clock;
  readonly standing: Pick<StandingAlarms, 'judge'>;
  /** Conceals personal data. */
  hash(text: string): string;
}

/**
 * The jobs that go through Stripe's lists of cards, cardholders and disputes, and put right what no event told: in the
 * mode of the key, in the platform's own account and in every connected one that is known. Each goes on where the last
 * one ended, whoever that was; a list that is longer than one job is gone through by several, of which those after the
 * first keep to its world. `webhooks_missed` stands while a pass, or the one before, found what no event told of.
 */
export function sweepHandlers(ports: SweepPorts): Readonly<Partial<Record<JobName, JobHandler>>> {
  return {
    sweep_cards: (data) => sweep('cards', 'sweep_cards', data, ports),
    sweep_cardholders: (data) => sweep('cardholders', 'sweep_cardholders', data, ports),
    sweep_disputes: (data) => sweep('disputes', 'sweep_disputes', data, ports),
  };
}

async function sweep(kind: SweepKind, name: JobName, data: JobData, ports: SweepPorts): Promise<void> {
  const { pool, clock } = ports;
  const refused: string[] = [];
  for (const scope of await worldsOf(data, ports)) {
    const { account } = scope;
    try {
      const open = await sweepWorld(kind, scope, ports);
      if (open === null) continue;
      // Another job takes it from here: this one gives way to what else is to be asked of Stripe.
      const key = `${name}:${account ?? ''}:${open.beganMs}:${open.place}`;
      await enqueue(pool, [{ name, key, data: { ...scope }, notBeforeMs: clock.nowMs() }]);
    } catch (error) {
      // One account that can't be read (it was disconnected, say) holds up none of the others.
      if (!(error instanceof JobGivenUp)) throw error;
      refused.push(`${account ?? 'the platform'}: ${error.message}`);
    }
  }
  if (refused.length > 0) throw new JobGivenUp(`the ${kind} of some accounts can't be swept: ${refused.join('; ')}`);
}

/** The world of a job that goes on in one; all that the key can ask of for a job that came by itself. */
async function worldsOf(data: JobData, { pool, stripe }: SweepPorts): Promise<readonly Scope[]> {
  const livemode = isLive(stripe);
  if (!('livemode' in data)) return (await knownAccounts(pool, livemode)).map((account) => ({ livemode, account }));
  // A key of the other mode can't go on there: that pass waits for its own.
  if (data.livemode !== livemode) return [];
  return [{ livemode, account: typeof data.account === 'string' ? data.account : null }];
}

/** Sweeps some pages of one world. Gives the pass where it is not whole yet; null where it is, or another is at it. */
async function sweepWorld(kind: SweepKind, scope: Scope, ports: SweepPorts): Promise<Sweep | null> {
  const { pool, clock } = ports;
  let pass = await passUnderWay(pool, kind, scope, clock.nowMs());
  await settle(kind, scope, ports);
  for (let page = 0; page < limits.sweepPages; page += 1) {
    if (page > 0) await rest(clock);
    const moved = await sweepPage(pass, ports);
    if (moved !== 'moved') {
      if (moved === 'whole' && kind === 'disputes') await joinWaiting(scope, ports);
      if (moved === 'whole') await settle(kind, scope, ports);
      return null;
    }
    pass = await passUnderWay(pool, kind, scope, clock.nowMs());
  }
  return pass;
}

async function sweepPage(pass: Sweep, { pool, stripe, clock, hash }: SweepPorts): Promise<'moved' | 'whole' | 'lost'> {
  const { kind, scope, place } = pass;
  // What it tells is at least as new as the moment before it was asked for.
  const atMs = clock.nowMs();
  const listed = await callForJob(() => listPage(stripe, kind, scope, place, atMs));
  if (listed.kind === 'gone') throw new JobGivenUp(`Stripe knows no list of ${kind} here`);
  if (listed.value === null) {
    await restartPass(pool, pass);
    return 'moved';
  }
  const { data, has_more: hasMore } = listed.value;
  if (data.some(({ livemode }) => livemode !== scope.livemode)) {
    throw new JobGivenUp(`Stripe answered in ${scope.livemode ? 'test' : 'live'} mode to a key of the other`);
  }
  const objects = asEvents(kind, data, scope, atMs, hash);
  const next = hasMore ? (data.at(-1)?.id ?? null) : null;
  return await together(pool, async (joined) => {
    await holdInbox(joined);
    // Whoever was erased is not brought back by being looked at.
    const erased = await erasedAmong(joined, objects.flatMap(idsIn).map(hash));
    const left = objects.filter((object) => !idsIn(object).some((id) => erased.has(hash(id))));
    const page = { scope, objects: left, lastBeganMs: pass.last?.beganMs ?? null };
    const { added, repairs } = await TAKE_PAGE[kind](joined, page, atMs);
    await noteRepairs(joined, pass, repairs, atMs);
    const figures = { seen: data.length, added, repaired: repairs.length };
    if (!(await movePass(joined, pass, { ...figures, place: next, nowMs: atMs }))) throw new OtherSweep();
    return next === null ? ('whole' as const) : ('moved' as const);
  }).catch((error: unknown) => {
    if (error instanceof OtherSweep) return 'lost' as const;
    throw error;
  });
}

/** Another process is at the same pass: what this one did of the page is undone. */
class OtherSweep extends Error {}

/** Counts what was missed, and says so for as long as this pass or the last one found some. */
async function settle(kind: SweepKind, scope: Scope, { pool, clock, standing }: SweepPorts): Promise<void> {
  await settleRepairs(pool, { kind, scope }, SWEPT_TYPES[kind], clock.nowMs() - limits.sweepLateMs);
  await standing.judge('webhooks_missed', () => missedIn(pool, scope.livemode));
}

async function missedIn(pool: SqlPool, livemode: boolean) {
  const sweeps = await listSweeps(pool, { livemode });
  const missing = sweeps.filter(({ missed, last }) => missed > 0 || (last?.missed ?? 0) > 0);
  if (missing.length === 0) return null;
  const missed = missing.reduce((sum, one) => sum + Math.max(one.missed, one.last?.missed ?? 0), 0);
  return { missed, of: [...new Set(missing.map((one) => one.kind))].join(', '), livemode };
}

/** Asks Stripe for the transactions that labels wait for. */
async function joinWaiting(scope: Scope, { pool, stripe, clock }: SweepPorts): Promise<void> {
  const joins = new Map<string, string | null>();
  for (const id of await unjoinedTransactions(pool, scope, limits.sweepTransactions)) {
    const called = await callForJob(() => stripe.issuing.transactions.retrieve(id, {}, inWorldOf(scope)));
    // There is no such transaction: the label is about none.
    joins.set(id, called.kind === 'done' ? idOf(called.value.authorization) : null);
    await rest(clock);
  }
  await together(pool, async (joined) => {
    await holdInbox(joined);
    await joinAs(joined, scope, joins, clock.nowMs());
    const found = [...joins].flatMap(([, authorizationId]) => authorizationId ?? []);
    await settleDisputes(
      joined,
      found.map((authorizationId) => ({ scope, authorizationId })),
    );
  });
}

function rest(clock: Clock): Promise<void> {
  return new Promise((resolve) => clock.after(limits.sweepRestMs, resolve));
}
