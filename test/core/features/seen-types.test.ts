import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/core/domain/json.ts';
import { fitKind, INPUT_KINDS, type InputKind, kindOf, nameOfKind } from '../../../src/core/features/input-kind.ts';
import { FLOAT, INT, STRING, UNKNOWN } from '../../../src/core/features/scowl-type.ts';
import { checkInputs, type SeenInput, typesOf } from '../../../src/core/features/seen-types.ts';

/** Checks events one after the other, each against what those before it showed. */
function seen(...events: JsonObject[]) {
  const known = new Map<string, InputKind>();
  return events.map((event) => {
    const checked = checkInputs(event, known);
    for (const [input, kind] of checked.learned) known.set(input, kind);
    return { ...checked, known: Object.fromEntries(known) };
  });
}

const json = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>;

describe('the first value of an input', () => {
  test.each<[JsonValue, InputKind | null]>([
    [true, 'bool'],
    [7, 'int'],
    [-0.5, 'float'],
    [1e300, 'float'],
    ['words', 'string'],
    ['2026-05-01', 'string'],
    ['2026-05-01T12:00:00Z', 'time'],
    ['2026-05-01T12:00:00.123+02:00', 'time'],
    [{ a: 1 }, 'object'],
    [['a', null], 'list:string'],
    [[1, 2.5], 'list:float'],
    [[1, 'a'], 'list'],
    [[{ a: 1 }], 'list'],
    [[[1]], 'list'],
    [[], null],
    [null, null],
  ])('%j tells that it is of kind %s', (value, kind) => expect(kindOf(value)).toBe(kind));

  it('is noted, and that of what it holds', () => {
    const [first] = seen({ user: 'u', client: { ip: 'x', ports: [1] }, nothing: null, none: [] });
    expect(first?.known).toEqual({
      user: 'string',
      client: 'object',
      'client.ip': 'string',
      'client.ports': 'list:int',
    });
    expect(first?.problems).toEqual([]);
  });
});

describe('a later value', () => {
  test.each<[JsonValue, JsonValue, JsonValue]>([
    [5, '6', 6],
    [5, '-6.5', -6.5],
    [5, 6.5, 6.5],
    [5, 'null', 'null'],
    ['a', 5, '5'],
    ['a', '2026-05-01T12:00:00Z', '2026-05-01T12:00:00Z'],
    [true, 'false', false],
    [true, 1, true],
    [true, 0, false],
    [[1], ['2', 3.5], [2, 3.5]],
    [['a'], [1, null], ['1', null]],
    [[1], [], []],
    [[1, 'a'], [true], [true]],
    [1, null, null],
  ])('after %j is made one of its kind: %j', (first, later, made) => {
    const [, second] = seen({ x: first }, { x: later });
    expect([second?.data, second?.problems]).toEqual([{ x: made }, []]);
  });

  test.each<[JsonValue, JsonValue, string]>([
    [5, 'many', 'is text, was a number before'],
    [5, '', 'is text, was a number before'],
    [5, true, 'is true or false, was a number before'],
    [5, '1e999', 'is text, was a number before'],
    ['a', true, 'is true or false, was text before'],
    ['a', { b: 1 }, 'is an object, was text before'],
    [true, 2, 'is a number, was true or false before'],
    ['2026-05-01T12:00:00Z', 'soon', 'is text, was a time before'],
    [{ a: 1 }, 'a', 'is text, was an object before'],
    [{ a: 1 }, [1], 'is a list of numbers, was an object before'],
    [[1], ['a'], 'is a list of texts, was a list of numbers before'],
    [[1], 1, 'is a number, was a list of numbers before'],
    [1, [], 'is an empty list, was a number before'],
  ])('after %j that is %j is null, and a problem: it %s', (first, later, problem) => {
    const [, second] = seen({ x: first }, { x: later });
    expect([second?.data, second?.problems]).toEqual([{ x: null }, [{ field: 'x', problem }]]);
  });

  it('leaves the rest of the event as it is', () => {
    const [, second] = seen({ client: { port: 1, ip: 'x' } }, { client: { port: 'x', ip: 'y' } });
    expect(second?.data).toEqual({ client: { port: null, ip: 'y' } });
    expect(second?.problems.map(({ field }) => field)).toEqual(['client.port']);
  });

  it('with a fraction makes whole numbers fractions, and never back', () => {
    const checked = seen({ x: 1 }, { x: 1.5 }, { x: 2 });
    expect(checked.map(({ known }) => known.x)).toEqual(['int', 'float', 'float']);
    expect(checked.map(({ learned }) => learned.size)).toEqual([1, 1, 0]);
  });
});

