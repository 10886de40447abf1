import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { admitData } from '../../../src/core/domain/admitted.ts';
import type { JsonObject } from '../../../src/core/domain/json.ts';
import { limits } from '../../../src/core/domain/limits.ts';

const problemsOf = (data: JsonObject) => admitData(data).problems.map(({ field, problem }) => `${field} ${problem}`);

describe('what is taken of an event', () => {
  it('is everything that is no secret, as it was sent', () => {
    const data = {
      user_id: 'u_1',
      amount: 12.5,
      successful: false,
      referrer: null,
      client: { ip: '203.0.113.9', geo: { country: 'DE' } },
      tags: ['a', 1, null],
      empty: {},
    };
    expect(admitData(data)).toEqual({ data, problems: [] });
  });

  test.each<[string, JsonObject, string]>([
    ['a password', { password: 'hunter2' }, 'password is not taken: by its name it is a secret'],
    ['a PIN as a number', { pin: 1234 }, 'pin is not taken: by its name it is a secret'],
    ['all that a secret holds', { token: { id: 'x' } }, 'token is not taken: by its name it is a secret'],
    ['a nested CVC', { card: { cvc: '123', brand: 'visa' } }, 'card.cvc is not taken: by its name it is a secret'],
    ['a card number', { note: '4242 4242 4242 4242' }, 'note is not taken: it looks like a card number'],
    ['one as a number', { ref: 4_242_424_242_424_242 }, 'ref is not taken: it looks like a card number'],
    ['one in a list', { refs: ['x', '4242424242424242'] }, 'refs is not taken: it looks like a card number'],
    [
      'one in an object in a list',
      { items: [{ memo: '4242424242424242' }] },
      'items is not taken: items.memo is not taken: it looks like a card number',
    ],
    [
      'an address as a name',
      { 'a@b.example': 1 },
      'a@b.example is not taken: a dot in a name stands for what is nested',
    ],
    ['a phone number as a name', { '0151 1234567': 1 }, '0151 1234567 is not taken: its name looks like personal data'],
    ['what has no name', { '': 1 }, ' is not taken: its name has not 1 to 100 characters'],
    ['a name that is no text', { 'a\u0000': 1 }, 'a\u0000 is not taken: its name holds what is no text'],
    ['a long text', { agent: 'x'.repeat(2_001) }, 'agent is not taken: it is longer than 2000 characters'],
    ['a long list', { ids: Array(101).fill(1) }, 'ids is not taken: a list has at most 100 items'],
    ['what is nested deeply', { a: { b: { c: { d: 1 } } } }, 'a.b.c is not taken: fields are nested 3 deep at most'],
    ['lists in lists in lists', { a: [[[[1]]]] }, 'a is not taken: lists are nested 3 deep at most'],
  ])('is not %s, and it is told', (_name, data, problem) => {
    expect(problemsOf(data)).toEqual([problem]);
    expect(JSON.stringify(admitData(data).data)).not.toMatch(/hunter2|1234|4242|"x"|"d"/);
  });

  it('is the rest of an event that has a secret in it', () => {
    expect(admitData({ user_id: 'u', card: { cvc: '1', brand: 'visa' } }).data).toEqual({
      user_id: 'u',
      card: { brand: 'visa' },
    });
  });

  it('is nothing of an object that held nothing else', () => {
    expect(admitData({ user_id: 'u', card: { cvc: '1' } }).data).toEqual({ user_id: 'u' });
  });

  it('may be whether there was a PIN, which is no secret', () => {
    expect(problemsOf({ pin: true, password: null })).toEqual([]);
  });

  it('is so many fields, and how many were too many is told once', () => {
    const data = Object.fromEntries(Array.from({ length: 103 }, (_, index) => [`f${index}`, index]));
    const admitted = admitData({ nested: { one: 1 }, ...data });
    expect(admitted.problems).toEqual([{ field: '', problem: '4 fields too many are not taken: at most 100 are' }]);
    expect(Object.keys(admitted.data)).toHaveLength(limits.maxTrackedFields);
  });

  it('is a number that tells of a person as text, as which it is concealed', () => {
    expect(admitData({ phone: 491_511_234, order: 491_511_234 }).data).toEqual({
      phone: '491511234',
      order: 491_511_234,
    });
  });

  it('changes nobody’s prototype', () => {
    const { data, problems } = admitData(JSON.parse('{"__proto__": {"isAdmin": true}, "constructor": 1}'));
    expect(problems).toHaveLength(1);
    expect(data).toEqual(Object.fromEntries([['constructor', 1]]));
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
  });

  it('is taken again whole: nothing of it is left out the second time', () => {
    fc.assert(
      fc.property(
        fc.object({ maxDepth: 4, values: [fc.string(), fc.integer(), fc.boolean(), fc.constant(null)] }),
        (any) => {
          const first = admitData(any as JsonObject);
          expect(admitData(first.data)).toEqual({ data: first.data, problems: [] });
        },
      ),
      { seed: 7 },
    );
  });

  it('can be nested as deeply as a line is long', () => {
    const deep = JSON.parse(`{"a":${'['.repeat(8_000)}${']'.repeat(8_000)}}`);
    expect(problemsOf(deep)).toHaveLength(1);
  });
});
