import { describe, expect, test } from 'vitest';
import { engineOf, HOUR, MINUTE, valuesOf } from './evaluated.ts';

describe('what an event sees', () => {
  test('itself and what came before within the window; itself not where exclusive', async () => {
    const { count } = engineOf(`event e
      all := Count(by ip last 1 hour)
      before := Count(by ip last 1 hour exclusive)
      spent := Sum(price by ip last 1 hour)
      spent_before := Sum(price by ip last 1 hour exclusive)
      dearest := Max(price by ip last 1 hour exclusive)`);
    expect(valuesOf(await count('e', 0, { ip: 'a', price: 5 }))).toEqual({
      all: 1,
      before: 0,
      spent: 5,
      spent_before: 0,
      dearest: { missing: 'no_event' },
    });
    await count('e', MINUTE, { ip: 'b', price: 100 });
    const second = await count('e', HOUR - 1, { ip: 'a', price: 7 });
    expect(valuesOf(second)).toEqual({ all: 2, before: 1, spent: 12, spent_before: 5, dearest: 5 });
    // The first one is one hour old: it is no longer in the window.
    const third = await count('e', HOUR, { ip: 'a', price: 1 });
    expect(valuesOf(third)).toEqual({ all: 2, before: 1, spent: 8, spent_before: 7, dearest: 7 });
  });

  test('a null key writes nothing and reads null', async () => {
    const { count, store } = engineOf(`event e
      by_ip := Count(by ip last 1 hour)
      by_both := Count(by ip, user last 1 hour)
      all := Count(last 1 hour)`);
    const none = await count('e', 0, { user: 'ann' });
    expect(valuesOf(none)).toEqual({ by_ip: { missing: 'no_key' }, by_both: { missing: 'no_key' }, all: 1 });
    expect(store.asked.map((requests) => requests.length)).toEqual([1]);
    expect(none.qualityOf('by_ip')).toBe('missing');
    expect(valuesOf(await count('e', 1, { ip: 'a', user: 'ann' }))).toEqual({ by_ip: 1, by_both: 1, all: 2 });
  });

  test('a condition that is null counts as not true', async () => {
    const { count } = engineOf(`event e
      n := Count(by ip where price > 5 last 1 hour)
      m := Sum(cost by ip where price > 5 last 1 hour)`);
    await count('e', 0, { ip: 'a', cost: 1 });
    expect(valuesOf(await count('e', 1, { ip: 'a', cost: 1, price: 6 }))).toEqual({ n: 1, m: 1 });
  });

  test('keys of several parts are told apart, and a number is the same key as its text', async () => {
    const { count } = engineOf('event e\nn := Count(by a, b last 1 hour)');
    await count('e', 0, { a: 'x', b: 'yz' });
    expect(valuesOf(await count('e', 1, { a: 'xy', b: 'z' }))).toEqual({ n: 1 });
    await count('e', 2, { a: 5, b: true });
    expect(valuesOf(await count('e', 3, { a: '5', b: 'true' }))).toEqual({ n: 2 });
  });

  test('test and live, and two accounts, never see each other', async () => {
    const { count } = engineOf('event e\nn := Count(by ip last 1 hour)');
    for (const scope of [
      { livemode: true, account: null },
      { livemode: false, account: null },
      { livemode: true, account: 'acct_1' },
    ]) {
      expect(valuesOf(await count('e', 0, { ip: 'a' }, { scope }))).toEqual({ n: 1 });
    }
  });

  test('the same event again changes nothing', async () => {
    const { count } = engineOf(`event e
      n := Count(by ip last 1 hour)
      spent := Sum(price by ip last 1 hour)`);
    const twice = { id: 'the same' };
    expect((await count('e', 0, { ip: 'a', price: 5 }, twice)).isDuplicate).toBe(false);
    const again = await count('e', 0, { ip: 'a', price: 5 }, twice);
    expect(again.isDuplicate).toBe(true);
    expect(valuesOf(again)).toEqual({ n: 1, spent: 5 });
    expect(valuesOf(await count('e', 1, { ip: 'a', price: 5 }))).toEqual({ n: 2, spent: 10 });
  });
});

