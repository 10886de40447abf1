import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { missing } from '../../../../src/core/domain/value.ts';
import { functionNames } from '../../../../src/core/features/functions/catalogue.ts';
import type { FunctionDefinition } from '../../../../src/core/features/functions/definition.ts';
import type { ScowlType } from '../../../../src/core/features/scowl-type.ts';
import { isNull, type ScowlValue } from '../../../../src/core/features/scowl-value.ts';
import { AT_MS, functionNamed } from './call.ts';

const SEED = 20261121;

const someText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ maxLength: 300 }),
  fc.emailAddress(),
  fc.domain(),
  fc.ipV4(),
  fc.ipV6(),
  fc.constantFrom(
    'US',
    'Europe/Paris',
    '+1 212 555 0123',
    '2026-05-01T10:00:00Z',
    'hmac_x',
    'true',
    '1e308',
    '\ud800',
    'a@\ud800.co',
  ),
);
const someNumber = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1e308, -1e308, 5e-324, AT_MS, 8.64e15, 2 ** 53, 86_400_000_000_000),
);
const someNull = fc.constantFrom(missing('no_value'), missing('cold'), missing('not_sent'));
const someScalar = fc.oneof(someText, someNumber, fc.boolean(), someNull);
const someValue: fc.Arbitrary<ScowlValue> = fc.oneof(
  { weight: 4, arbitrary: someScalar },
  { weight: 1, arbitrary: fc.array(fc.oneof(someScalar, fc.array(someScalar, { maxLength: 2 })), { maxLength: 4 }) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.tuple(fc.string({ maxLength: 3 }), someScalar), { maxLength: 3 })
      .map((entries) => new Map(entries)),
  },
);

/** Values that a type allows, null left out; what is unknown may be any single value. */
function valueOfType(type: ScowlType): fc.Arbitrary<ScowlValue> {
  switch (type.kind) {
    case 'bool':
      return fc.boolean();
    case 'string':
      return someText;
    case 'int':
      return fc.oneof(fc.integer(), fc.constantFrom(0, 1, 24, 128));
    case 'time':
      return fc.integer({ min: -1e12, max: 4e12 });
    case 'float':
    case 'duration':
      return someNumber;
    case 'array':
      return fc.array(valueOfType(type.item), { maxLength: 4 });
    case 'map':
      return fc
        .dictionary(fc.string({ maxLength: 3 }), valueOfType(type.value))
        .map((entries) => new Map(Object.entries(entries)));
    default:
      return someScalar.filter((value) => !isNull(value));
  }
}

const TYPES: readonly ScowlType[] = [
  ...(['bool', 'int', 'float', 'string', 'time', 'duration', 'unknown'] as const).map((kind) => ({ kind })),
  { kind: 'array', item: { kind: 'string' } },
  { kind: 'array', item: { kind: 'int' } },
  { kind: 'map', value: { kind: 'float' } },
];

function isOfType(value: ScowlValue, type: ScowlType): boolean {
  if (isNull(value) || type.kind === 'unknown') return true;
  switch (type.kind) {
    case 'bool':
      return typeof value === 'boolean';
    case 'string':
      return typeof value === 'string';
    case 'int':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value) && value.every((item: ScowlValue) => isOfType(item, type.item));
    case 'map':
      return value instanceof Map;
    default:
      return Number.isFinite(value);
  }
}

function argumentsOf({ parameters, optional = 0, isVariadic }: FunctionDefinition): fc.Arbitrary<number> {
  return fc.integer({ min: parameters.length - optional, max: parameters.length + (isVariadic ? 3 : 0) });
}

describe.each(functionNames().map((name) => [name, functionNamed(name)] as const))('%s', (_, definition) => {
  test('never throws and gives a value that there is, whatever it is given', () => {
    fc.assert(
      fc.property(fc.array(someValue, { maxLength: 5 }), (args) => {
        const value = definition.evaluate(args, { atMs: AT_MS });
        expect(['string', 'number', 'boolean', 'object']).toContain(typeof value);
        expect(value).not.toBeNull();
        if (typeof value === 'number') expect(Number.isFinite(value) && !Object.is(value, -0)).toBe(true);
        expect(definition.evaluate(args, { atMs: AT_MS })).toEqual(value);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  test('gives what it says it gives, for arguments of the types that it accepts', () => {
    const types = argumentsOf(definition).chain((length) =>
      fc.array(fc.constantFrom(...TYPES), { minLength: length, maxLength: length }),
    );
    const accepted = types.filter((args) => !('fault' in definition.resultType(args)));
    const one = accepted.chain((args) => fc.tuple(fc.constant(args), fc.tuple(...args.map(valueOfType))));
    fc.assert(
      fc.property(one, ([args, values]) => {
        const type = definition.resultType(args);
        if ('fault' in type) throw new Error(type.fault);
        const value = definition.evaluate(values, { atMs: AT_MS });
        expect(isOfType(value, type), `${JSON.stringify(value)} is no ${type.kind}`).toBe(true);
      }),
      { seed: SEED, numRuns: 100 },
    );
  });
});
