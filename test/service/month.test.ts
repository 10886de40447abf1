import { describe, expect, test } from 'vitest';
import { bookOf, totalsOf } from '../../src/adapters/store/database/books.ts';
import { listTransactions } from '../../src/adapters/store/database/transactions.ts';
import { readConfig } from '../../src/config.ts';
import { type Context, openContext } from '../../src/context.ts';
import { temporaryFolder } from '../support/folder.ts';
import { BALANCE_MINOR, createMonth, DAY_MS, type Month } from '../support/month.ts';
import { createPostgresDatabase, whyNoPostgres } from '../support/postgres.ts';
import { freePort } from '../support/proxy.ts';
import { type Serving, serve, until } from '../support/serve.ts';

const TEST_SECRETS = { asks: 'whsec_month_asks', events: 'whsec_month_events' };
const LIVE_SECRETS = { asks: 'whsec_month_live_asks', events: 'whsec_month_live_events' };
const DAYS = 31;
const PATIENCE_MS = 240_000;
type Authorization =
  Month['program']['account']['objects']['authorizations'] extends ReadonlyMap<string, infer T> ? T : never;

/** Lives a month of two programs before one service, which is killed in its middle; then opens what it kept. */
async function liveAMonth(
  databaseUrl: string | null,
): Promise<{ months: Month[]; environment: Record<string, string> }> {
  const port = await freePort();
  const environment = {
    ...{ PORT: String(port), DATA_DIR: temporaryFolder(), LOG_LEVEL: 'info' },
    STRIPE_AUTHORIZATION_WEBHOOK_SECRETS: `test:${TEST_SECRETS.asks},live:${LIVE_SECRETS.asks}`,
    STRIPE_EVENT_WEBHOOK_SECRETS: `test:${TEST_SECRETS.events},live:${LIVE_SECRETS.events}`,
    ...(databaseUrl !== null && { DATABASE_URL: databaseUrl }),
  };
  const startMs = Date.now() - DAYS * DAY_MS;
  const own = createMonth({
    ...{ seed: 20_261_127, port, cardholders: 16, startMs, secrets: TEST_SECRETS, settings: {} },
  });
  const connected = createMonth({
    ...{ seed: 4, port, cardholders: 6, startMs, secrets: LIVE_SECRETS },
    settings: { livemode: true, account: 'acct_1Simulated', timeoutDefault: 'approve' },
  });
  const months = [own, connected];
  let serving = await serve(environment.DATA_DIR, environment);
  // Only then is it killed with a database in its hands.
  await shipped(serving);
  for (let day = 1; day <= DAYS; day += 1) {
    const faults = { outages: day % 5 === 0 ? 0.2 : 0.01, areRepliesRefused: day === 9 };
    const living = months.map((month) => month.liveDay(faults));
    if (day === 15) {
      // In the middle of the day; asks go unanswered until somebody has started it again.
      await new Promise((resolve) => setTimeout(resolve, 100));
      await serving.kill();
      await Promise.all(living);
      serving = await serve(environment.DATA_DIR, environment);
    } else await Promise.all(living);
  }
  for (const { program } of months) await program.delivery.drained();
  await shipped(serving);
  expect(await serving.stop()).toBe(0);
  return { months, environment };
}

/** Waits until all that it was told is in the database; an embedded one takes its time to open on a busy machine. */
function shipped(serving: Serving): Promise<boolean> {
  return until(async () => {
    const { database, journal } = await serving.ready();
    return database.state === 'open' && journal.unshipped_bytes === 0;
  }, PATIENCE_MS);
}

async function opened(environment: Readonly<Record<string, string>>): Promise<Context> {
  const reading = readConfig({ ...environment, LOG_LEVEL: 'silent' });
  if (!('config' in reading)) throw new Error(reading.problems.join('\n'));
  const context = await openContext(reading.config);
  await until(async () => {
    await context.followed();
    const { rows } = await context.pool.query<{ waiting: number }>('select count(*)::int as waiting from inbox');
    return rows[0]?.waiting === 0;
  }, PATIENCE_MS);
  return context;
}

