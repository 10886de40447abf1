import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openTimelines } from '../../../src/adapters/counters/memory-timelines.ts';
import { contentHash } from '../../../src/adapters/store/hasher.ts';
import { createFeatureEngine } from '../../../src/core/features/engine.ts';
import type { FeatureEvent } from '../../../src/core/features/feature-event.ts';
import { planFeatures } from '../../../src/core/features/plan.ts';
import { conceal, engineOf, eventOf, HOUR, MINUTE, programOf, valuesOf } from './evaluated.ts';

const TEXT = `event e
  tries := Count(by ip last 1 hour)
  failed := Count(by ip where not ok last 1 hour exclusive)
  users := CountUnique(user by ip last 10 minutes)
  spent := Sum(price by user where ok last 1 hour)
  dearest := Max(price by user last 1 hour exclusive)
  last_ip := Latest(ip by user last 1 hour exclusive)
  most := Max(tries by user last 2 hours)
  after_ok := Count(by ip after last_ok last 2 hours)
  last_ok := LatestTime(by ip where ok last 2 hours)
  is_odd := tries > 2 and users < tries`;

interface Data {
  readonly ip: string | null;
  readonly user: string | null;
  readonly ok: boolean | null;
  readonly price: number | null;
}

interface Seen extends Data {
  readonly atMs: number;
  readonly tries: number | null;
}

/** What the features say, worked out the plain way from all that came before, in order of arrival. */
function expected(before: readonly Seen[], now: Seen): Record<string, unknown> {
  const all = [...before, now];
  const within = (list: readonly Seen[], ms: number) => list.filter(({ atMs }) => atMs > now.atMs - ms);
  const byIp = (list: readonly Seen[]) => list.filter(({ ip }) => ip === now.ip);
  const byUser = (list: readonly Seen[]) => list.filter(({ user }) => user === now.user);
  const lastOk = within(byIp(all), 2 * HOUR).findLast(({ ok }) => ok === true)?.atMs;
  const tries = within(byIp(all), HOUR).length;
  const users = new Set(within(byIp(all), 10 * MINUTE).flatMap(({ user }) => user ?? [])).size;
  const prices = (list: readonly Seen[]) => list.flatMap(({ price }) => price ?? []);
  const ofIp = {
    tries,
    failed: within(byIp(before), HOUR).filter(({ ok }) => ok === false).length,
    users,
    after_ok: lastOk === undefined ? null : byIp(all).filter(({ atMs }) => atMs > lastOk).length,
    last_ok: lastOk ?? null,
    is_odd: tries > 2 && users < tries,
  };
  const ofUser = {
    spent: prices(within(byUser(all), HOUR).filter(({ ok }) => ok === true)).reduce((sum, price) => sum + price, 0),
    dearest: greatest(prices(within(byUser(before), HOUR))),
    last_ip: within(byUser(before), HOUR).findLast(({ ip }) => ip !== null)?.ip ?? null,
    most: greatest(within(byUser(all), 2 * HOUR).flatMap((seen) => seen.tries ?? [])),
  };
  return { ...(now.ip === null ? nulls(ofIp) : ofIp), ...(now.user === null ? nulls(ofUser) : ofUser) };
}

function greatest(numbers: readonly number[]): number | null {
  return numbers.length > 0 ? Math.max(...numbers) : null;
}

function nulls(fields: object): Record<string, null> {
  return Object.fromEntries(Object.keys(fields).map((name) => [name, null]));
}

/** Without the causes of nulls. */
function plain(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'object' ? null : value]),
  );
}

const stream = fc.array(
  fc.record({
    ip: fc.constantFrom('a', 'b', null),
    user: fc.constantFrom('ann', 'bob', null),
    ok: fc.constantFrom(true, false, null),
    price: fc.constantFrom(1, 2, 10, null),
    stepMs: fc.constantFrom(0, MINUTE, 9 * MINUTE, HOUR),
  }),
  { minLength: 1, maxLength: 25 },
);

test('features are what one would work out from all that came before; dry, counted, and counted twice', async () => {
  await fc.assert(
    fc.asyncProperty(stream, async (steps) => {
      const { evaluate } = engineOf(TEXT);
      const before: Seen[] = [];
      let afterMs = 0;
      for (const { stepMs, ...data } of steps) {
        afterMs += stepMs;
        const event: FeatureEvent = eventOf('e', afterMs, data);
        const { atMs } = event;
        const tries = before.filter((seen) => seen.ip === data.ip && seen.atMs > atMs - HOUR).length + 1;
        const now = { ...data, atMs, tries: data.ip === null ? null : tries };
        const wanted = expected(before, now);
        expect(plain(valuesOf(await evaluate(event, 'dry')))).toEqual(wanted);
        expect(plain(valuesOf(await evaluate(event)))).toEqual(wanted);
        expect(plain(valuesOf(await evaluate(event)))).toEqual(wanted);
        before.push(now);
      }
    }),
    { numRuns: 100 },
  );
});

const WITH_LOGINS = `${TEXT}
  logins := Count<login>(by user last 1 hour)
  strange := tries > 1 and logins = 0
  event login
  from_ip := Count(by ip last 1 hour)
  bad := from_ip > 2 or not ok`;

test('features that are computed without those that nobody wants are what they are among all', async () => {
  const program = programOf(WITH_LOGINS);
  const names = [...program.events].flatMap(([event, { features }]) => features.map(({ name }) => ({ event, name })));
  const kinds = fc.array(fc.constantFrom('e', 'login'), { minLength: 25, maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(stream, kinds, fc.subarray(names, { minLength: 1 }), async (steps, types, wanted) => {
      const byEvent = Map.groupBy(wanted, ({ event }) => event);
      const part = planFeatures(
        program,
        contentHash,
        new Map([...byEvent].map(([event, some]) => [event, new Set(some.map(({ name }) => name))])),
      );
      const whole = planFeatures(program, contentHash);
      const [ofPart, ofWhole] = [part, whole].map((plan) => {
        const engine = createFeatureEngine({ store: openTimelines(), conceal });
        return async (event: FeatureEvent) => valuesOf(await engine.evaluate(event, plan, 'count'));
      });
      let afterMs = 0;
      for (const [index, { stepMs, ...data }] of steps.entries()) {
        afterMs += stepMs;
        const event = eventOf(types[index] ?? 'e', afterMs, data);
        const among = await ofWhole?.(event);
        const alone = await ofPart?.(event);
        for (const { name } of byEvent.get(event.type) ?? []) expect(alone?.[name]).toEqual(among?.[name]);
      }
    }),
    { numRuns: 100 },
  );
});
