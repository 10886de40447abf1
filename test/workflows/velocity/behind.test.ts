import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTimelines } from '../../../src/adapters/counters/memory-timelines.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { contentHash, createHasher } from '../../../src/adapters/store/hasher.ts';
import type { DecisionRecord } from '../../../src/core/decision/record.ts';
import { namedFeatures } from '../../../src/core/decision/recorded-features.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { partsOf } from '../../../src/core/features/part.ts';
import type { AggregateTerm } from '../../../src/core/features/term.ts';
import { eventsBehind } from '../../../src/workflows/velocity/behind.ts';
import { openTestDatabase } from '../../support/database.ts';
import { takeToAsks } from '../../support/ingest.ts';
import { type LivedPast, livedPast } from '../../support/lived.ts';
import { policyOf, shippedFiles } from '../../support/policy.ts';

const MORE = `event authorization
asks_here := Count(by card last 2 days)
approved_here := Count(by card, merchant where is_approved and amount > 20 last 3 days)
online_in_country := Count(by merchant_country where authorization_method = "online" last 2 hours exclusive)
logins := Count<login>(by cardholder as user_id last 1 day)
login_at := LatestTime<login>(by cardholder as user_id last 1 day)
since_login := Count(by card after login_at last 1 day)
`;
const policy = policyOf({ ...shippedFiles(), 'features/more.scowl': MORE });
const conceal = createHasher('a key for tests only');

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let past: LivedPast;
beforeAll(async () => {
  database = await openTestDatabase();
  past = await livedPast(policy, { seed: 'behind', days: 3, cardholders: 40, fraudShare: 0.4 });
  for (let at = 0; at < past.texts.length; at += 100) await writeRecords(database.pool, past.texts.slice(at, at + 100));
  await takeToAsks(database.pool, { nowMs: Date.UTC(2026, 6, 1) });
}, 60_000);
afterAll(() => database.drop());

function aggregateOf(name: string): AggregateTerm {
  const feature = policy.features.program.events.get('authorization')?.features.find((each) => each.name === name);
  const [aggregate] = feature ? partsOf(feature).aggregates : [];
  if (!aggregate) throw new Error(`${name} is no aggregate`);
  return aggregate;
}

const ports = () => ({ pool: database.pool, conceal, hash: contentHash, openTimelines });
const recorded = (record: DecisionRecord, name: string) =>
  record.counted ? namedFeatures(record.counted, policy)[name] : undefined;

/** Decisions for which a feature came to the most, and some others. */
function telling(name: string): DecisionRecord[] {
  const known = past.decisions.filter((record) => typeof recorded(record, name) === 'number');
  const most = known.toSorted((a, b) => Number(recorded(b, name)) - Number(recorded(a, name)));
  return [...most.slice(0, 4), ...known.filter((_, index) => index % Math.ceil(known.length / 4) === 0)];
}

const COUNTS = [
  'total_authorizations_per_card_hourly',
  'total_authorizations_per_card_weekly',
  'approved_authorizations_per_card_daily',
  'declined_authorizations_per_card_weekly',
  'total_authorizations_per_cardholder_daily',
  'declined_authorizations_per_cardholder_weekly',
  'total_authorizations_per_merchant_weekly',
  'declined_by_stripe_authorizations_per_card_weekly',
  'declined_by_stripe_authorizations_per_merchant_weekly',
  'small_authorizations_per_card_hourly',
  'approved_authorizations_at_merchant_on_card_quarterly',
  'asks_here',
  'approved_here',
  'online_in_country',
  'logins',
];

describe('the events behind a count', () => {
  test.each(COUNTS)('are as many as were counted: %s', async (name) => {
    const aggregate = aggregateOf(name);
    let counted = 0;
    for (const record of telling(name)) {
      const behind = await eventsBehind(ports(), { record, policy, aggregate });
      expect(behind.untold, record.id).toBeNull();
      expect([behind.value, behind.events.length], record.id).toEqual([recorded(record, name), recorded(record, name)]);
      counted += behind.events.length;
    }
    expect(counted).toBeGreaterThan(0);
  });
});

describe('the events behind another aggregate', () => {
  test.each(['merchant_count_for_card_weekly', 'card_count_for_merchant_weekly', 'country_count_for_card_daily'])(
    'have as many different values as were counted: %s',
    async (name) => {
      for (const record of telling(name)) {
        const behind = await eventsBehind(ports(), { record, policy, aggregate: aggregateOf(name) });
        expect(new Set(behind.events.map(({ value }) => String(value))).size, record.id).toBe(recorded(record, name));
      }
    },
  );

  test('add up to the sum', async () => {
    const name = 'total_amount_approved_on_card_weekly';
    for (const record of telling(name)) {
      const behind = await eventsBehind(ports(), { record, policy, aggregate: aggregateOf(name) });
      const minor = behind.events.reduce((sum, { value }) => sum + Number((value as [number, string])[0]), 0);
      expect(minor / 100, record.id).toBeCloseTo(Number(recorded(record, name)), 6);
    }
  });
});

test('what is counted over what others come to is not listed, and said so', async () => {
  const record = past.decisions.at(-1) as DecisionRecord;
  const behind = await eventsBehind(ports(), { record, policy, aggregate: aggregateOf('since_login') });
  expect(behind).toMatchObject({ untold: 'nested', events: [] });
});

test('asks that Stripe decided long after it, however many, leave its events told', async () => {
  const name = 'total_authorizations_per_card_weekly';
  const record = telling(name)[0] as DecisionRecord;
  const later = new Date(Math.max(record.asked_at, record.received_at) + limits.lateEventMs + 60_000);
  await database.pool.query(
    `insert into asks (livemode, account, authorization_id, place, at, card)
    select $1, $2, 'iauth_later_' || number, 0, $3, $4 from generate_series(1, $5::int) as number`,
    [record.livemode, record.account ?? '', later, record.card, limits.maxEventsBehind + 1],
  );
  const behind = await eventsBehind(ports(), { record, policy, aggregate: aggregateOf(name) });
  expect([behind.untold, behind.value]).toEqual([null, recorded(record, name)]);
});

test('a world that is ahead of our clock is told of as well', async () => {
  const other = await openTestDatabase();
  try {
    const ahead = await livedPast(policy, { seed: 'ahead', days: 2, cardholders: 20, aheadMs: 40 * 86_400_000 });
    await writeRecords(other.pool, ahead.texts);
    await takeToAsks(other.pool, { nowMs: Date.UTC(2026, 6, 1) });
    const name = 'total_authorizations_per_card_daily';
    const known = ahead.decisions.toSorted((a, b) => Number(recorded(b, name)) - Number(recorded(a, name)));
    for (const record of known.slice(0, 3)) {
      const question = { record, policy, aggregate: aggregateOf(name) };
      const { events } = await eventsBehind({ ...ports(), pool: other.pool }, question);
      expect(events.length, record.id).toBe(recorded(record, name));
      expect(events.length).toBeGreaterThan(0);
    }
  } finally {
    await other.drop();
  }
});