describe('across events', () => {
  const TEXT = `
    event login
    event purchase
    by_mail := Count<login>(by buyer_mail as email last 1 day)
    failed := Count<login>(by buyer_mail as email where not successful last 1 day)
    since_change := Count<login>(by buyer_mail as email after changed_at last 1 day)
    newest := Latest<login>(ip by buyer_mail as email last 1 day)
    newest_at := LatestTime<login>(by buyer_mail as email last 1 day)
    changed_at := $.changed_at as time?`;

  test("the reader's key is matched to the writer's, and after is the reader's", async () => {
    const { count } = engineOf(TEXT);
    const mail = 'ann@example.com';
    await count('login', 0, { email: mail, ip: 'a', successful: false });
    await count('login', 10 * MINUTE, { email: mail, ip: 'b', successful: true });
    await count('login', 20 * MINUTE, { email: 'bob@example.com', ip: 'c', successful: true });
    const data = { buyer_mail: mail, changed_at: '2026-01-01T00:00:00Z' };
    const purchase = await count('purchase', HOUR, data);
    expect(valuesOf(purchase)).toMatchObject({
      by_mail: 2,
      failed: 1,
      since_change: 1,
      newest: 'b',
      newest_at: Date.parse('2026-01-01T00:10:00Z'),
    });
    const unchanged = await count('purchase', HOUR, { buyer_mail: mail });
    expect(unchanged.values.get('since_change')).toEqual({ missing: 'not_sent' });
    expect(unchanged.values.get('by_mail')).toBe(2);
  });

  test('after may be what an aggregate gives, even of the same timeline', async () => {
    const { count, store } = engineOf(`event e
      last_success := LatestTime(by user where ok last 1 day)
      since_success := Count(by user after last_success last 1 day)`);
    await count('e', 0, { user: 'ann', ok: false });
    await count('e', MINUTE, { user: 'ann', ok: true });
    await count('e', 2 * MINUTE, { user: 'ann', ok: false });
    const last = await count('e', 3 * MINUTE, { user: 'ann', ok: false });
    expect(last.values.get('since_success')).toBe(2);
    expect(store.asked.at(-1)?.length).toBe(1);
  });
});

test('after may be known later than what it bounds', async () => {
  const { count, store } = engineOf(`event e
    tries := Count(by ip last 1 hour)
    peak_at := LatestTime(by user where tries >= 2 last 1 day exclusive)
    since_peak := Count(by ip after peak_at last 1 day)`);
  for (const afterMs of [0, 1, 2]) await count('e', afterMs, { ip: 'a', user: 'ann' });
  const last = await count('e', 3, { ip: 'a', user: 'ann' });
  expect(valuesOf(last)).toEqual({ tries: 4, peak_at: Date.parse('2026-01-01T00:00:00.002Z'), since_peak: 1 });
  expect(store.asked.slice(-2).map((requests) => requests.length)).toEqual([1, 1]);
});

