import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openTimelines } from '../../src/adapters/counters/memory-timelines.ts';
import { addEntry } from '../../src/adapters/store/database/list-entries.ts';
import { listTransactions } from '../../src/adapters/store/database/transactions.ts';
import { readAuthorization } from '../../src/adapters/stripe/authorization.ts';
import { readEvent } from '../../src/adapters/stripe/event.ts';
import { eventRecord, type StorableEvent } from '../../src/adapters/stripe/event-record.ts';
import { isReport } from '../../src/adapters/stripe/reports.ts';
import { readReplayEvent } from '../../src/apps/cli/replay/read-event.ts';
import { readConfig } from '../../src/config.ts';
import { type Context, openContext } from '../../src/context.ts';
import { namedFeatures } from '../../src/core/decision/recorded-features.ts';
import { type Authorization, askKeyOf } from '../../src/core/domain/authorization.ts';
import { TRANSACTION_KINDS } from '../../src/core/domain/capture.ts';
import type { JsonObject } from '../../src/core/domain/json.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { createReplayer } from '../../src/workflows/history/replayer.ts';
import { OUTAGES } from '../support/afterlife.ts';
import { createTemporaryDir, writeFiles } from '../support/folder.ts';
import { type Happening, parityDay } from '../support/parity-day.ts';
import { policyOf, shippedFiles } from '../support/policy.ts';
import { startRedis, whyNoRedisServer } from '../support/redis.ts';

type Json = Record<string, unknown>;
type Told = Extract<Happening, { readonly event: Json }>;

const SCOPE = { livemode: false, account: null };
const RULES = `rules:
  - { id: spree, rule: "Block if :total_authorizations_per_card_hourly: > 2" }
  - { id: spread, rule: "Challenge if :merchant_count_for_card_daily: > 3 and :total_amount_approved_on_card_daily: > 200" }
  - { id: refused, rule: "Review if :declined_authorizations_per_card_weekly: > 0" }
  - { id: stripe, rule: "Review if :declined_by_stripe_authorizations_per_card_weekly: > 0" }
  - { id: tried, rule: "Review if :failed_logins_by_email_5d: > 0" }
  - { id: new_here, rule: "Review if is_missing(:hours_since_merchant_first_seen_on_card:)" }
  - { id: bad, rule: "Block if :merchant: in @blocked_merchants" }
`;
const LOGINS = `event login
tries_by_ip := Count(by ip last 1 day)
event authorization
failed_logins_by_email_5d := Count<login>(by NormalizeEmail(cardholder_email) as mailbox where not successful last 5 days)
event login
mailbox := NormalizeEmail(email)
`;
const LATER = `event authorization
asks_in_three_hours := Count(by card last 3 hours)
hot_ip_of_cardholder := Max<login>(tries_by_ip by NormalizeEmail(cardholder_email) as mailbox last 2 days)
`;
const LATER_RULES = `rules:
  - { id: busy, rule: "Block if :asks_in_three_hours: > 2" }
  - { id: hot, rule: "Review if :hot_ip_of_cardholder: > 3" }
`;

function filesOf(isLater: boolean): Record<string, string> {
  const { 'rules/starter.yaml': _rules, 'cases/starter.yaml': _cases, ...shipped } = shippedFiles();
  const kept = Object.fromEntries(Object.entries(shipped).filter(([name]) => !name.startsWith('cases/')));
  const files = { ...kept, 'rules/own.yaml': RULES, 'features/logins.scowl': LOGINS };
  return isLater ? { ...files, 'features/later.scowl': LATER, 'rules/later.yaml': LATER_RULES } : files;
}

/** What a decision comes down to. */
interface Decided {
  readonly authorization: string;
  readonly outcome: string | null;
  readonly reasons: readonly string[];
  readonly features: Readonly<Record<string, unknown>>;
}

function askOf(event: Json): { authorization: Authorization; eventId: string } {
  const read = readEvent(event);
  if (!read.isEvent) throw new Error('no event');
  const { object, createdAtMs, id } = read.event;
  const reading = readAuthorization(object, SCOPE, createdAtMs);
  if (!reading.isReadable || id === null) throw new Error('not readable');
  return { authorization: reading.authorization, eventId: id };
}

