import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/domain/json.ts';
import { dataOf, fieldAt, recordTracked } from '../../../src/core/domain/tracked-event.ts';
import type { FeatureEvent, FeatureResult } from '../../../src/core/features/feature-event.ts';
import type { JsonValue } from '../../../src/core/features/scowl-value.ts';
import { conceal, engineOf, eventOf, valuesOf } from './evaluated.ts';

const MAIL = 'Ann.Smith+shop@gmail.com';

/** The same event as history has it: from its record alone, through JSON. */
function fromRecord(event: FeatureEvent, { recorded }: FeatureResult): FeatureEvent {
  const { inputs, derived } = JSON.parse(JSON.stringify(recorded())) as {
    inputs: Record<string, unknown>;
    derived: Record<string, JsonValue>;
  };
  return { ...event, read: ({ name }) => inputs[name], derived: new Map(Object.entries(derived)) };
}

/** Evaluates events live, and again from their records; gives both, with what was written. */
async function liveAndAgain(text: string, events: readonly FeatureEvent[]) {
  const live = engineOf(text);
  const again = engineOf(text);
  const records: ReturnType<FeatureResult['recorded']>[] = [];
  for (const event of events) {
    const first = await live.evaluate(event);
    const second = await again.evaluate(fromRecord(event, first));
    records.push(first.recorded());
    // Recording what was recorded gives the same record.
    expect(second.recorded()).toEqual(first.recorded());
    expect(features(second)).toEqual(features(first));
  }
  expect(again.store.asked).toEqual(live.store.asked);
  return { written: live.store.asked.flat(), records, live };
}

/** The features as they may be kept: in the clear, live and again differ where they are personal. */
function features(result: FeatureResult): unknown {
  return Object.fromEntries([...result.values].map(([name]) => [name, result.kept(name)]));
}

test('only what is read is recorded, what is missing is left out, and a time is read back', async () => {
  const { count } = engineOf(`event e
    at := $.at as time
    tags := $.tags as [string]
    plan := $.plan as string ? "free"
    unused := $.unused as string?
    age := at - FromUnixSeconds(0)
    n := Count(by ip, plan where gone is null last 1 day)
    m := CountUnique(tags by ip last 1 day)`);
  const data = { at: 1_735_700_000, tags: ['a', null], ip: '203.0.113.7', unused: 'x' };
  const { recorded } = await count('e', 0, data);
  expect(recorded()).toEqual({
    inputs: { at: '2025-01-01T02:53:20.000Z', tags: ['a', null], ip: '203.0.113.7', plan: 'free' },
    derived: {},
  });
});

describe('what is personal by its type', () => {
  const TEXT = `event authorization
    mails := Count(by cardholder_email last 1 day)
    same := Count(by normal last 1 day)
    normal := NormalizeEmail(cardholder_email)
    domain := EmailDomain(normal)
    is_free := EmailDomain(cardholder_email) in ["gmail.com"]
    people := CountUnique(cardholder_email by domain last 1 day)
    is_ann := cardholder_email = "${MAIL}"
    chosen := If(mails > 1, cardholder_email, card)`;

  const asks = [MAIL, 'ann.smith@gmail.com', MAIL, 'bob@example.com'].map((cardholder_email, index) =>
    eventOf('authorization', index, { card: 'ic_1', cardholder_email }),
  );

  test('reaches neither store nor record in the clear, and evaluates alike from the record', async () => {
    const { written, records } = await liveAndAgain(TEXT, asks);
    expect(JSON.stringify([written, records])).not.toMatch(/@|smith|bob/i);
    expect(JSON.stringify(written)).toContain(conceal(MAIL));
    const [record] = records;
    expect(record?.inputs).toEqual({ card: 'ic_1', cardholder_email: conceal(MAIL) });
    expect(Object.values(record?.derived ?? {}).sort()).toEqual(
      ['gmail.com', 'gmail.com', conceal('annsmith@gmail.com')].sort(),
    );
  });

  test('is what it is live', async () => {
    const { live } = await liveAndAgain(TEXT, asks.slice(0, 2));
    const result = await live.count('authorization', 9, { card: 'ic_1', cardholder_email: MAIL });
    expect(valuesOf(result)).toMatchObject({
      mails: 2,
      same: 3,
      domain: 'gmail.com',
      is_free: true,
      people: 2,
      is_ann: true,
      chosen: MAIL,
    });
    expect(result.kept('normal')).toBe(conceal('annsmith@gmail.com'));
    expect(result.kept('domain')).toBe('gmail.com');
  });

  test('what a later policy asks of it is not made up', async () => {
    const event = eventOf('authorization', 0, { card: 'ic_1', cardholder_email: MAIL });
    const before = await engineOf('event authorization\nn := Count(by cardholder_email last 1 day)').evaluate(event);
    const later = engineOf(`event authorization
      handle := EmailHandle(cardholder_email)
      length := Len(cardholder_email)
      is_ann := cardholder_email = "${MAIL}"`);
    expect(valuesOf(await later.evaluate(fromRecord(event, before)))).toEqual({
      handle: { missing: 'not_recorded' },
      length: { missing: 'not_recorded' },
      is_ann: true,
    });
  });
});

