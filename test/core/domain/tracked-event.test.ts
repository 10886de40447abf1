import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { admitData } from '../../../src/core/domain/admitted.ts';
import type { JsonObject } from '../../../src/core/domain/json.ts';
import { TRACKED_FIELDS } from '../../../src/core/domain/stored-fields.ts';
import { dataOf, fieldAt, recordTracked, trackedRecord } from '../../../src/core/domain/tracked-event.ts';

const conceal = (text: string) => `hmac_${text.length}`;
const recorded = (data: JsonObject) => recordTracked(data, conceal);

describe('the record of a tracked event', () => {
  it('has the fields that the list of stored fields names, and none besides', () => {
    const event = { type: 'login', id: 'e_1', scope: { livemode: true, account: 'acct_1' }, atMs: 1, receivedAtMs: 2 };
    const record = trackedRecord(event, { inputs: { a: 1 }, derived: { b: 2 } });
    expect(Object.keys(record).sort()).toEqual(TRACKED_FIELDS.map(({ field }) => field).sort());
    expect(record).toEqual({
      ...{ kind: 'tracked', id: 'e_1', type: 'login', livemode: true, account: 'acct_1', time: 1, received_at: 2 },
      ...{ inputs: { a: 1 }, derived: { b: 2 } },
    });
  });

  it('has nested fields by their path', () => {
    expect(recorded({ a: 1, b: { c: { d: 'x' }, e: null }, f: {}, g: [{ h: 1 }] })).toEqual({
      ...{ a: 1, 'b.c.d': 'x', 'b.e': null },
      ...{ f: {}, g: [{ h: 1 }] },
    });
  });

  test.each<[string, JsonObject]>([
    ['an e-mail address by its name', { email: 'me' }],
    ['a name', { customer: { name: 'me' } }],
    ['an address by its look', { contact: 'a@b.example' }],
    ['a phone number by its look', { contact: '+49 151 1234567' }],
    ['each in a list', { emails: ['me', 'you'] }],
    ['each in objects in a list', { people: [{ email: 'me', id: 1 }] }],
    ['a day by its name', { dob: '1990-01-01' }],
  ])('conceals %s', (_name, data) => {
    const text = JSON.stringify(recorded(data));
    expect(text).toContain('hmac_');
    expect(text).not.toMatch(/"me"|"you"|example|1234567|1990/);
  });

  test.each<[string, JsonObject]>([
    ['a time', { at: '2026-05-01T12:00:00.000Z' }],
    ['a time with its offset', { at: '2026-05-01T12:00:00+02:00' }],
    ['a day', { day: '2026-05-01' }],
    ['an IP address', { ip: '203.0.113.195', seen: '198.51.100.200' }],
    ['one of six', { ip: '2001:db8:1234:5678:9012:3456:7890:1234' }],
    ['a UUID', { session: '12345678-1234-4234-8234-1234567890ab' }],
    ['numbers', { amount: 123_456_789, latitude: 52.52 }],
    ['what is concealed already', { email: 'hmac_abc' }],
    ['plain words', { user_id: 'u_1', country: 'DE' }],
  ])('leaves %s as it is', (_name, data) => expect(recorded(data)).toEqual(data));

  it('tells the same data again, what was not concealed', () => {
    const name = fc.stringMatching(/^[a-z]{1,5}$/).filter((word) => word !== 'name' && word !== 'pin');
    const value = fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.integer(), { maxLength: 3 }));
    const level = fc.dictionary(name, value, { maxKeys: 4 });
    const data = fc.dictionary(name, fc.oneof(value, level, fc.dictionary(name, level, { maxKeys: 3 })), {
      maxKeys: 5,
    });
    fc.assert(
      fc.property(data, (sent) => {
        const admitted = admitData(sent as JsonObject).data;
        expect(dataOf(recordTracked(admitted, conceal))).toEqual(admitted);
      }),
      { seed: 7 },
    );
  });
});

describe('a field of an event', () => {
  const data: JsonObject = { a: { b: [1] }, n: null };
  test.each<[string, readonly string[], unknown]>([
    ['a value', ['a', 'b'], [1]],
    ['an object', ['a'], { b: [1] }],
    ['all of it', [], data],
    ['null', ['n'], null],
    ['what is not there', ['x'], undefined],
    ['what is in no object', ['n', 'x'], undefined],
    ['what every object has', ['constructor'], undefined],
    ['what a list has', ['a', 'b', 'length'], undefined],
  ])('is found by its path: %s', (_name, path, value) => expect(fieldAt(data, path)).toEqual(value));

  it('of a record may have any name without touching what all objects have', () => {
    const made = dataOf({ '__proto__.isAdmin': true, 'constructor.name': 'x' });
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
    expect(fieldAt(made, ['constructor', 'name'])).toBe('x');
  });
});
