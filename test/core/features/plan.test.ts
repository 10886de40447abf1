import { describe, expect, test } from 'vitest';
import { contentHash } from '../../../src/adapters/store/hasher.ts';
import { type FeaturePlan, planFeatures } from '../../../src/core/features/plan.ts';
import { planOf, programOf } from './evaluated.ts';

/** The timelines of a plan: event, how many keys, kinds of columns, windows in minutes. */
function shapeOf(plan: FeaturePlan): unknown[] {
  return plan.timelines
    .map(({ event, keys, columns, windowsMs }) => [
      event,
      keys.length,
      columns.map(({ kind }) => kind).sort(),
      windowsMs.map((ms) => ms / 60_000),
    ])
    .sort();
}

/** By stage of an event, how many timelines are written and how many only read. */
function stagesOf(plan: FeaturePlan, event: string): string[] {
  const { phases = [], requests = [] } = plan.events.get(event) ?? {};
  return phases
    .map((phase) => phase.requests.map((place) => requests[place]?.columns !== null))
    .filter((stage) => stage.length > 0)
    .map((stage) => `${stage.filter(Boolean).length} written, ${stage.filter((isWritten) => !isWritten).length} read`);
}

function idsOf(text: string): string[] {
  return planOf(text).timelines.map(({ id }) => id);
}

describe('what shares event and key shares a timeline', () => {
  test('with the windows of all, and each column once', () => {
    const plan = planOf(`event e
      a := Count(by ip last 1 hour)
      b := Count(by ip last 2 hours exclusive)
      c := Sum(price by ip where price > 5 last 1 hour)
      d := Max(price by ip where price > 5 last 3 hours)
      f := CountUnique(user by ip last 1 hour)
      g := Latest(user by ip last 1 hour)
      h := LatestTime(by ip last 1 hour)
      i := Count(user by ip last 1 hour)
      j := Count(by user last 1 hour)
      k := Count(last 1 hour)`);
    expect(shapeOf(plan)).toEqual([
      ['e', 0, [], [60]],
      ['e', 1, [], [60]],
      ['e', 1, ['identity', 'mark', 'number', 'value'], [60, 120, 180]],
    ]);
    expect(stagesOf(plan, 'e')).toEqual(['3 written, 0 read']);
  });

  test('also where other events read it', () => {
    const plan = planOf(`event login
      mine := Count(by user last 1 hour)
      event purchase
      theirs := Count<login>(by buyer as user where failed last 1 day)
      event refund
      too := Count<login>(by user where failed last 1 day)`);
    expect(shapeOf(plan)).toEqual([['login', 1, ['mark'], [60, 1440]]]);
    expect(stagesOf(plan, 'login')).toEqual(['1 written, 0 read']);
    expect(stagesOf(plan, 'purchase')).toEqual(['0 written, 1 read']);
  });

  test('money is a column of its own kind', () => {
    const plan = planOf(`event authorization
      a := Sum(amount by card last 1 hour)
      b := Sum(amount * 2 by card last 1 hour)`);
    expect(shapeOf(plan)).toEqual([['authorization', 1, ['money', 'number'], [60]]]);
  });
});

describe('stages', () => {
  test('what is over a feature of its own event comes after it, the rest at once', () => {
    const plan = planOf(`event login
      users := CountUnique(user by ip last 1 hour)
      attempts := Count(by device last 1 hour)
      peak := Max(users by user last 1 day)
      peaks := Count(by user where peak > 5 last 1 day)`);
    expect(stagesOf(plan, 'login')).toEqual(['2 written, 0 read', '1 written, 0 read', '1 written, 0 read']);
  });

  test('a timeline never waits for itself: what is over its own count has another one', () => {
    const plan = planOf(`event login
      attempts := Count(by ip last 1 hour)
      most := Max(attempts by ip last 1 day)`);
    expect(shapeOf(plan)).toEqual([
      ['login', 1, [], [60]],
      ['login', 1, ['number'], [1440]],
    ]);
    expect(stagesOf(plan, 'login')).toEqual(['1 written, 0 read', '1 written, 0 read']);
  });

  test('timelines are shared across stages where that takes no further one', () => {
    const shared = planOf(`event login
      users := CountUnique(user by ip last 1 hour)
      event purchase
      failed := Count<login>(by user where failed last 5 days)
      peak := Max<login>(users by user last 5 days)`);
    expect(shapeOf(shared)).toEqual([
      ['login', 1, ['identity'], [60]],
      ['login', 1, ['mark', 'number'], [7200]],
    ]);
    const apart = planOf(`event login
      users := CountUnique(user by ip last 1 hour)
      tries := Count(by user last 5 days)
      peak := Max(users by user last 5 days)
      after_tries := Max(tries by device last 5 days)`);
    expect(stagesOf(apart, 'login')).toEqual(['2 written, 0 read', '2 written, 0 read']);
  });

  test('a key that is made from an aggregate waits for it', () => {
    const plan = planOf(`event login
      last_ip := Latest(ip by user last 1 day exclusive)
      from_there := Count(by last_ip as ip last 1 day)`);
    expect(stagesOf(plan, 'login')).toEqual(['2 written, 0 read', '0 written, 1 read']);
  });
});