describe('what anybody put into an input', () => {
  const TEXT = `event signup
    by_contact := Count(by contact last 1 day)
    by_handle := Count(by handle last 1 day)
    handle := EmailHandle(contact)
    names := CountUnique(contact by device.os last 1 day)
    newest := Latest(device by contact last 1 day exclusive)
    contact_before := Latest(contact by device.os last 1 day exclusive)
    is_known := contact_before = contact
    device := $.device as {os: string, owner: string}
    length := Len(contact)`;
  const signup = (contact: unknown, owner: string) => eventOf('signup', 0, { contact, device: { os: 'linux', owner } });

  test('is concealed where it looks personal, by part', async () => {
    const events = [signup(MAIL, '+49 151 23456789'), signup(MAIL, 'nobody'), signup('ann', 'nobody')];
    const { written, records } = await liveAndAgain(TEXT, events);
    expect(JSON.stringify([written, records])).not.toMatch(/@|Smith|151/);
    expect(records[0]?.inputs).toEqual({
      contact: conceal(MAIL),
      device: { os: 'linux', owner: conceal('+49 151 23456789') },
    });
    // A part of what is personal is personal, though it does not look it.
    expect(written.map(({ key }) => key)).toContain(conceal('Ann.Smith+shop'));
    expect(records[2]).toEqual({ inputs: { contact: 'ann', device: { os: 'linux', owner: 'nobody' } }, derived: {} });
    expect(written.map(({ key }) => key)).toContain('ann');
  });

  test('comes back concealed, and equals what it was', async () => {
    const { live } = await liveAndAgain(TEXT, [signup(MAIL, 'nobody')]);
    const second = await live.evaluate(signup(MAIL, 'nobody'));
    expect(valuesOf(second)).toMatchObject({ contact_before: conceal(MAIL), is_known: true });
    expect(valuesOf(await live.evaluate(signup('ann', 'nobody')))).toMatchObject({ is_known: false });
  });

  test('a card number that was sent as a number, too', async () => {
    const { written, records } = await liveAndAgain(TEXT, [signup(4242424242424242, 'nobody')]);
    expect(JSON.stringify([written, records])).not.toContain('4242424242424242');
  });

  test('in metadata as well; but not in what is of a type of its own', async () => {
    const event = eventOf('authorization', 0, {
      merchant: '+49 151 23456789',
      cardholder_metadata: { user_id: MAIL, plan: 'free' },
    });
    const { written, records } = await liveAndAgain(
      `event authorization
      users := Count(by cardholder_metadata["user_id"] last 1 day)
      plans := Count(by cardholder_metadata["plan"], merchant last 1 day)`,
      [event],
    );
    expect(written.map(({ key }) => key).sort()).toEqual([conceal(MAIL), '4:free16:+49 151 23456789'].sort());
    expect(records[0]?.inputs).toEqual({
      'cardholder_metadata["user_id"]': conceal(MAIL),
      'cardholder_metadata["plan"]': 'free',
      merchant: '+49 151 23456789',
    });
  });

  test('is not concealed again', async () => {
    const { count, store } = engineOf('event e\nn := Count(by user last 1 day)');
    const hidden = conceal(MAIL);
    await count('e', 0, { user: hidden });
    expect(store.asked.flat().map(({ key }) => key)).toEqual([hidden]);
  });
});

describe('as tracked events are stored: all of their data, personal texts concealed by name and by look', () => {
  const TEXT = `event signup
    who := $.username as string
    account := $.account as int
    device := $.device as {os: string, owner_name: string}
    by_who := Count(by who last 1 day)
    by_account := Count(by account last 1 day)
    by_owner := Count(by device.owner_name, user_id last 1 day)
    by_part := Count(by handle last 1 day)
    handle := EmailHandle(user_id)
    start := Coalesce(who, user_id)
    by_start := Count(by start last 1 day)
    length := Len(who)
    people := CountUnique(who, user_id by device.os last 1 day)
    newest := Latest(device by user_id last 1 day exclusive)`;

  test.each<JsonObject>([
    { username: 'ann', account: 7, device: { os: 'linux', owner_name: 'Ann' }, user_id: 'ann' },
    { username: 'ann', account: '4915123456789', device: { os: 'linux', owner_name: MAIL }, user_id: MAIL },
    { username: MAIL, account: 4915123456789, device: { os: '+49 151 23456789', owner_name: '' }, user_id: 12345678 },
    { account: '7', device: { os: '2026-01-01', owner_name: null }, user_id: '203.0.113.200' },
  ])('%j is written under the same keys again', async (data) => {
    const [live, again] = [engineOf(TEXT), engineOf(TEXT)];
    const event = eventOf('signup', 0, data, { read: ({ path }) => fieldAt(data, path) });
    const first = await live.evaluate(event);
    const stored = dataOf(recordTracked(data, conceal));
    const derived = new Map(Object.entries(first.recorded().derived));
    const second = await again.evaluate({ ...event, read: ({ path }) => fieldAt(stored, path), derived });
    expect(again.store.asked).toEqual(live.store.asked);
    expect(features(second)).toEqual(features(first));
    expect(JSON.stringify([live.store.asked, stored])).not.toMatch(/Ann|@|\+49/);
  });
});

test('a key that is long is kept short', async () => {
  const { count, store } = engineOf('event e\nn := Count(by path last 1 day)');
  await count('e', 0, { path: '/'.repeat(5_000) });
  const again = await count('e', 1, { path: '/'.repeat(5_000) });
  expect(valuesOf(again)).toEqual({ n: 2 });
  expect(store.asked.flat().every(({ key }) => key.length < 50)).toBe(true);
});

test('an input may have the name of what every object has', async () => {
  const { count } = engineOf('event e\nn := Count(by __proto__ last 1 day)');
  const { recorded } = await count('e', 0, JSON.parse('{"__proto__": "x"}'));
  expect(Object.entries(recorded().inputs)).toEqual([['__proto__', 'x']]);
});