describe('features over features', () => {
  test('of the same event, in whatever order they stand', async () => {
    const { count } = engineOf(`event e
      share := failed / Maximum(all, 1)
      all := Count(by ip last 1 hour)
      failed := Count(by ip where not ok last 1 hour)
      is_odd := share > 0.5 and all >= 2`);
    await count('e', 0, { ip: 'a', ok: false });
    expect(valuesOf(await count('e', 1, { ip: 'a', ok: true }))).toEqual({
      share: 0.5,
      all: 2,
      failed: 1,
      is_odd: false,
    });
  });

  test('an aggregate over one holds what it was when its event came', async () => {
    const { count } = engineOf(`event e
      tries := Count(by ip last 1 hour)
      most := Max(tries by user last 1 day)
      most_before := Max(tries by user last 1 day exclusive)`);
    await count('e', 0, { ip: 'a', user: 'ann' });
    await count('e', 1, { ip: 'a', user: 'ann' });
    const later = await count('e', 3 * HOUR, { ip: 'a', user: 'ann' });
    expect(valuesOf(later)).toEqual({ tries: 1, most: 2, most_before: 2 });
  });

  test('an own event under another key is seen where the keys are equal', async () => {
    const { count } = engineOf(`event transfer
      received := Count(by sender as receiver last 1 day)
      received_before := Count(by sender as receiver last 1 day exclusive)`);
    await count('transfer', 0, { sender: 'ann', receiver: 'bob' });
    expect(valuesOf(await count('transfer', 1, { sender: 'bob', receiver: 'ann' }))).toEqual({
      received: 1,
      received_before: 1,
    });
    expect(valuesOf(await count('transfer', 2, { sender: 'bob', receiver: 'bob' }))).toEqual({
      received: 2,
      received_before: 1,
    });
  });
});

test('amounts are summed in minor units, and not in two currencies at once', async () => {
  const { count } = engineOf(`event authorization
    spent := Sum(amount by card last 1 day)
    average := Average(amount by card last 1 day)`);
  const purchase = (amount: unknown, currency: unknown) => ({ card: 'ic_1', amount, currency });
  for (let index = 0; index < 9; index += 1) await count('authorization', index, purchase(0.1, 'USD'));
  expect(valuesOf(await count('authorization', 10, purchase(0.1, 'usd')))).toEqual({ spent: 1, average: 0.1 });
  await count('authorization', 11, purchase(5, undefined));
  expect(valuesOf(await count('authorization', 12, purchase(1, 'usd')))).toMatchObject({ spent: 2 });
  expect(valuesOf(await count('authorization', 13, purchase(100, 'jpy')))).toEqual({
    spent: { missing: 'mixed_currency' },
    average: { missing: 'mixed_currency' },
  });
});

test('inputs are read as their types; what is wrong with them is said, and is null', async () => {
  const { count } = engineOf(`event e
    age := $.person.age as int
    city := $.city as string ? "nowhere"
    nick := $.nick as string?
    score := $.score as float
    next := age + 1
    place := city`);
  const result = await count('e', 0, { person: { age: '41' }, city: {}, score: 'high' });
  expect(valuesOf(result)).toEqual({ next: 42, place: 'nowhere' });
  expect(result.problems).toEqual([
    { input: 'city', problem: 'is an object, not text' },
    { input: 'score', problem: 'is text, not a number' },
  ]);
  const empty = await count('e', 0, {});
  expect(valuesOf(empty)).toEqual({ next: { missing: 'not_sent' }, place: 'nowhere' });
  expect(empty.problems).toEqual([
    { input: 'age', problem: 'is not there' },
    { input: 'score', problem: 'is not there' },
  ]);
});

test('an attribute that is missing keeps its cause; a back end cannot claim one', async () => {
  const { count } = engineOf(`event authorization
    where_from := merchant
    event e
    where_from := ip`);
  const cause = { missing: 'not_assessed' };
  expect(valuesOf(await count('authorization', 0, { merchant: cause }))).toEqual({ where_from: cause });
  expect(valuesOf(await count('e', 0, { ip: cause }))).toEqual({ where_from: { missing: 'no_value' } });
});

test('an event of which nothing is computed asks nothing', async () => {
  const { count, store } = engineOf('event e\nprice := $.price as int\ntwice := price * 2\nevent f');
  expect(valuesOf(await count('e', 0, { price: 2 }))).toEqual({ twice: 4 });
  expect(valuesOf(await count('f', 0, {}))).toEqual({});
  expect(valuesOf(await count('unheard_of', 0, {}))).toEqual({});
  expect(store.asked).toEqual([]);
});
