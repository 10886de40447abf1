import { beforeEach, describe, expect, it } from 'vitest';
import { keepJudged } from '../../../src/adapters/store/database/decision-rules.ts';
import { erasing } from '../../../src/adapters/store/database/erasing.ts';
import { takeArrivals } from '../../../src/adapters/store/database/inbox.ts';
import { joinAs } from '../../../src/adapters/store/database/label-joins.ts';
import { addLabels } from '../../../src/adapters/store/database/labels.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import type { SqlPool } from '../../../src/adapters/store/database/pool.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { verdictOf } from '../../../src/core/domain/label-verdict.ts';
import { judgedAsk } from '../../../src/core/history/judged.ts';
import type { RulePerformance } from '../../../src/core/history/over-time.ts';
import { createJudgeRules, judgedStep } from '../../../src/workflows/history/judge-rules.ts';
import { readPerformance } from '../../../src/workflows/history/rule-performance.ts';
import { putAsk } from '../../support/challenges.ts';
import { realClock } from '../../support/clock.ts';
import { askRow, judgedTraffic, type MadeAsk } from '../../support/judged-traffic.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.parse('2026-10-28T15:00:00Z');
const scope = { livemode: false, account: null };
const view = { nowMs: NOW_MS, ageDays: 10 };
const span = { scope, fromMs: NOW_MS - 45 * DAY_MS, toMs: NOW_MS + 1 };