describe('identity', () => {
  const text = `event e
    many := Count(by ip where price > 5 last 1 hour)
    peak := Max(many by user last 1 day)`;

  test('names, their order and the paths of declared inputs by other names do not matter', () => {
    const renamed = `event e
      top := Max(lots by user last 1 day)
      lots := Count(by address where cost > 5 last 1 hour)
      address := $.ip as string?
      cost := $.price as float?`;
    const declared = `event e
      ip := $.ip as string?
      price := $.price as float?
      ${text.replace('event e', '')}`;
    expect(idsOf(renamed)).toEqual(idsOf(declared));
  });

  test.each([
    ['the window', text.replace('1 hour', '2 hours')],
    ['a condition', text.replace('> 5', '> 6')],
    ['a key', text.replace('by ip', 'by device')],
  ])('another timeline, and another definition of all that is over it, where %s is another', (_, changed) => {
    const [before, after] = [planOf(text), planOf(changed)];
    const ids = new Set(before.timelines.map(({ id }) => id));
    expect(after.timelines.filter(({ id }) => ids.has(id))).toEqual([]);
    expect(after.definitions.get('e.many')).not.toBe(before.definitions.get('e.many'));
    expect(after.definitions.get('e.peak')).not.toBe(before.definitions.get('e.peak'));
    expect(after.fingerprint).not.toBe(before.fingerprint);
  });

  test('what is not over what changed stays what it is', () => {
    const [before, after] = [planOf(text), planOf(text.replace('by user', 'by device'))];
    expect(after.definitions.get('e.many')).toBe(before.definitions.get('e.many'));
    expect(new Set([...idsOf(text), ...after.timelines.map(({ id }) => id)]).size).toBe(3);
  });

  test('ids are short hashes, and a plan of the same text is the same', () => {
    expect(idsOf(text)).toEqual(idsOf(text));
    for (const { id } of planOf(text).timelines) expect(id).toMatch(/^[0-9a-f]{16}$/);
    expect(planOf(text).fingerprint).toBe(planOf(text).fingerprint);
  });
});

test('an event of which nothing is computed or written is not in the plan', () => {
  const plan = planOf(`event a
    x := $.x as int
    event b
    y := Count<c>(by z last 1 hour)
    event c`);
  expect([...plan.events.keys()].sort()).toEqual(['b', 'c']);
  expect(planFeatures({ events: new Map() }, contentHash).timelines).toEqual([]);
});

test('only what is read of a built-in event has a place', () => {
  const plan = planOf(`event authorization
    a := Sum(amount by cardholder_metadata["user_id"] last 1 hour)`);
  const inputs = plan.events.get('authorization')?.inputs.map(({ input }) => input.name);
  expect(inputs?.sort()).toEqual(['amount', 'cardholder_metadata["user_id"]', 'currency']);
});

test('features that double each other are planned in no time', () => {
  const lines = Array.from({ length: 60 }, (_, index) => `f${index + 1} := f${index} + f${index}`);
  const program = programOf(`event e\nf0 := Count(by ip last 1 hour)\n${lines.join('\n')}`);
  expect(planFeatures(program, contentHash).definitions.size).toBe(61);
});

describe('as much of a plan as some features need', () => {
  const program = programOf(`event e
    tries := Count(by ip last 1 hour)
    spent := Sum(price by ip last 2 days)
    users := CountUnique(user by ip where tries > 3 last 1 hour)
    latest_ip := Latest(ip by user last 1 hour)
    is_odd := users > 3
    event login
    logins := Count(by user last 1 hour)`);
  const planFor = (event: string, ...names: string[]) =>
    planFeatures(program, contentHash, new Map([[event, new Set(names)]]));

  test('has just these and what they hang on, and writes nothing else', () => {
    const plan = planFor('e', 'latest_ip');
    expect([...plan.events].map(([event, { features }]) => [event, [...features.keys()]])).toEqual([
      ['e', ['latest_ip']],
    ]);
    expect(shapeOf(plan)).toEqual([['e', 1, ['value'], [60]]]);
    expect(stagesOf(plan, 'e')).toEqual(['1 written, 0 read']);
    const odd = planFor('e', 'is_odd');
    expect([...(odd.events.get('e')?.features.keys() ?? [])]).toEqual(['tries', 'users', 'is_odd']);
    expect(planFor('e').events.size).toBe(0);
  });

  test('keeps a past as long, and in the same tiles, as the whole does', () => {
    expect(shapeOf(planFor('e', 'tries'))).toEqual([['e', 1, [], [60, 2880]]]);
  });

  test('is another plan, for its timelines hold less', () => {
    const whole = planFeatures(program, contentHash);
    const part = planFor('e', 'tries');
    const ids = new Set(whole.timelines.map(({ id }) => id));
    expect(part.timelines.filter(({ id }) => ids.has(id))).toEqual([]);
    expect(part.fingerprint).not.toBe(whole.fingerprint);
    expect(part.definitions.get('e.tries')).toBe(whole.definitions.get('e.tries'));
  });
});