/** What Stripe's own object comes to. */
function bookIn({ id, approved, status, amount, currency, request_history, transactions }: Authorization) {
  const asked = (isApproved?: boolean) =>
    sumOf(
      request_history.filter((entry) => isApproved === undefined || entry.approved === isApproved),
      (entry) => entry.amount,
    );
  const moved = (type: string) => sumOf(transactions, (one) => (one.type === type ? Math.abs(one.amount) : 0));
  return {
    ...{ authorization: id, status, currency, askedMinor: asked(), approvedMinor: asked(true) },
    ...{ declinedMinor: asked(false), heldMinor: approved && status === 'pending' ? amount : 0 },
    ...{ capturedMinor: moved('capture'), refundedMinor: moved('refund'), transactions: transactions.length },
  };
}

function sumOf<T>(items: readonly T[], amountOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + amountOf(item), 0);
}

function scopeOf({ settings: { livemode, account } }: Month) {
  return { livemode, account };
}

async function checkAuthorizations(month: Month, { pool }: Context): Promise<void> {
  const differing: unknown[] = [];
  for (const authorization of month.program.account.objects.authorizations.values()) {
    const wanted = bookIn(authorization);
    const book = await bookOf(pool, scopeOf(month), authorization.id);
    try {
      expect(book).toMatchObject(wanted);
      // What was approved is held, was given back, ran out, or was captured or let go of.
      const endedMinor = (book?.reversedMinor ?? 0) + (book?.expiredMinor ?? 0);
      const leftMinor = wanted.approvedMinor + (book?.raisedMinor ?? 0) - endedMinor;
      if (wanted.capturedMinor === 0) expect(leftMinor).toBe(wanted.heldMinor);
      else expect(endedMinor).toBeLessThanOrEqual(wanted.approvedMinor + (book?.raisedMinor ?? 0));
    } catch {
      differing.push({ book, wanted });
    }
  }
  expect(differing).toEqual([]);
}

async function checkTransactions(month: Month, { pool }: Context): Promise<void> {
  const { transactions } = month.program.account.objects;
  const kept = await listTransactions(pool, { scope: scopeOf(month) }, { limit: 100_000 });
  const told = (id: string, amount: number, currency: string, kind: string | undefined) =>
    `${id} ${amount} ${currency} ${kind}`;
  expect(kept.map(({ id, amountMinor, currency, kind }) => told(id, amountMinor, currency, kind)).sort()).toEqual(
    [...transactions.values()]
      .map(({ id, amount, currency }) => told(id, amount, currency, month.kinds.get(id)))
      .sort(),
  );
}

const EVER = { fromMs: 0, toMs: Date.parse('2100-01-01T00:00:00Z') };

/** In all, and by each card and day; and as Stripe's own balance has it. */
async function checkTotals(month: Month, { pool }: Context): Promise<void> {
  const { account } = month.program;
  const authorizations = [...account.objects.authorizations.values()];
  const transactions = [...account.objects.transactions.values()];
  const returned = [...account.objects.disputes.values()].filter(({ status }) => status === 'won');
  const totals = await totalsOf(pool, scopeOf(month), { by: 'currency', ...EVER, limit: 1_000 });
  expect(totals.map(({ currency }) => currency)).toEqual(
    [...new Set([...authorizations, ...transactions].map(({ currency }) => currency))].sort(),
  );
  for (const total of totals) {
    const { currency } = total;
    const books = authorizations.filter((each) => each.currency === currency).map(bookIn);
    const own = transactions.filter((each) => each.currency === currency);
    const forced = own.filter(({ id }) => month.kinds.get(id)?.startsWith('forced'));
    expect(total).toMatchObject({
      authorizations: books.length,
      askedMinor: sumOf(books, ({ askedMinor }) => askedMinor),
      approvedMinor: sumOf(books, ({ approvedMinor }) => approvedMinor),
      declinedMinor: sumOf(books, ({ declinedMinor }) => declinedMinor),
      heldMinor: sumOf(books, ({ heldMinor }) => heldMinor),
      capturedMinor: sumOf(own, ({ type, amount }) => (type === 'capture' ? -amount : 0)),
      refundedMinor: sumOf(own, ({ type, amount }) => (type === 'refund' ? amount : 0)),
      forcedMinor: sumOf(forced, ({ amount }) => -amount),
      lateMinor: sumOf(own, ({ id, amount }) => (month.kinds.get(id) === 'late' ? -amount : 0)),
    });
    const returnedMinor = sumOf(
      returned.filter((each) => each.currency === currency),
      ({ amount }) => amount,
    );
    const usedMinor = total.heldMinor + total.capturedMinor - total.refundedMinor - returnedMinor;
    expect(BALANCE_MINOR - account.availableMinor(currency ?? '')).toBe(usedMinor);
    for (const by of ['day', 'card', 'portfolio'] as const) {
      const parts = await totalsOf(pool, scopeOf(month), { by, ...EVER, limit: 100_000 });
      const sum = (name: 'heldMinor' | 'capturedMinor' | 'declinedMinor' | 'overCapturedMinor') =>
        sumOf(
          parts.filter((part) => part.currency === currency),
          (part) => part[name],
        );
      const names = ['heldMinor', 'capturedMinor', 'declinedMinor', 'overCapturedMinor'] as const;
      expect(names.map(sum)).toEqual(names.map((name) => total[name]));
    }
  }
}