/** What is told of rules is the same on every database, and is what a recount of the records gives. */
export function performanceContract(database: () => Database): void {
  const take = async () => {
    const taken = await takeArrivals(database().pool, { limit: 5_000, nowMs: NOW_MS, steps: [judgedStep] });
    if (taken.kind === 'failed') throw taken.error;
  };
  const judgeRules = () =>
    createJudgeRules({ pool: database().pool, clock: { ...realClock, nowMs: () => NOW_MS } })({});
  const fill = async (made: readonly MadeAsk[]) => {
    const { pool } = database();
    await writeRecords(
      pool,
      made.map(({ record }) => JSON.stringify(record)),
    );
    for (const ask of made) await putAsk(pool, ask.record.authorization ?? '', ask.record.asked_at, askRow(ask));
    await addLabels(
      pool,
      made.flatMap(({ labels }) => labels),
      NOW_MS,
    );
  };
  const rulesOf = async () => (await readPerformance(database().pool, span, view)).rules;

  describe('what rules did', () => {
    beforeEach(async () => {
      const { pool } = database();
      await pool.query('truncate decision_rules, decision_rules_past, asks, label_joins');
      await erasing(pool, async (joined) => void (await joined.query('delete from labels')));
    });

    it.each([1, 2])('is what a recount of the records gives (seed %i)', async (seed) => {
      const made = judgedTraffic(seed, 400, 40, NOW_MS);
      await fill(made);
      await take();
      const rules = await rulesOf();
      expect(rules.map(({ rule }) => rule)).toEqual([
        ...['fraud_risk_score.decline', 'friends', 'never', 'new-merchant', 'odd-hours', 'trial', 'velocity'],
      ]);
      for (const rule of rules) expect(figuresOf(rule), rule.rule).toEqual(recount(made, rule.rule));
      for (const rule of rules) expect(sumOfDays(rule), rule.rule).toEqual(countsOf(rule));
    });

    it('is counted once, however often records come and whoever looks at them', async () => {
      const made = judgedTraffic(4, 120, 20, NOW_MS);
      await fill(made);
      await take();
      const once = await rulesOf();
      const { pool } = database();
      await keepJudged(
        pool,
        made.flatMap(({ record }) => judgedAsk(record) ?? []),
      );
      await pool.query(
        `insert into inbox (kind, livemode, account, id) select 'decision', false, '', id from decisions`,
      );
      await take();
      await judgeRules();
      expect(await rulesOf()).toEqual(once);
    });

    it('of records from before is counted by the job, from where it broke off', async () => {
      const made = judgedTraffic(5, 120, 20, NOW_MS);
      await fill(made);
      await take();
      const counted = await rulesOf();
      const { pool } = database();
      await pool.query('truncate decision_rules');
      expect((await rulesOf()).length).toBe(0);
      await pool.query(`insert into decision_rules_past (before_at, before_id)
        select max(received_at) + interval '1 second', '' from decisions`);
      await judgeRules();
      expect(await rulesOf()).toEqual(counted);
      expect((await pool.query('select * from decision_rules_past')).rows).toEqual([]);
    });

    it('and slipped by a process of an older version is found again', async () => {
      const made = judgedTraffic(6, 20, 1, NOW_MS);
      await fill(made);
      await take();
      const counted = await rulesOf();
      await database().pool.query(`delete from decision_rules where decision_id like '%3'`);
      await judgeRules();
      expect(await rulesOf()).toEqual(counted);
    });

    it('does not come back of records that an erasure removed while the job looked for them', async () => {
      const { pool } = database();
      await fill(judgedTraffic(6, 20, 1, NOW_MS));
      await take();
      await pool.query('truncate decision_rules');
      const { pool: watched, begun } = watch(pool, async (text, count) => {
        if (text.includes('from decisions d') && count > 0)
          await erasing(pool, (joined) => forget(joined, 'decisions'));
      });
      await createJudgeRules({ pool: watched, clock: { ...realClock, nowMs: () => NOW_MS } })({});
      expect((await pool.query('select * from decision_rules')).rows).toEqual([]);
      expect(begun.length).toBeGreaterThan(1);
      for (const first of begun) expect(first).toContain('pg_advisory_xact_lock');
    });

    it('is told of one rule and one portfolio', async () => {
      const made = judgedTraffic(7, 200, 20, NOW_MS);
      await fill(made);
      await take();
      const { pool } = database();
      const one = await readPerformance(pool, { ...span, rule: 'velocity', portfolio: 'travel' }, view);
      const travel = made.filter(({ record }) => record.portfolio === 'travel');
      expect(one.rules.map(({ rule }) => rule)).toEqual(['velocity']);
      expect(one.asks).toBe(travel.length);
      expect(one.rules.map(figuresOf)).toEqual([recount(travel, 'velocity')]);
    });

    it('tells of a rule what it was at the last ask, whatever that is called', async () => {
      const [ask] = judgedTraffic(12, 1, 1, NOW_MS);
      if (!ask) throw new Error('the traffic has no ask');
      const askOf = (id: string, policy_version: string, place: number, isShadow: boolean): MadeAsk => {
        const considered = ask.record.considered.map(({ isShadow: _, ...finding }) => {
          return isShadow ? { ...finding, isShadow } : finding;
        });
        const asked_at = NOW_MS - DAY_MS / 4 + place * 1_000;
        const named = { id, event: `evt_${id}`, ask: `iauth_${id}:0:1000`, authorization: `iauth_${id}` };
        return { ...ask, record: { ...ask.record, ...named, asked_at, policy_version, considered } };
      };
      const modes = async () => [...new Set((await rulesOf()).map(({ mode }) => mode))];
      // The circuit breaker puts rules in shadow in the middle of a day, under the same version.
      await fill([askOf('dec_z', 'v2', 0, false), askOf('dec_m', 'v2', 1, true)]);
      await take();
      expect(await modes()).toEqual(['shadow']);
      await fill([askOf('dec_a', 'v1', 2, false)]);
      await take();
      expect(await modes()).toEqual(['live']);
    });

    it('is nothing of another world', async () => {
      await fill(judgedTraffic(8, 20, 1, NOW_MS));
      await take();
      const other = { ...span, scope: { livemode: true, account: null } };
      expect(await readPerformance(database().pool, other, view)).toEqual({ asks: 0, rules: [] });
    });

    it('is known by what was said of a transaction of the authorization, and by nothing else', async () => {
      const { pool } = database();
      const made = judgedTraffic(10, 40, 4, NOW_MS).map((ask) => ({ ...ask, labels: [] }));
      await fill(made);
      await take();
      const [ask] = made.filter(({ record }) => matchesIn(record).length > 0);
      const said = { scope, authorizationId: null, card: null, verdict: 'fraud', source: 'dispute' } as const;
      const rest = { knownAtMs: NOW_MS - 1, author: null, detail: {} };
      const labels = ['ipi_theirs', 'ipi_other'].map((id) => ({ ...said, ...rest, transactionId: id, ref: id }));
      await addLabels(pool, labels, NOW_MS);
      const authorization = ask?.record.authorization ?? '';
      const joins = new Map([['ipi_theirs', authorization], ...[['ipi_other', 'iauth_of_nobody'] as const]]);
      await joinAs(pool, scope, joins, NOW_MS);
      const fraud = (await rulesOf()).flatMap(({ rule, so_far }) => (so_far.fraud === 0 ? [] : [[rule, so_far.fraud]]));
      expect(fraud).toEqual(
        matchesIn(ask?.record ?? { considered: [] })
          .map(({ id }) => [id, 1])
          .sort(),
      );
    });

    it('counts a review once that asks of several weeks are in', async () => {
      const { pool } = database();
      const made = judgedTraffic(11, 200, 40, NOW_MS);
      await fill(made);
      await take();
      const odd = made.filter(({ record }) =>
        matchesIn(record).some(({ id, action }) => action === 'review' && id === 'odd-hours'),
      );
      const ids = odd.map(({ record }) => record.id);
      expect(ids.length).toBeGreaterThan(4);
      await pool.query(`insert into reviews (id, livemode, kind, authorization_id, opened_at)
        values ('rev_long', false, 'rule', 'iauth_long', now()), ('rev_last', false, 'rule', 'iauth_last', now())`);
      await pool.query(
        `insert into review_decisions (decision_id, review_id, at, rules, priority)
        select id, case when id = $2 then 'rev_last' else 'rev_long' end, now(), '{}', 0 from unnest($1::text[]) as id`,
        [ids, ids.at(-1)],
      );
      const queue = (await rulesOf()).find(({ rule }) => rule === 'odd-hours')?.queue;
      await pool.query(`delete from reviews where id in ('rev_long', 'rev_last')`);
      expect(queue).toEqual({ open: 2, legitimate: 0, fraud: 0 });
    });

    it('counts a warning only for what was bought after it began, and only once it was known', async () => {
      const { pool } = database();
      const made = judgedTraffic(9, 40, 4, NOW_MS).map((ask) => ({ ...ask, labels: [] }));
      await fill(made);
      await take();
      const before = (await rulesOf()).reduce((sum, { so_far }) => sum + so_far.fraud, 0);
      const startedMs = NOW_MS - 2 * DAY_MS;
      const warned = new Set(made.map(({ record }) => record.card ?? ''));
      const labels = [...warned].map((card) => ({
        ...({
          scope,
          authorizationId: null,
          transactionId: null,
          card,
          verdict: 'fraud',
          source: 'fraud_warning',
        } as const),
        ...{ ref: card, knownAtMs: NOW_MS - 1, author: null, detail: { started_at: startedMs / 1000 } },
      }));
      await addLabels(pool, labels, NOW_MS);
      const matched = made.filter(({ record }) => record.asked_at >= startedMs);
      const expected = matched.reduce((sum, { record }) => sum + matchesIn(record).length, 0);
      expect([before, (await rulesOf()).reduce((sum, { so_far }) => sum + so_far.fraud, 0)]).toEqual([0, expected]);
    });
  });
}