describe('whatever is sent', () => {
  it('fits the kind that it showed, unchanged', () => {
    fc.assert(
      fc.property(json, (value) => {
        const kind = kindOf(value);
        if (kind !== null) expect(fitKind(value, kind)).toEqual({ value, kind });
      }),
      { seed: 7 },
    );
  });

  it('either fits a kind, and then fits it again, or does not', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(...INPUT_KINDS), (value, kind) => {
        const fitted = fitKind(value, kind);
        if (fitted) expect(fitKind(fitted.value, fitted.kind)).toEqual(fitted);
      }),
      { seed: 7 },
    );
  });

  it('sent again teaches nothing and is no problem', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json, { maxKeys: 5 }), (event) => {
        const [first, second] = seen(event as JsonObject, event as JsonObject);
        expect([first?.problems, second?.problems, second?.learned.size]).toEqual([[], [], 0]);
        expect(second?.data).toEqual(first?.data);
      }),
      { seed: 7 },
    );
  });

  it('has a kind with a name', () => {
    expect(INPUT_KINDS.map(nameOfKind)).not.toContain(undefined);
  });
});

describe('the types for the checker', () => {
  const input = (name: string, kind: InputKind, type = 'login'): SeenInput => ({ type, input: name, kind });
  const typeOf = (name: string, ...inputs: SeenInput[]) => typesOf(inputs).get('login')?.get(name);

  it('are those of each event', () => {
    const types = typesOf([input('a', 'int'), input('a', 'string', 'purchase'), input('tags', 'list:string')]);
    expect(types.get('login')).toEqual(
      new Map([
        ['a', INT],
        ['tags', { kind: 'array', item: STRING }],
      ]),
    );
    expect(types.get('purchase')).toEqual(new Map([['a', STRING]]));
  });

  it('have an object as a struct of what it holds, however deep', () => {
    const inputs = [input('client', 'object'), input('client.geo', 'object'), input('client.geo.lat', 'float')];
    const geo = { kind: 'struct', fields: new Map([['lat', FLOAT]]) };
    expect(typeOf('client', ...inputs)).toEqual({ kind: 'struct', fields: new Map([['geo', geo]]) });
    expect(typeOf('client.geo', ...inputs)).toEqual(geo);
  });

  it('say of an e-mail address that it is personal', () => {
    expect(typeOf('user_email', input('user_email', 'string'))).toEqual({ kind: 'string', isPersonal: true });
    expect(typeOf('emails', input('emails', 'list:string'))).toMatchObject({ item: { isPersonal: true } });
    expect(typeOf('email_count', input('email_count', 'int'))).toEqual(INT);
  });

  it('are unknown where modes or accounts differ, and wide where they can be both', () => {
    expect(typeOf('a', input('a', 'int'), input('a', 'string'))).toEqual(UNKNOWN);
    expect(typeOf('a', input('a', 'int'), input('a', 'string'), input('a', 'string'))).toEqual(UNKNOWN);
    expect(typeOf('a', input('a', 'int'), input('a', 'float'))).toEqual(FLOAT);
    expect(typeOf('a', input('a', 'list:float'), input('a', 'list:int'))).toEqual({ kind: 'array', item: FLOAT });
    expect(typeOf('a', input('a', 'list'))).toEqual({ kind: 'array', item: UNKNOWN });
  });
});