/** Who had the last word about how many asks. */
async function checkDeciders(month: Month, { pool }: Context): Promise<void> {
  const { livemode, account } = scopeOf(month);
  const { rows } = await pool.query<{ reason: string; approved: boolean; count: number; amount: string }>(
    `select reason, approved, count(*)::int as count, sum(amount_minor) as amount from asks
    where livemode = $1 and account = $2 group by reason, approved`,
    [livemode, account ?? ''],
  );
  const counted = (reason: string | null, approved: boolean | null, count: number, amount: number) =>
    `${reason} ${approved}: ${count} asks, ${amount}`;
  const history = [...month.program.account.objects.authorizations.values()].flatMap((each) => each.request_history);
  const groups = Map.groupBy(history, ({ reason, approved }) => `${reason} ${approved}`);
  expect(rows.map((row) => counted(row.reason, row.approved, row.count, Number(row.amount))).sort()).toEqual(
    [...groups.values()]
      .map((group) => {
        const [{ reason, approved } = { reason: '', approved: false }] = group;
        return counted(
          reason,
          approved,
          group.length,
          sumOf(group, ({ amount }) => amount),
        );
      })
      .sort(),
  );
}

const noPostgres = await whyNoPostgres();
const DATABASES = [
  { name: 'the embedded database', why: null, isPostgres: false },
  { name: 'Postgres', why: noPostgres, isPostgres: true },
];

describe('after a month of two programs, with outages, refused replies, a SIGKILL, and events twice and in disorder', () => {
  for (const { name, why, isPostgres } of DATABASES) {
    test.skipIf(why !== null)(
      `our books equal Stripe's to the cent, on ${name}${why ? `: ${why}` : ''}`,
      async () => {
        const postgres = isPostgres ? await createPostgresDatabase() : null;
        const { months, environment } = await liveAMonth(postgres?.url ?? null);
        const context = await opened(environment);
        try {
          for (const month of months) {
            await checkAuthorizations(month, context);
            await checkTransactions(month, context);
            await checkTotals(month, context);
            await checkDeciders(month, context);
          }
          checkMonth(months);
        } finally {
          await context.close();
          await postgres?.drop();
        }
      },
      600_000,
    );
  }
});

/** All of what the books are about came. */
function checkMonth(months: readonly Month[]): void {
  const [own, connected] = months;
  for (const { program } of months) expect(program.delivery.counts()).toMatchObject({ lost: 0, waiting: 0 });
  expect(own?.program.delivery.counts().retried).toBeGreaterThan(0);
  expect(new Set(own?.kinds.values())).toEqual(
    new Set(['normal', 'partial', 'over', 'late', 'refund', 'forced_without_authorization', 'forced_after_decline']),
  );
  const authorizations = [...(own?.program.account.objects.authorizations.values() ?? [])];
  expect(new Set(authorizations.map(({ status }) => status))).toEqual(
    new Set(['pending', 'closed', 'reversed', 'expired']),
  );
  const reasons = new Set(authorizations.flatMap((each) => each.request_history.map(({ reason }) => reason)));
  for (const reason of ['webhook_timeout', 'webhook_error', 'network_fallback', 'stripe_internal_error']) {
    expect(reasons).toContain(reason);
  }
  expect(connected?.emitted.every(({ livemode, account }) => livemode && account === 'acct_1Simulated')).toBe(true);
}