async function forget(joined: SqlPool, table: string): Promise<void> {
  await joined.query(`delete from ${table}`);
}

/** The same pool, that says when a statement outside of transactions is over, and how each transaction begins. */
function watch(pool: SqlPool, onDone: (text: string, count: number) => Promise<void>) {
  const begun: string[] = [];
  const watched: SqlPool = {
    ...pool,
    async query<Row>(...asked: Parameters<SqlPool['query']>) {
      const result = await pool.query<Row>(...asked);
      await onDone(asked[0], result.rows.length);
      return result;
    },
    async connect() {
      const client = await pool.connect();
      let place = 0;
      const query: SqlPool['query'] = (...asked) => {
        place += 1;
        if (place === 2) begun.push(asked[0]);
        return client.query(...asked);
      };
      return { query, release: (destroy) => client.release(destroy) };
    },
  };
  return { pool: watched, begun };
}

const matchesIn = (record: Pick<MadeAsk['record'], 'considered'>) =>
  record.considered.filter(({ result }) => result === 'matched');

function countsOf({
  matched,
  declines,
  declines_confirmed,
  challenges,
  reviews,
  so_far,
}: Omit<RulePerformance, 'days'>) {
  const { fraud, good, undisputed, unknowable } = so_far;
  return { matched, declines, declines_confirmed, challenges, reviews, fraud, good, undisputed, unknowable };
}

function sumOfDays({ days }: RulePerformance) {
  const sum = (of: (day: RulePerformance['days'][number]) => number) => days.reduce((all, day) => all + of(day), 0);
  return {
    ...{ matched: sum((day) => day.matched), declines: sum((day) => day.declines) },
    ...{ declines_confirmed: sum((day) => day.declines_confirmed), challenges: sum((day) => day.challenges) },
    ...{
      reviews: sum((day) => day.reviews),
      fraud: sum((day) => day.so_far.fraud),
      good: sum((day) => day.so_far.good),
    },
    ...{ undisputed: sum((day) => day.so_far.undisputed), unknowable: sum((day) => day.so_far.unknowable) },
  };
}