/** The merchant that is listed in the course of the day: the one with the most asks after that. */
function busiestMerchant(day: readonly Happening[]): string {
  const counts = new Map<string, number>();
  for (const each of day.slice(day.findIndex(({ kind }) => kind === 'list'))) {
    if (each.kind !== 'ask') continue;
    const { networkId } = askOf(each.event).authorization.merchant;
    counts.set(networkId ?? '', (counts.get(networkId ?? '') ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}

/**
 * The decisions of a live day, the kinds of transactions that were kept of it, and how many asks the counters' time limit
 * was too short for: on a busy machine.
 */
async function live(
  day: readonly Happening[],
  redisUrl: string | null,
): Promise<{ decisions: Decided[]; kinds: ReadonlySet<string>; late: number }> {
  const { dir, remove } = createTemporaryDir();
  const policies = writeFiles(join(dir, 'policies'), filesOf(false));
  const environment = {
    STRIPE_AUTHORIZATION_WEBHOOK_SECRETS: 'whsec_parity',
    DATA_DIR: join(dir, 'data'),
    POLICIES: policies,
    LOG_LEVEL: 'silent',
    HASH_KEY: 'a key for the parity of a day',
    ...(redisUrl !== null && { REDIS_URL: redisUrl }),
  };
  const reading = readConfig(environment);
  if (!('config' in reading)) throw new Error(reading.problems.join('\n'));
  const { config } = reading;
  let context = await opened();
  const decisions: Decided[] = [];
  const answered = new Map<string, string>();
  let late = 0;

  async function opened(): Promise<Context> {
    const fresh = await openContext(config);
    await warm(fresh);
    return fresh;
  }

  async function ask(event: Json): Promise<void> {
    const { authorization, eventId } = askOf(event);
    const createdAtMs = authorization.askedAtMs;
    const identity = { scope: SCOPE, eventId, askKey: askKeyOf(authorization), createdAtMs };
    const receivedAtMs = Date.now();
    const asked = { identity, authorizationId: authorization.id, authorization, problem: null, receivedAtMs };
    const { decision } = await context.authorize(asked);
    if (!decision) return;
    answered.set(`${authorization.id}:${authorization.historyLength}`, decision.outcome);
    const policy = context.live.current();
    const features = decision.counted ? namedFeatures(decision.counted, policy) : {};
    if (decision.counted === null || Object.values(features).some(isLate)) late += 1;
    const { outcome, reasons } = decision;
    decisions.push({ authorization: authorization.id, outcome, reasons, features: withoutCauses(features) });
    // Whoever comes next finds it settled: what is compared is what was said, not how the pending of one moment falls.
    await settled();
  }

  async function report(event: Json): Promise<void> {
    const read = readEvent(reported(event, answered));
    if (!read.isEvent) throw new Error('no event');
    const record = eventRecord(read.event as StorableEvent, SCOPE, Date.now(), context.hash);
    await context.records.record(JSON.stringify(record));
    if (isReport(record)) await context.velocity.report(record, context.live.current());
  }

  async function login({ id, time, data }: Json): Promise<void> {
    const atMs = Date.parse(String(time));
    const incoming = {
      type: 'login',
      id: String(id),
      scope: SCOPE,
      atMs,
      receivedAtMs: Date.now(),
      data: data as JsonObject,
    };
    await context.events.take(incoming, { isDry: false, wantsFeatures: false });
  }

  for (const each of day) {
    if (each.kind === 'ask') await ask(each.event);
    else if (each.kind === 'report' || each.kind === 'told') await report(each.event);
    else if (each.kind === 'login') await login(each.event);
    else if (each.kind === 'restart') {
      await context.close();
      context = await opened();
    } else if (each.kind === 'switch') await applyLater(context);
    else await listMerchant(context, busiestMerchant(day));
  }
  await context.followed();
  const transactions = await listTransactions(context.pool, { scope: SCOPE }, { limit: 10_000 });
  await context.close();
  remove();
  return { decisions, kinds: new Set(transactions.map(({ kind }) => kind)), late };
}

function isLate(value: unknown): boolean {
  const cause = typeof value === 'object' && value !== null && 'missing' in value ? value.missing : null;
  return cause === 'late' || cause === 'cold';
}

async function warm({ velocity, live: policy }: Context): Promise<void> {
  await until(async () => (await velocity.prepare(policy.current(), 1_000)).isFilled && !velocity.status().cold);
}

async function applyLater({ publisher, live: policy, pool }: Context): Promise<void> {
  const { rows } = await pool.query<{ id: string }>('select id from api_keys limit 1');
  const files = Object.entries(filesOf(true)).map(([name, text]) => ({ name, source: { path: name, text } }));
  await until(async () => {
    const outcome = await publisher.apply({ files, author: rows[0]?.id ?? '', note: null });
    if (outcome.kind !== 'filling' && outcome.kind !== 'live') throw new Error(outcome.message);
    return outcome.kind === 'live';
  });
  await policy.refresh();
}

async function listMerchant({ live: policy, pool }: Context, value: string): Promise<void> {
  const { rows } = await pool.query<{ id: string }>('select id from api_keys limit 1');
  const entry = { scope: SCOPE, list: 'blocked_merchants', value, note: null, author: rows[0]?.id ?? '' };
  await addEntry(pool, { ...entry, knownFromMs: 0, knownUntilMs: null });
  await policy.refresh();
}

async function until(isThere: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await isThere()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('it did not come');
}

/** Lets what goes on after an answer end. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Stripe's report says what we answered, as it would have; where nobody judged, it says that. */
function reported(event: Json, answered: ReadonlyMap<string, string>): Json {
  const { object } = event.data as { object: Json };
  if (object.object !== 'issuing.authorization') return event;
  const history = object.request_history as Json[];
  const outcomes = history.map((_, index) => answered.get(`${object.id}:${index}`));
  const entries = history.map((entry, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined || !String(entry.reason).match(/^webhook_(approved|declined)$/)) return entry;
    const approved = outcome === 'approve';
    return { ...entry, approved, reason: approved ? 'webhook_approved' : 'webhook_declined' };
  });
  // Nobody asks for more on what was declined.
  const last = Math.max(0, entries[0]?.approved === false ? 0 : entries.length - 1);
  const request_history = entries.slice(0, last + 1);
  const approved = request_history.some((entry) => entry.approved === true);
  const metadata = outcomes[last] === undefined ? {} : { countersign_outcome: outcomes[last] };
  return { ...event, data: { ...(event.data as Json), object: { ...object, approved, request_history, metadata } } };
}

function withoutCauses(features: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const plain = ([name, value]: [string, unknown]) => [name, typeof value === 'object' ? null : value] as const;
  return Object.fromEntries(Object.entries(features).map(plain));
}

async function replayed(day: readonly Happening[]): Promise<Decided[]> {
  const [first, later]: Policy[] = [policyOf(filesOf(false)), policyOf(filesOf(true))];
  if (!first || !later) throw new Error('no policy');
  const replayer = createReplayer({ policy: first, store: openTimelines(), conceal: (text) => `hmac_${text}` });
  replayer.keep(later);
  const decisions: Decided[] = [];
  const listed = new Map([[busiestMerchant(day), [{ fromMs: 0, untilMs: null }]]]);
  for (const each of day) {
    if (each.kind === 'switch') replayer.use(later);
    else if (each.kind === 'list') replayer.setEntries(() => new Map([['blocked_merchants', listed]]));
    else if (each.kind === 'told') expect(readReplayEvent(each.event, SCOPE)).toEqual({ kind: 'ignored' });
    else if ('event' in each) {
      const decided = await replayer.take(replayEvent(each));
      if (decided) {
        const { authorization, outcome, reasons, features } = decided;
        decisions.push({ authorization, outcome, reasons, features: withoutCauses(features) });
      }
    }
  }
  return decisions;
}

function replayEvent(each: Exclude<Told, { kind: 'told' }>): Parameters<ReturnType<typeof createReplayer>['take']>[0] {
  if (each.kind === 'ask') return { kind: 'ask', ...askOf(each.event) };
  if (each.kind === 'login') {
    const { id, time, data } = each.event;
    const tracked = {
      type: 'login',
      id: String(id),
      scope: SCOPE,
      atMs: Date.parse(String(time)),
      data: data as JsonObject,
    };
    return { kind: 'tracked', tracked };
  }
  const read = readEvent(each.event);
  if (!read.isEvent) throw new Error('no event');
  return { kind: 'report', report: eventRecord(read.event as StorableEvent, SCOPE, 0, (text) => text) };
}

/** What is otherwise, each in a line: the whole of both days would say less. */
function differences(got: readonly Decided[], wanted: readonly Decided[]): string[] {
  const found = got.flatMap((each, index) => {
    const other = wanted[index];
    if (!other) return [`${index}: ${each.authorization} is one too many`];
    const at = `${index} ${each.authorization}`;
    const features = Object.entries(each.features).flatMap(([name, value]) =>
      Object.is(value, other.features[name]) ? [] : [`${at} ${name}: ${value}, replayed ${other.features[name]}`],
    );
    const isSame = each.authorization === other.authorization && each.outcome === other.outcome;
    const areSame = each.reasons.join() === other.reasons.join();
    const told = `${each.outcome} ${each.reasons}, replayed ${other.outcome} ${other.reasons}`;
    return [...features, ...(isSame && areSame ? [] : [`${at}: ${told}`])];
  });
  return got.length === wanted.length ? found : [...found, `${got.length} decisions, replayed ${wanted.length}`];
}

describe('a day with duplicates, late and tied events, increments, a restart, another policy and a list entry in it', async () => {
  const day = await parityDay('parity');
  const replay = await replayed(day);

  test('has all of that in it, and decisions of every kind', () => {
    expect(replay.length).toBeGreaterThan(150);
    const reasons = new Set(replay.flatMap((each) => each.reasons));
    expect([...reasons]).toEqual(
      expect.arrayContaining([
        'spree',
        'refused',
        'stripe',
        'tried',
        'new_here',
        'bad',
        'busy',
        'fraud_risk_score.decline',
      ]),
    );
    const asks = day.filter(({ kind }) => kind === 'ask').length;
    expect(asks - replay.length).toBeGreaterThan(5);
  });

  test('has money in it that came and went in every way, and outages of every kind with their retries', () => {
    const told = day.flatMap((each) => ('event' in each && each.kind !== 'login' ? [each.event] : []));
    const objects = told.map(({ data }) => (data as { object: Json }).object);
    const reasons = objects.flatMap(({ request_history }) => (request_history as Json[] | undefined) ?? []);
    expect(reasons.map(({ reason }) => reason)).toEqual(expect.arrayContaining([...OUTAGES]));
    expect(objects.map(({ status }) => status)).toEqual(expect.arrayContaining(['reversed', 'expired', 'closed']));
    const asked = new Set(day.flatMap((each) => (each.kind === 'ask' ? [askOf(each.event).authorization.id] : [])));
    const retried = [...asked].filter((id) => id.endsWith('_retry')).map((id) => id.replace('_retry', ''));
    expect(retried.some((id) => asked.has(id)) && retried.some((id) => !asked.has(id))).toBe(true);
  });

  test('gives the same decisions live, counted in memory, and replayed', async () => {
    const { decisions, kinds } = await live(day, null);
    expect(differences(decisions, replay)).toEqual([]);
    expect(kinds).toEqual(new Set(TRANSACTION_KINDS.filter((kind) => kind !== 'unmatched')));
  }, 300_000);

  const noRedis = await whyNoRedisServer();
  test.skipIf(noRedis !== null)(
    `gives the same counted in Redis${noRedis ? `: ${noRedis}` : ''}`,
    async () => {
      const inRedis = async () => {
        const redis = await startRedis();
        try {
          return await live(day, redis.url);
        } finally {
          await redis.remove();
        }
      };
      // What was late is another day, and says nothing about this one.
      let lived = await inRedis();
      for (let tries = 1; lived.late > 0 && tries < 3; tries += 1) lived = await inRedis();
      expect(differences(lived.decisions, replay)).toEqual([]);
    },
    600_000,
  );
});