function figuresOf(rule: RulePerformance) {
  const { precision: _now, ...soFar } = rule.so_far;
  const { precision: _then, ...atAge } = rule.at_age;
  const { matched, decided, shadow, overridden, alone, declines, declines_confirmed, declines_unconfirmed } = rule;
  const counts = { matched, decided, shadow, overridden, alone, declines, declines_confirmed, declines_unconfirmed };
  const { good_customers_hit, undisputed_customers, challenges, reviews } = rule;
  return { ...counts, challenges, reviews, soFar, atAge, good_customers_hit, undisputed_customers };
}

/** The same from the records themselves, one by one. */
function recount(made: readonly MadeAsk[], id: string): ReturnType<typeof figuresOf> {
  const asks = made.filter(({ record }) => matchesIn(record).some((finding) => finding.id === id));
  const of = (holds: (ask: MadeAsk) => boolean) => asks.filter(holds).length;
  const decided = ({ record }: MadeAsk) => record.reasons.includes(id);
  const isDeclined = (ask: MadeAsk) => decided(ask) && ask.record.outcome === 'decline';
  const finding = (ask: MadeAsk) => matchesIn(ask.record).find((each) => each.id === id);
  const isApproved = ({ record, ended }: MadeAsk) => ended?.approved ?? record.outcome === 'approve';
  const said = ({ labels }: MadeAsk, atMs: number) => verdictOf(labels, atMs)?.verdict ?? null;
  const known = (some: readonly MadeAsk[], atMs: (ask: MadeAsk) => number) => ({
    fraud: some.filter((ask) => said(ask, atMs(ask)) === 'fraud').length,
    good: some.filter((ask) => said(ask, atMs(ask)) === 'legitimate').length,
    undisputed: some.filter((ask) => said(ask, atMs(ask)) === null && isApproved(ask)).length,
    unknowable: some.filter((ask) => said(ask, atMs(ask)) === null && !isApproved(ask)).length,
  });
  const dayOf = (atMs: number) => Math.floor(atMs / DAY_MS) * DAY_MS;
  const old = asks.filter(({ record }) => dayOf(record.asked_at) + 11 * DAY_MS <= NOW_MS);
  const inShadow = asks.filter((ask) => finding(ask)?.isShadow === true);
  const spokenOf = new Set(inShadow.filter(({ labels }) => labels.length > 0).map(({ record }) => record.cardholder));
  const customers = (holds: (ask: MadeAsk) => boolean) =>
    new Set(asks.filter(holds).map(({ record }) => record.cardholder)).size;
  return {
    matched: asks.length,
    decided: of(decided),
    shadow: of((ask) => finding(ask)?.isShadow === true),
    overridden: of(({ record }) => record.overridden.includes(id)),
    alone: of((ask) => !matchesIn(ask.record).some((other) => isBeside(other, finding(ask)))),
    declines: of(isDeclined),
    declines_confirmed: of((ask) => isDeclined(ask) && ask.ended?.decidedBy === 'us' && !isApproved(ask)),
    declines_unconfirmed: of((ask) => isDeclined(ask) && ask.ended === null),
    challenges: of((ask) => decided(ask) && ask.record.outcome === 'challenge'),
    reviews: of((ask) => decided(ask) && ask.record.review),
    soFar: known(asks, () => NOW_MS),
    atAge: { matched: old.length, ...known(old, ({ record }) => record.asked_at + 10 * DAY_MS) },
    good_customers_hit: customers(
      (ask) => decided(ask) && ask.record.outcome !== 'approve' && said(ask, NOW_MS) === 'legitimate',
    ),
    undisputed_customers: customers(
      (ask) => finding(ask)?.isShadow === true && isApproved(ask) && !spokenOf.has(ask.record.cardholder),
    ),
  };
}

const ORDER = ['review', 'challenge', 'block'];

function isBeside(other: MadeAsk['record']['considered'][number], one: typeof other | undefined): boolean {
  if (!one || other.id === one.id || other.isShadow) return false;
  if (one.action === 'allow' || other.action === 'allow') return one.action === other.action;
  return ORDER.indexOf(other.action) >= ORDER.indexOf(one.action);
}
